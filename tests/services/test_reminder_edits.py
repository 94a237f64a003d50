"""Only this one, this and all following, or all: against a plain model (lists of days), with undo and redo."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import NotFound
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reach import Reach
from crm_desktop.domain.reminders import ReminderDraft, RepeatFrom
from crm_desktop.services.reminder_edits import Editing
from crm_desktop.storage.queries import overlaps, scheduling
from crm_desktop.storage.queries import reminder_edits as queries
from tests.support.clock import FixedClock
from tests.support.home import TODAY, only_reminder, opened_home, person, reminder_draft

LAST = TODAY + timedelta(days=400)
RULES = (
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3;COUNT=9",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270210",
    "FREQ=WEEKLY;COUNT=7",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
    "FREQ=MONTHLY;BYDAY=2TU;COUNT=6",
)


@dataclass(frozen=True)
class Plain:
    """What a reminder is in the model: its words and its days up to LAST."""

    text: str
    days: tuple[date, ...]


def plain_days(draft: ReminderDraft) -> tuple[date, ...]:
    if not draft.rule:
        return (draft.day,)
    begin = datetime.combine(draft.day, time.min)
    found = rrulestr(draft.rule, dtstart=begin).between(begin, datetime.combine(LAST, time.min), inc=True)
    return tuple(sorted(({each.date() for each in found} | {draft.day}) - set(draft.except_days)))


def stored(core: Core, number: int) -> ReminderDraft:
    found = queries.stored(core.database.reader(), number)
    assert found is not None
    return found


def numbers(core: Core) -> list[int]:
    return [row[0] for row in core.database.reader().execute("SELECT id FROM reminders ORDER BY id")]


def state(core: Core) -> dict[int, Plain]:
    """Every reminder as the file has it, once whatever waited is reckoned."""
    core.services.reckoning.catch_up()
    return {number: Plain(stored(core, number).text, plain_days(stored(core, number))) for number in numbers(core)}


def open_days(core: Core, number: int) -> list[date]:
    return [each.planned_day for each in scheduling.open_occurrences(core.database.reader(), number)]


def check_open(core: Core, model: dict[int, Plain], today: date) -> None:
    """What is open are days of the model; all that have come are among them, and one that is ahead."""
    for number, plain in model.items():
        opened = open_days(core, number)
        assert len(opened) == len(set(opened)), "no day twice"
        assert set(opened) <= set(plain.days)
        assert {day for day in plain.days if day <= today} <= set(opened), "nothing overdue is lost"
        if plain.days and plain.days[-1] > today:
            assert opened
            assert max(opened) > today, "the next one will be heard"


def edit_at_random(core: Core, chance: random.Random, model: dict[int, Plain]) -> None:
    """One change or deletion, in the program and in the model."""
    number = chance.choice([number for number in model if open_days(core, number)])
    # Also a day that only its rule has so far.
    before = model[number]
    day = chance.choice([*open_days(core, number), *before.days[:8]])
    day = max(day, min(open_days(core, number)))
    reach = chance.choice(list(Reach))
    repeats = bool(stored(core, number).rule)
    first_of_all = not repeats or not [each for each in plain_days(stored(core, number)) if each < day]
    whole = reach is Reach.ALL or not repeats or (reach is Reach.FOLLOWING and first_of_all)
    if chance.random() < 0.4:
        core.services.reminders.edits.remove(number, day, reach)
        del model[number]
        if not whole:
            left = [each for each in before.days if each != day and (each < day or reach is Reach.THIS)]
            if left:
                model[number] = Plain(before.text, tuple(left))
        return
    editing = core.services.reminders.edits.editing_on(number, day)
    assert editing.asks == repeats
    text = f"text {chance.randrange(1000)}"
    draft = replace(editing.planned, text=text, at=chance.choice((None, editing.planned.at)))
    alone = TODAY + timedelta(days=chance.randrange(390)) if reach is Reach.THIS and repeats else day
    draft = replace(draft, day=alone)
    added = core.services.reminders.edits.change(number, day, draft, reach)
    timed = (draft.at, draft.zone) != (editing.planned.at, editing.planned.zone)
    if whole:
        # A changed time makes the reminder begin at its first open one.
        first = min(open_days(core, number)) if timed and repeats else date.min
        model[number] = Plain(text, tuple(each for each in before.days if each >= first))
    elif reach is Reach.THIS:
        model[number] = Plain(before.text, tuple(each for each in before.days if each != day))
        model[added] = Plain(text, (alone,))
    else:
        model[number] = Plain(before.text, tuple(each for each in before.days if each < day))
        model[added] = Plain(text, tuple(each for each in before.days if each >= day))
    if not model[number].days:
        del model[number]


@pytest.mark.parametrize("seed", [*range(6), 102, 124])
def test_random_edits_keep_to_plain_lists_of_days_and_can_be_taken_back(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    clock = FixedClock()
    with opened_home(tmp_path, clock) as core:
        for number in range(4):
            start = TODAY + timedelta(days=chance.randrange(10))
            draft = reminder_draft(f"reminder {number}", start, time(9, number), rule=chance.choice(RULES))
            core.services.reminders.add(draft)
        clock.advance(days=chance.choice((0, 12, 40)))
        core.services.reckoning.ask_for_all("reminder")
        model = state(core)
        history = [dict(model)]
        for _ in range(8):
            if not any(open_days(core, number) for number in model):
                break
            edit_at_random(core, chance, model)
            assert state(core) == model
            check_open(core, model, clock.now().date())
            history.append(dict(model))
        for earlier in reversed(history[:-1]):
            assert core.services.undoing.undo() is not None
            assert state(core) == earlier
            check_open(core, earlier, clock.now().date())
        for later in history[1:]:
            assert core.services.undoing.redo() is not None
            assert state(core) == later
            check_open(core, later, clock.now().date())


# ------------------------------------------------------------------------------------------------ by example


def weekly(core: Core, **more: object) -> ReminderRow:
    """Mondays at 9:00 from next Monday on, ten times."""
    rule = {"rule": "FREQ=WEEKLY;BYDAY=MO;COUNT=10", **more}
    core.services.reminders.add(reminder_draft("Weekly call", date(2026, 11, 30), time(9), **rule))
    return only_reminder(core)


def editing_of(core: Core, row: ReminderRow) -> Editing:
    return core.services.reminders.edits.editing(row.occurrence_id)


def agenda(core: Core) -> list[tuple[str, date, time | None]]:
    return [(row.text, row.day, row.at) for row in core.services.reminders.agenda()]


def pass_days(core: Core, clock: FixedClock, days: int) -> None:
    """Time passes, and the reminders come due unheard."""
    clock.advance(days=days)
    core.services.reckoning.ask_for_all("reminder")
    core.services.reckoning.catch_up()


def test_only_this_one_becomes_a_reminder_of_its_own_with_all_that_belongs_to_it(core: Core) -> None:
    marta = core.services.contacts.add(person("Marta Oliveira"))
    row = weekly(core, contact_id=marta, action="call", note="her mobile", urgent=True)
    editing = editing_of(core, row)
    assert editing.reaches == (Reach.THIS, Reach.ALL), "there is nothing before the first one"
    moved = replace(editing.shown, day=date(2026, 12, 1), at=time(11))
    added = core.services.reminders.edits.change(row.reminder_id, editing.day, moved, Reach.THIS)
    assert agenda(core) == [
        ("Weekly call", date(2026, 12, 1), time(11)),
        ("Weekly call", date(2026, 12, 7), time(9)),
    ]
    single = stored(core, added)
    assert (single.rule, single.contact_id, single.action, single.note, single.urgent) == (
        "", marta, "call", "her mobile", True,
    )  # fmt: skip
    assert str(core.services.undoing.next_undo()) == "Changed this time only: Weekly call"
    core.services.undoing.undo()
    assert agenda(core)[0] == ("Weekly call", date(2026, 11, 30), time(9))
    assert numbers(core) == [row.reminder_id]


def test_this_and_following_splits_the_count(core: Core, clock: FixedClock) -> None:
    row = weekly(core)
    for _ in range(3):
        core.services.reminders.done(only_reminder(core).occurrence_id)
        pass_days(core, clock, 7)
    editing = editing_of(core, only_reminder(core))
    assert editing.reaches == tuple(Reach)
    assert editing.planned.rule == "FREQ=WEEKLY;COUNT=7;BYDAY=MO"
    draft = replace(editing.planned, text="Longer call", at=time(8))
    added = core.services.reminders.edits.change(row.reminder_id, editing.day, draft, Reach.FOLLOWING)
    assert stored(core, row.reminder_id).rule == "FREQ=WEEKLY;COUNT=3;BYDAY=MO"
    assert stored(core, added).rule == "FREQ=WEEKLY;COUNT=7;BYDAY=MO"
    assert agenda(core) == [("Longer call", date(2026, 12, 21), time(8))]
    assert [row.text for row in core.services.reminders.ended()] == ["Weekly call"] * 3, "what was done stays as it was"


def test_what_is_overdue_before_the_day_stays_and_from_it_on_moves_to_the_new_one(
    core: Core, clock: FixedClock
) -> None:
    row = weekly(core)
    pass_days(core, clock, 21)
    first, second = open_days(core, row.reminder_id)[:2]
    assert open_days(core, row.reminder_id) == [date(2026, 11, 30) + timedelta(weeks=week) for week in range(4)]
    draft = replace(core.services.reminders.edits.editing_on(row.reminder_id, second).planned, text="Other")
    added = core.services.reminders.edits.change(row.reminder_id, second, draft, Reach.FOLLOWING)
    assert open_days(core, row.reminder_id) == [first]
    assert open_days(core, added) == [second, date(2026, 12, 14), date(2026, 12, 21)]


def test_under_another_rule_what_is_overdue_becomes_one(core: Core, clock: FixedClock) -> None:
    row = weekly(core)
    pass_days(core, clock, 21)
    first, second = open_days(core, row.reminder_id)[:2]
    draft = replace(core.services.reminders.edits.editing_on(row.reminder_id, second).planned, rule="FREQ=DAILY")
    added = core.services.reminders.edits.change(row.reminder_id, second, draft, Reach.FOLLOWING)
    assert open_days(core, row.reminder_id) == [first]
    today = clock.now().date()
    assert open_days(core, added) == [second, today, today + timedelta(days=1)]


def test_a_change_of_all_keeps_the_overdue_ones_with_their_new_time(core: Core, clock: FixedClock) -> None:
    row = weekly(core)
    pass_days(core, clock, 15)
    before = open_days(core, row.reminder_id)
    editing = editing_of(core, only_reminder(core))
    assert editing.due == 2
    draft = replace(editing.planned, at=time(17))
    core.services.reminders.edits.change(row.reminder_id, editing.day, draft, Reach.ALL)
    assert open_days(core, row.reminder_id) == before
    assert {each.at for each in scheduling.open_occurrences(core.database.reader(), row.reminder_id)} == {time(17)}


def test_a_change_of_the_words_of_all_leaves_a_snooze_alone(core: Core) -> None:
    row = weekly(core)
    core.services.reminders.snooze(row.occurrence_id, date(2026, 12, 3), time(15))
    editing = editing_of(core, only_reminder(core))
    assert (editing.shown.day, editing.shown.at) == (date(2026, 12, 3), time(15))
    assert (editing.planned.day, editing.planned.at) == (date(2026, 11, 30), time(9))
    core.services.reminders.edits.change(row.reminder_id, editing.day, replace(editing.planned, text="New"), Reach.ALL)
    assert agenda(core) == [("New", date(2026, 12, 3), time(15))]
    assert stored(core, row.reminder_id).day == date(2026, 11, 30)


def test_deleting_only_this_one_leaves_its_day_out_for_good(core: Core, clock: FixedClock) -> None:
    row = weekly(core)
    core.services.reminders.edits.remove(row.reminder_id, date(2026, 11, 30), Reach.THIS)
    assert agenda(core) == [("Weekly call", date(2026, 12, 7), time(9))]
    pass_days(core, clock, 14)
    assert date(2026, 11, 30) not in open_days(core, row.reminder_id)


def test_deleting_the_last_one_that_is_left_deletes_the_reminder(core: Core) -> None:
    row = weekly(core, rule="FREQ=WEEKLY;COUNT=1")
    core.services.reminders.edits.remove(row.reminder_id, row.day, Reach.THIS)
    assert numbers(core) == []
    core.services.undoing.undo()
    assert agenda(core) == [("Weekly call", date(2026, 11, 30), time(9))]


def test_deleting_this_and_following_keeps_what_is_overdue_before(core: Core, clock: FixedClock) -> None:
    row = weekly(core)
    pass_days(core, clock, 15)
    core.services.reminders.edits.remove(row.reminder_id, date(2026, 12, 7), Reach.FOLLOWING)
    assert open_days(core, row.reminder_id) == [date(2026, 11, 30)]
    pass_days(core, clock, 30)
    assert open_days(core, row.reminder_id) == [date(2026, 11, 30)]


def test_one_that_counts_from_its_completion_is_never_asked_about(core: Core) -> None:
    row = weekly(core, rule="FREQ=WEEKLY;COUNT=5", repeat_from=RepeatFrom.DONE)
    editing = editing_of(core, row)
    assert editing.reaches == (Reach.ALL,)
    draft = replace(editing.planned, text="New", day=date(2026, 12, 2))
    core.services.reminders.edits.change(row.reminder_id, editing.day, draft, Reach.THIS)
    assert agenda(core) == [("New", date(2026, 12, 2), time(9))]
    assert (stored(core, row.reminder_id).rule, stored(core, row.reminder_id).repeat_from) == (
        "FREQ=WEEKLY;COUNT=5",
        RepeatFrom.DONE,
    )


def test_a_reminder_that_is_gone_is_said_to_be(core: Core) -> None:
    row = weekly(core)
    editing = editing_of(core, row)
    core.services.reminders.delete(row.reminder_id)
    with pytest.raises(NotFound):
        editing_of(core, row)
    for reach in Reach:
        with pytest.raises(NotFound):
            core.services.reminders.edits.change(row.reminder_id, editing.day, editing.planned, reach)
        with pytest.raises(NotFound):
            core.services.reminders.edits.remove(row.reminder_id, editing.day, reach)


def test_a_rule_that_another_program_wrote_and_nobody_understands_is_changed_as_a_whole(core: Core) -> None:
    row = weekly(core)
    with core.writing(None) as work:
        work.update("reminders", row.reminder_id, rule="FREQ=HOURLY")
    editing = editing_of(core, row)
    assert editing.reaches == (Reach.ALL,)


# ------------------------------------------------------------------------------------------------ overlaps


def near(core: Core, day: date, at: time, **more: object) -> list[tuple[str, date, time]]:
    found = core.services.reminders.overlaps.near(day, at, **more)  # type: ignore[arg-type]
    return [(each.text, each.day, each.at) for each in found]


def test_other_timed_reminders_within_half_an_hour_overlap(core: Core) -> None:
    add = core.services.reminders.add
    for minute in (0, 1, 30, 59):
        add(reminder_draft(f"14:{minute:02}", TODAY, time(14, minute)))
    add(reminder_draft("all day", TODAY, None))
    tokyo = add(reminder_draft("Tokyo", TODAY + timedelta(days=1), time(22, 20), zone="Asia/Tokyo"))
    assert near(core, TODAY, time(14, 30)) == [
        ("14:30", TODAY, time(14, 30)), ("14:01", TODAY, time(14, 1)), ("14:59", TODAY, time(14, 59)),
    ]  # fmt: skip
    tomorrow = TODAY + timedelta(days=1)
    assert near(core, tomorrow, time(14)) == [("Tokyo", tomorrow, time(14, 20))]
    assert near(core, tomorrow, time(14), besides=tokyo) == []
    assert near(core, tomorrow, time(22, 20), zone="Asia/Tokyo") == [("Tokyo", tomorrow, time(14, 20))]


def test_midnight_does_not_part_what_overlaps(core: Core) -> None:
    core.services.reminders.add(reminder_draft("late", TODAY, time(23, 50)))
    core.services.reminders.add(reminder_draft("weekly", TODAY, time(23, 55), rule="FREQ=WEEKLY"))
    tomorrow = TODAY + timedelta(days=1)
    assert near(core, tomorrow, time(0, 5)) == [("weekly", TODAY, time(23, 55)), ("late", TODAY, time(23, 50))]
    in_two_weeks = TODAY + timedelta(days=15)
    assert near(core, in_two_weeks, time(0, 5)) == [("weekly", TODAY + timedelta(days=14), time(23, 55))]


def test_repeating_ones_overlap_on_every_day_of_their_rule_that_is_not_left_out(core: Core) -> None:
    monday = date(2026, 11, 30)
    add = core.services.reminders.add
    add(
        reminder_draft(
            "standing", monday, time(9), rule="FREQ=WEEKLY;UNTIL=20261221", except_days=(date(2026, 12, 14),)
        )
    )
    weeks = [monday + timedelta(weeks=week) for week in range(5)]
    assert [bool(near(core, day, time(9, 10))) for day in weeks] == [True, True, False, True, False]
    assert near(core, monday + timedelta(days=1), time(9, 10)) == []


def test_what_is_done_or_counts_from_its_completion_does_not_overlap_ahead(core: Core) -> None:
    row = weekly(core, repeat_from=RepeatFrom.DONE)
    assert near(core, date(2026, 11, 30), time(9)) != []
    assert near(core, date(2026, 12, 7), time(9)) == []
    core.services.reminders.delete(row.reminder_id)
    core.services.reminders.done(weekly(core).occurrence_id)
    assert near(core, date(2026, 11, 30), time(9)) == [], "that one is done ahead of its time"
    assert near(core, date(2026, 12, 7), time(9)) != []


def test_overlaps_are_told_in_both_nights_when_the_clocks_change(core: Core) -> None:
    core.services.reminders.add(reminder_draft("in the gap", date(2027, 3, 28), time(2, 30)))
    core.services.reminders.add(reminder_draft("in the overlap", date(2027, 10, 31), time(2, 30)))
    assert near(core, date(2027, 3, 28), time(3, 10)) == [("in the gap", date(2027, 3, 28), time(3))]
    assert near(core, date(2027, 10, 31), time(2, 40)) == [("in the overlap", date(2027, 10, 31), time(2, 30))]
    assert core.services.clock.now() < datetime(2027, 1, 1, tzinfo=UTC)


def test_looking_for_open_overlaps_reads_an_index(core: Core) -> None:
    plan = core.database.reader().execute(f"EXPLAIN QUERY PLAN {overlaps.NEAR}", (1, 2, 3, 4))
    words = " ".join(str(row[-1]) for row in plan)
    assert "SCAN" not in words, words
    assert "USING INDEX occurrences_open" in words, words
