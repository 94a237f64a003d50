"""The days that a repeating rule has within one day, week, month or year of the calendar (RFC 5545, 3.3.10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from crm_desktop.domain.dates import last_day_of_month

if TYPE_CHECKING:
    # Only for the type checker: `recurrence` imports this module.
    from crm_desktop.domain.recurrence import ByDay, Recurrence

_LEAP_YEAR = 2000


def week_begin(day: date, week_start: int) -> date:
    """The day on which the week of `day` begins; in the first week of the year 1, that year's first day."""
    back = (day.weekday() - week_start) % 7
    return day - timedelta(days=min(back, day.toordinal() - 1))


def _day_in_reach(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal <= date.max.toordinal() else None


def _days_of_day(rule: Recurrence, start: date, offset: int) -> list[date] | None:
    day = _day_in_reach(start.toordinal() + offset)
    if day is None:
        return None
    return [day] if _passes_filters(rule, day) else []


def _days_of_week(rule: Recurrence, start: date, offset: int) -> list[date] | None:
    begin = week_begin(start, rule.week_start).toordinal() + 7 * offset
    if begin > date.max.toordinal():
        return None
    end = min(begin + 7, date.max.toordinal() + 1)
    return [day for day in map(date.fromordinal, range(begin, end)) if _passes_filters(rule, day)]


def _days_of_month(rule: Recurrence, start: date, offset: int) -> list[date] | None:
    year, month = divmod(start.year * 12 + start.month - 1 + offset, 12)
    if year > date.max.year:
        return None
    return _month_days(rule, year, month + 1)


def _days_of_year(rule: Recurrence, start: date, offset: int) -> list[date] | None:
    year = start.year + offset
    if year > date.max.year:
        return None
    if rule.by_day and not rule.by_month and any(each.ordinal is not None for each in rule.by_day):
        wanted = _weekdays_between(rule.by_day, date(year, 1, 1), date(year, 12, 31))
        return [day for day in wanted if _is_month_day(rule.by_month_day, day)]
    return [day for month in sorted(rule.by_month) or range(1, 13) for day in _month_days(rule, year, month)]


def _month_days(rule: Recurrence, year: int, month: int) -> list[date]:
    if rule.by_month and month not in rule.by_month:
        return []
    last = last_day_of_month(year, month)
    if rule.by_day:
        wanted = _weekdays_between(rule.by_day, last.replace(day=1), last)
        return [day for day in wanted if _is_month_day(rule.by_month_day, day)]
    numbers = {number if number > 0 else last.day + 1 + number for number in rule.by_month_day}
    return [last.replace(day=number) for number in sorted(numbers) if 1 <= number <= last.day]


@lru_cache(maxsize=64)
def _weekdays_between(by_day: tuple[ByDay, ...], first: date, last: date) -> tuple[date, ...]:
    """The days from `first` to `last` that are one of `by_day`, counted within that stretch."""
    found: set[int] = set()
    for each in by_day:
        begin = first.toordinal() + (each.weekday - first.weekday()) % 7
        days = range(begin, last.toordinal() + 1, 7)
        if each.ordinal is None:
            found.update(days)
        elif abs(each.ordinal) <= len(days):
            found.add(days[each.ordinal - 1 if each.ordinal > 0 else each.ordinal])
    return tuple(map(date.fromordinal, sorted(found)))


def _passes_filters(rule: Recurrence, day: date) -> bool:
    if rule.by_month and day.month not in rule.by_month:
        return False
    if rule.by_day and all(each.weekday != day.weekday() for each in rule.by_day):
        return False
    return _is_month_day(rule.by_month_day, day)


def _is_month_day(by_month_day: tuple[int, ...], day: date) -> bool:
    if not by_month_day or day.day in by_month_day:
        return True
    return day.day - last_day_of_month(day.year, day.month).day - 1 in by_month_day


def can_never_come(rule: Recurrence) -> bool:
    """Whether no year has any of the days of the month that a rule names, such as 30 February; says nothing of weekdays."""
    months = rule.by_month or range(1, 13)
    longest = [last_day_of_month(_LEAP_YEAR, month).day for month in months]
    return bool(rule.by_month_day) and all(abs(number) > max(longest) for number in rule.by_month_day)


DAYS_OF_PERIOD: dict[str, Callable[[Recurrence, date, int], list[date] | None]] = {
    "DAILY": _days_of_day,
    "WEEKLY": _days_of_week,
    "MONTHLY": _days_of_month,
    "YEARLY": _days_of_year,
}
