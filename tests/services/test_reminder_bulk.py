"""Many reminders in one step, and one moved to another day: what moves, what stays, and that one undo takes it back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ImportantDate
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.services.reminder_bulk import Postponement, Stopped
from crm_desktop.services.settings import WORK_DAYS
from tests.services.scheduling.hearing import hear
from tests.support.clock import FixedClock
from tests.support.home import TODAY, only_reminder, person, reminder_draft


def quiet(_done: int, _total: int) -> None:
    """Nobody looks at the progress."""


def never() -> bool:
    """Nobody stops it."""
    return False


def state(core: Core) -> list[tuple[str, date, time | None, bool]]:
    return [(row.text, row.day, row.at, row.moved) for row in core.services.reminders.agenda()]


def add(core: Core, text: str = "Call", day: date = TODAY, at: time | None = time(18), **more: object) -> ReminderRow:
    number = core.services.reminders.add(reminder_draft(text, day, at, **more))
    return next(row for row in core.services.reminders.agenda() if row.reminder_id == number)


def test_what_comes_once_has_another_day_of_its_own(core: Core) -> None:
    row = add(core)
    core.services.reminders.move(row.occurrence_id, date(2026, 12, 1))
    moved = only_reminder(core)
    assert (moved.day, moved.at, moved.start_day, moved.planned_day, moved.moved) == (
        date(2026, 12, 1), time(18), date(2026, 12, 1), date(2026, 12, 1), False,
    )  # fmt: skip
    assert moved.fires_at == datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
    core.services.undoing.undo()
    assert only_reminder(core) == row
    core.services.undoing.redo()
    assert only_reminder(core) == moved


def test_of_what_repeats_only_this_time_moves(core: Core) -> None:
    row = add(core, rule="FREQ=WEEKLY")
    core.services.reminders.move(row.occurrence_id, date(2026, 11, 26))
    moved = only_reminder(core)
    assert (moved.day, moved.planned_day, moved.start_day, moved.moved) == (date(2026, 11, 26), TODAY, TODAY, True)
    core.services.reminders.done(moved.occurrence_id)
    assert only_reminder(core).day == date(2026, 12, 1)
    core.services.undoing.undo()
    core.services.undoing.undo()
    assert only_reminder(core) == row


def test_a_time_of_another_zone_stays_that_time_there(core: Core) -> None:
    # Friday, 06:00 in Tokyo is Thursday, 22:00 here.
    row = add(core, day=date(2026, 11, 27), at=time(6), zone="Asia/Tokyo")
    core.services.reminders.move(row.occurrence_id, date(2026, 11, 30))
    moved = only_reminder(core)
    assert (moved.day, moved.at, moved.zone) == (date(2026, 12, 1), time(6), "Asia/Tokyo")
    assert moved.fires_at == datetime(2026, 11, 30, 21, 0, tzinfo=UTC)


def test_a_day_that_is_over_is_refused_and_nothing_changed(core: Core) -> None:
    row = add(core)
    with pytest.raises(InvalidInput) as refused:
        core.services.reminders.move(row.occurrence_id, TODAY - timedelta(days=1))
    assert refused.value.field == "day"
    assert only_reminder(core) == row


def test_a_snoozed_one_keeps_the_time_it_was_snoozed_to(core: Core) -> None:
    row = add(core)
    core.services.reminders.snooze(row.occurrence_id, TODAY, time(20, 15))
    core.services.reminders.move(row.occurrence_id, date(2026, 11, 26))
    core.services.reckoning.catch_up()
    assert state(core) == [("Call", date(2026, 11, 26), time(20, 15), False)]


def test_what_came_due_several_times_moves_as_one(core: Core, clock: FixedClock) -> None:
    add(core, at=time(11), rule="FREQ=DAILY")
    for _ in range(3):
        clock.advance(days=1)
        hear(core)
    row = only_reminder(core)
    assert (row.day, row.open_count) == (TODAY, 3)
    core.services.reminders.move(row.occurrence_id, date(2026, 11, 30))
    assert core.services.reminders.due() == []
    core.services.undoing.undo()
    assert only_reminder(core) == row


def test_each_is_postponed_from_its_own_day_or_from_today(core: Core) -> None:
    rows = [add(core, "late", TODAY - timedelta(days=9)), add(core, "ahead", TODAY + timedelta(days=4), None)]
    bulk = core.services.bulk
    assert bulk.postpone([row.occurrence_id for row in rows], Postponement(days=2), quiet, never) == 2
    assert state(core) == [
        ("late", TODAY + timedelta(days=2), time(18), False),
        ("ahead", TODAY + timedelta(days=6), None, False),
    ]
    core.services.undoing.undo()
    assert [row.day for row in core.services.reminders.agenda()] == [row.day for row in rows]


@pytest.mark.parametrize(
    ("days", "expected"), [("0,1,2,3,4,5,6", date(2026, 11, 30)), ("5,1", date(2026, 11, 28)), ("1", date(2026, 12, 1))]
)
def test_the_next_work_day_is_as_the_setting_says(core: Core, days: str, expected: date) -> None:
    core.services.settings.set(WORK_DAYS.name, days)
    row = add(core, day=date(2026, 11, 27))
    core.services.bulk.postpone([row.occurrence_id], Postponement(work_day=True), quiet, never)
    assert only_reminder(core).day == expected


def test_stopping_leaves_everything_as_it_was(core: Core) -> None:
    rows = [add(core, f"Number {number}") for number in range(5)]
    before = core.services.reminders.agenda()
    seen: list[int] = []
    with pytest.raises(Stopped):
        core.services.bulk.done(
            [row.occurrence_id for row in rows], lambda done, _total: seen.append(done), lambda: len(seen) == 3
        )
    assert seen == [0, 1, 2]
    assert core.services.reminders.agenda() == before
    assert core.services.undoing.undo() is not None
    assert len(core.services.reminders.agenda()) == 4


def test_what_is_gone_or_ended_meanwhile_is_passed_by(core: Core) -> None:
    rows = [add(core, f"Number {number}") for number in range(3)]
    core.services.reminders.done(rows[0].occurrence_id)
    core.services.reminders.delete(rows[1].reminder_id)
    assert core.services.bulk.done([row.occurrence_id for row in rows], quiet, never) == 1
    assert core.services.reminders.agenda() == []


def test_done_many_come_again_where_they_repeat_and_one_undo_takes_all_back(core: Core) -> None:
    rows = [add(core, "weekly", rule="FREQ=WEEKLY"), add(core, "once")]
    before = core.services.reminders.agenda()
    core.services.bulk.done([row.occurrence_id for row in rows], quiet, never)
    assert state(core) == [("weekly", TODAY + timedelta(days=7), time(18), False)]
    label = core.services.undoing.undo()
    assert str(label) == "Done: 2 reminders"
    assert core.services.reminders.agenda() == before


def test_a_birthday_among_those_deleted_is_left_out_this_time_only(core: Core) -> None:
    lea = core.services.contacts.add(person("Lea Brandt"))
    core.services.contacts.save_date(lea, None, ImportantDate("birthday", "1990-11-26"))
    add(core, "once")
    core.services.reckoning.catch_up()
    wanted = [row.occurrence_id for row in core.services.reminders.agenda()]
    assert len(wanted) == 2
    assert core.services.bulk.delete(wanted, quiet, never) == 2
    core.services.reckoning.catch_up()
    assert core.services.reminders.agenda() == []
    page = core.services.contacts.page(lea)
    assert page is not None
    assert len(page.dates) == 1
    core.services.undoing.undo()
    assert len(core.services.reminders.agenda()) == 2


def test_shifting_backwards_into_the_past_is_refused_as_a_whole(core: Core) -> None:
    rows = [add(core, "today"), add(core, "ahead", TODAY + timedelta(days=4))]
    before = state(core)
    with pytest.raises(InvalidInput):
        core.services.bulk.shift([row.occurrence_id for row in reversed(rows)], -1, quiet, never)
    assert state(core) == before
