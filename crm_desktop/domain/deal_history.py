"""The way of a deal through the stages, told from the notes of its moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

WON: Final = "won"
LOST: Final = "lost"
REOPENED: Final = "open"
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StageVisit:
    """That a deal was in a stage from one instant to another (aware, UTC; None: it still is), and how it went out of it.

    `days` are whole days; `outcome` is won or lost where it ended there, otherwise empty. `stage_id` is None for a stage of
    which only the name is known.
    """

    stage_id: int | None
    stage: str
    since: datetime
    until: datetime | None
    days: int
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class WayStep:
    """A stage of the way of a deal: the days in it over all visits, and `state`: past, now, ahead, won or lost."""

    stage_id: int
    stage: str
    colour: str
    days: int
    state: str
    visits: int


@dataclass(frozen=True, slots=True)
class Move:
    """One note: out of a stage (None where it stood in none any more) into another one, or to an end, at an instant (UTC)."""

    from_id: int | None
    from_name: str
    to_id: int | None
    to_name: str
    outcome: str
    days: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a deal stands: its stage, since when, when it was made, and how it ended (empty: it is open). Instants in UTC."""

    stage_id: int
    stage: str
    since: datetime
    created: datetime
    outcome: str
    closed: datetime | None


def visits(moves: Sequence[Move], standing: Standing, now: datetime) -> tuple[StageVisit, ...]:
    """Every stay in a stage, the first one first; the last one has no end while the deal is open."""
    found: list[StageVisit] = []
    entered = standing.created
    told_end = ""
    for move in moves:
        if move.from_id is not None:
            found.append(StageVisit(move.from_id, move.from_name, entered, move.at, move.days, move.outcome))
        elif move.outcome in (WON, LOST) and found:
            last = found[-1]
            found[-1] = StageVisit(last.stage_id, last.stage, last.since, last.until, last.days, move.outcome)
        told_end = move.outcome if move.outcome in (WON, LOST) else ""
        entered = move.at
    if not standing.outcome:
        days = max(0, (now.astimezone(UTC) - standing.since) // _DAY)
        found.append(StageVisit(standing.stage_id, standing.stage, standing.since, None, days))
    elif not told_end:  # it ended before ends were noted
        closed = standing.closed or standing.since
        days = max(0, (closed - standing.since) // _DAY)
        found.append(StageVisit(standing.stage_id, standing.stage, standing.since, closed, days, standing.outcome))
    return tuple(found)


def way(
    stages: Sequence[tuple[int, str, str]], history: Sequence[StageVisit], standing: Standing
) -> tuple[WayStep, ...]:
    """The stages (id, name, colour) of the deal's pipeline in order, with the days in each and how each stands."""
    days: dict[int | None, int] = {}
    times: dict[int | None, int] = {}
    for visit in history:
        days[visit.stage_id] = days.get(visit.stage_id, 0) + visit.days
        times[visit.stage_id] = times.get(visit.stage_id, 0) + 1
    steps, state = [], "past"
    for stage_id, name, colour in stages:
        here = stage_id == standing.stage_id
        shown = (standing.outcome or "now") if here else state
        steps.append(WayStep(stage_id, name, colour, days.get(stage_id, 0), shown, times.get(stage_id, 0)))
        if here:
            state = "ahead"
    return tuple(steps)
