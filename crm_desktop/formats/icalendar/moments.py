"""When an entry is and when its alarm rings, as wall time of a zone that we know (RFC 5545 3.3.5, 3.8.6.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_desktop.domain.calendar_entries import Moment
from crm_desktop.domain.dates import instant_to_wall, wall_to_instant
from crm_desktop.domain.messages import Message
from crm_desktop.formats.icalendar.lines import Component
from crm_desktop.formats.icalendar.values import Line, Stamp, parse_line, read_span, read_stamps, utc_of
from crm_desktop.formats.icalendar.zones import Zones

_FIRST_YEAR, _LAST_YEAR = 1600, 2199
_SILENT = frozenset(("NONE", "EMAIL", "PROCEDURE"))
"""Alarms that do not ring: Apple's mark for "no alarm", and those that send or start something."""


class OutOfRange(ValueError):
    """A moment in a year in which no calendar has an event."""


@dataclass(slots=True)
class Surroundings:
    """What the moments of one file depend on: the user's zone, that of the calendar, and the file's own zones."""

    home: str
    calendar: str
    zones: Zones

    def moment(self, stamp: Stamp, remarks: list[Message], *, keep_utc: bool) -> Moment:
        """A stamp as wall time. A time in UTC goes to the zone of the calendar or of the user, if it is not to be kept.

        Raises OutOfRange.
        """
        if not in_range(stamp.day):
            raise OutOfRange(stamp.day.year)
        if stamp.at is None:
            return Moment(stamp.day)
        if stamp.is_utc:
            return Moment(stamp.day, stamp.at, "UTC") if keep_utc else self.at_home(utc_of(stamp))
        if not stamp.tzid:
            return Moment(stamp.day, stamp.at)
        zone, remark = self.zones.find(stamp.tzid)
        if remark is not None and remark not in remarks:
            remarks.append(remark)
        return Moment(stamp.day, stamp.at, zone)

    def at_home(self, instant: datetime) -> Moment:
        """An instant as the calendar's clock, or without one the user's, shows it."""
        return moment_of(instant, self.calendar or self.home)

    def day_in(self, stamp: Stamp, zone: str) -> date:
        """The day of a stamp for an entry of that zone ("" floats)."""
        if stamp.at is None:
            return stamp.day
        if stamp.is_utc:
            return instant_to_wall(utc_of(stamp), ZoneInfo(zone or self.home)).date()
        there = self.zones.find(stamp.tzid)[0] if stamp.tzid else zone
        if there in ("", zone):
            return stamp.day
        return instant_to_wall(
            wall_to_instant(stamp.day, stamp.at, ZoneInfo(there)), ZoneInfo(zone or self.home)
        ).date()


def in_range(day: date) -> bool:
    """Whether a day is in a year in which calendars have events; Apple keeps birthdays without a year in 1604."""
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


def moment_of(instant: datetime, zone: str) -> Moment:
    """What the clock of a zone shows at an instant."""
    wall = instant_to_wall(instant, ZoneInfo(zone))
    return Moment(wall.date(), wall.time().replace(second=0, microsecond=0, fold=0), zone)


@dataclass(slots=True)
class Alarms:
    """The alarms of one entry that ring: spans from its start or its end (`from_end`), and moments of their own."""

    spans: list[tuple[timedelta, bool]] = field(default_factory=list)
    moments: list[Stamp] = field(default_factory=list)
    broken: int = 0


def read_alarms(component: Component) -> Alarms:
    """All alarms of a component; one that cannot be understood is counted and costs nothing else."""
    alarms = Alarms()
    for each in component.inside:
        lines = [line for text in each.lines if (line := parse_line(text)) is not None]
        action = next((line.value.strip().upper() for line in lines if line.name == "ACTION"), "")
        trigger = next((line for line in lines if line.name == "TRIGGER"), None)
        if each.kind != "VALARM" or action in _SILENT:
            continue
        try:
            _take(alarms, trigger)
        except ValueError:
            alarms.broken += 1
    return alarms


def _take(alarms: Alarms, trigger: Line | None) -> None:
    if trigger is None:
        raise ValueError("an alarm without a trigger")
    if trigger.value.strip().upper().startswith(("P", "-P", "+P")):
        alarms.spans.append((read_span(trigger.value), trigger.parameters.get("RELATED", "").upper() == "END"))
    else:
        alarms.moments.extend(read_stamps(trigger)[:1])


def shifted(moment: Moment, span: timedelta, *, by_wall: bool) -> Moment:
    """The moment a span later (or earlier): whole days by the calendar, the rest by what a stop-watch shows.

    `by_wall` counts all of it on the clock on the wall, as for a time that repeats. Raises OverflowError at the ends of time.
    """
    sign = -1 if span < timedelta() else 1
    whole = timedelta(days=abs(span).days) * sign
    wall = datetime.combine(moment.day, moment.at or time.min) + whole
    rest = span - whole
    if by_wall or not moment.zone or not rest:
        wall += rest
        return Moment(wall.date(), wall.time().replace(second=0, microsecond=0), moment.zone)
    zone = ZoneInfo(moment.zone)
    return moment_of((wall_to_instant(wall.date(), wall.time(), zone) + rest).astimezone(UTC), moment.zone)


def instant_of(moment: Moment, home: str) -> datetime:
    """The instant (UTC) of a moment, of a whole day its beginning."""
    return wall_to_instant(moment.day, moment.at or time.min, ZoneInfo(moment.zone or home))
