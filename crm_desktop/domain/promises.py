"""Promises in both directions and requests for help that are open, as the brief and Today show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crm_desktop.domain.interactions import Direction


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise that is open: OUTGOING is what the user owes, INCOMING what is owed to them.

    `due_day` is a day of the user's calendar, None without one; `made_at` an aware instant (UTC).
    """

    id: int
    contact_id: int
    contact: str
    direction: Direction
    text: str
    due_day: date | None
    made_at: datetime

    @property
    def owed_to_me(self) -> bool:
        """Whether the other side promised it."""
        return self.direction is Direction.INCOMING


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A request for help that is not solved: `state` is a TicketState, `talks` how often one spoke since."""

    id: int
    contact_id: int
    contact: str
    text: str
    state: str
    opened_at: datetime
    talks: int = 0
