"""The oracle's own way from wall clocks to instants: plain arithmetic over a zone's list of changes; instants are seconds UTC.

Nothing of `crm_desktop.domain.dates` is used: from the time-zone data only the offset at an instant is taken.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = 86_400
_EPOCH: Final = date(1970, 1, 1).toordinal()
_FIRST, _LAST = date(2025, 1, 1), date(2036, 1, 1)

ZONES: Final = (
    "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "Australia/Lord_Howe",
    "Pacific/Chatham", "Asia/Kathmandu", "Pacific/Apia", "Asia/Tokyo", "America/Sao_Paulo", "Africa/Casablanca",
    "Europe/Dublin", "America/St_Johns", "Africa/Cairo", "America/Santiago", "Atlantic/Azores",
)  # fmt: skip
"""Where the freelancer works and travels: whole, half and quarter hours, both hemispheres, changes of 30 minutes and at midnight."""


def instant_of(zone: str, day: date, second: int) -> int:
    """When a clock on the wall shows that second of that day: the first such moment; in a gap the first one after it."""
    wall = seconds(day) + second
    changes, offsets = _history(zone)
    for number, offset in enumerate(offsets):
        begins = changes[number - 1] if number else -(1 << 60)
        ends = changes[number] if number < len(changes) else 1 << 60
        if wall - offset < begins:
            return begins  # the clock jumped over it
        if wall - offset < ends:
            return wall - offset
    raise AssertionError(zone)


def wall_of(zone: str, instant: int) -> tuple[date, int]:
    """What a clock on the wall shows: the day and its second."""
    changes, offsets = _history(zone)
    day, second = divmod(instant + offsets[bisect_right(changes, instant)], DAY)
    return date.fromordinal(day + _EPOCH), second


def seconds(day: date) -> int:
    """Midnight of a day, as if the wall clock showed UTC."""
    return (day.toordinal() - _EPOCH) * DAY


@cache
def _history(zone: str) -> tuple[list[int], list[int]]:
    """The instants of the changes, and the offsets before the first, between and after the last."""
    changes: list[int] = []
    at = seconds(_FIRST)
    offsets = [_offset(zone, at)]
    while at < seconds(_LAST):
        if _offset(zone, at + DAY) != offsets[-1]:
            low, high = at, at + DAY
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset(zone, middle) == offsets[-1] else (low, middle)
            changes.append(high)
            offsets.append(_offset(zone, high))
        at += DAY
    return changes, offsets


def _offset(zone: str, instant: int) -> int:
    found = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=instant)).astimezone(ZoneInfo(zone)).utcoffset()
    assert found is not None
    return int(found.total_seconds())


def spelled(instant: int, zone: str = "UTC") -> str:
    """An instant for the story: `2027-03-28 01:59:30`."""
    if zone == "UTC":
        return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%d %H:%M:%S}Z"
    day, second = wall_of(zone, instant)
    return f"{day} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
