"""The lines of a calendar file: unfolding, and the components that begin and end (RFC 5545 3.1, 3.4, 3.6).

A file is never held as a whole: each component is handed on when it ends, with only the lines that a reminder can be
made of, so that a picture of a hundred megabytes inside of an event costs no memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.formats.encodings import detect
from crm_desktop.formats.legacy_encodings import guess_legacy
from crm_desktop.formats.text_encoding import TextEncoding
from crm_desktop.formats.vcard.lines import physical_lines

ENTRY_LIMIT = 5_000
"""Lines of one event, of those that are read; none that a person made comes near it."""
ALARM_LIMIT = 50
_SIZE_LIMIT = 1024 * 1024
_LINE_LIMIT = 256 * 1024
_DEPTH_LIMIT = 20

_NAME = re.compile(rb"[A-Za-z0-9-]+")
_ENTRIES = (b"VEVENT", b"VTODO", b"VJOURNAL")
_OF_ENTRY = frozenset(
    b"UID SUMMARY DESCRIPTION LOCATION URL STATUS COMPLETED PERCENT-COMPLETE DTSTART DTEND DUE DURATION RRULE RDATE EXDATE EXRULE "
    b"RECURRENCE-ID PRIORITY ORGANIZER ATTENDEE CONTACT".split()
)
_OF_ALARM = frozenset((b"ACTION", b"TRIGGER"))
_OF_CALENDAR = frozenset((b"VERSION", b"METHOD", b"X-WR-TIMEZONE"))
_OF_ZONE = frozenset((b"TZID", b"X-LIC-LOCATION", b"DTSTART", b"TZOFFSETTO", b"TZOFFSETFROM", b"RRULE", b"RDATE"))
_OWN = b"X-CRM-"
_LINES_OF = {b"VALARM": _OF_ALARM, b"VTIMEZONE": _OF_ZONE, b"STANDARD": _OF_ZONE, b"DAYLIGHT": _OF_ZONE}


@dataclass(slots=True)
class Component:
    """One component as it stands in the file: the line it begins on (1-based), its content lines, and those inside it.

    `lost` lines could not be taken for content lines; `too_long` and `cut` say that lines, or the end of one, were dropped.
    """

    kind: str
    line: int
    lines: list[str] = field(default_factory=list)
    inside: list[Component] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    is_complete: bool = False
    too_long: bool = False
    cut: bool = False
    size: int = 0


def logical_lines(lines: Iterator[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Whole content lines: the number of the line each begins on, the line, and whether its end was dropped for its length.

    Folding is undone on bytes, since some programs fold inside of a letter.
    """
    start, pieces, size, cut = 0, list[bytes](), 0, False
    for number, line in enumerate(lines, start=1):
        if pieces and line[:1] in (b" ", b"\t"):
            size += len(line) - 1
            if size <= _LINE_LIMIT:
                pieces.append(line[1:])
            else:
                cut = True
            continue
        if pieces:
            yield start, b"".join(pieces), cut
        start, pieces, size = number, [line[:_LINE_LIMIT]], len(line)
        cut = size > _LINE_LIMIT
    if pieces:
        yield start, b"".join(pieces), cut


class ComponentReader:
    """Walks through one file; `calendar` and `zones` fill while it goes on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.encoding, self._fallback = _encoding(path)
        self.calendar: list[str] = []
        self.zones: list[Component] = []
        self._stack: list[Component] = []
        self._too_deep = 0

    def entries(self) -> Iterator[Component]:
        """Events, tasks and journal entries in order; one without an end is closed by the next one or by the end of the file."""
        for number, line, cut in logical_lines(physical_lines(self._path, self.encoding)):
            name, kind = _named(line)
            if name == b"BEGIN":
                yield from self._begin(kind, number)
            elif name == b"END":
                yield from self._end(kind)
            else:
                self._take(name, number, line, cut=cut)
        while self._stack:
            yield from self._close(complete=False)

    def _begin(self, kind: bytes, number: int) -> Iterator[Component]:
        if kind in _ENTRIES or kind == b"VCALENDAR":
            # An event cannot stand inside of another: the one before was not closed.
            while self._stack and self._stack[-1].kind != "VCALENDAR":
                yield from self._close(complete=False)
        if len(self._stack) >= _DEPTH_LIMIT:
            self._too_deep += 1
            return
        self._stack.append(Component(kind.decode("ascii", "replace"), number))

    def _end(self, kind: bytes) -> Iterator[Component]:
        if self._too_deep:
            self._too_deep -= 1
            return
        wanted = kind.decode("ascii", "replace")
        if all(component.kind != wanted for component in self._stack):
            return
        while self._stack[-1].kind != wanted:
            yield from self._close(complete=False)
        yield from self._close(complete=True)

    def _close(self, *, complete: bool) -> Iterator[Component]:
        component = self._stack.pop()
        component.is_complete = complete
        if component.kind in ("VEVENT", "VTODO", "VJOURNAL"):
            yield component
        elif component.kind == "VTIMEZONE":
            self.zones.append(component)
        elif self._stack and component.kind in ("VALARM", "STANDARD", "DAYLIGHT"):
            inside = self._stack[-1].inside
            if len(inside) < ALARM_LIMIT:
                inside.append(component)

    def _take(self, name: bytes, number: int, line: bytes, *, cut: bool) -> None:
        if not self._stack or self._too_deep:
            return
        component = self._stack[-1]
        if component.kind == "VCALENDAR":
            if name in _OF_CALENDAR and len(self.calendar) < len(_OF_CALENDAR):
                self.calendar.append(self._text(line))
            return
        if not name:
            if line.strip():
                component.lost.append(number)
            return
        wanted = _LINES_OF.get(component.kind.encode(), _OF_ENTRY)
        if name not in wanted and not name.startswith(_OWN):
            return
        component.size += len(line)
        if len(component.lines) >= ENTRY_LIMIT or component.size > _SIZE_LIMIT:
            component.too_long = True
            return
        component.cut = component.cut or cut
        component.lines.append(self._text(line))

    def _text(self, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            return line.decode(self._fallback, "replace")


def _named(line: bytes) -> tuple[bytes, bytes]:
    """The name of a content line, in capitals, and for BEGIN and END what begins or ends; empty when it is no content line."""
    line = line.lstrip(b"\xef\xbb\xbf \t")
    found = _NAME.match(line)
    if found is None or line[found.end() : found.end() + 1] not in (b":", b";"):
        return b"", b""
    name = found[0].upper()
    return (name, line[found.end() + 1 :].strip().upper()) if name in (b"BEGIN", b"END") else (name, b"")


def _encoding(path: Path) -> tuple[TextEncoding, str]:
    """How to read the lines, and the codec for a line that is not UTF-8 (RFC 5545 3.1.4 says that all are)."""
    encoding = detect(path)
    if not encoding.guessed and not encoding.mixed:
        return encoding, "utf-8"
    odd = b"\n".join(_odd_lines(path))
    return encoding, guess_legacy(odd).codec if odd else "cp1252"


def _odd_lines(path: Path) -> Iterator[bytes]:
    size = 0
    for line in physical_lines(path, TextEncoding("utf-8", "UTF-8")):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            yield line[:4096]
            size += len(line)
        if size > _LINE_LIMIT:
            return
