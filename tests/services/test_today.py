"""The front page: due and overdue, days that come up, losing touch, stuck deals, the month in two numbers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ImportantDate
from crm_desktop.domain.front_page import Today
from crm_desktop.domain.pages import Counts
from tests.services.scheduling.hearing import hear
from tests.support.clock import FixedClock
from tests.support.home import TODAY, deal_draft, interaction_draft, person, reminder_draft


def _today(core: Core) -> Today:
    return core.services.today.today()


def _reckoned(core: Core) -> Today:
    """The page once everything is reckoned that hangs on what was written."""
    core.services.reckoning.catch_up()
    return _today(core)


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


def test_days_of_the_next_week_that_nothing_is_told_of_come_with_the_years(core: Core) -> None:
    for name, value in (
        ("Today", "1986-11-24"), ("In a week", "--12-01"), ("Too late", "1990-12-02"), ("Yesterday", "1990-11-23"),
    ):  # fmt: skip
        core.services.contacts.add(person(name, dates=(ImportantDate("first met", value),)))
    assert [(row.contact, row.day, row.turns) for row in _today(core).days] == [
        ("Today", date(2026, 11, 24), 40), ("In a week", date(2026, 12, 1), None),
    ]  # fmt: skip


def test_a_birthday_stands_on_the_page_once_and_no_more_when_it_is_done(core: Core) -> None:
    core.services.contacts.add(person(dates=(ImportantDate("birthday", "1986-11-24"),)))
    core.services.contacts.add(person("Met", dates=(ImportantDate("first met", "2019-11-26"),)))
    today = _reckoned(core)
    assert [(str(row.title), row.label) for row in today.today] == [("Birthday: Marta Oliveira", "birthday")]
    assert [(row.contact, row.label) for row in today.days] == [("Met", "first met")]
    core.services.reminders.done(today.today[0].occurrence_id)
    today = _reckoned(core)
    assert (today.today, [row.contact for row in today.days]) == ((), ["Met"])


def test_a_notice_ahead_stands_for_the_day_until_it_is_done(core: Core) -> None:
    contact = core.services.contacts.add(person(dates=(ImportantDate("birthday", "--12-01"),)))
    page = core.services.contacts.page(contact)
    assert page is not None
    core.services.contacts.save_notice(contact, page.dates[0].id, "7")
    today = _reckoned(core)
    assert [(str(row.title), row.day) for row in today.today] == [("Birthday in 7 days: Marta Oliveira", TODAY)]
    assert today.days == ()
    core.services.reminders.done(today.today[0].occurrence_id)
    assert [row.day for row in _reckoned(core).days] == [date(2026, 12, 1)]


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
def test_a_29_february_is_kept_in_every_year(now: datetime, day: date | None, core: Core, clock: FixedClock) -> None:
    core.services.contacts.add(person(dates=(ImportantDate("first met", "1992-02-29"),)))
    clock.set(now)
    found = [(row.day, row.turns) for row in _today(core).days]
    assert found == ([] if day is None else [(day, day.year - 1992)])


def test_days_over_the_turn_of_the_year_are_seen(core: Core, clock: FixedClock) -> None:
    core.services.contacts.add(person(dates=(ImportantDate("first met", "1990-01-02"),)))
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
    assert [(row.contact, row.days_since, row.every_days) for row in _reckoned(core).losing_touch] == [
        ("Very late", 21, 7), ("Late", 45, 30), ("Edge", 30, 30),
    ]  # fmt: skip
    clock.advance(days=11)
    found = {row.contact_id: row for row in _today(core).losing_touch}
    assert found[never].last_spoke is None
    timeline.log(never, interaction_draft(at=clock.now()))
    assert never not in {row.contact_id for row in _reckoned(core).losing_touch}


def test_more_than_fit_are_counted(core: Core, clock: FixedClock) -> None:
    for number in range(8):
        core.services.contacts.add(person(f"Person {number}", keep_in_touch_days=1))
    core.services.reckoning.catch_up()
    clock.advance(days=3)
    today = _today(core)
    assert (len(today.losing_touch), today.losing_touch_count) == (5, 8)


def _stuck(core: Core) -> list[tuple[str, str]]:
    return [(card.title, str(card.stuck)) for card in _today(core).stuck]


def test_a_deal_is_stuck_when_it_stands_longer_than_usual_without_a_plan(core: Core, clock: FixedClock) -> None:
    stage = core.services.pipeline.stages()[0].id
    deal = core.services.pipeline.add(deal_draft("Website", stage))
    clock.advance(days=14)
    assert _today(core).stuck == ()
    clock.advance(days=1)
    assert _stuck(core) == [("Website", "15 days in Lead (more than 14), nothing planned.")]
    core.services.reminders.add(reminder_draft("ask", TODAY + timedelta(days=20), deal_id=deal))
    assert _today(core).stuck == ()
    clock.advance(days=5)
    assert _today(core).stuck == (), "today is still ahead"
    clock.advance(days=1)
    assert _stuck(core) == [("Website", "15 days in Lead (more than 14), nothing planned.")], "its clock stood still"


def test_a_step_done_early_lets_the_clock_run_again(core: Core, clock: FixedClock) -> None:
    deal = core.services.pipeline.add(deal_draft("Website", core.services.pipeline.stages()[0].id))
    core.services.reminders.add(reminder_draft("ask", TODAY + timedelta(days=60), deal_id=deal))
    clock.advance(days=10)
    (row,) = core.services.reminders.agenda()
    core.services.reminders.done(row.occurrence_id)
    clock.advance(days=14)
    assert _today(core).stuck == ()
    clock.advance(days=1)
    assert _stuck(core) == [("Website", "15 days in Lead (more than 14), nothing planned.")]


def test_what_is_usual_is_learned_from_five_moves_and_days_with_a_plan_do_not_count(
    core: Core, clock: FixedClock
) -> None:
    pipeline = core.services.pipeline
    stages = [stage.id for stage in pipeline.stages()]
    for number in range(5):
        deal = pipeline.add(deal_draft("old", stages[0]))
        clock.advance(days=9)
        # Thirty days more, but something was planned all the time.
        due = clock.now().date() + timedelta(days=30)
        core.services.reminders.add(reminder_draft(f"wait {number}", due, None, deal_id=deal))
        clock.advance(days=30)
        pipeline.move(deal, stages[1])
        pipeline.win(deal)
    after = pipeline.stages()[0].stuck
    assert (after.days, after.learned, after.moves) == (8, True, 5), "the day on which it was planned is no quiet one"
    pipeline.add(deal_draft("Website", stages[0]))
    clock.advance(days=8)
    assert _stuck(core) == []
    clock.advance(days=1)
    assert _stuck(core) == [("Website", "9 days in Lead (usual: 8), nothing planned.")]


def test_set_days_go_before_learned_ones_and_never_is_never(core: Core, clock: FixedClock) -> None:
    stage = core.services.pipeline.stages()[0].id
    core.services.pipeline.add(deal_draft("Website", stage))
    core.services.deals.pipelines.set_stuck(stage, 2)
    clock.advance(days=3)
    assert _stuck(core) == [("Website", "3 days in Lead (you set 2), nothing planned.")]
    core.services.deals.pipelines.set_stuck(stage, 0)
    clock.advance(days=500)
    assert _stuck(core) == []


def test_a_wrong_drop_taken_back_teaches_nothing(core: Core, clock: FixedClock) -> None:
    pipeline = core.services.pipeline
    stages = [stage.id for stage in pipeline.stages()]
    for _ in range(4):
        pipeline.add(deal_draft("Website", stages[0]))
    deals = [card.id for card in pipeline.board().columns[0].cards]
    clock.advance(days=20)
    learned = [(stage.stuck, stage.chance) for stage in pipeline.stages()]
    for deal in deals:
        pipeline.move(deal, stages[2])
        pipeline.win(deal)
    assert [(stage.stuck, stage.chance) for stage in pipeline.stages()] != learned
    for _ in range(2 * len(deals)):
        core.services.undoing.undo()
    assert [(stage.stuck, stage.chance) for stage in pipeline.stages()] == learned
    assert {card.quiet_days for card in pipeline.board().columns[0].cards} == {20}


def test_deals_without_a_next_step_are_listed_from_all_pipelines(core: Core, clock: FixedClock) -> None:
    pipeline = core.services.pipeline
    donors = pipeline.stages(core.services.deals.pipelines.add("donors"))[0].id
    here = pipeline.stages()[0].id
    clock.advance(days=1)
    for title, stage in (("Website", here), ("Roof", donors), ("Logo", here)):
        pipeline.add(deal_draft(title, stage, 100))
        clock.advance(days=1)
    (planned,) = [card.id for card in pipeline.board().columns[0].cards if card.title == "Logo"]
    core.services.reminders.add(reminder_draft("ask", TODAY + timedelta(days=20), deal_id=planned))
    today = _today(core)
    assert [card.title for card in today.without_step] == ["Website", "Roof"]
    assert (today.without_step_count, today.open_sums[0].minor, core.services.today.counts().open_deals) == (2, 300, 3)
    clock.advance(days=20)
    today = _today(core)
    assert [card.title for card in today.stuck] == ["Website", "Roof"]
    assert (today.without_step, today.without_step_count) == ((), 2), "nobody is told twice"


def test_the_page_is_in_the_wall_time_of_where_the_user_is(core: Core, clock: FixedClock) -> None:
    clock.travel("Pacific/Auckland")
    clock.set(datetime(2026, 11, 25, 0, 30))  # noqa: DTZ001 - half past midnight there, still the 24th in Berlin
    core.services.reminders.add(reminder_draft("x", date(2026, 11, 25), time(8)))
    assert _today(core).day == date(2026, 11, 25)
    assert [row.text for row in _today(core).today] == ["x"]


@pytest.mark.parametrize(("at", "stands"), [(time(9), "overdue"), (None, "today")])
def test_what_came_due_stays_in_sight_for_who_travels_to_where_its_day_is_still_to_come(
    at: time | None, stands: str, core: Core, clock: FixedClock
) -> None:
    clock.travel("Pacific/Auckland")
    clock.set(datetime(2026, 11, 25, 9, 30))  # noqa: DTZ001 - wall time there
    core.services.reminders.add(reminder_draft("x", date(2026, 11, 25), at))
    hear(core)
    clock.travel("America/New_York")
    core.services.reckoning.catch_up()
    today = _today(core)
    assert today.day == date(2026, 11, 24)
    assert [row.text for row in getattr(today, stands)] == ["x"]
    counts = core.services.today.counts()
    assert (counts.due, counts.overdue) == (len(today.overdue) + len(today.today), len(today.overdue))


def test_more_than_fit_in_the_next_days_are_counted_and_the_first_are_there(core: Core) -> None:
    for number in range(70):
        core.services.reminders.add(reminder_draft(f"call {number}", TODAY + timedelta(days=1 + number % 7), time(9)))
    today = _today(core)
    assert (len(today.next_days), today.next_count) == (60, 70)
    assert [row.day for row in today.next_days] == sorted(row.day for row in today.next_days)
