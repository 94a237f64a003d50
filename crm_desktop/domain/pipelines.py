"""Pipelines, stages and deals: possible pieces of work on their way to won or lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.money import Money
from crm_desktop.domain.stuck import StuckAfter

__all__ = [
    "ENOUGH_DEALS", "LOST_REASONS", "STAGE_COLOURS", "Chance", "DealDraft", "DealState", "LostReason", "PersonInDeal", "Pipeline",
    "PipelineWords", "Stage", "StuckAfter", "checked_colour", "checked_percent", "learned_chance",
]  # fmt: skip

ENOUGH_DEALS: Final = 8
"""So many deals must have ended for a chance to be learned from them."""
STAGE_COLOURS: Final = ("", "accent", "good", "planned", "special", "today", "late")
"""The tones that a stage can have, by their names; empty for the neutral one."""


class DealState(StrEnum):
    """Where a deal ended, if it did."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class PipelineWords:
    """What deals of a pipeline are called, one and many, and what winning and losing are; empty for the usual words."""

    one: str = ""
    many: str = ""
    won: str = ""
    lost: str = ""


LOST_REASONS: Final = ("Too expensive", "Chose somebody else", "No answer", "Not now", "Not a fit", "Other")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline, and how many of its deals are open."""

    id: int
    name: str
    kind: str
    words: PipelineWords
    archived: bool
    position: int
    open_count: int


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely a deal in a stage is won, in percent: as set, or learned from so many deals that were there and ended."""

    percent: int
    learned: bool = False
    deals: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage with its settings.

    `set_percent` counts where `wants_learned` is not set or too few deals have ended. `set_days` is None for learned and 0 for
    never, otherwise the days until a deal is stuck.
    """

    id: int
    pipeline_id: int
    name: str
    position: int
    colour: str
    chance: Chance
    set_percent: int
    wants_learned: bool
    stuck: StuckAfter
    set_days: int | None

    @property
    def probability(self) -> int:
        """How likely a deal here is won, in percent."""
        return self.chance.percent


@dataclass(frozen=True, slots=True)
class LostReason:
    """A reason that is offered when a deal is lost; the usual ones have no id (0) until the list is changed."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class PersonInDeal:
    """Somebody besides the main contact who takes part in a deal, and as what."""

    contact_id: int
    role: str = ""


@dataclass(frozen=True, slots=True)
class DealDraft:
    """What the form of a deal holds; `tags` and `people` are left as they are for None.

    `value` comes once, or each `period` (week, month, quarter, year) so many `times` (None: on and on).
    """

    title: str
    stage_id: int
    contact_id: int | None = None
    company: str = ""
    value: Money | None = None
    expected_close: date | None = None
    source: str = ""
    note: str = ""
    period: str = ""
    times: int | None = None
    role: str | None = None
    people: tuple[PersonInDeal, ...] | None = None
    tags: tuple[str, ...] | None = None


def learned_chance(set_percent: int, wants_learned: bool, ended: int, won: int) -> Chance:
    """The chance of a stage that `ended` deals have seen, `won` of them to their good end."""
    if wants_learned and ended >= ENOUGH_DEALS:
        return Chance(round(100 * won / ended), learned=True, deals=ended)
    return Chance(set_percent, learned=False, deals=ended)


def checked_percent(value: int) -> int:
    """A chance as it may be stored; raises InvalidInput (field "probability") outside of 0 to 100."""
    if not 0 <= value <= 100:
        raise InvalidInput("probability", "A chance is between 0 and 100 percent.")
    return value


def checked_colour(colour: str) -> str:
    """The name of a tone; raises InvalidInput (field "colour") for another word."""
    if colour not in STAGE_COLOURS:
        raise InvalidInput("colour", "“{value}” is no colour of a stage.", value=colour[:40])
    return colour
