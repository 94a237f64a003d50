"""The front page: due and overdue, days that come up, losing touch, stuck deals, the month in two numbers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ImportantDate
from crm_desktop.domain.pages import Counts, Today
from tests.support.clock import FixedClock
from tests.support.home import TODAY, deal_draft, interaction_draft, person, reminder_draft


def _today(core: Core) -> Today:
    return core.services.today.today()


def test_an_empty_home_has_an_empty_front_page(core: Core) -> None:
    today = _today(core)
    assert (today.day, today.overdue, today.today, today.next_days, today.days, today.losing_touch, today.stuck) == (
        TODAY, (), (), (), (), (), (),
    )  # fmt: skip
    assert core.services.today.counts() == Counts(0, 0, 0, 0, 0)


def test_reminders_are_late_due_or_ahead(core: Core) -> None:
    for text, day, at in (
        ("yesterday, whole day", TODAY - timedelta(days=1), None),
        ("half past nine", TODAY, time(9, 30)),
        ("today, whole day", TODAY, None),
        ("this evening", TODAY, time(20)),
        ("in a week", TODAY + timedelta(days=7), time(23, 59)),
        ("later", TODAY + timedelta(days=8), time(0, 0)),
    ):
        core.services.reminders.add(reminder_draft(text, day, at))
    today = _today(core)
    assert [row.text for row in today.overdue] == ["yesterday, whole day", "half past nine"]
    assert [row.text for row in today.today] == ["today, whole day", "this evening"]
    assert [row.text for row in today.next_days] == ["in a week"]


def test_counts_agree_with_the_page(core: Core, clock: FixedClock) -> None:
    core.services.contacts.add(person())
    core.services.pipeline.add(deal_draft("Website", core.services.pipeline.stages()[0].id))
    for day, at in ((-1, None), (0, time(9, 30)), (0, None), (0, time(23, 59)), (1, time(0, 0)), (5, None)):
        core.services.reminders.add(reminder_draft("x", TODAY + timedelta(days=day), at))
    for moment in (clock.now(), clock.now() + timedelta(hours=13, minutes=59), clock.now() + timedelta(days=2)):
        clock.set(moment)
        today, counts = _today(core), core.services.today.counts()
        assert counts == Counts(1, 1, 6, len(today.overdue) + len(today.today), len(today.overdue))


def test_birthdays_of_the_next_week_come_with_the_age(core: Core) -> None:
    for name, value in (
        ("Today", "1986-11-24"), ("In a week", "--12-01"), ("Too late", "1990-12-02"), ("Yesterday", "1990-11-23"),
    ):  # fmt: skip
        core.services.contacts.add(person(name, dates=(ImportantDate("birthday", value),)))
    assert [(row.contact, row.day, row.turns) for row in _today(core).days] == [
        ("Today", date(2026, 11, 24), 40), ("In a week", date(2026, 12, 1), None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2027, 2, 25, 12, 0), date(2027, 2, 28)),  # noqa: DTZ001 - wall time; no leap year
        (datetime(2027, 2, 28, 12, 0), date(2027, 2, 28)),  # noqa: DTZ001
        (datetime(2028, 2, 25, 12, 0), date(2028, 2, 29)),  # noqa: DTZ001 - a leap year
        (datetime(2028, 2, 22, 12, 0), date(2028, 2, 29)),  # noqa: DTZ001
        (datetime(2027, 3, 1, 12, 0), None),  # noqa: DTZ001
        (datetime(2028, 2, 21, 12, 0), None),  # noqa: DTZ001
    ],
)
def test_a_birthday_on_29_february_is_kept_in_every_year(
    now: datetime, day: date | None, core: Core, clock: FixedClock
) -> None:
    core.services.contacts.add(person(dates=(ImportantDate("birthday", "1992-02-29"),)))
    clock.set(now)
    found = [(row.day, row.turns) for row in _today(core).days]
    assert found == ([] if day is None else [(day, day.year - 1992)])


def test_days_over_the_turn_of_the_year_are_seen(core: Core, clock: FixedClock) -> None:
    core.services.contacts.add(person(dates=(ImportantDate("birthday", "1990-01-02"),)))
    clock.set(datetime(2026, 12, 28, 12, 0))  # noqa: DTZ001 - wall time
    assert [(row.day, row.turns) for row in _today(core).days] == [(date(2027, 1, 2), 37)]


def test_losing_touch_is_being_past_ones_own_interval_the_worst_first(core: Core, clock: FixedClock) -> None:
    contacts, timeline = core.services.contacts, core.services.timeline
    for name, every, spoke in (
        ("Fine", 30, 29),
        ("Late", 30, 45),
        ("Very late", 7, 21),
        ("Not kept", None, 900),
        ("Edge", 30, 30),
    ):
        contact = contacts.add(person(name, keep_in_touch_days=every))
        timeline.log(contact, interaction_draft(at=clock.now() - timedelta(days=spoke)))
    never = contacts.add(person("Never", keep_in_touch_days=10))
    clock.advance(seconds=1)
    assert [(row.contact, row.days_since, row.every_days) for row in _today(core).losing_touch] == [
        ("Very late", 21, 7), ("Late", 45, 30), ("Edge", 30, 30),
    ]  # fmt: skip
    clock.advance(days=11)
    found = {row.contact_id: row for row in _today(core).losing_touch}
    assert found[never].last_spoke is None
    timeline.log(never, interaction_draft(at=clock.now()))
    assert never not in {row.contact_id for row in _today(core).losing_touch}


def test_more_than_fit_are_counted(core: Core, clock: FixedClock) -> None:
    for number in range(8):
        core.services.contacts.add(person(f"Person {number}", keep_in_touch_days=1))
    clock.advance(days=3)
    today = _today(core)
    assert (len(today.losing_touch), today.losing_touch_count) == (5, 8)


def test_a_deal_is_stuck_when_it_stands_longer_than_usual_without_a_plan(core: Core, clock: FixedClock) -> None:
    stage = core.services.pipeline.stages()[0].id
    deal = core.services.pipeline.add(deal_draft("Website", stage))
    clock.advance(days=14)
    assert _today(core).stuck == ()
    clock.advance(days=1)
    assert [(stuck.card.id, stuck.days, stuck.usual_days) for stuck in _today(core).stuck] == [(deal, 15, 14)]
    core.services.reminders.add(reminder_draft("ask", TODAY + timedelta(days=20), deal_id=deal))
    assert _today(core).stuck == ()
    clock.advance(days=10)
    assert [stuck.card.id for stuck in _today(core).stuck] == [deal], "a plan that has passed is no plan"


def test_what_is_usual_is_learned_from_three_moves(core: Core, clock: FixedClock) -> None:
    stages = [stage.id for stage in core.services.pipeline.stages()]
    for _ in range(3):
        deal = core.services.pipeline.add(deal_draft("old", stages[0]))
        clock.advance(days=2)
        core.services.pipeline.move(deal, stages[1])
        core.services.pipeline.win(deal)
    core.services.pipeline.add(deal_draft("Website", stages[0]))
    clock.advance(days=3)
    assert [(stuck.card.title, stuck.days, stuck.usual_days) for stuck in _today(core).stuck] == [("Website", 3, 2)]


def test_the_page_is_in_the_wall_time_of_where_the_user_is(core: Core, clock: FixedClock) -> None:
    clock.travel("Pacific/Auckland")
    clock.set(datetime(2026, 11, 25, 0, 30))  # noqa: DTZ001 - half past midnight there, still the 24th in Berlin
    core.services.reminders.add(reminder_draft("x", date(2026, 11, 25), time(8)))
    assert _today(core).day == date(2026, 11, 25)
    assert [row.text for row in _today(core).today] == ["x"]
