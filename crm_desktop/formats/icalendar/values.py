"""Single values of calendar files: content lines, texts, moments and spans (RFC 5545 3.1, 3.3), read by the icalendar library."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar.parser import Contentline, unescape_backslash
from icalendar.prop import vDDDTypes

# Outlook has zones called “(UTC+01:00) Amsterdam, Berlin” and does not always quote them, although they hold a colon.
_UNQUOTED_ZONE = re.compile(r"([A-Za-z-]+);TZID=([^\";]*:[^\";]*):([0-9]{8}T[0-9]{6})")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One property: its name in capitals, its parameters by name in capitals, its value as it stands in the file."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """A DATE or DATE-TIME: `at` None for a whole day; `is_utc` for one that ends in Z; `tzid` as the file writes it."""

    day: date
    at: time | None
    is_utc: bool = False
    tzid: str = ""


def parse_line(text: str) -> Line | None:
    """The parts of a content line; None for a line that is none."""
    text = text.strip("\ufeff\0")
    name, separator, value = text.partition(":")
    if separator and _PLAIN_NAME.fullmatch(name):
        # Most lines have no parameters; the library looks at each of their letters.
        return Line(name.upper(), {}, value)
    odd = _UNQUOTED_ZONE.fullmatch(text)
    if odd is not None:
        return Line(odd[1].upper(), {"TZID": odd[2]}, odd[3])
    try:
        name, parameters, value = Contentline(text).raw_parts()  # type: ignore[no-untyped-call]
    except ValueError:
        return None
    plain = {key.upper(): str(each[0] if isinstance(each, list) else each) for key, each in parameters.items() if each}
    return Line(name.upper(), plain, value)


def text_of(line: Line) -> str:
    """A TEXT value without its escapes (RFC 5545 3.3.11)."""
    plain: str = unescape_backslash(line.value)
    return plain.replace("\r\n", "\n").replace("\0", "")


def read_stamps(line: Line) -> list[Stamp]:
    """The moments of DTSTART, DUE, RECURRENCE-ID, EXDATE or RDATE; of a period its beginning.

    A leap second counts as the second before it; what is smaller than a minute is dropped, since reminders have none.
    Raises ValueError for a value that is no moment.
    """
    return [_stamp(each.strip(), line.parameters.get("TZID", "")) for each in line.value.split(",") if each.strip()]


def _stamp(text: str, tzid: str) -> Stamp:
    text = text.upper().partition("/")[0]
    if len(text) in (15, 16) and text[13:15] == "60":
        text = f"{text[:13]}59{text[15:]}"
    value = vDDDTypes.from_ical(text)  # type: ignore[no-untyped-call]
    if isinstance(value, datetime):
        is_utc = value.tzinfo is not None
        at = value.time().replace(second=0, microsecond=0)
        return Stamp(value.date(), at, is_utc, "" if is_utc else tzid)
    if isinstance(value, date):
        return Stamp(value, None)
    raise ValueError(f"not a moment: {text[:40]!r}")


def read_span(text: str) -> timedelta:
    """A DURATION (RFC 5545 3.3.6), also negative. Raises ValueError for what is none."""
    value = vDDDTypes.from_ical(text.strip())  # type: ignore[no-untyped-call]
    if isinstance(value, timedelta):
        return value
    raise ValueError(f"not a duration: {text[:40]!r}")


def utc_of(stamp: Stamp) -> datetime:
    """The instant of a stamp in UTC."""
    return datetime.combine(stamp.day, stamp.at or time.min, UTC)
