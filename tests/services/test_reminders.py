"""Reminders: typed in words, done, skipped, snoozed, repeated; in the user's wall time wherever they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reminders import RepeatFrom
from crm_desktop.services.settings import DAY_ORDER
from tests.support.clock import FixedClock
from tests.support.home import TODAY, deal_draft, interaction_draft, only_reminder, person, reminder_draft


def _add(
    core: Core, text: str = "Call back", day: date = TODAY, at: time | None = time(9, 30), **more: object
) -> ReminderRow:
    number = core.services.reminders.add(reminder_draft(text, day, at, **more))
    return next(row for row in core.services.reminders.agenda() if row.reminder_id == number)


def test_a_sentence_becomes_a_reminder_about_the_person_in_it(core: Core) -> None:
    marta = core.services.contacts.add(person("Marta Oliveira", company="Casa Lume"))
    reminders = core.services.reminders
    reminders.add_understood(reminders.understand("call Marta fri 3pm"))
    row = only_reminder(core)
    assert (row.day, row.at, row.contact_id, row.contact, row.company) == (
        date(2026, 11, 27), time(15), marta, "Marta Oliveira", "Casa Lume",
    )  # fmt: skip
    assert row.fires_at == datetime(2026, 11, 27, 14, 0, tzinfo=UTC)


def test_a_sentence_about_one_of_two_asks_which_and_takes_the_answer(core: Core) -> None:
    reminders = core.services.reminders
    for name in ("Marta Oliveira", "Marta Costa"):
        core.services.contacts.add(person(name))
    understood = reminders.understand("call Marta tomorrow")
    assert understood.problem is not None
    with pytest.raises(InvalidInput) as refused:
        reminders.add_understood(understood)
    assert refused.value.field == "text"
    reminders.add_understood(understood, person=understood.people[1])
    assert only_reminder(core).contact == understood.people[1].name


def test_a_sentence_without_a_day_is_for_today_and_one_without_words_is_refused(core: Core) -> None:
    reminders = core.services.reminders
    reminders.add_understood(reminders.understand("send the offer"))
    assert (only_reminder(core).day, only_reminder(core).at) == (TODAY, None)
    for text in ("", "   ", "tomorrow"):
        with pytest.raises(InvalidInput):
            reminders.add_understood(reminders.understand(text))


def test_the_order_of_day_and_month_is_the_setting(core: Core) -> None:
    assert core.services.reminders.understand_day("3/12").day is None
    core.services.settings.set(DAY_ORDER.name, "day-first")
    assert core.services.reminders.understand_day("3/12").day == date(2026, 12, 3)
    core.services.settings.set(DAY_ORDER.name, "month-first")
    assert core.services.reminders.understand_day("3/12").day == date(2027, 3, 12)


def test_a_whole_day_makes_itself_heard_at_nine(core: Core) -> None:
    assert _add(core, at=None).fires_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_a_reminder_in_a_zone_of_its_own_stays_there(core: Core, clock: FixedClock) -> None:
    row = _add(core, at=time(17), zone="Asia/Tokyo")
    assert row.fires_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    clock.travel("America/New_York")
    core.services.reckoning.realign()
    assert only_reminder(core).fires_at == row.fires_at


def test_due_is_what_has_come_and_not_what_will(core: Core, clock: FixedClock) -> None:
    _add(core, "past", at=time(9, 30))
    _add(core, "now", at=time(10, 0))
    _add(core, "soon", at=time(10, 1))
    assert [row.text for row in core.services.reminders.due()] == ["past", "now"]
    clock.advance(minutes=1)
    assert [row.text for row in core.services.reminders.due()] == ["past", "now", "soon"]


def test_done_ends_it_and_reopening_brings_it_back(core: Core, clock: FixedClock) -> None:
    row = _add(core)
    core.services.reminders.done(row.occurrence_id)
    assert core.services.reminders.agenda() == []
    (ended,) = core.services.reminders.ended()
    assert (ended.ended_at, ended.ended_as) == (clock.now(), "done")
    for again in (core.services.reminders.done, core.services.reminders.skip):
        with pytest.raises(NotFound):
            again(row.occurrence_id)
    core.services.reminders.reopen(row.occurrence_id)
    assert only_reminder(core) == row


def test_done_with_what_happened_and_what_comes_next_is_one_step(core: Core) -> None:
    contact = core.services.contacts.add(person())
    row = _add(core, contact_id=contact)
    next_step = core.services.reminders.understand("send offer in 2 weeks")
    core.services.reminders.done(row.occurrence_id, interaction_draft("She likes it"), next_step)

    following = only_reminder(core)
    assert (following.text, following.day, following.contact_id) == ("send offer", date(2026, 12, 8), contact)
    assert "She likes it" in [entry.text for entry in core.services.timeline.entries(contact)]
    assert str(core.services.undoing.undo()) == "Done: Call back"
    assert only_reminder(core).occurrence_id == row.occurrence_id
    assert [entry.kind for entry in core.services.timeline.entries(contact)] == ["reminder-set"]


@pytest.mark.parametrize(
    ("rule", "since", "first", "done_on", "following"),
    [
        # From the day it was due: the rhythm stays, what was missed is left out.
        ("FREQ=WEEKLY", RepeatFrom.DUE, date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 30)),
        ("FREQ=WEEKLY", RepeatFrom.DUE, date(2026, 11, 2), date(2026, 11, 24), date(2026, 11, 30)),
        ("FREQ=DAILY", RepeatFrom.DUE, date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 25)),
        ("FREQ=DAILY;INTERVAL=3", RepeatFrom.DUE, date(2026, 11, 20), date(2026, 11, 24), date(2026, 11, 26)),
        ("FREQ=MONTHLY;BYMONTHDAY=31", RepeatFrom.DUE, date(2026, 10, 31), date(2026, 11, 24), date(2026, 12, 31)),
        # Done before it was due: not once more for the same day.
        ("FREQ=WEEKLY", RepeatFrom.DUE, date(2026, 11, 27), date(2026, 11, 24), date(2026, 12, 4)),
        # From the day it was done.
        ("FREQ=WEEKLY", RepeatFrom.DONE, date(2026, 11, 2), date(2026, 11, 24), date(2026, 12, 1)),
        ("FREQ=DAILY;INTERVAL=10", RepeatFrom.DONE, date(2026, 11, 2), date(2026, 11, 24), date(2026, 12, 4)),
        # The last one.
        ("FREQ=WEEKLY;COUNT=1", RepeatFrom.DUE, date(2026, 11, 24), date(2026, 11, 24), None),
        ("FREQ=DAILY;UNTIL=20261124", RepeatFrom.DUE, date(2026, 11, 24), date(2026, 11, 24), None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("how", ["done", "skip"])
def test_a_repetition_comes_again_on_its_next_day(
    how: str,
    rule: str,
    since: RepeatFrom,
    first: date,
    done_on: date,
    following: date | None,
    core: Core,
    clock: FixedClock,
) -> None:
    clock.set(datetime(done_on.year, done_on.month, done_on.day, 12, 0))  # noqa: DTZ001 - wall time of the clock's zone
    row = _add(core, day=first, at=time(8, 15), rule=rule, repeat_from=since)
    getattr(core.services.reminders, how)(row.occurrence_id)
    agenda = core.services.reminders.agenda()
    if following is None:
        assert agenda == []
    else:
        (again,) = agenda
        assert (again.day, again.at, again.reminder_id) == (following, time(8, 15), row.reminder_id)
    core.services.undoing.undo()
    assert only_reminder(core) == row


def test_reopening_a_repetition_takes_the_one_back_that_came_of_it(core: Core) -> None:
    row = _add(core, rule="FREQ=DAILY")
    core.services.reminders.done(row.occurrence_id)
    assert only_reminder(core).occurrence_id != row.occurrence_id
    core.services.reminders.reopen(row.occurrence_id)
    assert only_reminder(core) == row


def test_a_repetition_at_a_wall_time_keeps_it_when_the_clocks_change(core: Core, clock: FixedClock) -> None:
    clock.set(datetime(2027, 3, 27, 12, 0, tzinfo=UTC))
    row = _add(core, day=date(2027, 3, 27), at=time(9, 0), rule="FREQ=DAILY")
    core.services.reminders.done(row.occurrence_id)
    again = only_reminder(core)
    assert (again.day, again.at) == (date(2027, 3, 28), time(9, 0))
    assert again.fires_at - row.fires_at == timedelta(hours=23)


@pytest.mark.parametrize(
    ("now", "expected_wall"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), time(3, 30)),  # 01:30 in Berlin; an hour later it is 03:30
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), time(2, 30)),  # 02:30 the first time; an hour later 02:30 again
    ],
)
def test_an_hour_of_snooze_is_an_hour_when_the_clocks_change(
    now: datetime, expected_wall: time, core: Core, clock: FixedClock
) -> None:
    clock.set(now)
    row = _add(core, day=date(2026, 10, 1))
    core.services.reminders.snooze_for(row.occurrence_id, timedelta(hours=1))
    snoozed = only_reminder(core)
    assert (snoozed.fires_at, snoozed.at, snoozed.snoozed) == (now + timedelta(hours=1), expected_wall, 1)
    core.services.reckoning.realign()
    assert only_reminder(core).fires_at == now + timedelta(hours=1), "reckoning anew must not touch what is snoozed"


def test_snoozing_to_a_moment_that_has_passed_is_refused(core: Core) -> None:
    row = _add(core)
    with pytest.raises(InvalidInput) as refused:
        core.services.reminders.snooze(row.occurrence_id, TODAY, time(9, 59))
    assert refused.value.field == "moment"
    core.services.reminders.snooze(row.occurrence_id, date(2026, 11, 26), None)
    assert (only_reminder(core).day, only_reminder(core).at) == (date(2026, 11, 26), None)


def test_the_usual_moments_to_snooze_to(core: Core, clock: FixedClock) -> None:
    choices = [(str(choice.title), choice.day, choice.at) for choice in core.services.reminders.snooze_choices()]
    assert choices == [
        ("In 1 hour", TODAY, time(11)),
        ("This evening", TODAY, time(18)),
        ("Tomorrow", date(2026, 11, 25), time(9)),
        ("Next week", date(2026, 11, 30), time(9)),
    ]
    row = _add(core)
    for choice in core.services.reminders.snooze_choices():
        core.services.reminders.snooze(row.occurrence_id, choice.day, choice.at)
    clock.set(datetime(2026, 11, 24, 17, 0))  # noqa: DTZ001 - wall time of the clock's zone
    assert "This evening" not in [str(choice.title) for choice in core.services.reminders.snooze_choices()]


def test_floating_times_follow_the_user_to_another_zone(core: Core, clock: FixedClock) -> None:
    core.services.reckoning.realign()
    row = _add(core, at=time(15))
    assert not core.services.reckoning.zone_moved()
    clock.travel("America/New_York")
    assert core.services.reckoning.zone_moved()
    assert core.services.reckoning.realign()
    assert not core.services.reckoning.realign()
    moved = only_reminder(core)
    assert (moved.day, moved.at, moved.fires_at - row.fires_at) == (row.day, row.at, timedelta(hours=6))
    assert str(core.services.undoing.next_undo()) == "Reminder: Call back", "travelling is nothing to take back"


def test_editing_moves_the_open_occurrence_and_ends_a_snooze(core: Core) -> None:
    row = _add(core)
    core.services.reminders.snooze_for(row.occurrence_id, timedelta(hours=5))
    core.services.reminders.edit(row.reminder_id, reminder_draft("Write", date(2026, 12, 1), time(8)))
    changed = only_reminder(core)
    assert (changed.occurrence_id, changed.text, changed.day, changed.at, changed.snoozed) == (
        row.occurrence_id, "Write", date(2026, 12, 1), time(8), 0,
    )  # fmt: skip


@pytest.mark.parametrize(("more", "field"), [({"text": " "}, "text"), ({"rule": "FREQ=SOMETIMES"}, "rule")])
def test_what_cannot_be_a_reminder_is_refused(more: dict[str, str], field: str, core: Core) -> None:
    with pytest.raises(InvalidInput) as refused:
        core.services.reminders.add(reminder_draft(**more))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert core.services.reminders.agenda() == []


def test_deleting_takes_all_occurrences_and_undo_brings_them_back(core: Core) -> None:
    row = _add(core, rule="FREQ=DAILY")
    core.services.reminders.done(row.occurrence_id)
    core.services.reminders.delete(row.reminder_id)
    assert (core.services.reminders.agenda(), core.services.reminders.ended()) == ([], [])
    assert str(core.services.undoing.undo()) == "Deleted reminder: Call back"
    assert (len(core.services.reminders.agenda()), len(core.services.reminders.ended())) == (1, 1)


def test_reminders_of_a_person_include_those_of_their_deals(core: Core) -> None:
    contact = core.services.contacts.add(person())
    stage = core.services.pipeline.stages()[0].id
    deal = core.services.pipeline.add(deal_draft("Website", stage, 640000, contact_id=contact))
    _add(core, "about the deal", deal_id=deal)
    _add(core, "about nobody")
    (row,) = core.services.reminders.agenda(contact)
    assert (row.text, row.contact, row.deal, row.deal_stage) == ("about the deal", "Marta Oliveira", "Website", "Lead")


def test_the_month_counts_what_is_open_on_each_day(core: Core) -> None:
    _add(core)
    _add(core)
    done = _add(core, day=date(2026, 11, 30))
    _add(core, day=date(2026, 12, 1))
    core.services.reminders.done(done.occurrence_id)
    assert core.services.agenda.day_counts(date(2026, 11, 1)) == {TODAY: 2}


def test_whoever_asks_for_what_is_gone_is_told(core: Core) -> None:
    reminders = core.services.reminders
    for ask in (reminders.done, reminders.skip, reminders.reopen, lambda number: reminders.snooze(number, TODAY, None)):
        with pytest.raises(NotFound):
            ask(999)
    assert reminders.row(999) is None


def test_a_log_and_what_comes_next_are_one_undo(core: Core) -> None:
    services = core.services
    contact = services.contacts.add(person("Marta Oliveira"))
    deal = services.pipeline.add(deal_draft("Website", services.pipeline.stages()[0].id, contact_id=contact))
    before = str(services.undoing.next_undo())
    log = interaction_draft("Talked", deal_id=deal)
    services.reminders.log(contact, log, services.reminders.understand("send the dates fri 9:00"))
    row = only_reminder(core)
    assert (row.text, row.day, row.contact_id, row.deal_id) == ("send the dates", date(2026, 11, 27), contact, deal)
    assert str(services.undoing.undo()) == "Logged a call with Marta Oliveira"
    assert services.reminders.agenda() == []
    assert not any(entry.text == "Talked" for entry in services.timeline.entries(contact))
    assert str(services.undoing.next_undo()) == before


def test_a_log_whose_next_step_leaves_a_question_open_writes_nothing(core: Core) -> None:
    contact = core.services.contacts.add(person("Marta Oliveira"))
    with pytest.raises(InvalidInput):
        core.services.reminders.log(
            contact, interaction_draft("Talked"), core.services.reminders.understand("tomorrow")
        )
    assert core.services.timeline.entries(contact) == []


def test_a_log_about_somebody_who_is_gone_is_refused(core: Core) -> None:
    with pytest.raises(NotFound):
        core.services.reminders.log(999, interaction_draft("Talked"))
