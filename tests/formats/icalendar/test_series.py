"""Entries of one series: times that were moved or added, and what is given twice (RFC 5545 3.8.4.4, 3.8.5.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crm_desktop.domain.calendar_entries import CalendarEntry
from crm_desktop.services.ports import Rejected
from tests.formats.icalendar.calendars import alarm, calendar
from tests.formats.icalendar.conftest import Read

Entry = Callable[[str | bytes], CalendarEntry]
AFTERNOON = "DTSTART;TZID=Europe/Berlin:20261124T150000"
WEEKLY = ("UID:1", AFTERNOON, "RRULE:FREQ=WEEKLY")


def _moved(day: str, *more: str) -> str:
    """A calendar of one entry that stands for the time of the series on 1 December."""
    lines = ("UID:1", f"DTSTART;TZID=Europe/Berlin:{day}T150000", "RECURRENCE-ID;TZID=Europe/Berlin:20261201T150000")
    return calendar(*lines, *more)


def test_of_two_changes_of_the_same_time_the_first_is_taken_and_the_second_told(read: Read) -> None:
    whole, first, second = read(calendar(*WEEKLY) + _moved("20261202") + _moved("20261203"))
    assert isinstance(whole, CalendarEntry)
    assert isinstance(first, CalendarEntry)
    assert isinstance(second, Rejected)
    assert first.starts.day == date(2026, 12, 2)
    assert f"line {first.line}" in str(second.why)


def test_a_further_day_that_was_moved_happens_where_it_was_moved_to(read: Read) -> None:
    series = ("UID:1", AFTERNOON, "RDATE;TZID=Europe/Berlin:20261201T150000,20261208T150000")
    found = read(calendar(*series) + _moved("20261202"))
    days = [each.starts.day.isoformat() for each in found if isinstance(each, CalendarEntry)]
    assert days == ["2026-11-24", "2026-12-08", "2026-12-02"]


def test_a_further_day_that_was_cancelled_does_not_happen(read: Read) -> None:
    series = ("UID:1", AFTERNOON, "RDATE;TZID=Europe/Berlin:20261201T150000")
    (only,) = read(calendar(*series) + _moved("20261201", "STATUS:CANCELLED"))
    assert isinstance(only, CalendarEntry)
    assert only.starts.day == date(2026, 11, 24)


def test_further_days_ring_as_early_as_the_first_and_say_their_own_day(read: Read) -> None:
    found = read(calendar("UID:1", AFTERNOON, "RDATE;TZID=Europe/Berlin:20261201T150000", *alarm(":-P1D")))
    told = [
        (each.uid, each.text, each.starts.day.isoformat(), each.rings.day.isoformat())
        for each in found
        if isinstance(each, CalendarEntry)
    ]
    assert told == [
        ("1", "Call · 2026-11-24 15:00", "2026-11-24", "2026-11-23"),
        ("1/20261201", "Call · 2026-12-01 15:00", "2026-12-01", "2026-11-30"),
    ]


def test_one_changed_for_all_later_times_is_refused_and_told_at_its_series(read: Read) -> None:
    master = ("UID:1", AFTERNOON, "RRULE:FREQ=DAILY")
    later = (
        "UID:1",
        "DTSTART;TZID=Europe/Berlin:20261126T160000",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261126T140000Z",
    )
    first, second = read(calendar(*master) + calendar(*later))
    assert isinstance(first, CalendarEntry)
    assert "please look" in str(first.remarks[-1])
    assert isinstance(second, Rejected)


def test_a_moved_time_whose_series_is_elsewhere_stands_for_itself(entry: Entry) -> None:
    found = entry(calendar("UID:1", AFTERNOON, "RECURRENCE-ID:20261123T140000Z"))
    assert (found.uid, found.rings.day) == ("1/20261123", date(2026, 11, 24))


def test_a_single_time_stands_for_a_day_of_its_series_zone(read: Read) -> None:
    # 23:00 in UTC is the next day in Berlin, where single events in UTC are shown; the series repeats in UTC.
    series = ("UID:1", "DTSTART:20261124T230000Z", "RRULE:FREQ=WEEKLY")
    moved = ("UID:1", "DTSTART:20261202T080000Z", "RECURRENCE-ID:20261201T230000Z")
    whole, single = read(calendar(*series) + calendar(*moved))
    assert isinstance(whole, CalendarEntry)
    assert isinstance(single, CalendarEntry)
    assert whole.except_days == (date(2026, 12, 1),)
    assert single.uid == "1/20261201"
