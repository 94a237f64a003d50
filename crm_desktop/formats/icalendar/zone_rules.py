"""The clock changes of a zone as a VTIMEZONE (RFC 5545 3.6.5), for programs that do not know the zones of the IANA."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

from crm_desktop.domain.dates import last_day_of_month

_YEARS = 12
"""So many years from now changes are looked at, and written out where they follow no rule."""
_EARLIEST = 1970
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Change:
    """One clock change: `wall` is what the clock shows when it is put forward or back."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    def rule(self) -> tuple[object, ...]:
        """What the same change of another year has in common with it."""
        return (self.wall.month, self._week(), self.wall.weekday(), self.wall.time(), self.before, self.after)

    def _week(self) -> int:
        last = last_day_of_month(self.wall.year, self.wall.month)
        return -1 if last.day - self.wall.day < len(_WEEKDAYS) else (self.wall.day - 1) // len(_WEEKDAYS) + 1

    def rrule(self) -> str:
        """Its day in every year, like the last Sunday of March."""
        return f"FREQ=YEARLY;BYMONTH={self.wall.month};BYDAY={self._week()}{_WEEKDAYS[self.wall.weekday()]}"


def zone_component(name: str, first: date, this_year: int) -> Timezone:
    """The VTIMEZONE of an IANA zone for moments from the day `first` on.

    Changes that come in the same way each year are written as a rule for ever, others one by one until some years from now.
    """
    zone = ZoneInfo(name)
    component = Timezone()
    component.add("tzid", name)
    year = max(_EARLIEST, first.year - 1)
    last_year = max(year, this_year) + _YEARS
    changes = list(_changes(zone, year, last_year))
    yearly = _yearly(changes, last_year - year)
    if yearly:
        for change in yearly:
            component.add_component(_part(change, change.rrule()))
        return component
    component.add_component(_part(_standing(zone, year), ""))
    for change in changes:
        component.add_component(_part(change, ""))
    return component


def _yearly(changes: list[_Change], years: int) -> list[_Change]:
    """The two changes of the first year when all years have the same two; empty when they do not."""
    first_two = {change.rule() for change in changes[:2]}
    return changes[:2] if len(changes) == 2 * years and {change.rule() for change in changes} == first_two else []


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[_Change]:
    day = datetime(first_year, 1, 1, tzinfo=UTC)
    while day.year < last_year:
        following = day + _DAY
        if day.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            yield _change(zone, day, following)
        day = following


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> _Change:
    before = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    there = high.astimezone(zone)
    span = before or timedelta()
    return _Change(
        (high + span).replace(tzinfo=None),
        span,
        there.utcoffset() or timedelta(),
        there.tzname() or "",
        bool(there.dst()),
    )


def _standing(zone: ZoneInfo, year: int) -> _Change:
    """What the clock shows before the first change, as if it had been put so when the year began."""
    there = datetime(year, 1, 1, tzinfo=UTC).astimezone(zone)
    span = there.utcoffset() or timedelta()
    return _Change(datetime(year, 1, 1), span, span, there.tzname() or "", bool(there.dst()))  # noqa: DTZ001 - wall time


def _part(change: _Change, rule: str) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    part.add("dtstart", change.wall)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    if rule:
        part.add("rrule", vRecur.from_ical(rule))
    return part
