"""Reading small calendars: text in, entries out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crm_desktop.domain.calendar_entries import CalendarEntry
from crm_desktop.formats import FORMATS
from crm_desktop.services.ports import Rejected

Read = Callable[[str | bytes], list[CalendarEntry | Rejected]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Everything that is read of such a file by a user in Berlin."""

    def read(content: str | bytes) -> list[CalendarEntry | Rejected]:
        path = tmp_path / "calendar.ics"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(FORMATS.calendar.read(path, "Europe/Berlin"))

    return read


@pytest.fixture
def entry(read: Read) -> Callable[[str | bytes], CalendarEntry]:
    """The one entry of such a file."""

    def entry(content: str | bytes) -> CalendarEntry:
        (found,) = read(content)
        assert isinstance(found, CalendarEntry), str(found.why)
        return found

    return entry
