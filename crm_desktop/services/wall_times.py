"""What a wall-clock time of some zone comes to: on the user's own clock, and in the nights when clocks change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import cache
from zoneinfo import available_timezones

from crm_desktop.domain.dates import instant_to_wall, wall_to_instant
from crm_desktop.domain.folding import fold
from crm_desktop.services.scheduling.moments import zone_named

_AREAS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class WallTime:
    """`here_day` and `here` are the moment on the user's clock. `rings` is the time it is heard at in its own zone.

    `rings` differs from what was asked for where the clock skips that time (the first moment after the gap); `twice` says
    that the clock shows it twice that night, and the first counts.
    """

    here_day: date
    here: time
    rings: time
    twice: bool


def wall_time(day: date, at: time, zone: str, here: tzinfo) -> WallTime:
    """What a time of an IANA zone (empty: the user's, `here`) comes to."""
    there = zone_named(zone) or here
    instant = wall_to_instant(day, at, there)
    rings, shown = instant_to_wall(instant, there), instant_to_wall(instant, here)
    wall = datetime.combine(day, at)
    second = wall.replace(fold=1, tzinfo=there).utcoffset()
    twice = rings.replace(fold=0) == wall and second != wall.replace(tzinfo=there).utcoffset()
    return WallTime(shown.date(), _minute(shown), _minute(rings), twice)


def place_name(zone: str) -> str:
    """`New York` for `America/New_York`."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def zones_like(typed: str, limit: int = 8) -> list[str]:
    """IANA names for a half-typed city or zone: a city that is known by that name first, then those that begin so.

    The first call reads the list of zones from the disk: not for the thread of the window.
    """
    wanted = fold(typed[:_LONGEST]).replace("_", " ").strip()
    if not wanted:
        return []
    found = [known] if (known := zone_of_city(wanted)) else []
    keys = _keys()
    begins = [name for name, words in keys if any(word.startswith(wanted) for word in words)]
    inside = [name for name, words in keys if wanted in words[0]]
    places: dict[tuple[str, str], str] = {}
    for name in (*found, *begins, *inside):
        # Some zones have two names for one place.
        places.setdefault((name.partition("/")[0], place_name(name)), name)
    return list(places.values())[:limit]


def zone_of_city(typed: str) -> str:
    """The IANA name for a city or zone as a whole; empty when none is called that."""
    # Reads the grammar's words for cities, which only a form with a zone needs: loaded then, to keep start-up fast.
    from crm_desktop.domain.quick_entry.zones import zone_of

    wanted = fold(typed[:_LONGEST]).strip()
    exact = next((name for name, words in _keys() if wanted in words), "")
    return exact or zone_of(wanted.split())


@cache
def _keys() -> Sequence[tuple[str, tuple[str, ...]]]:
    """Each zone with the words it can be found by: the city, the whole name, as people type them."""
    names = sorted(name for name in available_timezones() if name.startswith(_AREAS) or name == "UTC")
    return [(name, (fold(place_name(name)), fold(name), fold(name).replace("_", " "))) for name in names]


def _minute(wall: datetime) -> time:
    return wall.time().replace(second=0, microsecond=0, fold=0)
