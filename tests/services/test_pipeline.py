"""The board: deals in order, moved and ended, sums that never mix currencies, stages that can be changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.bootstrap import Core
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealState
from crm_desktop.services.settings import CURRENCY
from tests.support.clock import FixedClock
from tests.support.home import deal_draft, person, reminder_draft


def _stages(core: Core) -> list[int]:
    return [stage.id for stage in core.services.pipeline.stages()]


def _order(core: Core) -> dict[int, list[int]]:
    return {column.id: [card.id for card in column.cards] for column in core.services.pipeline.board().columns}


def _card(core: Core, deal: int) -> DealCard:
    page = core.services.pipeline.page(deal)
    assert page is not None
    return page.card


def test_a_new_home_has_one_pipeline_with_four_stages(core: Core) -> None:
    board = core.services.pipeline.board()
    assert [(column.name, column.chance.percent) for column in board.columns] == [
        ("Lead", 10), ("First talk", 30), ("Proposal sent", 50), ("Negotiation", 75),
    ]  # fmt: skip
    assert core.services.undoing.next_undo() is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 3), st.none() | st.integers(0, 7)), max_size=30))
def test_moving_cards_is_like_moving_in_lists(moves: list[tuple[int, int, int | None]], core: Core) -> None:
    pipeline, stages = core.services.pipeline, _stages(core)
    for cards in _order(core).values():
        for deal in cards:
            pipeline.delete(deal)
    deals = [pipeline.add(deal_draft(f"Deal {number}", stages[0])) for number in range(8)]
    model: dict[int, list[int]] = {stage: [] for stage in stages} | {stages[0]: list(deals)}
    for which, to, before in moves:
        deal, stage = deals[which], stages[to]
        other = None if before is None else deals[before]
        for cards in model.values():
            if deal in cards:
                cards.remove(deal)
        cards = model[stage]
        cards.insert(cards.index(other) if other in cards else len(cards), deal)
        pipeline.move(deal, stage, other)
    assert _order(core) == model


def test_hundred_cards_put_before_the_same_one_keep_their_order(core: Core) -> None:
    # Half the room is taken each time: after some twenty the column has to be numbered anew.
    pipeline, stage = core.services.pipeline, _stages(core)[0]
    first, last = (pipeline.add(deal_draft(name, stage)) for name in ("first", "last"))
    expected = [first, last]
    for number in range(100):
        deal = pipeline.add(deal_draft(f"{number}", stage))
        pipeline.move(deal, stage, last)
        expected.insert(-1, deal)
    assert _order(core)[stage] == expected


def test_a_move_notes_where_the_deal_was_and_for_how_long(core: Core, clock: FixedClock) -> None:
    contact = core.services.contacts.add(person())
    stages = _stages(core)
    deal = core.services.pipeline.add(deal_draft("Website", stages[0], contact_id=contact))
    clock.advance(days=3, hours=23)
    core.services.pipeline.move(deal, stages[2])
    assert _card(core, deal).stage_since == clock.now()
    (entry,) = core.services.timeline.entries(contact)
    assert (str(entry.heading), str(entry.detail)) == ("Website moved to Proposal sent", "from Lead, after 3 days")

    core.services.pipeline.edit(deal, deal_draft("Website", stages[3], contact_id=contact))
    assert len(core.services.timeline.entries(contact)) == 2


def test_moving_within_a_stage_is_no_move_to_speak_of(core: Core, clock: FixedClock) -> None:
    contact = core.services.contacts.add(person())
    stage = _stages(core)[0]
    first, second = (core.services.pipeline.add(deal_draft(name, stage, contact_id=contact)) for name in ("a", "b"))
    since = _card(core, second).stage_since
    clock.advance(days=5)
    core.services.pipeline.move(second, stage, first)
    assert _order(core)[stage] == [second, first]
    assert _card(core, second).stage_since == since
    assert core.services.timeline.entries(contact) == []


def test_sums_never_mix_currencies(core: Core) -> None:
    pipeline, stages = core.services.pipeline, _stages(core)
    for stage, amount, currency in (
        (0, 100, "EUR"),
        (0, 50, "EUR"),
        (0, 7000, "JPY"),
        (1, 30, "USD"),
        (1, None, "EUR"),
    ):
        pipeline.add(deal_draft("x", stages[stage], amount, currency))
    board = pipeline.board()
    assert [set(column.sums) for column in board.columns[:2]] == [
        {Money(150, "EUR"), Money(7000, "JPY")},
        {Money(30, "USD")},
    ]
    assert set(board.open_sums) == {Money(150, "EUR"), Money(7000, "JPY"), Money(30, "USD")}
    assert set(board.weighted_sums) == {Money(15, "EUR"), Money(700, "JPY"), Money(9, "USD")}
    assert board.open_count == 5


def test_won_and_lost_deals_leave_the_board_and_come_back(core: Core, clock: FixedClock) -> None:
    pipeline, stage = core.services.pipeline, _stages(core)[1]
    deal = pipeline.add(deal_draft("Website", stage, 500))
    pipeline.win(deal)
    board = pipeline.board()
    assert (board.open_count, [card.id for card in board.won], board.won_sums) == (0, [deal], (Money(500, "EUR"),))
    assert _card(core, deal).closed_at == clock.now()
    pipeline.reopen(deal)
    assert (_card(core, deal).state, _card(core, deal).closed_at) == (DealState.OPEN, None)
    pipeline.lose(deal, "  No answer ")
    page = pipeline.page(deal)
    assert page is not None
    assert (page.card.state, page.lost_reason) == (DealState.LOST, "No answer")
    pipeline.move(deal, stage)
    page = pipeline.page(deal)
    assert page is not None
    assert (page.card.state, page.lost_reason, pipeline.board().open_count) == (DealState.OPEN, "", 1)


def test_losing_with_a_second_try_is_one_step_with_its_reminder(core: Core) -> None:
    contact = core.services.contacts.add(person())
    deal = core.services.pipeline.add(deal_draft("Website", _stages(core)[0], contact_id=contact))
    core.services.pipeline.lose(deal, "Not now", date(2027, 2, 1))
    (row,) = core.services.reminders.agenda()
    assert (row.text, row.day, row.contact_id, row.deal_id) == ("Try again: Website", date(2027, 2, 1), contact, deal)
    core.services.undoing.undo()
    assert core.services.reminders.agenda() == []
    assert _card(core, deal).state is DealState.OPEN


def test_what_was_won_is_of_this_month_in_the_users_calendar(core: Core, clock: FixedClock) -> None:
    pipeline, stage = core.services.pipeline, _stages(core)[0]
    clock.set(clock.now().replace(day=30, hour=22, minute=59))  # 23:59 on 30 November in Berlin
    pipeline.win(pipeline.add(deal_draft("november", stage)))
    clock.advance(timedelta(minutes=1))
    assert (pipeline.board().won, pipeline.board().month) == ((), date(2026, 12, 1))
    pipeline.win(pipeline.add(deal_draft("december", stage)))
    assert [card.title for card in pipeline.board().won] == ["december"]
    clock.travel("America/New_York")
    assert [card.title for card in pipeline.board().won] == ["december", "november"]


def test_the_next_step_is_the_earliest_open_reminder(core: Core) -> None:
    deal = core.services.pipeline.add(deal_draft("Website", _stages(core)[0]))
    core.services.reminders.add(reminder_draft("later", date(2026, 12, 24), deal_id=deal))
    core.services.reminders.add(reminder_draft("sooner", date(2026, 12, 1), None, deal_id=deal))
    step = core.services.pipeline.board().columns[0].cards[0].next_step
    assert step is not None
    assert (step.text, step.day, step.at) == ("sooner", date(2026, 12, 1), None)
    core.services.reminders.done(step.occurrence_id)
    step = _card(core, deal).next_step
    assert step is not None
    assert step.text == "later"


def test_a_deal_is_changed_and_deleted(core: Core) -> None:
    pipeline, stage = core.services.pipeline, _stages(core)[0]
    contact = core.services.contacts.add(person(company="Casa Lume"))
    deal = pipeline.add(deal_draft("Website", stage, 100, contact_id=contact))
    pipeline.edit(
        deal,
        deal_draft("Shop", stage, None, company="Other", expected_close=date(2027, 1, 31), source="fair", note="n"),
    )
    page = pipeline.page(deal)
    assert page is not None
    assert (page.card.title, page.card.value, page.card.company, page.card.expected_close, page.source, page.note) == (
        "Shop", None, "Other", date(2027, 1, 31), "fair", "n",
    )  # fmt: skip
    pipeline.delete(deal)
    assert pipeline.page(deal) is None
    for change in (pipeline.win, pipeline.delete, pipeline.reopen, lambda number: pipeline.move(number, stage),
                   lambda number: pipeline.lose(number, "")):  # fmt: skip
        with pytest.raises(NotFound):
            change(deal)


def test_a_move_to_a_stage_that_is_gone_is_refused(core: Core) -> None:
    deal = core.services.pipeline.add(deal_draft("Website", _stages(core)[0]))
    with pytest.raises(NotFound):
        core.services.pipeline.move(deal, 999)


def test_a_deal_needs_a_name(core: Core) -> None:
    with pytest.raises(InvalidInput) as refused:
        core.services.pipeline.add(deal_draft(" ", _stages(core)[0]))
    assert refused.value.field == "title"


def test_the_currency_of_an_amount_is_the_setting(core: Core) -> None:
    assert core.services.pipeline.default_currency() == "EUR"
    core.services.settings.set(CURRENCY.name, "CHF")
    assert core.services.pipeline.default_currency() == "CHF"
