"""What was expected on the first day of earlier months, reconstructed from the history of the deals, and what came of it.

Expected of a month is what a forecast made at the first moment of its first day would have said, weighted with the chances of
the stages as they are now: deals that were open then, in the stage, with the amount and the expected close that they had then.
What came is what was won in the month, also of deals that nobody expected. Amounts that repeat from deals won earlier stand on
neither side. A deal that was deleted, or whose change was undone, was never there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.forecast import CountedDeal, Sums, add_sums, in_month
from crm_desktop.domain.money import Money

Value = TypeVar("Value")
MONTHS_NEEDED = 3
"""Fewer whole months than these say nothing about how good forecasts are."""


@dataclass(frozen=True, slots=True)
class Move:
    """A step of the way at `at` (seconds UTC): `outcome` is '' or open for standing in the stage `to`, won or lost for an end."""

    at: int
    from_stage: int | None
    to_stage: int | None
    outcome: str


@dataclass(frozen=True, slots=True)
class DealHistory:
    """A deal as it is now and how it became so; `moves` in order, instants in seconds UTC.

    `values` and `closes` hold what was there before each change: (when it changed, what it had been), in order.
    """

    id: int
    created_at: int
    state: str
    closed_at: int | None
    won_on: date | None
    stage_id: int
    value: DealValue | None
    close: date | None
    moves: tuple[Move, ...] = ()
    values: tuple[tuple[int, DealValue | None], ...] = ()
    closes: tuple[tuple[int, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenThen:
    """A deal that was open at an earlier instant, as it was then."""

    id: int
    stage_id: int
    value: DealValue | None
    close: date | None


@dataclass(frozen=True, slots=True)
class PastMonth:
    """A month that is over: what was expected at its beginning (`expected.weighted` is the forecast), and what came.

    `expected` and `came` name the deals with what each adds; `counts` is False for a month at whose beginning there were no deals.
    """

    month: date
    expected_then: Sums
    came_sums: tuple[Money, ...]
    expected: tuple[CountedDeal, ...]
    came: tuple[CountedDeal, ...]
    counts: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """How good the forecasts of `months` months were in one currency: sums, and by how much single months were off on average."""

    currency: str
    months: int
    expected: Money
    came: Money
    off_by: Money

    @property
    def percent(self) -> int | None:
        """How many percent too high (or too low, below zero) the forecasts were all in all; None where nothing came."""
        if self.came.minor <= 0:
            return None
        return round(Fraction(100 * (self.expected.minor - self.came.minor), self.came.minor))


@dataclass(frozen=True, slots=True)
class PastStart:
    """A month and the instant (seconds UTC) at which its first day began in the user's zone."""

    month: date
    at: int


def then(deal: DealHistory, at: int, stages: Mapping[int, int]) -> OpenThen | None:
    """The deal as it was just before the instant `at`; None where it was not there yet or had ended.

    `stages` maps the stages there are to their chances; of a stage that is gone the next one of the way counts.
    """
    if deal.created_at >= at or not _was_open(deal, at):
        return None
    return OpenThen(deal.id, _stage_then(deal, at, stages), _before(deal.values, at, deal.value), _close(deal, at))


def past_months(
    deals: Sequence[DealHistory],
    starts: Sequence[PastStart],
    chances: Mapping[int, int],
    stages_shown: frozenset[int],
) -> tuple[PastMonth, ...]:
    """One row for each month in `starts`; `chances` is of all stages, `stages_shown` those of the pipeline in question."""
    first_deal = min((deal.created_at for deal in deals), default=None)
    return tuple(
        _month(deals, start, chances, stages_shown, counts=first_deal is not None and first_deal < start.at)
        for start in starts
    )


def judge(months: Iterable[PastMonth]) -> tuple[Judgement, ...]:
    """How good the forecasts were, per currency with enough months, the largest sums first."""
    found: dict[str, list[tuple[int, int]]] = {}
    for month in months:
        if not month.counts:
            continue
        came = {money.currency: money.minor for money in month.came_sums}
        for currency in came.keys() | {money.currency for money in month.expected_then.weighted}:
            pair = (month.expected_then.of(currency)[1].minor, came.get(currency, 0))
            if any(pair):
                found.setdefault(currency, []).append(pair)
    judged = (_judged(currency, pairs) for currency, pairs in found.items() if len(pairs) >= MONTHS_NEEDED)
    return tuple(sorted(judged, key=lambda each: (-each.months, each.currency)))


def _judged(currency: str, pairs: Sequence[tuple[int, int]]) -> Judgement:
    expected, came = (sum(pair[side] for pair in pairs) for side in (0, 1))
    off = Fraction(sum(abs(one - other) for one, other in pairs), len(pairs))
    return Judgement(
        currency, len(pairs), Money(expected, currency), Money(came, currency), Money(round(off), currency)
    )


def _month(
    deals: Sequence[DealHistory], start: PastStart, chances: Mapping[int, int], shown: frozenset[int], *, counts: bool
) -> PastMonth:
    expected, came = [], []
    for deal in deals:
        # Most deals were expected in other months, which is quick to see.
        close = _close(deal, start.at)
        was = then(deal, start.at, chances) if close is not None and _same_month(close, start.month) else None
        if was is not None and was.close is not None and was.stage_id in shown:
            amount = None if was.value is None else in_month(was.value, was.close, start.month)
            expected.append(CountedDeal(deal.id, amount, chances.get(was.stage_id, 0), won=False))
        if deal.won_on is not None and deal.stage_id in shown and _same_month(deal.won_on, start.month):
            amount = None if deal.value is None else in_month(deal.value, deal.won_on, start.month)
            came.append(CountedDeal(deal.id, amount, 100, won=True))
    return PastMonth(start.month, add_sums(expected), add_sums(came).best, tuple(expected), tuple(came), counts)


def _was_open(deal: DealHistory, at: int) -> bool:
    before = [move for move in deal.moves if move.at < at]
    if before and before[-1].outcome in ("won", "lost"):
        return False
    # Of deals that ended before ends were noted only the last end is known.
    ended_since = deal.state != "open" and deal.closed_at is not None and deal.closed_at < at
    return not ended_since


def _stage_then(deal: DealHistory, at: int, stages: Mapping[int, int]) -> int:
    """The last stage it came to before, or the one it first left; then those after it, should that be gone."""
    before = [move for move in deal.moves if move.at < at]
    after = deal.moves[len(before) :]
    way = [before[-1].to_stage] if before else []
    way += [stage for move in after for stage in (move.from_stage, move.to_stage)]
    return next((stage for stage in way if stage is not None and stage in stages), deal.stage_id)


def _close(deal: DealHistory, at: int) -> date | None:
    return _before(deal.closes, at, deal.close)


def _before(changes: Sequence[tuple[int, Value]], at: int, now: Value) -> Value:
    """What was there before the first change that came at `at` or later."""
    return next((old for changed, old in changes if changed >= at), now)


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
