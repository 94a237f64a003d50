"""Deals as they are shown: cards, columns and the board."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from crm_desktop.domain.deal_values import how_often
from crm_desktop.domain.messages import Message
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import Chance, DealState, PipelineWords
from crm_desktop.domain.stuck import StuckAfter

if TYPE_CHECKING:  # a person's page shows deals: the other module reads this one
    from crm_desktop.domain.pages import TagRow


@dataclass(frozen=True, slots=True)
class NextStep:
    """The earliest open reminder of a deal: wall time, and how it stands on `today`."""

    occurrence_id: int
    text: str
    day: date
    at: time | None


@dataclass(frozen=True, slots=True)
class DealCard:
    """A card of the board.

    `value` comes once, or each `period` so many `times` (None: on and on); sums go by `worth`. `quiet_days` are the days in the
    stage on which no step was planned ahead, by the user's calendar; `stuck` says why, if it is. Instants are aware, in UTC.
    """

    id: int
    title: str
    stage_id: int
    stage: str
    position: int
    contact_id: int | None
    contact: str
    company: str
    value: Money | None
    state: DealState
    stage_since: datetime
    expected_close: date | None = None
    closed_at: datetime | None = None
    next_step: NextStep | None = None
    pipeline_id: int = 0
    period: str = ""
    times: int | None = None
    created_at: datetime | None = None
    tags: tuple[TagRow, ...] = ()
    quiet_days: int = 0
    stuck: Message | None = None
    role: str = ""
    """As what the person takes part on whose page the card is shown."""

    @property
    def worth(self) -> Money | None:
        """What the value comes to in sums; what goes on and on counts for twelve months."""
        if self.value is None or not self.period:
            return self.value
        return Money(self.value.minor * how_often(self.period, self.times), self.value.currency)


@dataclass(frozen=True, slots=True)
class DealPage:
    """Everything about one deal, for its form."""

    card: DealCard
    source: str
    note: str
    lost_reason: str
    probability: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StageColumn:
    """A column of the board: the stage, its open deals in order and their sums, one per currency.

    `share` is the part of the open deals of the board that stand here, from 0 to 1.
    """

    id: int
    name: str
    chance: Chance
    cards: tuple[DealCard, ...]
    sums: tuple[Money, ...]
    weighted: tuple[Money, ...]
    colour: str = ""
    stuck_after: StuckAfter = field(default_factory=StuckAfter)
    share: float = 0.0

    @property
    def probability(self) -> int:
        """How likely a deal here is won, in percent."""
        return self.chance.percent


@dataclass(frozen=True, slots=True)
class Board:
    """The board of one pipeline: its columns, and what was won in the present month of the user's calendar."""

    pipeline_id: int
    name: str
    columns: tuple[StageColumn, ...]
    won: tuple[DealCard, ...]
    won_sums: tuple[Money, ...]
    open_count: int
    open_sums: tuple[Money, ...]
    weighted_sums: tuple[Money, ...]
    month: date
    """The first day of the month that `won` is about."""
    words: PipelineWords = field(default_factory=PipelineWords)
