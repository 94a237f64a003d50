"""What else is due at about the same time, so that two appointments do not meet unseen; a hint, never a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from crm_desktop.domain.dates import instant_to_wall, wall_to_instant
from crm_desktop.domain.errors import UserError
from crm_desktop.services.scheduling.moments import fires_at, zone_named
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.scheduling.series import Surroundings, next_day
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import overlaps as queries
from crm_desktop.storage.queries.instants import instant

NEAR = timedelta(minutes=30)
"""Moments less than this apart overlap; a reminder says nothing of how long its matter takes."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another open reminder: its words, and its day and time on the user's wall clock."""

    text: str
    day: date
    at: time


class Overlaps:
    """Reads only; for the reader thread."""

    def __init__(self, database: Database, reckoning: Reckoning) -> None:
        self._database = database
        self._reckoning = reckoning

    def near(self, day: date, at: time, zone: str = "", besides: int | None = None) -> tuple[Overlap, ...]:
        """The other timed reminders less than half an hour from a wall-clock moment of `zone` (empty: the user's), nearest first.

        `besides` is the reminder that is being changed. Repeating ones count on every day of their rule.
        """
        around = self._reckoning.around()
        moment = int(wall_to_instant(day, at, zone_named(zone) or around.zone).timestamp())
        reach = int(NEAR.total_seconds()) - 1
        connection = self._database.reader()
        found = [
            (each.fires_at, each.text)
            for each in queries.near(connection, moment - reach, moment + reach, besides or 0)
        ]
        found += self._repeating(around, moment, reach, besides or 0)
        found.sort(key=lambda pair: (abs(pair[0] - moment), pair[0], pair[1]))
        return tuple(_overlap(seconds, text, around) for seconds, text in found)

    def _repeating(self, around: Surroundings, moment: int, reach: int, besides: int) -> Iterator[tuple[int, str]]:
        """Those whose occurrence of that day is not reckoned yet: only the next one ever is a row."""
        if moment <= around.now:
            return
        first, last = (instant_to_wall(instant(moment + shift), around.zone) for shift in (-reach, reach))
        found = queries.repeating(self._database.reader(), _minute(first), _minute(last), besides)
        for each in found:
            zone = zone_named(each.series.zone) or around.zone
            there = instant_to_wall(datetime.fromtimestamp(moment, UTC), zone).date()
            for day in (there - _ONE_DAY, there, there + _ONE_DAY):
                if each.reckoned_to is not None and day <= each.reckoned_to:
                    continue
                seconds = fires_at(day, each.series.at, zone, around.morning)
                if abs(seconds - moment) <= reach and _comes_on(each, day):
                    yield seconds, each.text


def _minute(wall: datetime) -> time:
    return wall.time().replace(second=0, microsecond=0, fold=0)


def _comes_on(each: queries.RepeatingTime, day: date) -> bool:
    try:
        return next_day(each.series, day - _ONE_DAY) == day
    except UserError:
        return False


def _overlap(seconds: int, text: str, around: Surroundings) -> Overlap:
    wall = instant_to_wall(instant(seconds), around.zone)
    return Overlap(text, wall.date(), wall.time().replace(second=0, microsecond=0, fold=0))
