"""What we write is read back the same, and other programs' libraries see the same days in it."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule as dateutil_rules
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from crm_desktop.domain.calendar_entries import CalendarEntry, CalendarForm, Moment, WrittenReminder
from crm_desktop.domain.contacts import clean_line, clean_text
from crm_desktop.domain.recurrence import Recurrence
from crm_desktop.domain.reminders import RepeatFrom
from crm_desktop.formats import FORMATS

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ZONES = (
    "",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "UTC",
    "Etc/UTC",
    "GMT",
)
RULES = (
    "", "FREQ=DAILY", "FREQ=DAILY;COUNT=5", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "FREQ=WEEKLY;COUNT=1", "FREQ=WEEKLY;COUNT=7;BYDAY=SU",
    "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=DAILY;UNTIL=20270301", "FREQ=MONTHLY;COUNT=4;BYDAY=2TU", "FREQ=WEEKLY;UNTIL=20261231;BYDAY=TU;WKST=SU",
)  # fmt: skip
LETTERS = st.one_of(
    st.sampled_from('aZnN 019·,;:\\"^<>&=é林𝄞\n'), st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"])
)
TEXT = st.text(LETTERS, min_size=1, max_size=90).map(clean_line).filter(bool)
NOTE = st.text(LETTERS, max_size=200).map(clean_text).filter(lambda text: "<" not in text)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))


@st.composite
def reminders(draw: st.DrawFn) -> WrittenReminder:
    at = draw(st.none() | MINUTES)
    starts = Moment(draw(DAYS), at, draw(st.sampled_from(ZONES)) if at is not None else "")
    rule = draw(st.sampled_from(RULES))
    day = starts.day
    excepted = draw(st.frozensets(st.integers(0, 400), max_size=5)) if rule else frozenset()
    return WrittenReminder(
        uid=draw(st.uuids()).hex,
        text=draw(TEXT),
        starts=starts,
        created_at=NOW,
        rule=rule,
        except_days=tuple(sorted(day + timedelta(days=each) for each in excepted)),
        repeat_from=draw(st.sampled_from(RepeatFrom)) if rule else RepeatFrom.DUE,
        note=draw(NOTE),
        urgent=draw(st.booleans()),
        action=draw(st.sampled_from(["", "call"])),
        contact=draw(st.sampled_from(["", "Marta Oliveira", "太郎; 山田", "a"])),
        email=draw(st.sampled_from(["", "m@x.example"])),
        contact_uid=draw(st.sampled_from(["", "urn:uuid:1"])),
        deal_uid=draw(st.sampled_from(["", "abc"])),
        open_days=(day, day + timedelta(days=7)),
    )


def _written(reminders: list[WrittenReminder], path: Path, form: CalendarForm, morning: time = time(9)) -> str:
    FORMATS.calendar.write(reminders, path, form, NOW, morning)
    return path.read_bytes().decode()


def _components(content: str, kind: str) -> list[Any]:
    """What the library reads of a file; its properties have types that only the name of the property tells."""
    return list(Calendar.from_ical(content).walk(kind))


def _compared(entry: CalendarEntry) -> dict[str, Any]:
    assert entry.remarks == ()
    assert entry.rings == entry.starts
    assert entry.left_out is None
    names = ("uid", "text", "starts", "rule", "except_days", "repeat_from", "note", "action", "contact_uid", "deal_uid")
    return {**{name: getattr(entry, name) for name in names}, "urgent": bool(entry.urgent), "open_days": entry.was_open}


@settings(max_examples=150, deadline=None)
@given(st.lists(reminders(), max_size=3, unique_by=lambda each: each.uid), st.sampled_from(CalendarForm), MINUTES)
def test_all_that_a_reminder_is_comes_back(written: list[WrittenReminder], form: CalendarForm, morning: time) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reminders.ics"
        content = _written(written, path, form, morning)
        found = list(FORMATS.calendar.read(path, "Europe/Berlin"))
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))
    for reminder, entry in zip(written, found, strict=True):
        assert isinstance(entry, CalendarEntry), str(entry.why)
        expected = {name: getattr(reminder, name) for name in _compared(entry) if hasattr(reminder, name)}
        expected["rule"] = Recurrence.parse(reminder.rule).rrule() if reminder.rule else ""
        assert _compared(entry) == expected


@pytest.mark.parametrize("note", [r"\N", r"\n", r"C:\New\, old", "a\\", "one\ntwo", r'\;,"'])
def test_backslashes_come_back_as_they_were(tmp_path: Path, note: str) -> None:
    reminder = WrittenReminder("1", note.replace("\n", " "), Moment(date(2026, 11, 24)), NOW, note=note)
    path = tmp_path / "x.ics"
    _written([reminder], path, CalendarForm.EVENTS)
    (entry,) = FORMATS.calendar.read(path, "Europe/Berlin")
    assert isinstance(entry, CalendarEntry)
    assert (entry.text, entry.note) == (reminder.text, note)


def _first_days(rule: str, start: date) -> list[date]:
    """The days of our own reminder: its first day, and those that its rule gives."""
    found = islice((day for day in Recurrence.parse(rule).occurrences(start) if day != start), 12)
    return [start, *found]


@pytest.mark.parametrize("rule", [rule.replace("=2026", "=2029").replace("=2027", "=2029") for rule in RULES if rule])
@pytest.mark.parametrize("start", [date(2026, 11, 24), date(2026, 1, 31), date(2028, 2, 29)])
@pytest.mark.parametrize("zone", ["", "America/New_York"])
def test_dateutil_sees_the_same_days_in_the_rule(tmp_path: Path, rule: str, start: date, zone: str) -> None:
    reminder = WrittenReminder("1", "Call", Moment(start, time(19, 30), zone), NOW, rule=rule, open_days=(start,))
    content = _written([reminder], tmp_path / "x.ics", CalendarForm.EVENTS)
    (event,) = _components(content, "VEVENT")
    begins = event["DTSTART"].dt
    # dateutil gives the start only when the rule has it; calendars show it in any case, and then it counts.
    theirs: Any = dateutil_rules.rrulestr(event["RRULE"].to_ical().decode(), dtstart=begins)
    if theirs[0] != begins and "COUNT" in rule:
        theirs = theirs.replace(count=theirs.count() - 1)
    found = [moment.date() for moment in islice(theirs, 13)]
    ours = _first_days(rule, start)
    assert [start, *(day for day in found if day != start)][: len(ours)] == ours
    assert len(ours) >= 13 or len({start, *found}) == len(ours)


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone not in ("", "UTC", "Etc/UTC", "GMT")])
@pytest.mark.parametrize("start", [date(1999, 6, 1), date(2026, 11, 24)])
def test_dateutil_reckons_the_same_instants_by_the_clock_changes_that_we_write(
    tmp_path: Path, zone: str, start: date
) -> None:
    reminder = WrittenReminder("1", "Call", Moment(start, time(12, 0), zone), NOW, open_days=(start,))
    path = tmp_path / "x.ics"
    _written([reminder], path, CalendarForm.EVENTS)
    theirs = tzical(str(path)).get(zone)
    for days in range(0, 365 * 10, 5):
        noon = datetime.combine(max(start, date(2026, 1, 1)) + timedelta(days=days), time(12, 0))
        assert noon.replace(tzinfo=theirs).utcoffset() == noon.replace(tzinfo=ZoneInfo(zone)).utcoffset(), noon


def test_events_show_in_calendars_and_invite_nobody(tmp_path: Path) -> None:
    reminder = WrittenReminder(
        "1", "Call back", Moment(date(2026, 11, 24)), NOW, contact="Marta Oliveira", email="m@x.example",
        open_days=(date(2026, 11, 24),),
    )  # fmt: skip
    content = _written([reminder], tmp_path / "x.ics", CalendarForm.EVENTS, time(8, 30))
    (event,) = _components(content, "VEVENT")
    assert event["SUMMARY"] == "Call back · Marta Oliveira"
    assert "ATTENDEE" not in content
    assert "ORGANIZER" not in content
    assert event["TRANSP"] == "TRANSPARENT"
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=8, minutes=30)


def test_tasks_are_due_when_the_reminder_is(tmp_path: Path) -> None:
    reminder = WrittenReminder(
        "1", "Call back", Moment(date(2026, 11, 24), time(15, 0)), NOW, urgent=True, open_days=(date(2026, 11, 24),)
    )
    (task,) = _components(_written([reminder], tmp_path / "x.ics", CalendarForm.TASKS), "VTODO")
    assert task["DUE"].dt == datetime(2026, 11, 24, 15, 0)  # noqa: DTZ001 - a wall time
    assert (task["PRIORITY"], task["STATUS"]) == (1, "NEEDS-ACTION")


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    path.write_text("before", encoding="utf-8")

    def broken() -> Any:
        yield WrittenReminder("1", "Call", Moment(date(2026, 11, 24)), NOW)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        FORMATS.calendar.write(broken(), path, CalendarForm.EVENTS, NOW, time(9))
    assert path.read_text(encoding="utf-8") == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["x.ics"]


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("Europe/Berlin", ["FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"]),
        ("America/New_York", ["FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"]),
        ("Asia/Kolkata", [None]),
    ],
)
def test_clock_changes_are_written_as_rules_that_old_programs_know(
    tmp_path: Path, zone: str, rules: list[str | None]
) -> None:
    reminder = WrittenReminder("1", "Call", Moment(date(2026, 11, 24), time(12, 0), zone), NOW)
    (found,) = _components(_written([reminder], tmp_path / "x.ics", CalendarForm.EVENTS), "VTIMEZONE")
    assert found["TZID"] == zone
    said = [part["RRULE"].to_ical().decode() if "RRULE" in part else None for part in found.subcomponents]
    assert said == rules
