"""What the trash says of deleted things, in words and signs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from crm_desktop.domain.trash import Restored, TrashKind, TrashRow
from crm_desktop.ui.tables.two_line_delegate import RowParts
from crm_desktop.ui.texts import clock, one_line, plural, short_day, tr
from crm_desktop.ui.theme.tokens import Tone

ALL: Final = "all"
KIND_GROUPS: Final = (
    (ALL, frozenset(TrashKind)),
    ("people", frozenset({TrashKind.CONTACT})),
    ("companies", frozenset({TrashKind.COMPANY})),
    ("deals", frozenset({TrashKind.DEAL})),
    ("reminders", frozenset({TrashKind.REMINDER})),
    ("entries", frozenset({TrashKind.INTERACTION})),
    ("rest", frozenset({TrashKind.TAG, TrashKind.OWN_FIELD, TrashKind.SAVED_LIST})),
)
"""What the list can be narrowed down to."""
_ICONS: Final = {
    TrashKind.COMPANY: "building-2",
    TrashKind.DEAL: "handshake",
    TrashKind.REMINDER: "bell",
    TrashKind.TAG: "tag",
    TrashKind.OWN_FIELD: "list",
    TrashKind.SAVED_LIST: "filter",
}
_ENTRY_ICONS: Final = {
    "call": "phone",
    "email": "mail",
    "meeting": "users",
    "message": "message-square",
    "visit": "map-pin",
    "purchase": "shopping-bag",
    "promise": "handshake",
}
_SEPARATOR: Final = " · "


def group_words(key: str) -> str:
    """What a group of kinds is called."""
    return {
        ALL: tr("All"),
        "people": tr("People"),
        "companies": tr("Companies"),
        "deals": tr("Deals"),
        "reminders": tr("Reminders"),
        "entries": tr("Timeline"),
        "rest": tr("Tags, fields, lists"),
    }[key]


def kind_words(row: TrashRow) -> str:
    """What kind of thing it was."""
    if row.thing.kind is TrashKind.INTERACTION:
        return _entry_words(row.entry_kind)
    return {
        TrashKind.CONTACT: tr("Person"),
        TrashKind.COMPANY: tr("Company"),
        TrashKind.DEAL: tr("Deal"),
        TrashKind.REMINDER: tr("Reminder"),
        TrashKind.TAG: tr("Tag"),
        TrashKind.OWN_FIELD: tr("Field"),
        TrashKind.SAVED_LIST: tr("List"),
    }[row.thing.kind]


def _entry_words(kind: str) -> str:
    return {
        "note": tr("Note"),
        "call": tr("Call"),
        "email": tr("E-mail"),
        "meeting": tr("Meeting"),
        "message": tr("Message"),
        "visit": tr("Visit"),
        "purchase": tr("Purchase"),
        "promise": tr("Promise"),
        "ticket": tr("Ticket"),
        "feedback": tr("Feedback"),
    }.get(kind, tr("Entry"))


def parts_of(row: TrashRow, now: datetime) -> RowParts:
    """The row: what it was, whose, and when it was deleted in the user's days; `now` is their wall clock, aware."""
    wall = row.deleted_at.astimezone(now.tzinfo)
    when = clock(wall.time()) if wall.date() == now.date() else short_day(wall.date(), now.date())
    person = row.thing.kind is TrashKind.CONTACT
    icon = _ENTRY_ICONS.get(row.entry_kind, "notebook-pen") if row.entry_kind else _ICONS.get(row.thing.kind, "")
    return RowParts(
        title=one_line(row.name) or kind_words(row),
        subtitle=_SEPARATOR.join(part for part in (kind_words(row), one_line(row.detail)) if part),
        avatar_name=row.name if person else "",
        icon="" if person else icon,
        icon_tone=Tone.NEUTRAL,
        right_text=when,
    )


def since_words(since: datetime | None, now: datetime) -> str:
    """How far back the trash goes, truthfully."""
    if since is None:
        return tr("Nothing was written yet, so nothing was deleted either.")
    day = short_day(since.astimezone(now.tzinfo).date(), now.date())
    return tr("What was deleted since {day} can be brought back, with everything that was about it.", day=day)


def restored_words(rows: Sequence[TrashRow], restored: Restored) -> str:
    """What came back, and how much of it did not."""
    if restored.count == 1 and len(rows) == 1:
        words = tr("Brought back {name}", name=one_line(rows[0].name, 80))
    else:
        words = plural("Brought back {count} thing", "Brought back {count} things", restored.count)
    if not restored.refused:
        return words
    rest = plural(
        "{count} belonged to something that is deleted as well",
        "{count} belonged to something that is deleted as well",
        restored.refused,
    )
    return tr("{words}; {rest}.", words=words, rest=rest)
