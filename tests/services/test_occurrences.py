"""Occurrences of repeating reminders: each has its own state, the next is always there, and what is derived follows the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.reminders import OccurrenceState, RepeatFrom
from tests.support.clock import FixedClock
from tests.support.home import TODAY, only_reminder, reminder_draft
from tests.support.notifications import FakeNotifier


def _watched(core: Core) -> FakeNotifier:
    """Notifications on a desktop that shows them at once."""
    notifier = FakeNotifier()
    core.services.reckoning.realign()
    core.services.notifying.start(notifier, lambda job, done: done(job()), lambda *_: None, lambda _: None)
    return notifier


def _open_days(core: Core) -> list[str]:
    """The days of all open occurrences, also those that lists fold into one line."""
    query = "SELECT due_day FROM occurrences WHERE ended_at IS NULL ORDER BY fires_at"
    return [row[0] for row in core.database.reader().execute(query)]


def _days_pass(core: Core, clock: FixedClock, days: int) -> None:
    for _ in range(days):
        clock.advance(days=1)
        core.services.notifying.check()
        # The next look, half a minute later, reckons what comes after that which was just shown.
        core.services.notifying.check()


def test_a_weekly_reminder_that_nobody_ended_is_heard_again_the_week_after(core: Core, clock: FixedClock) -> None:
    notifier = _watched(core)
    core.services.reminders.add(reminder_draft("Water the plants", TODAY, time(11), rule="FREQ=WEEKLY"))
    _days_pass(core, clock, 15)
    assert [shown.title for shown in notifier.shown] == ["Water the plants"] * 3
    assert len({shown.key for shown in notifier.shown}) == 3, "each time is one of its own"
    assert _open_days(core) == ["2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15"]
    row = only_reminder(core)
    assert (row.day, row.open_count, row.state) == (TODAY, 3, OccurrenceState.SHOWN)


def test_done_ends_the_latest_that_is_due_and_skips_those_before_it_in_one_step(core: Core, clock: FixedClock) -> None:
    _watched(core)
    core.services.reminders.add(reminder_draft("Water the plants", TODAY, time(11), rule="FREQ=WEEKLY"))
    _days_pass(core, clock, 15)
    core.services.reminders.done(only_reminder(core).occurrence_id)
    assert [(row.day.isoformat(), row.ended_as) for row in core.services.reminders.ended()] == [
        ("2026-12-08", "done"),
        ("2026-12-01", "skipped"),
        ("2026-11-24", "skipped"),
    ]
    assert _open_days(core) == ["2026-12-15"]
    core.services.undoing.undo()
    assert only_reminder(core).open_count == 3
    assert _open_days(core) == ["2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15"]


def test_snoozing_what_was_missed_several_times_leaves_one_of_them(core: Core, clock: FixedClock) -> None:
    notifier = _watched(core)
    core.services.reminders.add(reminder_draft("Water the plants", TODAY, time(11), rule="FREQ=WEEKLY"))
    _days_pass(core, clock, 15)
    core.services.reminders.snooze_for(only_reminder(core).occurrence_id, timedelta(hours=2))
    row = only_reminder(core)
    assert (row.open_count, row.state) == (1, OccurrenceState.SNOOZED)
    before = len(notifier.shown)
    clock.advance(hours=2)
    core.services.notifying.check()
    assert len(notifier.shown) > before


def test_two_months_with_the_program_closed_leave_every_missed_day_due_and_one_ahead(
    core: Core, clock: FixedClock
) -> None:
    core.services.reminders.add(reminder_draft("Water the plants", TODAY, None, rule="FREQ=DAILY;INTERVAL=10"))
    clock.advance(days=61)
    notifier = _watched(core)
    for _ in range(3):
        core.services.notifying.check()
    assert only_reminder(core).open_count == 7
    assert _open_days(core)[-1] == "2027-02-02"
    assert len(notifier.shown) <= 2, "one word about all of it, or two, not seven"


def test_a_day_left_out_never_comes_due(core: Core, clock: FixedClock) -> None:
    notifier = _watched(core)
    left_out = (date(2026, 11, 25), date(2026, 11, 26))
    core.services.reminders.add(
        reminder_draft("Stretch", TODAY, time(11), rule="FREQ=DAILY;COUNT=4", except_days=left_out)
    )
    _days_pass(core, clock, 6)
    assert [notice.key for notice in notifier.shown] == [notice.key for notice in notifier.shown[:2]]
    assert _open_days(core) == ["2026-11-24", "2026-11-27"]


def test_a_count_from_completion_ends_after_so_many(core: Core, clock: FixedClock) -> None:
    draft = reminder_draft("Clean", TODAY, None, rule="FREQ=DAILY;INTERVAL=2;COUNT=2", repeat_from=RepeatFrom.DONE)
    core.services.reminders.add(draft)
    clock.advance(days=3)
    core.services.reminders.done(only_reminder(core).occurrence_id)
    assert only_reminder(core).day == date(2026, 11, 29)
    core.services.reminders.done(only_reminder(core).occurrence_id)
    assert core.services.reminders.agenda() == []


def test_what_was_heard_is_not_heard_again_in_another_zone(core: Core, clock: FixedClock) -> None:
    notifier = _watched(core)
    core.services.reminders.add(reminder_draft("Call", TODAY, time(10, 30)))
    clock.advance(hours=1)
    core.services.notifying.check()
    assert len(notifier.shown) == 1
    clock.travel("America/New_York")
    for _ in range(3):
        core.services.notifying.check()
    clock.advance(hours=8)
    core.services.notifying.check()
    assert len(notifier.shown) == 1


def test_what_was_put_off_to_a_time_keeps_its_moment_and_shows_the_wall_time_of_the_new_zone(
    core: Core, clock: FixedClock
) -> None:
    core.services.reckoning.realign()
    core.services.reminders.add(reminder_draft())
    core.services.reminders.snooze(only_reminder(core).occurrence_id, date(2026, 11, 25), time(9))
    moment = only_reminder(core).fires_at
    clock.travel("Asia/Tokyo")
    core.services.reckoning.realign()
    row = only_reminder(core)
    assert (row.fires_at, row.day, row.at) == (moment, date(2026, 11, 25), time(17))


def test_a_change_of_zone_is_told_until_it_was_seen(core: Core, clock: FixedClock) -> None:
    core.services.reckoning.realign()
    core.services.reminders.add(reminder_draft("Floating", date(2026, 12, 1)))
    core.services.reminders.add(reminder_draft("Fixed", date(2026, 12, 1), zone="Europe/Warsaw"))
    assert core.services.reckoning.moved_zones() is None
    clock.travel("Asia/Tokyo")
    core.services.reckoning.realign()
    assert core.services.reckoning.moved_zones() == ("Europe/Berlin", "Asia/Tokyo", 1, 1)
    core.services.reckoning.zone_seen()
    assert core.services.reckoning.moved_zones() is None


def test_a_changed_rule_takes_derived_days_away_and_undo_brings_them_back(core: Core, clock: FixedClock) -> None:
    _watched(core)
    core.services.reminders.add(reminder_draft("Report", TODAY, time(11), rule="FREQ=DAILY"))
    _days_pass(core, clock, 1)
    before = _open_days(core)
    row = only_reminder(core)
    core.services.reminders.edit(
        row.reminder_id, reminder_draft("Report", date(2026, 11, 30), time(8), rule="FREQ=MONTHLY")
    )
    assert _open_days(core) == ["2026-11-30"]
    core.services.undoing.undo()
    assert _open_days(core) == before
    core.services.undoing.redo()
    assert _open_days(core) == ["2026-11-30"]


def test_a_change_of_words_alone_moves_nothing(core: Core, clock: FixedClock) -> None:
    _watched(core)
    core.services.reminders.add(reminder_draft("Report", TODAY, time(11), rule="FREQ=DAILY"))
    _days_pass(core, clock, 2)
    before = _open_days(core)
    row = only_reminder(core)
    core.services.reminders.edit(row.reminder_id, reminder_draft("The report", TODAY, time(11), rule="FREQ=DAILY"))
    assert (_open_days(core), only_reminder(core).text) == (before, "The report")


@pytest.mark.parametrize(
    ("zone", "day", "at", "instant"),
    [
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),  # gap: 03:00
        ("Europe/Berlin", date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # the first
        ("Australia/Lord_Howe", date(2027, 10, 3), time(2, 15), datetime(2027, 10, 2, 15, 30, tzinfo=UTC)),
        ("America/New_York", date(2027, 11, 7), time(1, 30), datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),
    ],
)
def test_a_time_in_the_hour_of_a_clock_change_is_heard_once(
    zone: str, day: date, at: time, instant: datetime, core: Core, clock: FixedClock
) -> None:
    clock.set(instant - timedelta(days=1))
    clock.travel(zone)
    notifier = _watched(core)
    core.services.reminders.add(reminder_draft("Wake", day, at))
    assert only_reminder(core).fires_at == instant
    clock.set(instant - timedelta(minutes=2))
    for _ in range(16 * 60):
        clock.advance(seconds=15)
        core.services.notifying.check()
    assert len(notifier.shown) == 1


def test_new_rules_of_a_time_zone_move_what_was_not_heard_and_keep_its_wall_time(core: Core, clock: FixedClock) -> None:
    core.services.reckoning.realign()
    core.services.reminders.add(reminder_draft("Fixed", date(2026, 12, 1), time(9), zone="Europe/Warsaw"))
    right = only_reminder(core).fires_at
    # As if it had been reckoned by a table that had Warsaw an hour further east.
    core.database.writer.execute("UPDATE occurrences SET fires_at = fires_at - 3600")
    core.services.notifying.check()
    assert only_reminder(core).fires_at != right
    clock.rules = "2026c"
    assert core.services.reckoning.behind()
    core.services.reckoning.catch_up()
    assert (only_reminder(core).fires_at, only_reminder(core).at) == (right, time(9))


def test_done_ends_the_days_too_that_passed_while_nothing_could_be_heard(core: Core, clock: FixedClock) -> None:
    core.services.reminders.add(reminder_draft("Water the plants", TODAY, time(11), rule="FREQ=DAILY"))
    clock.advance(days=3, hours=2)
    core.services.reminders.done(only_reminder(core).occurrence_id)
    row = only_reminder(core)
    assert (row.day, row.open_count) == (date(2026, 11, 28), 1)
    assert [each.ended_as for each in core.services.reminders.ended()] == ["done", "skipped", "skipped", "skipped"]
    core.services.undoing.undo()
    assert only_reminder(core).day == TODAY
