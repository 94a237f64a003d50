"""What stands on a timeline, as frozen rows: interactions, and what the program itself noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from crm_desktop.domain.interactions import Direction, InteractionKind
from crm_desktop.domain.messages import Message


class OwnerKind(StrEnum):
    """Whose timeline it is."""

    CONTACT = "contact"
    COMPANY = "company"
    DEAL = "deal"


@dataclass(frozen=True, slots=True)
class TimelineOwner:
    """Somebody, a company or a deal that has a timeline."""

    kind: OwnerKind
    id: int


@dataclass(frozen=True, slots=True)
class EntryFile:
    """A file that came with an entry, such as an attachment."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a timeline, newest first.

    `kind` is an InteractionKind value, "moved", "won", "lost", "reminder-set", "reminder-done", "file" or "changed"; `id` is
    the id in that kind's table; `at` is an aware instant (UTC); `heading` and `detail` (its second line, may be None)
    are set for the kinds that are no interactions.

    `state` is a PromiseState or a TicketState, reached at `state_since`; `talks` how often one spoke while a ticket was open.
    `contact` names the people in the timeline of a company or a deal; in that of a person it is empty.
    """

    kind: str
    id: int
    at: datetime
    heading: Message | None = None
    detail: Message | None = None
    subject: str = ""
    text: str = ""
    direction: Direction = Direction.NONE
    duration_minutes: int | None = None
    mood: str = ""
    state: str = ""
    state_since: datetime | None = None
    due_day: date | None = None
    pinned: bool = False
    channel: str = ""
    talks: int = 0
    contact_id: int | None = None
    contact: str = ""
    files: tuple[EntryFile, ...] = ()

    @property
    def interaction_kind(self) -> InteractionKind | None:
        """The kind when this is an interaction, which can be edited and deleted; None otherwise."""
        return InteractionKind(self.kind) if self.kind in set(InteractionKind) else None


MOVED, WON, LOST, REMINDER_SET, REMINDER_DONE, FILE, CHANGED = (
    "moved", "won", "lost", "reminder-set", "reminder-done", "file", "changed",
)  # fmt: skip
"""The kinds of entries that are no interactions."""

KIND_GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("notes", frozenset({InteractionKind.NOTE, InteractionKind.FEEDBACK})),
    (
        "talks",
        frozenset({
            InteractionKind.CALL, InteractionKind.EMAIL, InteractionKind.MEETING, InteractionKind.MESSAGE, InteractionKind.VISIT,
        }),
    ),
    ("promises", frozenset({InteractionKind.PROMISE})),
    ("tickets", frozenset({InteractionKind.TICKET})),
    ("deals", frozenset({InteractionKind.PURCHASE, MOVED, WON, LOST})),
    ("reminders", frozenset({REMINDER_SET, REMINDER_DONE})),
    ("files", frozenset({FILE})),
    ("changes", frozenset({CHANGED})),
)  # fmt: skip
"""What a timeline can be narrowed to, in the order in which it is offered: (name, kinds of entries)."""
