"""Repeating days: the part of RFC 5545 RRULE (section 3.3.10) that a freelancer's follow-ups and calendars need.

Only days are computed here. The time of day stays wall time beside the rule, so a clock change can never move an occurrence
to another day. Every period (day, week, month, year) is worked out on its own, so looking up the next occurrence of
a rule that began decades ago starts at the period asked for, not at the beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from math import gcd

from crm_desktop.domain.messages import Message
from crm_desktop.domain.recurrence_periods import DAYS_OF_PERIOD, can_never_come, week_begin
from crm_desktop.domain.recurrence_words import describe

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_DAYS = (0, 1, 2, 3, 4)
_BY_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:T[0-9]{6}Z?)?")
_SHORTEST_MONTH = 28
_PARTS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST")


class Frequency(Enum):
    """The period that repeats."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


# The calendar repeats after 400 years (146,097 days, exactly 20,871 weeks): that many empty periods in a row mean "never".
_PERIODS_OF_THE_CALENDAR = {
    Frequency.DAILY: 146_097,
    Frequency.WEEKLY: 20_871,
    Frequency.MONTHLY: 4_800,
    Frequency.YEARLY: 400,
}


@dataclass(frozen=True, slots=True)
class ByDay:
    """A weekday (0 Monday .. 6 Sunday) and, if wanted, which one of the month or year: 2 the second, -1 the last."""

    weekday: int
    ordinal: int | None = None

    def code(self) -> str:
        """As RRULE writes it: `MO`, `2MO`, `-1FR`."""
        return f"{'' if self.ordinal is None else self.ordinal}{WEEKDAY_CODES[self.weekday]}"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How a day repeats; without `count` and `until`, for ever.

    `clip` (with exactly one `by_month_day` of 29, 30 or 31): months that are too short use their last day instead of being
    skipped as in RFC 5545. It is written in plain RRULE, as `BYMONTHDAY=28,29,30,31;BYSETPOS=-1`, which every other program
    understands, and recognised again when read. Raises ValueError for parts that contradict each other.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | None = None
    by_day: tuple[ByDay, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_set_position: tuple[int, ...] = ()
    week_start: int = 0
    clip: bool = False

    def __post_init__(self) -> None:
        for problem, wrong in self._contradictions():
            if wrong:
                raise ValueError(f"not a usable RRULE: {problem}")

    def _contradictions(self) -> Iterator[tuple[str, bool]]:
        often = self.frequency in (Frequency.DAILY, Frequency.WEEKLY)
        ordinals = [each.ordinal for each in self.by_day if each.ordinal is not None]
        yield "INTERVAL must be 1 or more", not 1 <= self.interval <= 10_000
        yield "COUNT must be 1 or more", self.count is not None and self.count < 1
        yield "COUNT and UNTIL exclude each other", self.count is not None and self.until is not None
        yield "BYMONTH is 1 to 12", any(not 1 <= each <= 12 for each in self.by_month)
        yield "BYMONTHDAY is 1 to 31 or -31 to -1", any(not 1 <= abs(each) <= 31 for each in self.by_month_day)
        yield "BYSETPOS is 1 to 366 or negative", any(not 1 <= abs(each) <= 366 for each in self.by_set_position)
        yield "BYDAY has a weekday", any(not 0 <= each.weekday <= 6 for each in self.by_day)
        yield "BYDAY counts 1 to 53", any(not 1 <= abs(each) <= 53 for each in ordinals)
        yield "BYDAY counts only in months and years", often and bool(ordinals)
        yield "BYMONTHDAY does not go with WEEKLY", self.frequency is Frequency.WEEKLY and bool(self.by_month_day)
        yield "WKST is a weekday", not 0 <= self.week_start <= 6
        yield "clip needs one day from 29 to 31", self.clip and not self._can_clip()

    def _can_clip(self) -> bool:
        one_late_day = len(self.by_month_day) == 1 and 29 <= self.by_month_day[0] <= 31
        one_month = self.frequency is Frequency.MONTHLY or len(self.by_month) == 1
        slow = self.frequency in (Frequency.MONTHLY, Frequency.YEARLY)
        return one_late_day and one_month and slow and not self.by_day and not self.by_set_position

    @classmethod
    def parse(cls, rrule: str) -> Recurrence:
        """Read `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO`, with or without `RRULE:` in front.

        A time in UNTIL is dropped and its day kept as written. Raises ValueError for what is malformed and for parts that are
        not supported (BYWEEKNO, BYYEARDAY, hours and below): a rule is never read as something else than it says.
        """
        parts: dict[str, str] = {}
        for part in rrule.strip().upper().removeprefix("RRULE:").strip(";").split(";"):
            name, separator, value = part.partition("=")
            if not separator or name not in _PARTS or name in parts:
                raise ValueError(f"not a usable RRULE: {part[:40]!r}")
            parts[name] = value
        return cls._from_parts(parts)

    @classmethod
    def _from_parts(cls, parts: dict[str, str]) -> Recurrence:
        if "FREQ" not in parts:
            raise ValueError("not a usable RRULE: no FREQ")
        rule = cls(
            frequency=Frequency(parts["FREQ"]),
            interval=_whole_number(parts.get("INTERVAL", "1")),
            count=_whole_number(parts["COUNT"]) if "COUNT" in parts else None,
            until=_read_until(parts["UNTIL"]) if "UNTIL" in parts else None,
            by_day=tuple(_read_by_day(each) for each in _split(parts, "BYDAY")),
            by_month_day=tuple(_whole_number(each) for each in _split(parts, "BYMONTHDAY")),
            by_month=tuple(_whole_number(each) for each in _split(parts, "BYMONTH")),
            by_set_position=tuple(_whole_number(each) for each in _split(parts, "BYSETPOS")),
            week_start=WEEKDAY_CODES.index(parts.get("WKST", "MO")),
        )
        return rule._recognise_clip()

    def _recognise_clip(self) -> Recurrence:
        last = max(self.by_month_day, default=0)
        if self.by_set_position != (-1,) or last < 29 or self.by_month_day != tuple(range(_SHORTEST_MONTH, last + 1)):
            return self
        candidate = (self.frequency, self.by_day, len(self.by_month))
        if candidate == (Frequency.MONTHLY, (), candidate[2]) or candidate == (Frequency.YEARLY, (), 1):
            return replace(self, by_month_day=(last,), by_set_position=(), clip=True)
        return self

    def _unclipped(self) -> Recurrence:
        """The same rule in plain RFC 5545 parts."""
        if not self.clip:
            return self
        days = tuple(range(_SHORTEST_MONTH, self.by_month_day[0] + 1))
        return replace(self, by_month_day=days, by_set_position=(-1,), clip=False)

    def rrule(self) -> str:
        """The RRULE value (RFC 5545, 3.3.10) that `parse` reads back to an equal rule."""
        plain = self._unclipped()
        parts = [("FREQ", plain.frequency.value)]
        if plain.interval != 1:
            parts.append(("INTERVAL", str(plain.interval)))
        if plain.count is not None:
            parts.append(("COUNT", str(plain.count)))
        if plain.until is not None:
            parts.append(("UNTIL", plain.until.isoformat().replace("-", "")))
        lists = (("BYMONTH", plain.by_month), ("BYMONTHDAY", plain.by_month_day))
        days = tuple(each.code() for each in plain.by_day)
        for name, values in (*lists, ("BYDAY", days), ("BYSETPOS", plain.by_set_position)):
            if values:
                parts.append((name, ",".join(str(value) for value in values)))
        if plain.week_start:
            parts.append(("WKST", WEEKDAY_CODES[plain.week_start]))
        return ";".join(f"{name}={value}" for name, value in parts)

    def occurrences(self, start: date) -> Iterator[date]:
        """Every day of the rule from `start` on, in order; `start` itself only if the rule has it (as in dateutil).

        Ends by COUNT, UNTIL, the year 9999, or when the calendar shows that nothing can ever come again.
        """
        given = 0
        for day in self._from_period(start, 0):
            if day < start:
                continue
            if self.until is not None and day > self.until:
                return
            yield day
            given += 1
            if given == self.count:
                return

    def next_after(self, start: date, after: date) -> date | None:
        """The first occurrence later than the day `after` of the rule that began on `start`; None when there is none.

        Takes the same time however long ago the rule began; only a COUNT on an uneven rule has to be counted through.
        """
        if after < start:
            return next(self.occurrences(start), None)
        if self.count is not None and not self._evenly_spaced():
            return next((day for day in self.occurrences(start) if day > after), None)
        last = self._last_by_count(start) if self.count is not None else self.until
        for day in self._from_period(start, self._period_of(start, after)):
            if day > after and day >= start:
                return day if last is None or day <= last else None
        return None

    def _evenly_spaced(self) -> bool:
        filters = self.by_day or self.by_month_day or self.by_month or self.by_set_position
        return not filters and self.frequency in (Frequency.DAILY, Frequency.WEEKLY)

    def _last_by_count(self, start: date) -> date | None:
        step = self.interval * (7 if self.frequency is Frequency.WEEKLY else 1)
        last = start.toordinal() + step * ((self.count or 1) - 1)
        return date.fromordinal(last) if last <= date.max.toordinal() else None

    def _period_of(self, start: date, day: date) -> int:
        """The number of the last repeating period that begins on or before `day`; the one of `start` is 0."""
        if self.frequency is Frequency.DAILY:
            passed = (day - start).days
        elif self.frequency is Frequency.WEEKLY:
            passed = (day - week_begin(start, self.week_start)).days // 7
        elif self.frequency is Frequency.MONTHLY:
            passed = (day.year - start.year) * 12 + day.month - start.month
        else:
            passed = day.year - start.year
        return passed // self.interval

    def _from_period(self, start: date, first: int) -> Iterator[date]:
        """The days of the rule from the period with number `first` on, without COUNT and UNTIL."""
        days_of = DAYS_OF_PERIOD[self.frequency.value]
        rule = self._unclipped().with_defaults_of(start)
        cycle = _PERIODS_OF_THE_CALENDAR[self.frequency]
        empty, number = 0, first
        # With an interval the same periods come again after so many steps.
        never = 0 if can_never_come(rule) else cycle // gcd(cycle, self.interval)
        while empty < never:
            days = days_of(rule, start, number * self.interval)
            if days is None:
                return
            chosen = _chosen(rule.by_set_position, days)
            empty = 0 if chosen else empty + 1
            yield from chosen
            number += 1

    def with_defaults_of(self, start: date) -> Recurrence:
        """The rule with what it leaves open taken from its first day (RFC 5545, 3.3.10: "derived from DTSTART")."""
        if self.by_day or self.by_month_day or self.frequency is Frequency.DAILY:
            return self
        if self.frequency is Frequency.WEEKLY:
            return replace(self, by_day=(ByDay(start.weekday()),))
        if self.frequency is Frequency.YEARLY and not self.by_month:
            return replace(self, by_month=(start.month,), by_month_day=(start.day,))
        return replace(self, by_month_day=(start.day,))

    def describe(self) -> Message:
        """The rule in words, for chips and lists: `every 2 weeks`, `every 2nd Monday of the month`.

        Values may be Messages (weekday and month names, the rule inside "until") and dates: whoever shows it translates those.
        """
        return describe(self)


def _chosen(positions: tuple[int, ...], days: list[date]) -> list[date]:
    if not positions:
        return days
    places = {place - 1 if place > 0 else len(days) + place for place in positions}
    return [day for place, day in enumerate(days) if place in places]


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", text):
        raise ValueError(f"not a usable RRULE: {text[:40]!r} is not a number")
    return int(text)


def _split(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _read_until(text: str) -> date:
    found = _UNTIL.fullmatch(text)
    if found is None:
        raise ValueError(f"not a usable RRULE: UNTIL={text[:40]!r}")
    return date(int(found[1]), int(found[2]), int(found[3]))


def _read_by_day(text: str) -> ByDay:
    found = _BY_DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"not a usable RRULE: BYDAY={text[:40]!r}")
    return ByDay(WEEKDAY_CODES.index(found[2]), int(found[1]) if found[1] else None)
