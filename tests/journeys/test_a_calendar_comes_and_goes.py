"""A calendar of another program is dropped on the window, rings, changes, and the reminders go out as a calendar again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.formats.icalendar.calendars import alarm, calendar
from tests.journeys.user import User
from tests.support.home import person

_MEETING = ("UID:meeting", "ATTENDEE:mailto:marta@casa.example", *alarm(":-PT10M"))


def _meeting(start: str) -> str:
    return calendar(f"DTSTART;TZID=Europe/Berlin:{start}", "SUMMARY:Price talk", *_MEETING)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    path = tmp_path / "work.ics"
    weekly = calendar(
        "DTSTART;TZID=Europe/Berlin:20261005T080000", "UID:weekly", "SUMMARY:Plan the week", "RRULE:FREQ=WEEKLY"
    )
    path.write_text(_meeting("20261124T150000") + weekly, encoding="utf-8", newline="")
    return path


def test_a_dropped_calendar_rings_at_its_alarm_and_one_undo_takes_it_back(user: User, work: Path) -> None:
    user.services.contacts.add(person("Marta Oliveira", email="marta@casa.example"))
    user.drop_file(work)
    assert user.sees("rings Tue 24 Nov, 14:50; the event is at 15:00 · Marta Oliveira")
    assert user.services.reminders.agenda() == [], "something was written before the last button"
    user.press_button("Import 2")
    assert user.no_card()
    assert user.said() == "Imported work.ics: 2 new"

    user.time_passes(hours=4, minutes=49)
    assert user.notifier.bubbles == {}
    user.time_passes(minutes=1)
    (notice,) = user.notifier.bubbles.values()
    assert notice.title == "Price talk · 15:00"
    assert "Marta Oliveira" in notice.body

    user.press("Ctrl+Z")
    assert user.said() == "Taken back: Imported work.ics"
    assert user.services.reminders.agenda() == []


def test_a_meeting_that_was_moved_moves_its_reminder(user: User, work: Path) -> None:
    user.drop_file(work)
    user.press_button("Import 2")
    work.write_text(_meeting("20261125T100000"), encoding="utf-8", newline="")
    user.drop_file(work)
    assert user.sees("It was set for Tue 24 Nov, 14:50.")
    user.press("Ctrl+Enter")
    assert user.said() == "Imported work.ics: 1 changed"
    user.time_passes(hours=6)
    assert user.notifier.bubbles == {}
    user.time_passes(hours=17, minutes=50)
    assert [notice.title for notice in user.notifier.bubbles.values()] == ["Price talk · 10:00"]


def test_reminders_go_out_as_a_calendar_and_bring_nothing_new_back(user: User, tmp_path: Path) -> None:
    user.services.reminders.add_understood(user.services.reminders.understand("water the plants every monday 11:00"))
    path = tmp_path / "out"
    user.ask.answers += ["events", path]
    user.window.commands.run("calendar.export")
    user.settle()
    assert user.said() == "1 reminder written"
    user.ask.answers.append([path.with_suffix(".ics")])
    user.window.commands.run("calendar.import")
    user.settle()
    assert not user.button("Nothing new").isEnabled()
    assert user.sees("water the plants")
    user.press("Esc")
    assert user.no_card()


def test_the_usual_export_writes_a_calendar_too(user: User, tmp_path: Path) -> None:
    user.services.reminders.add_understood(user.services.reminders.understand("water the plants tomorrow 11:00"))
    path = tmp_path / "out.ics"
    user.ask.answers.append(path)
    user.press("Ctrl+E")
    assert user.said() == "1 reminder written"
    assert "BEGIN:VEVENT" in path.read_text(encoding="utf-8")


def test_ctrl_i_opens_a_calendar_by_what_is_in_it(user: User, work: Path) -> None:
    named_otherwise = work.rename(work.with_suffix(".txt"))
    user.ask.answers.append([named_otherwise])
    user.press("Ctrl+I")
    assert user.sees("Plan the week")
    user.press("Esc")
    assert user.services.reminders.agenda() == []


def test_giving_up_at_either_question_writes_nothing(user: User, tmp_path: Path) -> None:
    user.ask.answers += [None, "tasks", None, []]
    for command in ("calendar.export", "calendar.export", "calendar.import"):
        user.window.commands.run(command)
        user.settle()
    assert user.no_card()
    assert not list(tmp_path.glob("*.ics"))
