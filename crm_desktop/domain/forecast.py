"""What is expected month by month: sure, weighted by the chance of each stage, and best, each currency apart.

An amount that comes once counts in the month of its expected close. One that repeats counts once in each month, week,
quarter or year from its expected close on, as often as it comes; on and on means twelve months. A deal that was won counts
from the day on which it was won, and is sure. An open deal whose close has passed, or that has none, counts in no month but
stands for itself with all it is worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from crm_desktop.domain.dates import add_months, last_day_of_month
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.money import Money

SURE = 100
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


class RowKind(StrEnum):
    """What a row of the forecast is about."""

    OVERDUE = "overdue"
    MONTH = "month"
    LATER = "later"
    NO_DATE = "no-date"


@dataclass(frozen=True, slots=True)
class ExpectedDeal:
    """A deal as a forecast sees it: `chance` in percent (100 for a won one).

    `start` is the expected close, of a won deal the day on which it was won.
    """

    id: int
    chance: int
    value: DealValue | None
    start: date | None
    won: bool = False


@dataclass(frozen=True, slots=True)
class CountedDeal:
    """What a deal adds to a row; no amount where it has none."""

    deal_id: int
    amount: Money | None
    chance: int
    won: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of a row, one per currency, the same currencies in the same order: sure <= weighted <= best of each."""

    sure: tuple[Money, ...] = ()
    weighted: tuple[Money, ...] = ()
    best: tuple[Money, ...] = ()

    def of(self, currency: str) -> tuple[Money, Money, Money]:
        """Sure, weighted and best in one currency."""
        for place, best in enumerate(self.best):
            if best.currency == currency:
                return self.sure[place], self.weighted[place], best
        return (Money(0, currency),) * 3


@dataclass(frozen=True, slots=True)
class ForecastMonth:
    """One row: `month` is the first day of the month, None for what stands in no month."""

    kind: RowKind
    month: date | None
    sums: Sums
    deals: tuple[CountedDeal, ...]


@dataclass(slots=True)
class _Bucket:
    deals: list[CountedDeal] = field(default_factory=list)

    def add(self, deal: ExpectedDeal, amount: Money | None) -> None:
        self.deals.append(CountedDeal(deal.id, amount, deal.chance, deal.won))


def forecast(deals: Iterable[ExpectedDeal], today: date, months: int) -> tuple[ForecastMonth, ...]:
    """What was overdue, the present month and those after it (`months` in all), what comes later, what has no day."""
    first = today.replace(day=1)
    starts = [add_months(first, ahead) for ahead in range(months)]
    by_month = {(start.year, start.month): _Bucket() for start in starts}
    overdue, later, no_date = _Bucket(), _Bucket(), _Bucket()
    for deal in deals:
        if deal.start is None:
            no_date.add(deal, _worth(deal))
        elif not deal.won and deal.start < today:
            overdue.add(deal, _worth(deal))
        else:
            _spread(deal, first, by_month, later)
    rows = [ForecastMonth(RowKind.OVERDUE, None, add_sums(overdue.deals), tuple(overdue.deals))]
    for start in starts:
        bucket = by_month[start.year, start.month]
        rows.append(ForecastMonth(RowKind.MONTH, start, add_sums(bucket.deals), tuple(bucket.deals)))
    rows.append(ForecastMonth(RowKind.LATER, None, add_sums(later.deals), tuple(later.deals)))
    rows.append(ForecastMonth(RowKind.NO_DATE, None, add_sums(no_date.deals), tuple(no_date.deals)))
    return tuple(rows)


def payments(value: DealValue, start: date) -> Iterator[date]:
    """The days on which an amount comes: from `start` on, as often as it is counted, on the last day of shorter months."""
    for turn in range(value.counted_times()):
        try:
            yield _payment_day(value.period, start, turn)
        except (ValueError, OverflowError):  # past the year 9999
            return


def in_month(value: DealValue, start: date, month: date) -> Money | None:
    """What of an amount comes in the month that begins on `month`; None for nothing."""
    end = last_day_of_month(month.year, month.month)
    times = 0
    for day in payments(value, start):
        if day > end:
            break
        times += day >= month
    return Money(value.money.minor * times, value.money.currency) if times else None


def add_sums(deals: Iterable[CountedDeal]) -> Sums:
    """The sums of what deals add, per currency; a weighted sum is rounded once, half to even."""
    found: dict[str, list[int]] = {}
    for deal in deals:
        if deal.amount is None:
            continue
        sums = found.setdefault(deal.amount.currency, [0, 0, 0])
        sums[0] += deal.amount.minor if deal.chance >= SURE else 0
        sums[1] += deal.amount.minor * deal.chance
        sums[2] += deal.amount.minor
    order = sorted(found, key=lambda currency: (-found[currency][2], currency))
    return Sums(
        tuple(Money(found[each][0], each) for each in order),
        tuple(Money(round(Fraction(found[each][1], 100)), each) for each in order),
        tuple(Money(found[each][2], each) for each in order),
    )


def _spread(deal: ExpectedDeal, first: date, by_month: dict[tuple[int, int], _Bucket], later: _Bucket) -> None:
    """Put each payment of a dated deal into its month; what came before the present month counts no more."""
    assert deal.start is not None
    if deal.value is None:
        bucket = by_month.get((deal.start.year, deal.start.month), later)
        if deal.start >= first:
            bucket.add(deal, None)
        return
    times: dict[tuple[int, int], int] = {}
    for day in payments(deal.value, deal.start):
        if day >= first:
            key = (day.year, day.month)
            times[key if key in by_month else (0, 0)] = times.get(key if key in by_month else (0, 0), 0) + 1
    money = deal.value.money
    for key, count in times.items():
        by_month.get(key, later).add(deal, Money(money.minor * count, money.currency))


def _worth(deal: ExpectedDeal) -> Money | None:
    return None if deal.value is None else deal.value.worth()


def _payment_day(period: str, start: date, turn: int) -> date:
    if period == "week":
        return start + timedelta(weeks=turn)
    return add_months(start, _MONTHS_OF.get(period, 0) * turn)
