"""When a deal is stuck: longer in its stage than usual there, days with a planned step ahead not counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from crm_desktop.domain.messages import Message, counted

ENOUGH_MOVES: Final = 5
"""So many deals must have left a stage before it is known how long is usual there."""
USUAL_DAYS: Final = 14
"""How long a stage usually takes while that is not known."""
FEWEST_DAYS: Final = 7
"""However quickly deals leave a stage: before that, none is stuck."""
_WHY: Final = {
    # Whether the limit is set, whether it is learned. Short, because it stands in a line of a narrow column.
    (True, False): (
        "{count} day in {stage} (you set {limit}), nothing planned.",
        "{count} days in {stage} (you set {limit}), nothing planned.",
    ),
    (False, True): (
        "{count} day in {stage} (usual: {limit}), nothing planned.",
        "{count} days in {stage} (usual: {limit}), nothing planned.",
    ),
    (False, False): (
        "{count} day in {stage} (more than {limit}), nothing planned.",
        "{count} days in {stage} (more than {limit}), nothing planned.",
    ),
}


@dataclass(frozen=True, slots=True)
class StuckAfter:
    """After how many quiet days a deal in a stage is stuck (None: never): set, or learned from so many moves."""

    days: int | None = USUAL_DAYS
    learned: bool = False
    moves: int = 0
    given: bool = False
    """Whether the user set the days."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The days, both counted, on which a step of a deal was planned ahead; `open` while it is still to be done."""

    first: date
    last: date
    open: bool = False


def stuck_after(set_days: int | None, left_after: Sequence[int]) -> StuckAfter:
    """What holds for a stage that deals have left after so many quiet days each (sorted).

    `set_days`: None is learned, 0 is never, otherwise the days as set.
    """
    if set_days is not None:
        return StuckAfter(set_days or None, given=True, moves=len(left_after))
    if len(left_after) < ENOUGH_MOVES:
        return StuckAfter(moves=len(left_after))
    usual = left_after[len(left_after) // 2]
    return StuckAfter(max(FEWEST_DAYS, usual), learned=True, moves=len(left_after))


def quiet_days(since: date, until: date, steps: Sequence[Planned]) -> int:
    """Of the days after `since` up to `until`, how many had no step planned ahead."""
    total = (until - since).days
    if total <= 0:
        return 0
    covered, reached = 0, since
    for step in sorted(steps, key=lambda each: each.first):
        first = max(step.first, reached + timedelta(days=1))
        last = min(step.last, until)
        if last >= first:
            covered += (last - first).days + 1
            reached = last
    return total - covered


def why_stuck(stage: str, quiet: int, after: StuckAfter, today: date, steps: Sequence[Planned]) -> Message | None:
    """Why a deal is stuck, in a sentence; None when it is not."""
    if after.days is None or quiet <= after.days or any(step.open and step.last >= today for step in steps):
        return None
    return counted(*_WHY[after.given, after.learned], quiet, stage=stage, limit=after.days)
