"""What a good friend remembers of the people of the story: relations, roles, promises, a ticket, fields of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta, tzinfo
from typing import Final

from crm_desktop.domain.background import Background, Consent, LifecycleStep, OwnText, Role
from crm_desktop.domain.dates import wall_to_instant
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.own_fields import FieldKind, parse_value
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.services.background_writes import BackgroundWriting
from crm_desktop.services.own_fields import insert_field, write_value
from crm_desktop.services.profiles import insert_relation
from crm_desktop.services.reminder_writes import insert_reminder
from crm_desktop.services.scheduling.series import Surroundings
from crm_desktop.services.writes import Work
from crm_desktop.storage.queries import own_fields


@dataclass(frozen=True, slots=True)
class Entry:
    """Something written down that is no talk: `days` ago, and for a promise due so many days from today."""

    days: int
    kind: InteractionKind
    text: str
    direction: str = "none"
    state: str = ""
    mood: str = ""
    due_in: int | None = None
    pinned: bool = False


_FIELDS: Final = (
    ("contact", "Hourly rate", FieldKind.MONEY, ()),
    ("contact", "Coffee", FieldKind.CHOICE, ("black", "oat milk", "tea, please")),
    ("contact", "Newsletter", FieldKind.YES_NO, ()),
    ("company", "VAT number", FieldKind.TEXT, ()),
    ("deal", "Hours", FieldKind.NUMBER, ()),
)
_RELATIONS: Final = (
    ("Marta Oliveira", "Hana Bednářová", "referred-by", "over lunch in Brno"),
    ("Lea Brandt", "Nora Lindqvist", "friend", "studied together"),
    ("Élodie Nguyen", "Chloé Lefèvre", "colleague", ""),
)
_ENTRIES: Final[Mapping[str, tuple[Entry, ...]]] = {
    "Marta Oliveira": (
        Entry(2, InteractionKind.PROMISE, "Two colours for the booking page", "outgoing", due_in=3),
        Entry(2, InteractionKind.PROMISE, "Photos of the terrace", "incoming", due_in=5),
    ),
    "Jonas Keller": (
        Entry(1, InteractionKind.TICKET, "Invoice 2026-031 has two items", "incoming", "open"),
    ),
    "Amara Sesay": (
        Entry(3, InteractionKind.FEEDBACK, "“The boxes sell the bowls.”", "incoming", mood="good", pinned=True),
    ),
}  # fmt: skip


def tell_more(
    work: Work, people: Mapping[str, int], today: date, zone: tzinfo, around: Surroundings, deals: Mapping[str, int]
) -> int:
    """Add it for those of the story who were made, by name; `deals` by title. Returns how many interactions were written."""
    _make_fields(work)
    background = BackgroundWriting(work)
    for name, said in _backgrounds(today).items():
        if name in people:
            background.write(people[name], said)
    for one, other, kind, note in _RELATIONS:
        if one in people and other in people:
            insert_relation(work, people[one], people[other], kind, note)
    for title, hours in (("Website relaunch", "64"), ("Spring workshops", "45")):
        if title in deals:
            _fill(work, "deal", "Hours", deals[title], hours)
    count = 0
    for name, entries in _ENTRIES.items():
        for entry in entries if name in people else ():
            _write(work, people[name], entry, today, zone, around)
            count += 1
    return count


def _backgrounds(today: date) -> dict[str, Background]:
    def ago(days: int) -> date:
        return today - timedelta(days=days)

    return {
        "Marta Oliveira": Background(
            pinned_note="Voice messages are fine; calls before ten are not.",
            payment_terms="14 days",
            lifecycle="client",
            steps=(LifecycleStep("lead", ago(190)), LifecycleStep("client", ago(130))),
            roles=(Role(None, "Hotel Miramar", "Front desk", "2012", "2018-05"),),
            consents=(Consent("newsletter", "consent", "form on the website", "Yes, write to me once a month.", ago(120)),),
            own=_own(rate="95.00 EUR", coffee="oat milk", newsletter="yes"),
        ),
        "Jonas Keller": Background(payment_terms="30 days", lifecycle="client", own=_own(rate="80.00 EUR", coffee="black")),
        "王芳": Background(phonetic_given="Fāng", phonetic_family="Wáng", own=_own(coffee="tea, please")),
        "Amara Sesay": Background(lifecycle="repeat", steps=(LifecycleStep("repeat", ago(4)),)),
        "Piotr Dąbrowski": Background(lifecycle="interested", steps=(LifecycleStep("interested", ago(8)),)),
        "Tomás Ruiz": Background(lifecycle="past", pinned_note="Pays late, every time. Ask for half in advance."),
        "Hana Bednářová": Background(
            lifecycle="past", steps=(LifecycleStep("client", ago(700)), LifecycleStep("past", ago(160)))
        ),
        "Antonín Novák": Background(
            lifecycle="qualified",
            steps=(LifecycleStep("lead", ago(40)), LifecycleStep("interested", ago(26)), LifecycleStep("qualified", ago(12))),
        ),
        "ليلى ناصر": Background(lifecycle="lead", steps=(LifecycleStep("lead", ago(33)),)),
        "Юлия Ковалёва": Background(lifecycle="interested", steps=(LifecycleStep("interested", ago(19)),)),
        "Ruth Palmer": Background(lifecycle="lead", steps=(LifecycleStep("lead", ago(3)),)),
        "Davide Ferrari": Background(
            lifecycle="interested", steps=(LifecycleStep("lead", ago(15)), LifecycleStep("interested", ago(8)))
        ),
        "Żaneta Kowalczyk": Background(
            lifecycle="qualified", steps=(LifecycleStep("lead", ago(21)), LifecycleStep("qualified", ago(5)))
        ),
        "Sam Whitfield": Background(lifecycle="lead", steps=(LifecycleStep("lead", ago(64)),), own=_own(newsletter="yes")),
    }  # fmt: skip


def _own(rate: str = "", coffee: str = "", newsletter: str = "") -> tuple[OwnText, ...]:
    texts = (("Hourly rate", rate), ("Coffee", coffee), ("Newsletter", newsletter))
    return tuple(OwnText(name, text) for name, text in texts if text)


def _make_fields(work: Work) -> None:
    for subject, name, kind, options in _FIELDS:
        if not any(field.name == name for field in own_fields.plain_fields(work.read, subject)):
            insert_field(work, subject, name, kind, options)


def _fill(work: Work, subject: str, name: str, owner_id: int, typed: str) -> None:
    for field in own_fields.plain_fields(work.read, subject):
        if field.name == name:
            write_value(work, field, owner_id, *parse_value(field, typed))


def _write(work: Work, contact_id: int, entry: Entry, today: date, zone: tzinfo, around: Surroundings) -> None:
    at = int(wall_to_instant(today - timedelta(days=entry.days), time(11, 20), zone).timestamp())
    due_day = today + timedelta(days=entry.due_in) if entry.due_in is not None else None
    interaction_id = work.insert(
        "interactions",
        contact_id=contact_id,
        kind=entry.kind.value,
        direction=entry.direction,
        occurred_at=min(at, work.now),
        mood=entry.mood,
        subject="",
        text=entry.text,
        created_at=min(at, work.now),
        pinned=int(entry.pinned),
        state=entry.state,
        due_day=due_day.isoformat() if due_day else "",
    )
    if due_day is not None:
        draft = ReminderDraft(entry.text, due_day, contact_id=contact_id)
        reminder_id = insert_reminder(work, draft, around)
        work.update("reminders", reminder_id, interaction_id=interaction_id)
