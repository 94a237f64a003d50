"""An interaction (touchpoint): one thing that happened with a contact, with a time, a direction and a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class InteractionKind(StrEnum):
    """What kind of thing happened."""

    NOTE = "note"
    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    MESSAGE = "message"
    VISIT = "visit"
    PURCHASE = "purchase"
    PROMISE = "promise"
    TICKET = "ticket"
    FEEDBACK = "feedback"


class Direction(StrEnum):
    """Who began it; notes have none."""

    NONE = "none"
    OUTGOING = "outgoing"
    INCOMING = "incoming"


TALKS = (InteractionKind.CALL, InteractionKind.EMAIL, InteractionKind.MEETING, InteractionKind.MESSAGE)
"""The kinds that people log most: those that a form offers first."""
UNSPOKEN = (InteractionKind.NOTE, InteractionKind.PROMISE, InteractionKind.TICKET, InteractionKind.FEEDBACK)
"""What is written down without having spoken; the triggers of the tables say the same."""
SPOKEN = tuple(kind for kind in InteractionKind if kind not in UNSPOKEN)
"""The kinds that count as having spoken with somebody; a note to oneself does not."""


class PromiseState(StrEnum):
    """How a promise stands; direction OUTGOING is what the user owes, INCOMING what is owed to them."""

    OPEN = ""
    KEPT = "kept"
    DROPPED = "dropped"


class TicketState(StrEnum):
    """How a request for help stands."""

    OPEN = "open"
    WAITING = "waiting"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class InteractionDraft:
    """What the composer holds; `occurred_at` is an aware instant, `zone` the IANA name of the zone it was typed in.

    `state` is a PromiseState or a TicketState; `due_day` the day by which a promise is owed; `event_uid` is shared by the
    entries of several people for the same event (for an e-mail `mid:` and its Message-ID).
    """

    kind: InteractionKind
    text: str
    occurred_at: datetime
    zone: str = ""
    subject: str = ""
    direction: Direction = Direction.NONE
    duration_minutes: int | None = None
    mood: str = ""
    deal_id: int | None = None
    company_id: int | None = None
    channel: str = ""
    pinned: bool = False
    state: str = ""
    due_day: date | None = None
    event_uid: str = ""
