"""Reading calendar files of any program, one entry at a time (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from crm_desktop.domain.calendar_entries import CalendarEntry
from crm_desktop.domain.errors import BadFile
from crm_desktop.formats.icalendar.entry import read_entry
from crm_desktop.formats.icalendar.lines import ComponentReader
from crm_desktop.formats.icalendar.moments import Surroundings
from crm_desktop.formats.icalendar.occurrence import Occurrence
from crm_desktop.formats.icalendar.series import joined
from crm_desktop.formats.icalendar.values import parse_line, text_of
from crm_desktop.formats.icalendar.zones import Zones, iana_zone
from crm_desktop.services.ports import Rejected

ENTRY_COUNT_LIMIT = 100_000


def read_calendar(
    path: Path, home: str, progress: Callable[[int], None] | None = None
) -> Iterator[CalendarEntry | Rejected]:
    """The entries in order; `home` is the user's zone (an IANA name), `progress` is told how many were read.

    Never raises for one bad entry (that one is Rejected); raises BadFile when the file as a whole cannot be read. All
    entries are read before the first is given, since what moves a single time of a series may stand anywhere.
    """
    # Once for the zones, which may stand behind the events, and once for the entries: so no line has to be held.
    first_pass = ComponentReader(path)
    count = sum(1 for _ in islice(first_pass.entries(), ENTRY_COUNT_LIMIT + 1))
    if count > ENTRY_COUNT_LIMIT:
        words = "{name} holds more than {limit} entries. Export a part of the calendar, or divide the file."
        raise BadFile(words, name=path.name, limit=ENTRY_COUNT_LIMIT)
    calendar = _properties(first_pass.calendar)
    if calendar.get("VERSION", "2").startswith("1"):
        raise BadFile("{name} is a vCalendar 1.0 file. Export it as iCalendar (.ics) and try again.", name=path.name)
    around = Surroundings(home, iana_zone(calendar.get("X-WR-TIMEZONE", "")), Zones(first_pass.zones, home))
    is_cancelled = calendar.get("METHOD", "").upper() == "CANCEL"
    occurrences = _occurrences(path, around, progress or (lambda _count: None), is_cancelled=is_cancelled)
    yield from joined(occurrences, around.day_in)


def _occurrences(
    path: Path, around: Surroundings, progress: Callable[[int], None], *, is_cancelled: bool
) -> Iterator[Occurrence | Rejected]:
    for count, component in enumerate(ComponentReader(path).entries(), start=1):
        if is_cancelled:
            component.lines.insert(0, "STATUS:CANCELLED")
        yield read_entry(component, around)
        progress(count)


def _properties(lines: list[str]) -> dict[str, str]:
    parsed = (parse_line(text) for text in lines)
    return {line.name: text_of(line).strip() for line in parsed if line is not None}
