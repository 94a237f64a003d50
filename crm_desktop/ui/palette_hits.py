"""How the palette shows what a search found: title, second line, sign, and the words marked in both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.marking import marked
from crm_desktop.domain.search_hits import SearchHit
from crm_desktop.ui import texts
from crm_desktop.ui.palette_items import PaletteItem
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.tokens import Tone

LOG_TITLES = {
    InteractionKind.CALL: "Log a call with {name}",
    InteractionKind.EMAIL: "Log an e-mail with {name}",
    InteractionKind.MEETING: "Log a meeting with {name}",
    InteractionKind.MESSAGE: "Log a message with {name}",
}
SIGNS = {"call": "phone", "email": "mail", "meeting": "users", "message": "message-square", "note": "pencil"}
_SIGN_OF_OTHERS = "message-square"

Navigate = Callable[[str, int], object]


def person_item(hit: SearchHit, run: Callable[[], object]) -> PaletteItem:
    """A person with company and a way to reach them, or with the detail that has the words."""
    details = [hit.company, hit.because or next(iter(hit.phones or hit.emails), "")]
    if hit.because == hit.company:
        details[1] = next(iter(hit.phones or hit.emails), "")
    return _item(hit, hit.name, details if any(details) else [hit.snippet], run, avatar_name=hit.name)


def hit_item(hit: SearchHit, today: date, navigate: Navigate) -> PaletteItem:
    """Anything found; choosing it shows it, or the person or company it is about."""
    if hit.snippet and hit.kind != "reminder":
        return _said(hit, today, navigate)
    if hit.kind == "contact":
        return person_item(hit, partial(navigate, "contact", hit.id))
    if hit.kind == "company":
        details = [tr("Company"), hit.because or hit.detail]
        return _item(hit, hit.name, details, partial(navigate, "company", hit.id), icon="building-2")
    if hit.kind == "deal":
        stands = {"won": tr("won"), "lost": tr("lost")}.get(hit.detail, hit.detail)
        details = [tr("Deal"), stands, hit.company, hit.because]
        return _item(hit, hit.name, details, partial(navigate, "deal", hit.id), icon="euro", tone=Tone.SPECIAL)
    goes_to = partial(navigate, "contact", hit.contact_id) if hit.contact_id else partial(navigate, "reminder", hit.id)
    return _item(hit, hit.name, [tr("Reminder"), hit.company, hit.snippet], goes_to, icon="bell", tone=Tone.PLANNED)


def _said(hit: SearchHit, today: date, navigate: Navigate) -> PaletteItem:
    """A piece of a text, with whom and when."""
    when = texts.short_day(hit.at.date(), today) if hit.at else ""
    about = {"deal": tr("Deal"), "contact": tr("Note")}.get(hit.kind, "")
    goes_to = ("deal", hit.id) if hit.kind == "deal" else ("contact", hit.contact_id or 0)
    if hit.contact_id is None and hit.company_id is not None:
        goes_to = ("company", hit.company_id)
    sign = {"deal": "euro", "contact": "pencil"}.get(hit.kind) or SIGNS.get(hit.detail, _SIGN_OF_OTHERS)
    title = f"“{hit.snippet}”"
    return _item(hit, title, [hit.name, about, when], partial(navigate, *goes_to), icon=sign, tone=Tone.PLANNED)


def _item(
    hit: SearchHit,
    title: str,
    details: Sequence[str],
    run: Callable[[], object],
    *,
    icon: str = "",
    tone: Tone = Tone.NEUTRAL,
    avatar_name: str = "",
) -> PaletteItem:
    shown = texts.one_line(title)
    below = " · ".join(dict.fromkeys(texts.one_line(detail) for detail in details if detail))
    return PaletteItem(
        shown,
        run,
        below,
        icon,
        tone,
        avatar_name,
        marked=marked(shown, hit.terms),
        marked_below=marked(below, hit.terms),
    )
