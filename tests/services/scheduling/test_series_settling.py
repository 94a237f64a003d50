"""A reminder that repeats has exactly one time ahead that the user has not settled, whatever was done to it before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.reach import Reach
from crm_desktop.domain.reminders import RepeatFrom
from tests.support.clock import FixedClock
from tests.support.home import TODAY, only_reminder, reminder_draft
from tests.support.notifications import FakeNotifier
from tests.support.notified import Desk

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def desk(core: Core) -> Desk:
    return Desk(core, FakeNotifier())


def _planned(core: Core) -> list[date]:
    rows = core.database.reader().execute(
        "SELECT planned_day FROM occurrences WHERE ended_at IS NULL ORDER BY planned_day"
    )
    return [date.fromisoformat(day) for (day,) in rows]


def test_after_a_snooze_ahead_of_its_time_the_next_days_come_all_the_same(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft(day=TOMORROW, rule="FREQ=DAILY"))
    desk.core.services.reminders.snooze(only_reminder(desk.core).occurrence_id, TODAY + timedelta(days=9), time(12, 0))
    assert _planned(desk.core) == [TOMORROW, TODAY + timedelta(days=2)]
    for _ in range(4):
        clock.advance(days=1)
        desk.check()
    assert _planned(desk.core) == [TODAY + timedelta(days=number) for number in range(1, 6)]


def test_taking_a_rarer_repetition_back_brings_the_days_between_back(desk: Desk, clock: FixedClock) -> None:
    reminder = desk.core.services.reminders.add(reminder_draft(day=TOMORROW, rule="FREQ=DAILY"))
    desk.core.services.reminders.edit(reminder, reminder_draft(day=TOMORROW, rule="FREQ=WEEKLY"))
    clock.advance(days=1)
    desk.check()
    assert _planned(desk.core) == [TOMORROW, TOMORROW + timedelta(days=7)]
    desk.core.services.undoing.undo()
    assert _planned(desk.core) == [TOMORROW, TOMORROW + timedelta(days=1)]


def test_a_repetition_that_becomes_a_single_day_has_one_time(desk: Desk, clock: FixedClock) -> None:
    reminder = desk.core.services.reminders.add(reminder_draft(day=TOMORROW, rule="FREQ=DAILY"))
    clock.advance(days=1)
    desk.check()
    desk.core.services.reminders.edit(reminder, reminder_draft(day=TODAY + timedelta(days=8)))
    assert _planned(desk.core) == [TODAY + timedelta(days=8)]
    desk.core.services.undoing.undo()
    desk.check()
    desk.core.services.undoing.redo()
    assert TODAY + timedelta(days=8) in _planned(desk.core)


def test_taking_a_repetition_whose_first_day_is_left_out_back_brings_back_what_was_due(
    desk: Desk, clock: FixedClock
) -> None:
    reminder = desk.core.services.reminders.add(
        reminder_draft(day=TOMORROW, rule="FREQ=WEEKLY", repeat_from=RepeatFrom.DONE)
    )
    # With another one behind it, the number of its occurrence is not given out again.
    other = TODAY + timedelta(days=30)
    desk.core.services.reminders.add(reminder_draft("Another", day=other))
    clock.advance(days=1)
    desk.check()
    later = TODAY + timedelta(days=8)
    desk.core.services.reminders.edit(reminder, reminder_draft(day=later, rule="FREQ=DAILY", except_days=(later,)))
    assert _planned(desk.core) == [later + timedelta(days=1), other]
    desk.core.services.undoing.undo()
    assert _planned(desk.core) == [TOMORROW, other]


def test_nothing_comes_of_a_repetition_all_of_whose_days_are_left_out(desk: Desk) -> None:
    reminder = desk.core.services.reminders.add(reminder_draft(day=TOMORROW, rule="FREQ=DAILY"))
    desk.core.services.reminders.snooze(only_reminder(desk.core).occurrence_id, TODAY + timedelta(days=9), time(12, 0))
    before = _planned(desk.core)
    later = TODAY + timedelta(days=8)
    once = reminder_draft(day=later, rule="FREQ=DAILY;COUNT=1", repeat_from=RepeatFrom.DONE, except_days=(later,))
    desk.core.services.reminders.edit(reminder, once)
    assert _planned(desk.core) == []
    desk.core.services.undoing.undo()
    assert _planned(desk.core) == before


def test_a_time_done_ahead_does_not_hide_the_days_before_it(desk: Desk, clock: FixedClock) -> None:
    reminder = desk.core.services.reminders.add(reminder_draft(day=TODAY + timedelta(days=6), rule="FREQ=DAILY"))
    desk.core.services.reminders.done(only_reminder(desk.core).occurrence_id)
    desk.core.services.reminders.edit(reminder, reminder_draft(day=TOMORROW, rule="FREQ=DAILY"))
    clock.advance(days=9)
    desk.check()
    desk.check()
    ahead = [1, 2, 3, 4, 5, 7, 8, 9, 10]
    assert _planned(desk.core) == [TODAY + timedelta(days=number) for number in ahead]


def test_a_whole_day_snooze_of_a_reminder_with_its_own_zone_is_the_users_day(desk: Desk, clock: FixedClock) -> None:
    desk.core.services.reminders.add(reminder_draft(zone="Pacific/Chatham"))
    desk.core.services.reminders.snooze(only_reminder(desk.core).occurrence_id, TOMORROW, None)
    before = only_reminder(desk.core).fires_at
    desk.core.services.reckoning.realign()
    assert only_reminder(desk.core).fires_at == before


@pytest.mark.parametrize("rule", ["", "FREQ=MONTHLY"])
def test_a_single_time_comes_back_with_an_undo_though_days_of_an_earlier_rule_were_left_beside_it(
    rule: str, desk: Desk, clock: FixedClock
) -> None:
    services = desk.core.services
    reminder = services.reminders.add(reminder_draft(day=TOMORROW, rule="FREQ=DAILY"))
    planned = reminder_draft(day=TODAY + timedelta(days=60), rule=rule, repeat_from=RepeatFrom.DONE)
    services.reminders.edit(reminder, planned)
    clock.advance(days=5)
    desk.check()
    services.undoing.undo()
    desk.check()
    services.undoing.redo()
    desk.check()
    services.reminders.edit(reminder, reminder_draft(day=TODAY + timedelta(days=90)))
    services.undoing.undo()
    desk.check()
    assert planned.day in _planned(desk.core)


def test_a_day_that_had_passed_when_it_was_written_is_not_made_up_further_west(desk: Desk, clock: FixedClock) -> None:
    services = desk.core.services
    clock.set(datetime(2026, 11, 24, 0, 30))  # noqa: DTZ001 - wall time in Berlin, still the 23rd in New York
    reminder = services.reminders.add(reminder_draft(day=date(2026, 10, 1), at=time(14), rule="FREQ=WEEKLY;BYDAY=MO"))
    desk.check()
    services.reminders.done(only_reminder(desk.core).occurrence_id)
    clock.travel("America/New_York")
    clock.advance(days=2)
    desk.check()
    services.reminders.edits.remove(reminder, date(2026, 11, 30), Reach.FOLLOWING)
    desk.check()
    assert _planned(desk.core) == []
