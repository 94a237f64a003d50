"""Days of the user's wall clock as spans of seconds, and the days that a rule brings within such days."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta, tzinfo

from crm_desktop.domain.dates import LeapDayRule, day_start_instant, instant_to_wall
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.reminders import Series
from crm_desktop.services.scheduling.moments import fires_at, zone_named
from crm_desktop.services.scheduling.series import recurrence
from crm_desktop.storage.queries.agenda import Span
from crm_desktop.storage.queries.instants import instant, time_or_none

_ONE_DAY = timedelta(days=1)


def span_of(first: date, last: date, zone: tzinfo) -> list[Span]:
    """The days from `first` to `last` with their numbers and their first seconds (UTC) in `zone`."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    starts = [int(day_start_instant(day, zone).timestamp()) for day in (*days, last + _ONE_DAY)]
    return [(number, starts[number], starts[number + 1]) for number in range(len(days))]


def _days_of_rule(series: Series, first: date, last: date) -> Iterator[date]:
    """The same days as `next_day` of series.py gives one by one, with the rule read once for all of them."""
    try:
        rule = recurrence(series.rule)
    except InvalidInput:
        return
    before = first - _ONE_DAY
    day = series.start_day if series.start_day > before else rule.next_after(series.start_day, before)
    while day is not None and day <= last:
        if day not in series.except_days:
            yield day
        day = rule.next_after(series.start_day, day)


@dataclass(frozen=True, slots=True)
class Days:
    """The user's zone, the time at which whole days are heard, now (seconds UTC), today, and when 29 February is kept."""

    zone: tzinfo
    morning: time
    now_seconds: int
    today: date
    leap_day: LeapDayRule

    def start(self, day: date) -> int:
        """The first second (UTC) of a day."""
        return int(day_start_instant(day, self.zone).timestamp())

    def local(self, fires: int, due_day: str, wall_time: str | None, zone: str) -> tuple[date, time | None]:
        """Day and time on the user's own clock of an occurrence as it is stored; they differ only for a fixed zone."""
        if wall_time is None or not zone:
            return date.fromisoformat(due_day), time_or_none(wall_time)
        return self._here(fires)

    def is_late(self, day: date, at: time | None, fires: int) -> bool:
        """Whether its day is over, or its time today has passed."""
        return day < self.today or (at is not None and fires <= self.now_seconds)

    def repetitions(self, series: Series, first: date, last: date) -> Iterator[tuple[date, time | None, int]]:
        """(day, time, seconds UTC) of the user's own clock that a rule brings from `first` to `last`.

        Nothing for a rule that cannot be used, which came from elsewhere.
        """
        fixed = zone_named(series.zone) if series.at is not None else None
        # In another zone it may be the day before or after.
        widened = _ONE_DAY if fixed is not None else timedelta()
        for day in _days_of_rule(series, first - widened, last + widened):
            fires = fires_at(day, series.at, fixed or self.zone, self.morning)
            here, at = (day, series.at) if fixed is None else self._here(fires)
            if first <= here <= last:
                yield here, at, fires

    def _here(self, fires: int) -> tuple[date, time]:
        wall = instant_to_wall(instant(fires), self.zone)
        return wall.date(), wall.time().replace(second=0, microsecond=0, fold=0)

    def month_days(self, day: date) -> list[str]:
        """The `MM-DD` of the yearly days that are kept on a day."""
        kept_there = (2, 28) if self.leap_day is LeapDayRule.FEBRUARY_28 else (3, 1)
        leap_day_too = not isleap(day.year) and (day.month, day.day) == kept_there
        return [f"{day:%m-%d}", *(["02-29"] if leap_day_too else [])]
