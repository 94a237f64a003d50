"""Calendar files as the services know them; what reads and writes them is loaded with the first file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time
from pathlib import Path

from crm_desktop.domain.calendar_entries import CalendarEntry, CalendarForm, WrittenReminder
from crm_desktop.domain.errors import BadFile
from crm_desktop.domain.messages import Message
from crm_desktop.formats.encodings import detect, read_head, refuse_binary
from crm_desktop.formats.icalendar.recognising import calendar_begins_later, looks_like_calendar
from crm_desktop.services.ports import Rejected


class ICalendarFormat:
    """Events and tasks with their alarms (RFC 5545)."""

    def recognises(self, path: Path, head: bytes) -> bool:  # noqa: ARG002 - the contract of readers
        """Whether a calendar begins in the first bytes; the file's name alone proves nothing."""
        return looks_like_calendar(head)

    def warnings(self, path: Path) -> tuple[Message, ...]:
        """What the user should know about the file as a whole; raises BadFile when it is no calendar."""
        head = read_head(path)
        refuse_binary(head)
        if not looks_like_calendar(head) and not calendar_begins_later(path):
            raise BadFile("This is not a calendar: no BEGIN:VCALENDAR was found in {name}.", name=path.name)
        return detect(path).warnings()

    def read(
        self, path: Path, home: str, progress: Callable[[int], None] | None = None
    ) -> Iterator[CalendarEntry | Rejected]:
        """The entries in order; see `reader.read_calendar`."""
        self.warnings(path)
        # The library costs 80 ms, which an import of contacts need not wait for.
        from crm_desktop.formats.icalendar.reader import read_calendar

        return read_calendar(path, home, progress)

    def write(
        self, reminders: Iterable[WrittenReminder], path: Path, form: CalendarForm, now: datetime, morning: time
    ) -> int:
        """Write the reminders; see `writer.write_calendar`."""
        # As above.
        from crm_desktop.formats.icalendar.writer import write_calendar

        return write_calendar(reminders, path, form, now, morning)
