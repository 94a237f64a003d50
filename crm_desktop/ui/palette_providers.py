"""What Ctrl+K offers for the words typed: a reminder, a log entry, people, what was said, deals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.quick_entry import Person, Understood
from crm_desktop.domain.search_hits import SearchHit
from crm_desktop.services.reminders import ReminderService
from crm_desktop.services.search import SearchService
from crm_desktop.ui import texts
from crm_desktop.ui.palette_items import PaletteItem, Provider
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.tokens import Tone

_MOST_OF_A_KIND = 5
_SHORTEST_SEARCH = 1
_KIND_OF_ACTION = {
    "call": InteractionKind.CALL,
    "email": InteractionKind.EMAIL,
    "meeting": InteractionKind.MEETING,
    "message": InteractionKind.MESSAGE,
}
_LOG_TITLES = {
    InteractionKind.CALL: "Log a call with {name}",
    InteractionKind.EMAIL: "Log an e-mail with {name}",
    InteractionKind.MEETING: "Log a meeting with {name}",
    InteractionKind.MESSAGE: "Log a message with {name}",
}
_ICONS = {"call": "phone", "email": "mail", "meeting": "users", "message": "message-square", "note": "pencil"}


@dataclass(frozen=True, slots=True)
class PaletteCalls:
    """What the chosen items do."""

    navigate: Callable[[str, int], object]
    remind: Callable[[Understood], object]
    log: Callable[[Person, InteractionKind], object]


def providers(
    reminders: ReminderService, search: SearchService, today: Callable[[], date], calls: PaletteCalls
) -> tuple[Provider, ...]:
    """In the order in which their groups stand: proposals, then what was found."""
    return (partial(_proposals, reminders, today, calls), partial(_found, reminders, search, today, calls))


def people_provider(search: SearchService, chosen: Callable[[Person], object]) -> Provider:
    """Only people, for choosing one."""

    def provide(text: str) -> Sequence[PaletteItem]:
        hits = [hit for hit in search.find(text) if hit.kind == "contact"] if text else []
        return [_person(hit, partial(chosen, Person(hit.id, hit.name))) for hit in hits[: 2 * _MOST_OF_A_KIND]]

    return provide


def _proposals(
    reminders: ReminderService, today: Callable[[], date], calls: PaletteCalls, text: str
) -> Sequence[PaletteItem]:
    if len(text.split()) < 2:
        return ()
    understood = reminders.understand(text)
    items = []
    if understood.ready and (understood.day is not None or understood.recurrence is not None):
        items.append(
            PaletteItem(
                tr("Remind me: {text}", text=understood.text),
                partial(calls.remind, understood),
                _when(understood, today()),
                icon="plus",
                tone=Tone.GOOD,
            )
        )
    kind = _KIND_OF_ACTION.get(understood.action or "")
    if kind is not None and len(understood.people) == 1:
        person = understood.people[0]
        title = tr(_LOG_TITLES[kind], name=person.name)
        items.append(PaletteItem(title, partial(calls.log, person, kind), tr("now"), icon=_ICONS[kind], tone=Tone.GOOD))
    return items


def _when(understood: Understood, today: date) -> str:
    day = understood.day or today
    if understood.time is not None:
        when = texts.moment(datetime.combine(day, understood.time), today)
    else:
        when = texts.short_day(day, today, weekday=True)
    rule = show(understood.recurrence.describe()) if understood.recurrence else ""
    return " · ".join(part for part in (when, rule) if part)


def _found(
    reminders: ReminderService, search: SearchService, today: Callable[[], date], calls: PaletteCalls, text: str
) -> Sequence[PaletteItem]:
    if len(text) < _SHORTEST_SEARCH:
        return ()
    hits = search.find(text)
    if not hits and " " in text:
        # A sentence such as "call marta tue 3pm" stands nowhere as a whole; what is known of the person it names does.
        meant = reminders.understand(text).people
        hits = search.find(meant[0].name) if len(meant) == 1 else []
    people = [_person(hit, partial(calls.navigate, "contact", hit.id)) for hit in hits if hit.kind == "contact"]
    said = [_said(hit, today(), calls) for hit in hits if hit.kind in ("interaction", "reminder") and hit.contact_id]
    deals = [
        PaletteItem(
            texts.one_line(hit.name),
            partial(calls.navigate, "deal", hit.id),
            " · ".join(part for part in (tr("Deal"), hit.detail, hit.company) if part),
            icon="euro",
            tone=Tone.SPECIAL,
        )
        for hit in hits
        if hit.kind == "deal"
    ]
    companies = [
        PaletteItem(
            texts.one_line(hit.name),
            partial(calls.navigate, "contact", hit.contact_id),
            tr("Company"),
            icon="building-2",
            tone=Tone.NEUTRAL,
        )
        for hit in hits
        if hit.kind == "company" and hit.contact_id
    ]
    return [item for group in (people, said, deals, companies) for item in group[:_MOST_OF_A_KIND]]


def _person(hit: SearchHit, run: Callable[[], object]) -> PaletteItem:
    details = (hit.company, next(iter(hit.phones or hit.emails), ""))
    return PaletteItem(
        texts.one_line(hit.name),
        run,
        " · ".join(texts.one_line(part) for part in details if part) or texts.one_line(hit.snippet),
        avatar_name=hit.name,
    )


def _said(hit: SearchHit, today: date, calls: PaletteCalls) -> PaletteItem:
    when = texts.short_day(hit.at.date(), today) if hit.at else ""
    kind = tr("Reminder") if hit.kind == "reminder" else texts.one_line(hit.name)
    title = hit.name if hit.kind == "reminder" else f"“{hit.snippet}”"
    return PaletteItem(
        texts.one_line(title),
        partial(calls.navigate, "contact", hit.contact_id or 0),
        " · ".join(part for part in (kind, when) if part),
        icon=_ICONS.get(hit.detail, "bell"),
        tone=Tone.PLANNED,
    )
