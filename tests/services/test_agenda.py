"""What the Reminders page reads: outlines, lines as they are looked at, and the days of some weeks, in the user's wall time."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.agenda import AgendaFilter, AgendaRule, AgendaState, DayEntry, EntryKind, MonthPage
from crm_desktop.domain.contacts import ImportantDate
from crm_desktop.domain.reminders import RepeatFrom
from crm_desktop.services.settings import DATE_NOTICE, LEAP_DAY
from tests.support.clock import FixedClock
from tests.support.home import TODAY, person, reminder_draft

WEEKS = (date(2026, 11, 23), date(2027, 1, 3))


def shown(core: Core, asked: AgendaFilter | None = None) -> dict[str, list[str]]:
    """The texts under each heading; the heading of overdue ones is "late"."""
    outline = core.services.agenda.outline(asked or AgendaFilter())
    found = {}
    for group in outline.groups:
        rows = core.services.agenda.rows([key[1] for key in group.keys])
        found["late" if group.day is None else group.day.isoformat()] = [str(row.title) for row in rows if row]
    return found


def month(core: Core, asked: AgendaFilter | None = None, most: int = 5) -> MonthPage:
    return core.services.agenda.month(*WEEKS, asked or AgendaFilter(), most)


def kinds(page: MonthPage, day: date) -> list[tuple[EntryKind, str, time | None]]:
    return [(entry.kind, str(entry.title), entry.at) for entry in entries(page, day)]


def entries(page: MonthPage, day: date) -> tuple[DayEntry, ...]:
    return page.days[day].entries if day in page.days else ()


def test_late_ones_stand_apart_and_times_before_whole_days(core: Core) -> None:
    add = core.services.reminders.add
    add(reminder_draft("whole day", TODAY, None))
    add(reminder_draft("evening", TODAY, time(18)))
    add(reminder_draft("passed this morning", TODAY, time(9)))
    add(reminder_draft("yesterday", TODAY - timedelta(days=1), None))
    add(reminder_draft("tomorrow", TODAY + timedelta(days=1), time(7)))
    assert shown(core) == {
        "late": ["yesterday", "passed this morning"],
        "2026-11-24": ["evening", "whole day"],
        "2026-11-25": ["tomorrow"],
    }
    outline = core.services.agenda.outline(AgendaFilter())
    assert (outline.shown, outline.overdue, outline.total) == (5, 2, 5)
    assert outline.changes_at.astimezone(core.services.clock.zone()).time() == time(18)


def test_a_time_in_another_zone_stands_on_the_day_it_is_here(core: Core) -> None:
    core.services.reminders.add(reminder_draft("call Tokyo", date(2026, 11, 27), time(6), zone="Asia/Tokyo"))
    assert shown(core) == {"2026-11-26": ["call Tokyo"]}
    page = month(core)
    assert kinds(page, date(2026, 11, 26)) == [(EntryKind.REMINDER, "call Tokyo", time(22))]
    assert shown(core, AgendaFilter(day=date(2026, 11, 27))) == {}


def test_a_repetition_in_another_zone_comes_on_its_days_here(core: Core) -> None:
    core.services.reminders.add(
        reminder_draft("call Tokyo", date(2026, 11, 27), time(6), zone="Asia/Tokyo", rule="FREQ=WEEKLY")
    )
    page = month(core)
    days = [day for day in sorted(page.days) if entries(page, day)]
    assert days == [date(2026, 11, 26) + timedelta(weeks=number) for number in range(6)]
    assert kinds(page, days[1]) == [(EntryKind.PLANNED, "call Tokyo", time(22))]


def test_repetitions_are_reckoned_without_days_left_out_and_not_from_completion(core: Core) -> None:
    add = core.services.reminders.add
    add(reminder_draft("weekly", TODAY, time(12), rule="FREQ=WEEKLY;COUNT=4", except_days=(date(2026, 12, 1),)))
    add(reminder_draft("after done", TODAY, time(12), rule="FREQ=WEEKLY", repeat_from=RepeatFrom.DONE))
    page = month(core)
    planned = [day for day in sorted(page.days) if any(e.kind is EntryKind.PLANNED for e in entries(page, day))]
    assert planned == [date(2026, 12, 8), date(2026, 12, 15)]


def test_a_moved_time_stands_where_it_was_moved_to_and_the_rule_goes_on(core: Core) -> None:
    reminders = core.services.reminders
    reminders.add(reminder_draft("weekly", TODAY + timedelta(days=1), time(12), rule="FREQ=WEEKLY"))
    (row,) = reminders.agenda()
    reminders.move(row.occurrence_id, date(2026, 11, 28))
    page = month(core)
    days = [day for day in sorted(page.days) if entries(page, day)]
    assert days[:3] == [date(2026, 11, 28), date(2026, 12, 2), date(2026, 12, 9)]


def test_yearly_days_stand_in_every_year_from_their_own_on(core: Core) -> None:
    save = core.services.contacts.save_date
    lea = core.services.contacts.add(person("Lea Brandt"))
    save(lea, None, ImportantDate("birthday", "--12-04"))
    save(lea, None, ImportantDate("wedding", "2030-12-05"))
    page = month(core)
    assert kinds(page, date(2026, 12, 4)) == [(EntryKind.YEARLY, "Birthday: Lea Brandt", None)]
    assert entries(page, date(2026, 12, 5)) == ()
    later = core.services.agenda.month(date(2031, 12, 1), date(2031, 12, 31), AgendaFilter(), 5)
    assert [str(entry.title) for entry in entries(later, date(2031, 12, 5))] == ["Wedding: Lea Brandt"]


@pytest.mark.parametrize(("rule", "day"), [("february-28", date(2027, 2, 28)), ("march-1", date(2027, 3, 1))])
def test_the_29th_of_february_is_kept_as_the_setting_says(core: Core, rule: str, day: date) -> None:
    core.services.settings.set(LEAP_DAY.name, rule)
    lea = core.services.contacts.add(person("Lea Brandt"))
    core.services.contacts.save_date(lea, None, ImportantDate("birthday", "1992-02-29"))
    page = core.services.agenda.month(date(2027, 2, 1), date(2027, 3, 14), AgendaFilter(), 5)
    assert [each for each in page.days if entries(page, each)] == [day]
    outline = core.services.agenda.outline(AgendaFilter(day=day))
    assert sum(len(group.keys) for group in outline.groups) == 1


def test_no_more_lines_are_read_than_a_day_shows_but_all_are_counted(core: Core) -> None:
    lea = core.services.contacts.add(person("Lea Brandt"))
    for number in range(40):
        core.services.reminders.add(reminder_draft(f"Number {number}", TODAY, time(11, number)))
        core.services.contacts.save_date(lea, None, ImportantDate(f"day {number}", "2000-11-24"))
    page = month(core, most=5)
    assert len(entries(page, TODAY)) == 5
    assert page.days[TODAY].count == 80


def test_a_night_of_23_hours_loses_no_reminder(core: Core, clock: FixedClock) -> None:
    night = date(2027, 3, 28)
    for hour in (0, 2, 3, 23):
        core.services.reminders.add(reminder_draft(f"at {hour}", night, time(hour, 30)))
    page = core.services.agenda.month(date(2027, 3, 1), date(2027, 4, 4), AgendaFilter(), 9)
    assert [day for day in page.days if entries(page, day)] == [night]
    assert page.days[night].count == 4
    assert core.services.agenda.day_counts(date(2027, 3, 1)) == {night: 4}


def test_what_is_done_stands_on_the_day_it_ended(core: Core, clock: FixedClock) -> None:
    reminders = core.services.reminders
    reminders.add(reminder_draft("early", TODAY + timedelta(days=5), None))
    (row,) = reminders.agenda()
    clock.advance(hours=20)
    reminders.done(row.occurrence_id)
    asked = AgendaFilter(state=AgendaState.ENDED)
    assert shown(core, asked) == {"2026-11-25": ["early"]}
    page = month(core, asked)
    assert [(entry.ended, entry.late) for entry in entries(page, date(2026, 11, 25))] == [(True, False)]


def test_notices_and_days_are_told_apart(core: Core) -> None:
    lea = core.services.contacts.add(person("Lea Brandt"))
    core.services.contacts.save_date(lea, None, ImportantDate("birthday", "1990-12-04"))
    core.services.settings.set(DATE_NOTICE.name, "7,0")
    core.services.reckoning.catch_up()
    assert shown(core, AgendaFilter(rule=AgendaRule.NOTICE)) == {"2026-11-27": ["Birthday in 7 days: Lea Brandt"]}
    assert shown(core, AgendaFilter(rule=AgendaRule.YEARLY)) == {"2026-12-04": ["Birthday: Lea Brandt"]}
    page = month(core)
    assert [entry.notice for entry in entries(page, date(2026, 11, 27))] == [True]
    # The day itself stands there once, though there is a reminder for it, too.
    assert len(entries(page, date(2026, 12, 4))) == 1
    assert shown(core, AgendaFilter(day=date(2026, 12, 4))) == {"2026-12-04": ["Birthday: Lea Brandt"]}


def test_whom_offers_those_whose_reminders_come_first_until_one_types(core: Core) -> None:
    contacts = core.services.contacts
    marta, lea = contacts.add(person("Marta Oliveira")), contacts.add(person("Lea Brandt", company="Nordwind"))
    core.services.reminders.add(reminder_draft("later", TODAY + timedelta(days=9), None, contact_id=marta))
    core.services.reminders.add(reminder_draft("sooner", TODAY, None, contact_id=lea))
    agenda = core.services.agenda
    assert [(whom.kind, whom.name, whom.detail) for whom in agenda.whom("")] == [
        ("contact", "Lea Brandt", "Nordwind"),
        ("contact", "Marta Oliveira", ""),
    ]
    assert {(whom.kind, whom.name) for whom in agenda.whom("nord")} == {
        ("contact", "Lea Brandt"),
        ("company", "Nordwind"),
    }
