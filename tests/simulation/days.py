"""The oracle's own way from a repetition to its days: python-dateutil, never `crm_desktop.domain.recurrence`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Protocol

from dateutil.rrule import rrulestr


class Days(Protocol):
    """Days in order."""

    def between(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last`, both included."""

    def after(self, day: date) -> date | None:
        """The next day after one; None when there is none in sight."""


class RuleDays:
    """The days of a rule that began on a day, in order, without those left out; asked for as far as they are needed."""

    def __init__(self, rule: str, start: date, left_out: frozenset[date], with_start: bool) -> None:
        self._found: list[date] = []
        self._rest = _days(rule, start, left_out, with_start)
        self._ended = False

    def between(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last`, both included."""
        self._reach(last)
        return self._found[bisect_left(self._found, first) : bisect_right(self._found, last)]

    def after(self, day: date, within: int = 1500) -> date | None:
        """The next day after one; None when there is none within so many days."""
        last = day
        for further in (8, 40, 400, within):
            last = day + timedelta(days=further)
            self._reach(last)
            place = bisect_right(self._found, day)
            if place < len(self._found):
                return self._found[place]
        return None

    def _reach(self, last: date) -> None:
        while not self._ended and (not self._found or self._found[-1] <= last):
            following = next(self._rest, None)
            if following is None:
                self._ended = True
            else:
                self._found.append(following)


class PartOfDays:
    """Those days from `first` to `last`, both included, None for as early or late as they go."""

    def __init__(self, days: Days, first: date | None, last: date | None) -> None:
        self._days = days
        self._first = first or date.min
        self._last = last or date.max

    def between(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last`, both included."""
        return self._days.between(max(first, self._first), min(last, self._last))

    def after(self, day: date) -> date | None:
        """The next day after one."""
        following = self._days.after(day)
        while following is not None and following < self._first:
            following = self._days.after(following)
        return None if following is None or following > self._last else following


def _days(rule: str, start: date, left_out: frozenset[date], with_start: bool) -> Iterator[date]:
    if with_start and start not in left_out:
        yield start
    for moment in rrulestr(rule, dtstart=datetime.combine(start, time.min)):
        day = moment.date()
        if day not in left_out and not (with_start and day == start):
            yield day


def next_after_done(rule: str, done: date, left_out: frozenset[date], ended: int) -> date | None:
    """When a reminder comes again that repeats from the day it was done, done for the `ended`th time; None: no more."""
    count = re.search(r"COUNT=(\d+)", rule)
    if count is not None and ended >= int(count[1]):
        return None
    endless = re.sub(r";?COUNT=\d+", "", rule)
    return RuleDays(endless, done, left_out, with_start=False).after(done)
