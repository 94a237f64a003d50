"""A time of a reminder that is opened again stands, whatever its rule says by then, and what was open beside it comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ImportantDate
from crm_desktop.domain.reminders import ReminderDraft, RepeatFrom
from tests.storage.dump import canonical_dump
from tests.support.clock import FixedClock
from tests.support.home import TODAY, only_reminder, person, reminder_draft

TOMORROW = TODAY + timedelta(days=1)
LATER = TODAY + timedelta(days=8)

EDITS = {
    "rarer, from later on": reminder_draft("Ring", day=LATER, rule="FREQ=WEEKLY"),
    "its day left out": reminder_draft("Ring", day=TODAY, rule="FREQ=DAILY", except_days=(TOMORROW,)),
    "begins earlier, on other days": reminder_draft("Ring", day=TODAY - timedelta(days=3), rule="FREQ=WEEKLY"),
    "once, later": reminder_draft("Ring", day=LATER),
    "once, on the day that was done": reminder_draft("Ring", day=TOMORROW),
    "the same day once more": reminder_draft("Ring", day=TOMORROW, rule="FREQ=DAILY"),
    "counted from done": reminder_draft("Ring", day=LATER, rule="FREQ=DAILY", repeat_from=RepeatFrom.DONE),
    "counted from done, on the day that was done": reminder_draft(
        "Ring", day=TOMORROW, rule="FREQ=DAILY", repeat_from=RepeatFrom.DONE
    ),
    "every day left out": reminder_draft("Ring", day=LATER, rule="FREQ=DAILY;COUNT=1", except_days=(LATER,)),
}


def _open(core: Core) -> list[tuple[int, date]]:
    rows = core.database.reader().execute("SELECT id, planned_day FROM occurrences WHERE ended_at IS NULL ORDER BY id")
    return [(number, date.fromisoformat(day)) for number, day in rows]


def _reckon(core: Core) -> None:
    core.services.reckoning.ask_for_all("reminder")
    core.services.reckoning.catch_up()


@pytest.mark.parametrize("since", RepeatFrom)
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("days", [0, 4])
def test_what_is_opened_again_after_its_rule_was_changed_stands_and_every_step_can_be_undone_and_redone(
    core: Core, clock: FixedClock, since: RepeatFrom, edit: ReminderDraft, days: int
) -> None:
    reminders, undoing = core.services.reminders, core.services.undoing
    reminder = reminders.add(reminder_draft(day=TOMORROW, rule="FREQ=DAILY", repeat_from=since))
    ended = only_reminder(core).occurrence_id
    steps: tuple[Callable[[], object], ...] = (
        lambda: reminders.done(ended),
        lambda: reminders.edit(reminder, edit),
        lambda: reminders.reopen(ended),
    )
    dumps = [canonical_dump(core.database.writer)]
    for step in steps:
        step()
        dumps.append(canonical_dump(core.database.writer))
    clock.advance(days=days)
    _reckon(core)
    assert ended in dict(_open(core))
    for before in reversed(dumps[:-1]):
        undoing.undo()
        _reckon(core)
        assert canonical_dump(core.database.writer) == before
    for after in dumps[1:]:
        undoing.redo()
        _reckon(core)
        assert canonical_dump(core.database.writer) == after
    assert ended in dict(_open(core))


def _undone_and_redone(core: Core, before: str) -> None:
    after = canonical_dump(core.database.writer)
    core.services.undoing.undo()
    assert canonical_dump(core.database.writer) == before
    core.services.undoing.redo()
    assert canonical_dump(core.database.writer) == after
    core.services.undoing.undo()


def test_one_that_was_done_long_ahead_stands_beside_the_next_when_it_is_opened_again(core: Core) -> None:
    reminders = core.services.reminders
    reminder = reminders.add(reminder_draft(day=LATER, rule="FREQ=DAILY"))
    ended = only_reminder(core).occurrence_id
    reminders.done(ended)
    reminders.edit(reminder, reminder_draft(day=TOMORROW, rule="FREQ=DAILY"))
    before = canonical_dump(core.database.writer)
    reminders.reopen(ended)
    assert sorted(day for _number, day in _open(core)) == [TOMORROW, LATER]
    _undone_and_redone(core, before)
    assert [day for _number, day in _open(core)] == [TOMORROW]


def test_two_that_were_put_off_and_come_to_one_day_by_an_edit_are_put_off_again_with_an_undo(core: Core) -> None:
    reminders = core.services.reminders
    reminder = reminders.add(reminder_draft(day=TOMORROW, rule="FREQ=DAILY"))
    for _ in range(2):
        (ahead,) = [number for number, day in _open(core) if day == max(day for _number, day in _open(core))]
        reminders.snooze(ahead, LATER, time(12))
    before = canonical_dump(core.database.writer)
    reminders.edit(reminder, reminder_draft(day=TOMORROW + timedelta(days=1), rule="FREQ=DAILY"))
    _undone_and_redone(core, before)


def test_opening_what_is_open_changes_nothing(core: Core) -> None:
    core.services.reminders.add(reminder_draft(day=TOMORROW, rule="FREQ=DAILY", repeat_from=RepeatFrom.DONE))
    row = only_reminder(core)
    core.services.reminders.reopen(row.occurrence_id)
    assert only_reminder(core) == row


def test_days_that_passed_and_were_skipped_are_ended_again_when_all_of_it_is_redone_later(
    core: Core, clock: FixedClock
) -> None:
    reminders, undoing = core.services.reminders, core.services.undoing
    reminder = reminders.add(reminder_draft(day=TODAY, rule="FREQ=DAILY", repeat_from=RepeatFrom.DONE))
    ended = only_reminder(core).occurrence_id
    reminders.edit(reminder, reminder_draft(day=TODAY + timedelta(days=1), rule="FREQ=DAILY;INTERVAL=2"))
    reminders.edit(reminder, reminder_draft(day=TODAY + timedelta(days=5), rule="FREQ=DAILY;COUNT=3"))
    clock.advance(days=9)
    before = canonical_dump(core.database.writer)
    reminders.skip(ended)
    after = canonical_dump(core.database.writer)
    assert _open(core) == []
    for _ in range(3):
        undoing.undo()
    for _ in range(3):
        undoing.redo()
    assert canonical_dump(core.database.writer) == after
    undoing.undo()
    assert canonical_dump(core.database.writer) == before
    assert [day for _number, day in _open(core)] == [TODAY + timedelta(days=number) for number in (5, 6, 7)]


def _ended_birthday(core: Core) -> tuple[int, int, int]:
    """The contact, the yearly day and the occurrence of a birthday that was done ahead of its day, tomorrow."""
    contact = core.services.contacts.add(person(dates=(ImportantDate("birthday", f"--{TOMORROW:%m-%d}"),)))
    core.services.reckoning.catch_up()
    ended = only_reminder(core).occurrence_id
    core.services.reminders.done(ended)
    page = core.services.contacts.page(contact)
    assert page is not None
    return contact, page.dates[0].id, ended


@pytest.mark.parametrize("days", [0, 4])
@pytest.mark.parametrize("change", ["another day", "no notice", "the next one done as well"])
def test_a_birthday_that_is_opened_again_stands_on_its_day_whatever_changed_since(
    core: Core, clock: FixedClock, change: str, days: int
) -> None:
    contact, stored, ended = _ended_birthday(core)
    if change == "another day":
        core.services.contacts.save_date(contact, stored, ImportantDate("birthday", f"--{LATER:%m-%d}"))
    elif change == "no notice":
        core.services.contacts.save_notice(contact, stored, "off")
    else:
        ((ahead, _day),) = _open(core)
        core.services.reminders.done(ahead)
    clock.advance(days=days)
    core.services.reckoning.ask_for_all("date")
    core.services.reckoning.catch_up()
    before = _open(core)
    core.services.reminders.reopen(ended)
    after = _open(core)
    assert (ended, TOMORROW) in after
    for expected, step in ((before, core.services.undoing.undo), (after, core.services.undoing.redo)) * 2:
        step()
        core.services.reckoning.ask_for_all("date")
        core.services.reckoning.catch_up()
        assert _open(core) == expected


def test_a_birthday_that_is_opened_again_on_a_day_of_the_calendar_lies_ahead_alone(core: Core) -> None:
    _contact, _stored, ended = _ended_birthday(core)
    core.services.reminders.reopen(ended)
    assert _open(core) == [(ended, TOMORROW)]
