"""The way of a deal: every stay in a stage with its days, ends and second chances, and what was expected of it before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.deal_history import Move, Standing, visits
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealState, PersonInDeal
from crm_desktop.storage.queries.instants import instant
from tests.support.clock import FixedClock
from tests.support.home import TODAY, deal_draft, person, reminder_draft


def _stages(core: Core, pipeline: int | None = None) -> list[int]:
    return [stage.id for stage in core.services.pipeline.stages(pipeline)]


def _card(core: Core, deal: int) -> DealCard:
    (card,) = core.services.pipeline.cards([deal])
    return card


def _stays(core: Core, deal: int) -> list[tuple[str, int, str]]:
    return [(visit.stage, visit.days, visit.outcome) for visit in core.services.pipeline.history(deal)]


def _changes(core: Core, deal: int) -> list[tuple[str, str, str]]:
    query = "SELECT field, old, new FROM deal_changes WHERE deal_id = ? ORDER BY id"
    found: list[tuple[str, str, str]] = core.database.reader().execute(query, (deal,)).fetchall()
    return found


def test_forth_and_back_and_forth_again_is_a_way_like_any_other(core: Core, clock: FixedClock) -> None:
    pipeline, stages = core.services.pipeline, _stages(core)
    deal = pipeline.add(deal_draft("Website", stages[0]))
    for days, to in ((2, 2), (3, 1), (5, 2)):
        clock.advance(days=days)
        pipeline.move(deal, stages[to])
    clock.advance(days=7)
    assert _stays(core, deal) == [
        ("Lead", 2, ""), ("Proposal sent", 3, ""), ("First talk", 5, ""), ("Proposal sent", 7, ""),
    ]  # fmt: skip
    assert [(step.stage, step.days, step.visits, step.state) for step in pipeline.way(deal)] == [
        ("Lead", 2, 1, "past"), ("First talk", 5, 1, "past"), ("Proposal sent", 10, 2, "now"), ("Negotiation", 0, 0, "ahead"),
    ]  # fmt: skip
    found = pipeline.history(deal)
    assert [visit.until for visit in found] == [*(visit.since for visit in found[1:]), None]


def test_an_end_and_a_second_chance_are_told(core: Core, clock: FixedClock) -> None:
    pipeline, stages = core.services.pipeline, _stages(core)
    deal = pipeline.add(deal_draft("Website", stages[1]))
    clock.advance(days=4)
    pipeline.lose(deal, "Not now")
    assert _stays(core, deal) == [("First talk", 4, "lost")]
    assert [step.state for step in pipeline.way(deal)] == ["past", "lost", "ahead", "ahead"]
    clock.advance(days=30)
    pipeline.reopen(deal)
    assert _card(core, deal).stage_since == clock.now(), "the days without it do not count"
    clock.advance(days=1)
    pipeline.win(deal)
    pipeline.win(deal)
    assert _stays(core, deal) == [("First talk", 4, "lost"), ("First talk", 1, "won")]
    clock.advance(days=3)
    pipeline.lose(deal, "They withdrew")
    assert _stays(core, deal) == [("First talk", 4, "lost"), ("First talk", 1, "lost")]
    clock.advance(days=2)
    pipeline.move(deal, stages[3])
    clock.advance(days=6)
    assert _stays(core, deal)[-1] == ("Negotiation", 6, "")
    assert _card(core, deal).state is DealState.OPEN


def test_a_wrong_drop_taken_back_leaves_nothing(core: Core, clock: FixedClock) -> None:
    pipeline, stages = core.services.pipeline, _stages(core)
    deal = pipeline.add(deal_draft("Website", stages[0]))
    clock.advance(days=9)
    wrongs: tuple[Callable[[], None], ...] = (
        lambda: pipeline.move(deal, stages[3]), lambda: pipeline.win(deal), lambda: pipeline.lose(deal, ""),
    )  # fmt: skip
    for wrong in wrongs:
        wrong()
        core.services.undoing.undo()
    clock.advance(days=1)
    assert _stays(core, deal) == [("Lead", 10, "")]
    assert core.database.reader().execute("SELECT count(*) FROM stage_moves").fetchone() == (0,)


def test_a_deal_goes_to_another_pipeline_with_its_past(core: Core, clock: FixedClock) -> None:
    pipeline, stages = core.services.pipeline, _stages(core)
    donors = core.services.deals.pipelines.add("donors")
    deal = pipeline.add(deal_draft("Website", stages[1], 100))
    clock.advance(days=2)
    pipeline.move(deal, _stages(core, donors)[2])
    assert str(core.services.undoing.next_undo()) == "Moved “Website” to Asked in Supporters"
    assert pipeline.board(pipeline.pipelines()[0].id).open_count == 0
    assert pipeline.board(donors).open_sums == (Money(100, "EUR"),)
    assert _card(core, deal).pipeline_id == donors
    assert _stays(core, deal) == [("First talk", 2, ""), ("Asked", 0, "")]
    assert [step.state for step in pipeline.way(deal)] == ["past", "past", "now", "ahead"]


def test_quiet_days_are_days_of_the_users_calendar(core: Core, clock: FixedClock) -> None:
    clock.set(clock.now().replace(hour=22, minute=30))  # 23:30 in Berlin
    deal = core.services.pipeline.add(deal_draft("Website", _stages(core)[0]))
    clock.advance(hours=1)
    assert _card(core, deal).quiet_days == 1
    clock.travel("America/New_York")
    assert _card(core, deal).quiet_days == 0
    clock.travel("Pacific/Kiritimati")
    clock.advance(days=3)
    assert _card(core, deal).quiet_days == 3


def test_a_move_notes_how_many_of_the_days_were_quiet(core: Core, clock: FixedClock) -> None:
    pipeline, stages = core.services.pipeline, _stages(core)
    deal = pipeline.add(deal_draft("Website", stages[0]))
    core.services.reminders.add(reminder_draft("ask", TODAY + timedelta(days=4), None, deal_id=deal))
    clock.advance(days=10)
    pipeline.move(deal, stages[1])
    found = core.database.reader().execute("SELECT days, quiet_days FROM stage_moves").fetchall()
    assert found == [(10, 6)]


def test_deals_from_before_there_was_a_history_still_have_a_way() -> None:
    standing = Standing(3, "Proposal sent", instant(86_400 * 10), instant(0), "won", instant(86_400 * 15))
    moves = [Move(1, "Lead", 3, "Proposal sent", "", 10, instant(86_400 * 10))]
    assert [(visit.stage, visit.days, visit.outcome) for visit in visits(moves, standing, instant(86_400 * 99))] == [
        ("Lead", 10, ""), ("Proposal sent", 5, "won"),
    ]  # fmt: skip


def test_what_is_gone_has_no_way(core: Core) -> None:
    assert core.services.pipeline.history(99) == ()
    assert core.services.pipeline.way(99) == ()
    assert core.services.pipeline.cards([99]) == []


def test_every_change_of_what_is_expected_is_noted_in_the_same_step(core: Core) -> None:
    pipeline, stage = core.services.pipeline, _stages(core)[0]
    deal = pipeline.add(deal_draft("Website", stage, 640_000))
    assert _changes(core, deal) == []
    day = date(2026, 12, 24)
    pipeline.edit(deal, deal_draft("Website", stage, 90_000, period="month", times=6, expected_close=day))
    pipeline.edit(deal, deal_draft("Website", stage, 90_000, period="month", times=6, expected_close=day))
    pipeline.edit(deal, deal_draft("Website", stage))
    assert _changes(core, deal) == [
        ("amount", "640000 EUR", "90000 EUR month 6"), ("close", "", "2026-12-24"),
        ("amount", "90000 EUR month 6", ""), ("close", "2026-12-24", ""),
    ]  # fmt: skip
    core.services.undoing.undo()
    assert len(_changes(core, deal)) == 2
    assert _card(core, deal).worth == Money(540_000, "EUR")


def test_sums_count_what_comes_again_and_again(core: Core) -> None:
    pipeline, stage = core.services.pipeline, _stages(core)[0]
    pipeline.add(deal_draft("Once", stage, 100))
    pipeline.add(deal_draft("On and on", stage, 10, period="month"))
    pipeline.add(deal_draft("Six times", stage, 10, "USD", period="week", times=6))
    assert set(pipeline.board().open_sums) == {Money(220, "EUR"), Money(60, "USD")}
    assert set(core.services.today.today().open_sums) == {Money(220, "EUR"), Money(60, "USD")}
    assert set(core.services.today.today().weighted_sums) == set(pipeline.board().weighted_sums)


def test_tags_and_people_are_those_of_the_draft_and_left_alone_without_one(core: Core) -> None:
    pipeline, stage = core.services.pipeline, _stages(core)[0]
    marta, ana, lea = (
        core.services.contacts.add(person(name)) for name in ("Marta Oliveira", "Ana Costa", "Lea Brandt")
    )
    people = (PersonInDeal(ana, " pays "), PersonInDeal(marta, "main"), PersonInDeal(lea))
    deal = pipeline.add(
        deal_draft("Website", stage, contact_id=marta, role="decides", tags=("web", " Web ", "big", ""), people=people)
    )
    rows = "SELECT contact_id, role FROM deal_contacts ORDER BY position"
    read = core.database.reader()
    assert sorted(tag.name for tag in _card(core, deal).tags) == ["big", "web"]
    assert read.execute(rows).fetchall() == [(ana, "pays"), (lea, "")], "the main contact stands in the deal itself"
    pipeline.edit(deal, deal_draft("Website 2", stage, contact_id=marta))
    assert len(_card(core, deal).tags) == 2
    assert len(read.execute(rows).fetchall()) == 2
    pipeline.edit(
        deal, deal_draft("Website 2", stage, contact_id=marta, tags=("big",), people=(PersonInDeal(lea, "x"),))
    )
    assert [tag.name for tag in _card(core, deal).tags] == ["big"]
    assert read.execute(rows).fetchall() == [(lea, "x")]
    assert read.execute("SELECT contact_role FROM deals").fetchone() == ("decides",)
    core.services.undoing.undo()
    assert len(_card(core, deal).tags) == 2


def test_what_cannot_be_is_refused_and_leaves_nothing(core: Core) -> None:
    pipeline, stage = core.services.pipeline, _stages(core)[0]
    deal = pipeline.add(deal_draft("Website", stage))
    newest = core.services.undoing.next_undo()
    for refused, error in (
        (lambda: pipeline.add(deal_draft("x", stage, 1, period="day")), InvalidInput),
        (lambda: pipeline.edit(deal, deal_draft("x", stage, 1, period="month", times=0)), InvalidInput),
        (lambda: pipeline.add(deal_draft("x", 999)), NotFound),
        (lambda: pipeline.edit(deal, deal_draft("x", 999)), NotFound),
        (lambda: pipeline.board(999), NotFound),
    ):
        with pytest.raises(error):
            refused()
    assert core.services.undoing.next_undo() == newest
    assert _card(core, deal).title == "Website"
