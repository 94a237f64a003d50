"""An interaction (touchpoint): one thing that happened with a contact, with a time, a direction and a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class InteractionKind(StrEnum):
    """What kind of thing happened."""

    NOTE = "note"
    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    MESSAGE = "message"


class Direction(StrEnum):
    """Who began it; notes have none."""

    NONE = "none"
    OUTGOING = "outgoing"
    INCOMING = "incoming"


SPOKEN = (InteractionKind.CALL, InteractionKind.EMAIL, InteractionKind.MEETING, InteractionKind.MESSAGE)
"""The kinds that count as having spoken with somebody; a note to oneself does not."""


@dataclass(frozen=True, slots=True)
class InteractionDraft:
    """What the composer holds; `occurred_at` is an aware instant, `zone` the IANA name of the zone it was typed in."""

    kind: InteractionKind
    text: str
    occurred_at: datetime
    zone: str = ""
    subject: str = ""
    direction: Direction = Direction.NONE
    duration_minutes: int | None = None
    mood: str = ""
    deal_id: int | None = None
