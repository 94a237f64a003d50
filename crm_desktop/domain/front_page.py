"""What the front page shows: what is due and coming, whom one is losing touch with, what is stuck, the month in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.money import Money
from crm_desktop.domain.pages import DayRow, ReminderRow
from crm_desktop.domain.promises import TicketRow
from crm_desktop.domain.touch import TouchSource


@dataclass(frozen=True, slots=True)
class LosingTouchRow:
    """A contact past the interval in which the user wants to speak, or usually does; `tag` is the one that it comes of.

    `days_since` counts from the last talk, or from the day they were added if there was none.
    """

    contact_id: int
    contact: str
    company: str
    last_spoke: datetime | None
    days_since: int
    every_days: int
    source: TouchSource = TouchSource.OWN
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """The front page."""

    day: date
    overdue: tuple[ReminderRow, ...]
    today: tuple[ReminderRow, ...]
    next_days: tuple[ReminderRow, ...]
    days: tuple[DayRow, ...]
    losing_touch: tuple[LosingTouchRow, ...]
    losing_touch_count: int
    stuck: tuple[DealCard, ...]
    """Open deals of every pipeline in use that are longer in their stage than usual, the longest first; each says why."""
    won_count: int
    won_sums: tuple[Money, ...]
    open_sums: tuple[Money, ...]
    weighted_sums: tuple[Money, ...]
    next_count: int = 0
    """How many the next days have in all: `next_days` holds the first of them."""
    tickets: tuple[TicketRow, ...] = ()
    """Who waits for help, the longest first; the first of `tickets_count`."""
    tickets_count: int = 0
    stuck_count: int = 0
    without_step: tuple[DealCard, ...] = ()
    """Open deals without a next step that do not stand among the stuck ones above, the longest so first."""
    without_step_count: int = 0
    """How many have none in all."""
