"""Deals as they are shown: cards, columns and the board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealState


@dataclass(frozen=True, slots=True)
class NextStep:
    """The earliest open reminder of a deal: wall time, and how it stands on `today`."""

    occurrence_id: int
    text: str
    day: date
    at: time | None


@dataclass(frozen=True, slots=True)
class DealCard:
    """A card of the board."""

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
    """A column of the board: the stage, its open deals in order and their sums, one per currency."""

    id: int
    name: str
    probability: int
    cards: tuple[DealCard, ...]
    sums: tuple[Money, ...]
    weighted: tuple[Money, ...]


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
