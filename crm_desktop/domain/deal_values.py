"""What a deal is worth: an amount that comes once, or one that comes every week, month, quarter or year."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.money import Money

MOST_TIMES: Final = 1000


class Period(StrEnum):
    """How often an amount comes."""

    ONCE = ""
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_IN_TWELVE_MONTHS: Final = {Period.ONCE: 1, Period.WEEK: 52, Period.MONTH: 12, Period.QUARTER: 4, Period.YEAR: 1}


@dataclass(frozen=True, slots=True)
class DealValue:
    """An amount, how often it comes (one of `Period`), and how many times (None: on and on)."""

    money: Money
    period: str = Period.ONCE
    times: int | None = None

    def counted_times(self) -> int:
        """How many times the amount counts in sums; what goes on and on counts for twelve months."""
        return how_often(self.period, self.times)

    def worth(self) -> Money:
        """What it comes to in sums: amount by times; what goes on and on counts for twelve months."""
        return Money(self.money.minor * self.counted_times(), self.money.currency)

    def stored(self) -> str:
        """As it stands in the record of changes: `640000 EUR`, `90000 EUR month`, `90000 EUR month 6`."""
        words = [str(self.money.minor), self.money.currency]
        if self.period:
            words.append(self.period)
            if self.times is not None:
                words.append(str(self.times))
        return " ".join(words)


def how_often(period: str, times: int | None) -> int:
    """How many times an amount counts in sums."""
    if period == Period.ONCE or times is None:
        return _IN_TWELVE_MONTHS[Period(period)]
    return times


def stored_value(value: DealValue | None) -> str:
    """A value as it stands in the record of changes, empty for none."""
    return "" if value is None else value.stored()


def read_stored(text: str) -> DealValue | None:
    """The value of a line that `stored` wrote; None for an empty one."""
    if not text:
        return None
    minor, currency, *rest = text.split(" ")
    period = Period(rest[0]) if rest else Period.ONCE
    return DealValue(Money(int(minor), currency), period, int(rest[1]) if len(rest) > 1 else None)


def checked_value(money: Money | None, period: str = "", times: int | None = None) -> DealValue | None:
    """A value as it may be stored; raises InvalidInput (field "period" or "times") for what is none."""
    if money is None:
        return None
    if period not in set(Period):
        raise InvalidInput("period", "“{word}” is no way an amount comes.", word=period[:40])
    if Period(period) is Period.ONCE:
        return DealValue(money)
    if times is not None and not 1 <= times <= MOST_TIMES:
        raise InvalidInput("times", "An amount comes between 1 and {most} times.", most=MOST_TIMES)
    return DealValue(money, Period(period), times)
