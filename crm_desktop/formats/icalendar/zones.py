"""Which zone of the IANA a TZID means: by its name, by Windows' name, or by the rules that the file gives (RFC 5545 3.6.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from crm_desktop.domain.messages import Message, message
from crm_desktop.formats.icalendar.lines import Component
from crm_desktop.formats.icalendar.values import parse_line, text_of

_WINDOWS = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
_PREFIX = re.compile(r".*?([A-Za-z_]+/[A-Za-z_+-]+(?:/[A-Za-z_+-]+)?)")
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})(?:[0-9]{2})?")
_BY_MONTH = re.compile(r"BYMONTH=([0-9]{1,2})", re.IGNORECASE)
_UTC_NAMES = frozenset(("utc", "z", "gmt", "etc/utc", "etc/gmt", "utc+0", "coordinated universal time"))
_HOUR = timedelta(hours=1)
# Asked first, since smaller ones change their clocks in the same months as these.
_LARGEST = (
    "Europe/London", "Europe/Berlin", "Europe/Helsinki", "America/New_York", "America/Chicago", "America/Denver",
    "America/Los_Angeles", "America/Halifax", "Australia/Sydney", "Australia/Adelaide", "Pacific/Auckland",
)  # fmt: skip


def iana_zone(name: str) -> str:
    """The name if the IANA knows it, else an empty text; never a path, and never one that differs in its letters' case."""
    try:
        return ZoneInfo(name).key if name and not name.startswith(("/", ".")) else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""


class Zones:
    """The zones of one file; each name is looked up once."""

    def __init__(self, components: Iterable[Component], home: str) -> None:
        self._components: dict[str, Component] = {}
        for each in components:
            self._components.setdefault(_value(each, "TZID"), each)
        self._home = home
        self._found: dict[str, tuple[str, Message | None]] = {}

    def find(self, tzid: str) -> tuple[str, Message | None]:
        """The IANA name for a TZID and what is to be said about it; an empty name, with a remark, when nothing fits."""
        if tzid not in self._found:
            self._found[tzid] = self._look(tzid)
        return self._found[tzid]

    def _look(self, tzid: str) -> tuple[str, Message | None]:
        known = _by_name(tzid)
        if known:
            return known, None
        component = self._components.get(tzid)
        if component is not None:
            said = iana_zone(_value(component, "X-LIC-LOCATION"))
            if said:
                return said, None
            alike = _by_rules(component, self._home)
            if alike:
                words = "The time zone “{zone}” was taken for {alike}, whose clock goes alike."
                return alike, message(words, zone=tzid[:60], alike=alike)
        return "", message("The time zone “{zone}” is not known here; the time was taken as it stands.", zone=tzid[:60])


def _by_name(tzid: str) -> str:
    name = tzid.strip().strip('"')
    if name.casefold() in _UTC_NAMES:
        return "UTC"
    known = iana_zone(name) or iana_zone(_WINDOWS.get(name.casefold(), ""))
    if known:
        return known
    # Names that are unique in the world end in the real one: /freeassociation.sourceforge.net/Europe/Berlin.
    found = _PREFIX.fullmatch(name)
    return iana_zone(found[1]) or iana_zone("/".join(found[1].split("/")[-2:])) if found else ""


def _value(component: Component, name: str) -> str:
    for text in component.lines:
        line = parse_line(text)
        if line is not None and line.name == name:
            return text_of(line).strip()
    return ""


def _by_rules(component: Component, home: str) -> str:
    """A zone whose clock changes by the same hours in the same months, the user's own first; one without changes by its offset."""
    parts = [(each.kind, _offset(_value(each, "TZOFFSETTO")), _month(each)) for each in component.inside]
    standard = next(((offset, month) for kind, offset, month in reversed(parts) if kind == "STANDARD"), None)
    daylight = next(((offset, month) for kind, offset, month in reversed(parts) if kind == "DAYLIGHT"), None)
    if standard is None or standard[0] is None:
        return ""
    if daylight is None or daylight[0] is None or not (standard[1] and daylight[1]):
        return _fixed(standard[0]) if daylight is None else ""
    wanted = (standard[0], daylight[0], standard[1], daylight[1])
    return next((name for name in (home, *_LARGEST, *_WINDOWS.values()) if _changes(name) == wanted), "")


def _offset(text: str) -> timedelta | None:
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    span = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -span if found[1] == "-" else span


def _month(part: Component) -> int:
    found = _BY_MONTH.search(_value(part, "RRULE"))
    return int(found[1]) if found else 0


def _fixed(offset: timedelta) -> str:
    hours, rest = divmod(offset, _HOUR)
    # The signs of these names are turned round: Etc/GMT-1 is an hour ahead of Greenwich.
    return iana_zone(f"Etc/GMT{-hours:+d}" if hours else "UTC") if not rest else ""


@cache
def _changes(name: str) -> tuple[timedelta, timedelta, int, int] | None:
    """(offset in winter, offset in summer, month in which summer ends, month in which it begins); None without summer time."""
    if not iana_zone(name):
        return None
    zone = ZoneInfo(name)
    offsets = [
        datetime(2025 + month // 12, month % 12 + 1, 1, tzinfo=UTC).astimezone(zone).utcoffset() for month in range(13)
    ]
    changed = [month for month in range(12) if offsets[month] != offsets[month + 1]]
    if len(changed) != 2:
        return None
    winter, summer = sorted({each for each in offsets if each is not None})
    begins, ends = (month + 1 for month in changed)
    if offsets[0] == summer:
        begins, ends = ends, begins
    return winter, summer, ends, begins
