"""Birthdays and other yearly days as reminders: when they stand, over years, zones, changes, undo and redo."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ImportantDate
from crm_desktop.domain.dates import LeapDayRule, PartialDate
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reminders import ReminderKind
from crm_desktop.domain.yearly_days import next_notice
from crm_desktop.services.settings import DATE_NOTICE, LEAP_DAY
from tests.services.scheduling.hearing import hear
from tests.support.clock import FixedClock
from tests.support.home import TODAY, person


def _add(core: Core, value: str, label: str = "birthday", notice: str = "") -> tuple[int, int]:
    """A person with one yearly day: (contact id, id of the day)."""
    contact = core.services.contacts.add(person(dates=(ImportantDate(label, value),)))
    (stored,) = _page_dates(core, contact)
    if notice:
        core.services.contacts.save_notice(contact, stored, notice)
    core.services.reckoning.catch_up()
    return contact, stored


def _page_dates(core: Core, contact: int) -> list[int]:
    page = core.services.contacts.page(contact)
    assert page is not None
    return [stored.id for stored in page.dates]


def _open(core: Core) -> list[tuple[date, int]]:
    """Every open occurrence of a yearly day: (its day, days ahead of the anniversary)."""
    core.services.reckoning.catch_up()
    return [
        (date.fromisoformat(day), lead)
        for day, lead in core.database.reader().execute(
            "SELECT o.due_day, r.lead_days FROM occurrences o JOIN reminders r ON r.id = o.reminder_id "
            "WHERE r.kind = 'date' AND o.ended_at IS NULL ORDER BY 1, 2"
        )
    ]


def _row(core: Core) -> ReminderRow:
    core.services.reckoning.catch_up()
    (row,) = core.services.reminders.agenda()
    return row


def test_a_birthday_stands_on_its_next_day_as_a_whole_day(core: Core) -> None:
    contact, _stored = _add(core, "1986-12-01")
    row = _row(core)
    assert (row.kind, row.day, row.at, row.contact_id, row.label) == (
        ReminderKind.DATE, date(2026, 12, 1), None, contact, "birthday",
    )  # fmt: skip
    assert str(row.title) == row.text == "Birthday: Marta Oliveira"
    assert row.turns == 40


def test_a_notice_ahead_of_the_turn_of_the_year_counts_the_year_that_it_is_about(core: Core) -> None:
    _add(core, "1986-01-03", notice="30")
    row = _row(core)
    assert (row.day, row.turns, str(row.title)) == (date(2026, 12, 4), 41, "Birthday in 30 days: Marta Oliveira")


def test_a_day_is_told_of_even_if_the_program_ends_before_it_looks(core: Core, clock: FixedClock) -> None:
    core.services.contacts.add(person(dates=(ImportantDate("birthday", "--11-26"),)))
    clock.advance(days=20)
    assert _open(core)[0] == (date(2026, 11, 26), 0)


@pytest.mark.parametrize(
    ("label", "told"),
    [("birthday", True), ("", True), ("Anniversary", True), ("Hochzeitstag", True), ("first met", False)],
)
def test_days_that_are_celebrated_are_told_of_without_asking(label: str, told: bool, core: Core) -> None:
    _add(core, "--12-01", label)
    assert bool(_open(core)) == told


def test_a_day_that_is_not_celebrated_is_told_of_when_asked(core: Core) -> None:
    _add(core, "--12-24", "passport expires", "30,0")
    # The notice of today stands, and since it has come due already, so does that of the next year.
    assert _open(core) == [(TODAY, 30), (date(2026, 12, 24), 0), (date(2027, 11, 24), 30)]


def test_a_day_written_down_on_that_day_stands_today_and_nothing_older_is_made_up(core: Core) -> None:
    _add(core, "--11-24", notice="7,0")
    assert _open(core) == [(TODAY, 0), (date(2027, 11, 17), 7), (date(2027, 11, 24), 0)]


def test_the_setting_says_when_and_one_day_can_say_otherwise(core: Core) -> None:
    _, stored = _add(core, "--12-24")
    core.services.settings.set(DATE_NOTICE.name, "7,0")
    core.services.reckoning.ask_for_all("date")
    assert _open(core) == [(date(2026, 12, 17), 7), (date(2026, 12, 24), 0)]
    contact = core.services.contacts.ids()[0]
    core.services.contacts.save_notice(contact, stored, "off")
    assert _open(core) == []
    core.services.undoing.undo()
    assert _open(core) == [(date(2026, 12, 17), 7), (date(2026, 12, 24), 0)]
    core.services.undoing.redo()
    assert _open(core) == []


@pytest.mark.parametrize("rule", list(LeapDayRule))
def test_29_february_is_kept_as_the_user_chose_and_as_written(rule: LeapDayRule, core: Core, clock: FixedClock) -> None:
    core.services.settings.set(LEAP_DAY.name, rule.value)
    contact, _ = _add(core, "1992-02-29")
    moved = date(2027, 2, 28) if rule is LeapDayRule.FEBRUARY_28 else date(2027, 3, 1)
    assert _open(core) == [(moved, 0)]
    clock.set(datetime(2027, 3, 2, 10))  # noqa: DTZ001 - wall time
    hear(core)
    core.services.reminders.done(_row(core).occurrence_id)
    following = date(2028, 2, 29)
    assert following in [day for day, _lead in _open(core)]
    page = core.services.contacts.page(contact)
    assert page is not None
    assert page.dates[0].value.value == "1992-02-29"


def test_another_leap_day_rule_moves_what_was_not_heard(core: Core) -> None:
    _add(core, "1992-02-29")
    core.services.settings.set(LEAP_DAY.name, LeapDayRule.MARCH_1.value)
    core.services.reckoning.ask_for_all("date")
    assert _open(core) == [(date(2027, 3, 1), 0)]


def test_each_year_comes_once_and_done_ends_the_years_before(core: Core, clock: FixedClock) -> None:
    _add(core, "--12-01")
    for year in range(2026, 2031):
        clock.set(datetime(year, 12, 1, 9, 0, 1))  # noqa: DTZ001 - wall time
        hear(core)
    assert [day.year for day, _ in _open(core)] == [2026, 2027, 2028, 2029, 2030, 2031]
    row = _row(core)
    assert (row.day.year, row.open_count) == (2026, 5)
    core.services.reminders.done(row.occurrence_id)
    assert _open(core) == [(date(2031, 12, 1), 0)]


def test_done_before_the_day_is_done_for_this_year(core: Core) -> None:
    _add(core, "--12-01")
    core.services.reminders.done(_row(core).occurrence_id)
    assert _open(core) == [(date(2027, 12, 1), 0)]


def test_this_years_is_not_lost_when_the_next_years_is_put_off_or_done_before_it_was_heard(
    core: Core, clock: FixedClock
) -> None:
    _add(core, "--12-01")
    clock.set(datetime(2026, 12, 1, 9, 30))  # noqa: DTZ001 - wall time
    core.services.reckoning.ask_for_all("date")
    core.services.reckoning.catch_up()
    (ahead,) = (
        row[0] for row in core.database.reader().execute("SELECT id FROM occurrences WHERE planned_day = '2027-12-01'")
    )
    core.services.reminders.snooze(ahead, date(2027, 12, 5), None)
    assert [day for day, _lead in _open(core)] == [date(2026, 12, 1), date(2027, 12, 5), date(2028, 12, 1)]
    assert hear(core) == ["Birthday: Marta Oliveira"]


def test_what_came_due_while_the_program_was_closed_is_still_there(core: Core, clock: FixedClock) -> None:
    _add(core, "--12-01")
    clock.advance(days=30)
    assert _open(core)[0] == (date(2026, 12, 1), 0)
    hear(core)
    assert [day for day, _ in _open(core)] == [date(2026, 12, 1), date(2027, 12, 1)]


def test_a_changed_date_moves_what_was_not_heard(core: Core) -> None:
    contact, stored = _add(core, "1986-12-01")
    core.services.contacts.save_date(contact, stored, ImportantDate("birthday", "1986-12-11"))
    assert _open(core) == [(date(2026, 12, 11), 0)]
    core.services.undoing.undo()
    assert _open(core) == [(date(2026, 12, 1), 0)]
    core.services.undoing.redo()
    assert _open(core) == [(date(2026, 12, 11), 0)]


def test_a_changed_date_leaves_what_was_heard_put_off_or_done(core: Core, clock: FixedClock) -> None:
    contact, stored = _add(core, "--11-26", notice="1,0")
    clock.set(datetime(2026, 11, 25, 10))  # noqa: DTZ001 - wall time
    hear(core)  # the day before
    on_the_day = next(row for row in core.services.reminders.agenda() if row.lead_days == 0)
    core.services.reminders.snooze(on_the_day.occurrence_id, date(2026, 11, 27), time(12))
    core.services.contacts.save_date(contact, stored, ImportantDate("birthday", "--12-20"))
    found = _open(core)
    assert (date(2026, 11, 25), 1) in found  # heard
    assert (date(2026, 11, 27), 0) in found  # put off
    assert (date(2026, 12, 19), 1) in found
    assert (date(2026, 12, 20), 0) in found


def test_a_date_taken_out_takes_its_reminders_and_undo_brings_them_back(core: Core) -> None:
    contact, stored = _add(core, "--12-01", notice="7,0")
    before = _open(core)
    core.services.contacts.save_date(contact, stored, ImportantDate("birthday", ""))
    assert _open(core) == []
    core.services.undoing.undo()
    assert _open(core) == before


def test_a_deleted_person_takes_them_and_comes_back_with_them(core: Core, clock: FixedClock) -> None:
    contact, _ = _add(core, "--12-01")
    clock.set(datetime(2026, 12, 1, 12))  # noqa: DTZ001 - wall time
    hear(core)
    before = _open(core)
    core.services.contacts.delete([contact])
    assert _open(core) == []
    core.services.undoing.undo()
    assert _open(core) == before
    core.services.undoing.redo()
    core.services.undoing.undo()
    assert _open(core) == before


def test_a_renamed_person_is_called_by_the_new_name(core: Core) -> None:
    from crm_desktop.domain.contacts import Name

    contact, _ = _add(core, "--12-01")
    core.services.contacts.rename(contact, Name(given="Maria", family="Oliveira"))
    assert _row(core).text == "Birthday: Maria Oliveira"


def test_a_traveller_is_told_in_the_morning_of_where_they_are(core: Core, clock: FixedClock) -> None:
    _add(core, "--12-01")
    clock.travel("Asia/Tokyo")
    core.services.reckoning.reckon()
    assert _row(core).fires_at == datetime(2026, 12, 1, 9, tzinfo=clock.zone())


def test_reckoning_twice_changes_nothing(core: Core) -> None:
    _add(core, "1992-02-29", notice="30,7,0")
    before = core.database.reader().execute("SELECT id, planned_day, fires_at FROM occurrences").fetchall()
    core.services.reckoning.ask_for_all("date")
    core.services.reckoning.catch_up()
    assert core.database.reader().execute("SELECT id, planned_day, fires_at FROM occurrences").fetchall() == before


def test_nothing_of_it_can_be_undone_or_found(core: Core) -> None:
    _add(core, "--12-01")
    assert core.services.undoing.undo() is not None  # adding the person
    assert core.services.undoing.undo() is None
    core.services.undoing.redo()
    core.services.reckoning.catch_up()
    assert [hit.kind for hit in core.services.search.find("birthday")] == []


@settings(max_examples=300, deadline=None)
@given(
    st.dates(date(1900, 1, 1), date(2035, 12, 31)),
    st.booleans(),
    st.sampled_from((0, 1, 7, 30, 365)),
    st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    st.sampled_from(list(LeapDayRule)),
)
def test_the_next_notice_is_what_plain_counting_of_days_finds(
    born: date, with_year: bool, lead: int, start: date, rule: LeapDayRule
) -> None:
    day = PartialDate(born.month, born.day, born.year if with_year else None)
    assert next_notice(day, lead, start, rule) == _counted(born, with_year, lead, start, rule)


def _counted(born: date, with_year: bool, lead: int, start: date, rule: LeapDayRule) -> date:
    """The first day from `start` on after which, `lead` days later, the calendar shows the date; by going through them."""
    each = start
    while True:
        kept = each + timedelta(days=lead)
        if not (with_year and kept < born) and _shows(born, kept, rule):
            return each
        each += timedelta(days=1)


def _shows(born: date, kept: date, rule: LeapDayRule) -> bool:
    if (kept.month, kept.day) == (born.month, born.day):
        return True
    if (born.month, born.day) != (2, 29) or (kept + timedelta(days=366)).year == kept.year:
        return False
    year_has_it = (date(kept.year, 3, 1) - timedelta(days=1)).day == 29
    stand_in = (2, 28) if rule is LeapDayRule.FEBRUARY_28 else (3, 1)
    return not year_has_it and (kept.month, kept.day) == stand_in


def test_a_birthday_set_right_is_told_of_this_year_though_that_of_the_next_stays_the_same(
    core: Core, clock: FixedClock
) -> None:
    core.services.settings.set(LEAP_DAY.name, LeapDayRule.MARCH_1.value)
    contact, stored = _add(core, "--02-29")
    clock.set(datetime(2028, 2, 10, 10))  # noqa: DTZ001 - wall time
    hear(core)
    services = core.services
    services.reminders.done(services.reminders.due()[0].occurrence_id)
    services.reminders.done(_row(core).occurrence_id)
    services.undoing.undo()
    assert _open(core)[0] == (date(2028, 2, 29), 0)
    services.contacts.save_date(contact, stored, ImportantDate("birthday", "--03-01"))
    assert _open(core) == [(date(2028, 3, 1), 0)]
    services.undoing.undo()
    assert _open(core) == [(date(2028, 2, 29), 0)]


def test_a_birthday_kept_on_another_day_is_no_news_of_a_day_that_has_passed(core: Core, clock: FixedClock) -> None:
    _add(core, "--02-29")
    clock.set(datetime(2027, 2, 28, 10))  # noqa: DTZ001 - wall time
    hear(core)
    clock.advance(days=30)
    core.services.settings.set(LEAP_DAY.name, LeapDayRule.MARCH_1.value)
    assert _open(core) == [(date(2027, 2, 28), 0), (date(2028, 2, 29), 0)]
