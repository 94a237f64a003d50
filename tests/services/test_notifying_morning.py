"""The summary of a morning: once a day, with what there is to say, however the program and the machine come and go."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ImportantDate
from tests.support.clock import FixedClock
from tests.support.home import TODAY, only_reminder, opened_home, person, reminder_draft
from tests.support.notifications import FakeNotifier
from tests.support.notified import Desk


@pytest.fixture
def desk(core: Core, clock: FixedClock) -> Desk:
    clock.set(datetime.combine(TODAY, time(8)))
    made = Desk(core, FakeNotifier())
    made.set(digest="on")
    return made


def test_it_says_what_is_overdue_due_celebrated_and_lost_from_sight(desk: Desk, clock: FixedClock) -> None:
    services = desk.core.services
    marta = services.contacts.add(person(dates=(ImportantDate("birthday", "1986-11-24"),)))
    clock.set(datetime.combine(TODAY - timedelta(days=90), time(8)))
    iwan = services.contacts.add(person("Iwan Petrov"))
    clock.set(datetime.combine(TODAY, time(8)))
    services.contacts.set_keep_in_touch(iwan, 30)
    services.reminders.add(reminder_draft("Late", TODAY - timedelta(days=2), contact_id=marta))
    services.reminders.add(reminder_draft("Whole day", TODAY, None))
    services.reminders.add(reminder_draft("At three", TODAY, time(15)))
    clock.set(datetime.combine(TODAY, time(9)))
    desk.check()
    (notice,) = desk.notifier.shown
    assert notice.title == "2 follow-ups today, 1 overdue"
    assert notice.body.splitlines() == [
        "Overdue: Marta Oliveira",
        "Today: Whole day, At three",
        "Marta Oliveira turns 40",
        "Losing touch: Iwan Petrov",
    ]
    assert [action for action, _ in notice.actions] == ["open"]
    desk.notifier.press("open")
    assert desk.opened == [(None, None)]


def test_it_comes_once_a_day_and_the_whole_days_are_part_of_it(desk: Desk, clock: FixedClock) -> None:
    for day in range(3):
        desk.core.services.reminders.add(reminder_draft(f"Day {day}", TODAY + timedelta(days=day), None))
    desk.check()
    assert desk.titles() == []
    for _ in range(3 * 48):
        clock.advance(minutes=30)
        desk.check()
    assert desk.titles() == ["1 follow-up today", "1 follow-up today, 1 overdue", "1 follow-up today, 2 overdue"]


def test_a_program_that_starts_later_tells_it_once_and_another_start_does_not(tmp_path: Path) -> None:
    clock = FixedClock()
    with opened_home(tmp_path / "home", clock) as core:
        desk = Desk(core, FakeNotifier())
        desk.set(digest="on")
        core.services.reminders.add(reminder_draft("Whole day", TODAY, None))
        core.services.reminders.add(reminder_draft("Missed", TODAY, time(7)))
        clock.advance(hours=5)
        desk.check()
        assert desk.titles() == ["1 follow-up today, 1 overdue"], "what was missed is part of it"
    with opened_home(tmp_path / "home", clock) as core:
        again = Desk(core, FakeNotifier())
        again.check()
        assert again.titles() == []


def test_one_that_comes_due_at_that_very_moment_has_its_own_buttons(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft("Whole day", TODAY, None))
    desk.core.services.reminders.add(reminder_draft("At nine", TODAY, time(9)))
    clock.set(datetime.combine(TODAY, time(9)))
    desk.check()
    assert desk.titles() == ["2 follow-ups today", "At nine"]


def test_a_morning_with_nothing_to_say_is_silent_all_day(desk: Desk, clock: FixedClock) -> None:
    clock.set(datetime.combine(TODAY, time(9)))
    desk.check()
    assert (desk.titles(), desk.log()) == ([], [])
    desk.core.services.reminders.add(reminder_draft("Later", TODAY, time(12)))
    clock.set(datetime.combine(TODAY, time(12)))
    desk.check()
    assert desk.titles() == ["Later"], "no summary in the middle of the day"


def test_another_morning_time_does_not_tell_the_day_twice(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft("Whole day", TODAY, None))
    clock.set(datetime.combine(TODAY, time(9)))
    desk.check()
    desk.set(morning="10:00")
    clock.set(datetime.combine(TODAY, time(10)))
    desk.check()
    assert len(desk.titles()) == 1


def test_a_crash_before_it_was_shown_shows_it_again_under_the_same_key(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft("Whole day", TODAY, None))
    clock.set(datetime.combine(TODAY, time(9)))
    desk.core.services.reckoning.catch_up()
    (claimed,) = desk.core.services.notifying.claim()
    desk.check()
    assert [notice.key for notice in desk.notifier.shown] == [claimed.notice.key]
    assert len(desk.log()) == 2


def test_on_days_off_and_in_quiet_hours_it_waits(desk: Desk, clock: FixedClock) -> None:
    desk.set(work_days="0,1,2,3,4", quiet_hours="on", quiet_from="22:00", quiet_to="9:30")
    saturday = TODAY + timedelta(days=4)
    desk.core.services.reminders.add(reminder_draft("Whole day", saturday, None))
    for hours in range(48):
        clock.set(datetime.combine(saturday, time()) + timedelta(hours=hours))
        desk.check()
    clock.set(datetime.combine(saturday + timedelta(days=2), time(9, 29)))
    desk.check()
    assert desk.titles() == []
    clock.advance(minutes=1)
    desk.check()
    assert desk.titles() == ["1 follow-up is overdue"]


def test_it_stays_until_it_is_closed_whatever_is_done_meanwhile(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft("Heard", TODAY, time(8)))
    desk.check()
    desk.notifier.dismiss()
    clock.set(datetime.combine(TODAY, time(9)))
    desk.check()
    assert desk.titles() == ["Heard", "1 follow-up is overdue"]
    desk.core.services.reminders.done(only_reminder(desk.core).occurrence_id)
    desk.core.services.notifying.close_ended()
    assert len(desk.notifier.bubbles) == 1
    desk.notifier.press("open")
    assert desk.opened == [(None, None)]
    assert desk.log()[0] == ("1 follow-up is overdue", "opened")


def test_on_a_locked_screen_it_names_nobody(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft("Secret offer", TODAY, None))
    desk.locked = True
    clock.set(datetime.combine(TODAY, time(9)))
    desk.check()
    (notice,) = desk.notifier.shown
    assert (notice.title, notice.body) == ("Your morning summary is ready", "")
    assert {title for title, _ in desk.log()} == {"1 follow-up today", "Secret offer"}, "the log is inside the program"


def test_both_nights_of_clock_changes_and_travels_have_one_each_day(desk: Desk, clock: FixedClock) -> None:
    desk.set(morning="2:30")
    desk.core.services.reminders.add(reminder_draft("Always there", TODAY - timedelta(days=1)))
    clock.set(datetime(2027, 3, 26, 12, tzinfo=UTC))
    desk.check()
    before = len(desk.titles())
    for _ in range(4 * 48):
        clock.advance(minutes=30)
        desk.check()
    assert len(desk.titles()) == before + 4
