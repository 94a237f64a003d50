"""Days, dates without a year, and the one place where wall-clock time meets instants.

Three kinds of value never mix: a *day* (`date`, has no time zone and is never converted), a *wall time* (`date` and naive
`time`, what a clock on the wall shows) and an *instant* (aware `datetime` in UTC). Arithmetic on aware local times is
wrong across clock changes in Python (one day later may be 23 hours later), so nothing else in the program does it.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum

_LEAP_YEAR = 2000
_WRITTEN_DATE = re.compile(
    r"""(?P<year>[0-9]{4}|-)-?      # a year, or the dash that stands for none (RFC 6350, 4.3.1)
        (?P<month>[0-9]{2})-?
        (?P<day>[0-9]{2})
        (?:[T ][0-9]{2}[0-9:.,]*(?:Z|[+-][0-9]{2}:?(?:[0-9]{2})?)?)?""",
    re.VERBOSE,
)


class LeapDayRule(Enum):
    """On which day 29 February is kept in years that have none."""

    FEBRUARY_28 = "february-28"
    MARCH_1 = "march-1"


@dataclass(frozen=True, slots=True, order=False)
class PartialDate:
    """A day of a person's life, with or without its year: month 1..12, day 1..31, year 1..9999 or None.

    29 February is valid without a year and in leap years, and is kept as written. Raises ValueError for a day that the
    calendar does not have.
    """

    month: int
    day: int
    year: int | None = None

    def __post_init__(self) -> None:
        date(_LEAP_YEAR if self.year is None else self.year, self.month, self.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the ways in which files write such a date; a time of day behind it is ignored, never converted.

        `1990-03-03`, `19900303`, `--03-03`, `--0303`, `20160725T000000Z`, `1990-03-03T00:00:00+02:00` (RFC 6350, 4.3.1;
        ISO 8601). Raises ValueError for anything else. Apple's 1604 for "no year" is kept: only the caller knows the source.
        """
        found = _WRITTEN_DATE.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"not a date: {text[:40]!r}")
        year = None if found["year"] == "-" else int(found["year"])
        return cls(month=int(found["month"]), day=int(found["day"]), year=year)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The same day as a complete date."""
        return cls(day.month, day.day, day.year)

    def isoformat(self) -> str:
        """`YYYY-MM-DD`, or `--MM-DD` without a year; `parse` reads both back."""
        year = "-" if self.year is None else f"{self.year:04}"
        return f"{year}-{self.month:02}-{self.day:02}"

    def complete(self) -> date | None:
        """The day itself, or None when the year is not known."""
        return None if self.year is None else date(self.year, self.month, self.day)

    def in_year(self, year: int, leap_day: LeapDayRule) -> date:
        """The day on which this date is kept in `year`; only 29 February ever moves."""
        if (self.month, self.day) == (2, 29) and not isleap(year):
            return date(year, 2, 28) if leap_day is LeapDayRule.FEBRUARY_28 else date(year, 3, 1)
        return date(year, self.month, self.day)

    def next_on_or_after(self, day: date, leap_day: LeapDayRule) -> date:
        """The first time the date comes round on or after `day`, and never before the date itself.

        Raises ValueError only past the year 9999.
        """
        first = day if self.year is None else max(day, date(self.year, self.month, self.day))
        this_year = self.in_year(first.year, leap_day)
        return this_year if this_year >= first else self.in_year(first.year + 1, leap_day)

    def age_on(self, day: date, leap_day: LeapDayRule = LeapDayRule.FEBRUARY_28) -> int | None:
        """Completed years on `day`; None without a year and before the date itself."""
        if self.year is None or day < date(self.year, self.month, self.day):
            return None
        return day.year - self.year - (day < self.in_year(day.year, leap_day))


def wall_to_instant(day: date, at: time, zone: tzinfo) -> datetime:
    """The moment (aware, UTC) at which a clock on the wall in `zone` shows `at` on `day`.

    In the gap of a clock change (the time does not exist): the first moment after the gap, so 02:30 becomes 03:00. In an
    overlap (it exists twice): the first of the two, unless `at.fold` is 1, which only `instant_to_wall` sets.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None))
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant_to_wall(instant, zone) == wall:
        return instant
    return _end_of_gap(
        wall.replace(fold=1, tzinfo=zone).astimezone(UTC), wall.replace(fold=0, tzinfo=zone).astimezone(UTC), zone
    )


def _end_of_gap(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The moment between two instants (UTC) at which the offset of `zone` changes, to the second."""
    earliest, latest = min(before, after), max(before, after)
    final = latest.astimezone(zone).utcoffset()
    low, high = 0, int((latest - earliest).total_seconds())
    while low < high:
        middle = (low + high) // 2
        if (earliest + timedelta(seconds=middle)).astimezone(zone).utcoffset() == final:
            high = middle
        else:
            low = middle + 1
    # Changes happen on whole seconds; a wall time with microseconds must not drag them along.
    return (earliest + timedelta(seconds=high)).replace(microsecond=0)


def instant_to_wall(instant: datetime, zone: tzinfo) -> datetime:
    """What the clock on the wall in `zone` shows at an aware `instant`: a naive datetime.

    Its `fold` is 1 in the second pass of an overlap, so that `wall_to_instant` finds the same moment again.
    """
    return instant.astimezone(zone).replace(tzinfo=None)


def day_start_instant(day: date, zone: tzinfo) -> datetime:
    """The first moment (aware, UTC) of `day` in `zone`; where midnight is skipped by a clock change, the first after it."""
    return wall_to_instant(day, time.min, zone)


def last_day_of_month(year: int, month: int) -> date:
    """The 28th to 31st, as the calendar has it."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it is shorter; ValueError outside years 1..9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = last_day_of_month(year, month + 1)
    return last.replace(day=min(day.day, last.day))
