"""A wall clock set ahead loses nothing: what it made heard too soon is heard again at its time; one set back repeats nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from tests.support.clock import FixedClock
from tests.support.home import TODAY, opened_home, reminder_draft
from tests.support.notifications import FakeNotifier
from tests.support.notified import Desk


@pytest.fixture
def desk(core: Core) -> Desk:
    made = Desk(core, FakeNotifier())
    made.check()
    return made


@contextmanager
def _opened(folder: Path, clock: FixedClock) -> Iterator[Desk]:
    """The program started on one home, in which it has looked once."""
    with opened_home(folder / "home", clock) as core:
        desk = Desk(core, FakeNotifier())
        desk.check()
        yield desk


def _tomorrow(desk: Desk, days: int = 1) -> None:
    desk.core.services.reminders.add(reminder_draft("Send the offer", day=TODAY + timedelta(days=days)))


def test_what_a_clock_set_ahead_showed_is_withdrawn_and_shown_at_its_time(desk: Desk, clock: FixedClock) -> None:
    _tomorrow(desk)
    clock.jump(days=2)
    desk.check()
    assert len(desk.notifier.shown) == 1
    clock.jump(days=-2)
    desk.check()
    assert desk.notifier.bubbles == {}
    assert desk.log() == [("Send the offer", "withdrawn")]
    clock.advance(days=1)
    desk.check()
    assert len(desk.notifier.shown) == 2
    assert len(desk.notifier.bubbles) == 1


def test_what_was_due_by_the_right_clock_is_not_withdrawn(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft("Call back"))
    _tomorrow(desk)
    clock.jump(days=2)
    desk.check()
    clock.jump(days=-2)
    desk.check()
    clock.advance(minutes=5)
    desk.check()
    assert [outcome for title, outcome in desk.log() if title == "Call back"] != ["withdrawn"]
    assert [notice.title for notice in desk.notifier.shown].count("Call back") <= 1


def test_it_is_shown_again_when_its_time_passed_before_the_clock_was_seen_to_be_right(
    desk: Desk, clock: FixedClock
) -> None:
    _tomorrow(desk)
    clock.jump(days=5)
    desk.check()
    # The machine sleeps while the clock is set right, and wakes after the reminder's time.
    clock.jump(days=-5)
    clock.advance(days=2)
    desk.check()
    assert len(desk.notifier.shown) == 2


def test_it_is_shown_again_at_its_time_by_a_clock_that_went_back_and_ahead_by_less_before_anybody_looked(
    desk: Desk, clock: FixedClock
) -> None:
    _tomorrow(desk, days=2)
    clock.jump(days=3)
    desk.check()
    clock.jump(days=-3, hours=8)
    desk.check()
    assert desk.notifier.bubbles == {}
    assert desk.core.services.clock_guard.suspect
    clock.advance(days=2)
    desk.check()
    assert len(desk.notifier.shown) == 2


def test_what_was_shown_by_a_clock_wrong_by_days_and_then_by_hours_is_withdrawn_by_as_much_each(
    desk: Desk, clock: FixedClock
) -> None:
    clock.jump(hours=9)
    desk.check()
    desk.core.services.reminders.add(reminder_draft("Send the offer", day=TODAY + timedelta(days=1)))
    clock.advance(days=2)
    desk.check()
    clock.jump(days=3)
    desk.core.services.reminders.add(reminder_draft("Send the bill", day=TODAY + timedelta(days=4)))
    desk.check()
    clock.jump(days=-3, hours=-9)
    desk.check()
    clock.advance(days=3)
    desk.check()
    assert desk.titles() == ["Send the offer", "Send the bill", "Send the bill"]


def test_a_clock_that_is_only_set_back_shows_nothing_twice(desk: Desk, clock: FixedClock) -> None:
    _tomorrow(desk)
    clock.advance(days=1)
    desk.check()
    clock.jump(hours=-8)
    desk.check()
    clock.jump(hours=8)
    desk.check()
    clock.advance(days=1)
    desk.check()
    assert len(desk.notifier.shown) == 1
    assert not desk.core.services.clock_guard.suspect


def test_setting_a_clock_right_that_was_behind_is_no_jump(desk: Desk, clock: FixedClock) -> None:
    clock.jump(days=-30)
    desk.check()
    clock.jump(days=30)
    desk.check()
    assert desk.core.services.clock_guard.notice() is None


def test_sleep_is_no_jump(desk: Desk, clock: FixedClock) -> None:
    clock.advance(days=40)
    desk.check()
    assert not desk.core.services.clock_guard.suspect


def test_drift_never_adds_up_to_a_jump(desk: Desk, clock: FixedClock) -> None:
    for _ in range(100):
        clock.advance(hours=1)
        clock.jump(seconds=2)
        desk.check()
    assert not desk.core.services.clock_guard.suspect


@pytest.mark.parametrize(("days", "words"), [(366, "1 year"), (3, "3 days"), (800, "2 years")])
def test_a_jump_of_more_than_a_day_is_asked_about(desk: Desk, clock: FixedClock, days: int, words: str) -> None:
    clock.jump(days=days)
    desk.check()
    notice = desk.core.services.clock_guard.notice()
    assert str(notice) == f"The clock jumped ahead by {words}. If that is wrong, set it right: nothing is lost."


def test_a_jump_of_hours_is_not_asked_about(desk: Desk, clock: FixedClock) -> None:
    clock.jump(hours=20)
    desk.check()
    assert desk.core.services.clock_guard.suspect
    assert desk.core.services.clock_guard.notice() is None


def test_after_the_user_said_that_it_is_right_nothing_is_withdrawn(desk: Desk, clock: FixedClock) -> None:
    _tomorrow(desk)
    clock.jump(days=3)
    desk.check()
    desk.core.services.clock_guard.confirm()
    assert desk.core.services.clock_guard.notice() is None
    clock.jump(days=-3)
    desk.check()
    clock.advance(days=2)
    desk.check()
    assert len(desk.notifier.shown) == 1


def test_what_is_suspect_is_known_after_a_restart_of_the_program(tmp_path: Path) -> None:
    clock = FixedClock()
    with _opened(tmp_path, clock) as desk:
        _tomorrow(desk)
        clock.jump(days=2)
        desk.check()
    with _opened(tmp_path, clock) as desk:
        assert desk.core.services.clock_guard.suspect
        clock.jump(days=-2)
        desk.check()
        clock.advance(days=1)
        desk.check()
        assert len(desk.notifier.shown) == 1


def test_a_clock_wrong_by_days_is_suspect_after_a_boot_too_and_withdrawn_when_it_shows_less(tmp_path: Path) -> None:
    clock = FixedClock()
    with _opened(tmp_path, clock) as desk:
        _tomorrow(desk, days=20)
        clock.jump(days=40)
        desk.check()
        assert len(desk.notifier.shown) == 1
        clock.boot(off=timedelta(hours=8))
        desk.check()
        doubts = [desk.core.services.clock_guard.suspect]
        clock.boot(off=timedelta(days=-39))
        desk.check()
        doubts.append(desk.core.services.clock_guard.suspect)
        assert doubts == [True, False]
        clock.advance(days=19)
        desk.check()
        assert len(desk.notifier.shown) == 2


def test_a_boot_ends_a_doubt_of_hours(desk: Desk, clock: FixedClock) -> None:
    # Two systems on one machine take the same clock for local time and for UTC: each boot is hours off until the network helps.
    _tomorrow(desk)
    clock.advance(hours=20)
    clock.jump(hours=5)
    desk.check()
    assert desk.core.services.clock_guard.suspect
    clock.boot(off=timedelta(hours=-5))
    desk.check()
    clock.jump(hours=5)
    desk.check()
    clock.advance(days=2)
    desk.check()
    assert len(desk.notifier.shown) == 1


def test_what_is_withdrawn_follows_the_user_to_another_zone(desk: Desk, clock: FixedClock) -> None:
    _tomorrow(desk)
    clock.jump(days=2)
    desk.check()
    clock.travel("America/New_York")
    desk.check()
    clock.jump(days=-2)
    desk.check()
    clock.advance(hours=24)
    desk.check()
    assert len(desk.notifier.shown) == 1, "half past nine has come in Berlin, not yet in New York"
    clock.advance(hours=6)
    desk.check()
    assert len(desk.notifier.shown) == 2


def test_what_was_done_by_a_wrong_clock_and_taken_back_after_a_boot_is_heard_at_its_time(
    desk: Desk, clock: FixedClock
) -> None:
    services = desk.core.services
    _tomorrow(desk)
    clock.advance(hours=23)
    desk.check()
    clock.jump(hours=1)
    desk.check()
    (row,) = services.reminders.due()
    services.reminders.done(row.occurrence_id)
    clock.jump(hours=-1)
    desk.check()
    clock.advance(hours=20)
    clock.boot(off=timedelta(hours=1))
    desk.check()
    assert len(desk.notifier.shown) == 1
    services.undoing.undo()
    desk.check()
    assert len(desk.notifier.shown) == 2


def test_a_clock_that_was_ahead_and_then_behind_before_anybody_looked_is_right_when_it_shows_what_it_did(
    desk: Desk, clock: FixedClock
) -> None:
    clock.jump(minutes=5)
    desk.check()
    clock.jump(minutes=-70)
    desk.check()
    clock.jump(minutes=65)
    desk.check()
    assert not desk.core.services.clock_guard.suspect
    _tomorrow(desk)
    clock.advance(days=1)
    desk.check()
    clock.jump(minutes=-65)
    desk.check()
    clock.jump(minutes=65)
    desk.check()
    assert len(desk.notifier.shown) == 1


def test_a_clock_that_was_behind_and_then_ahead_is_right_when_it_shows_what_it_did(
    desk: Desk, clock: FixedClock
) -> None:
    for hours in (-2, 3, -1):
        clock.jump(hours=hours)
        desk.check()
    assert not desk.core.services.clock_guard.suspect


def test_a_clock_that_was_set_back_twice_is_right_when_it_shows_what_it_did_in_between(
    desk: Desk, clock: FixedClock
) -> None:
    # Ahead at the boot and then set right, then set back by mistake and right once more.
    for minutes in (-5, -39, 39):
        clock.jump(minutes=minutes)
        desk.check()
    assert not desk.core.services.clock_guard.suspect


def test_a_clock_that_is_set_right_in_two_steps_shows_nothing_twice(desk: Desk, clock: FixedClock) -> None:
    clock.jump(hours=-3)
    desk.check()
    desk.core.services.reminders.add(reminder_draft("Call back", day=TODAY, at=time(8)))
    clock.jump(hours=2)
    desk.check()
    clock.jump(hours=1)
    desk.check()
    assert desk.titles() == ["Call back"]


def test_what_a_clock_showed_too_soon_counts_from_where_it_is_right_not_from_where_it_was_behind(
    desk: Desk, clock: FixedClock
) -> None:
    clock.jump(days=-3)
    desk.check()
    # Two days overdue by the right clock, and half an hour ahead of it.
    desk.core.services.reminders.add(reminder_draft("Call back", day=TODAY - timedelta(days=2)))
    desk.core.services.reminders.add(reminder_draft("Send the offer", day=TODAY, at=time(10, 30)))
    clock.jump(days=3, hours=1)
    desk.check()
    clock.jump(hours=-1)
    desk.check()
    clock.advance(hours=1)
    desk.check()
    assert [each.title for each in desk.notifier.bubbles.values()].count("Send the offer") == 1
    assert sum("Call back" in f"{each.title} {each.body}" for each in desk.notifier.shown) == 1


def test_a_clock_that_is_set_back_to_what_it_showed_before_withdraws_what_came_in_between(
    desk: Desk, clock: FixedClock
) -> None:
    # Behind when it was first looked at and right since: to the program, both errors might be the right time.
    clock.jump(hours=2)
    desk.check()
    _tomorrow(desk)
    clock.advance(hours=21, minutes=15)
    desk.check()
    clock.jump(hours=1)
    desk.check()
    assert len(desk.notifier.shown) == 1
    clock.jump(hours=-1)
    desk.check()
    assert desk.notifier.bubbles == {}
    clock.advance(hours=1)
    desk.check()
    assert len(desk.notifier.shown) == 2


def test_a_clock_set_right_before_a_boot_is_seen_to_be_right_however_late_anybody_looks(
    desk: Desk, clock: FixedClock
) -> None:
    _tomorrow(desk)
    clock.jump(days=3)
    desk.check()
    clock.boot(off=timedelta(days=-3, hours=1))
    clock.advance(days=4)
    desk.check()
    assert not desk.core.services.clock_guard.suspect
    assert len(desk.notifier.shown) == 2


def test_a_clock_set_right_but_for_minutes_is_ahead_by_those_minutes(desk: Desk, clock: FixedClock) -> None:
    clock.jump(days=40)
    desk.check()
    clock.jump(days=-40, minutes=5)
    desk.check()
    _tomorrow(desk)
    clock.advance(hours=23, minutes=27)
    desk.check()
    assert len(desk.notifier.shown) == 1
    clock.jump(minutes=-5)
    desk.check()
    assert desk.notifier.bubbles == {}
    clock.advance(minutes=5)
    desk.check()
    assert len(desk.notifier.shown) == 2
