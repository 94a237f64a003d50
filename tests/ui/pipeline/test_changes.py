"""Moves worked out before the disk answers are the moves the disk makes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.deal_pages import Board, DealCard, StageColumn
from crm_desktop.domain.money import Money, add_up
from crm_desktop.domain.pipelines import Chance, DealDraft, DealState
from crm_desktop.ui.views.pipeline import changes

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def _card(number: int, stage: int) -> DealCard:
    value = Money(number * 100, "EUR" if number % 2 else "USD")
    return DealCard(number, f"Deal {number}", stage, f"Stage {stage}", number, None, "", "", value, DealState.OPEN, NOW)


def _board() -> Board:
    columns = tuple(_column(stage) for stage in (1, 2))
    return Board(1, "Work", columns, (), (), 6, (), (), date(2026, 11, 1))


def _column(stage: int) -> StageColumn:
    cards = tuple(_card(10 * stage + row, stage) for row in range(3))
    sums = add_up(card.value for card in cards if card.value)
    weighted = tuple(Money(each.minor // 2, each.currency) for each in sums)
    return StageColumn(stage, f"Stage {stage}", Chance(50), cards, sums, weighted)


def _ids(board: Board) -> list[list[int]]:
    return [[card.id for card in column.cards] for column in board.columns]


def test_a_move_takes_the_card_out_and_puts_it_before_the_other() -> None:
    board = changes.moved(10, 2, 21, NOW + timedelta(days=1))(_board())
    assert _ids(board) == [[11, 12], [20, 10, 21, 22]]
    card = changes.find_card(board, 10)
    assert card is not None
    assert (card.stage_id, card.stage, card.stage_since) == (2, "Stage 2", NOW + timedelta(days=1))
    assert board.columns[1].sums == (Money(5200, "USD"), Money(2100, "EUR"))
    assert board.columns[1].weighted == (Money(2600, "USD"), Money(1050, "EUR"))


def test_within_its_stage_a_deal_keeps_its_time_there() -> None:
    board = changes.moved(12, 1, 10, NOW + timedelta(days=1))(_board())
    assert _ids(board)[0] == [12, 10, 11]
    assert board.columns[0].cards[0].stage_since == NOW


def test_a_change_that_is_there_already_changes_nothing_more() -> None:
    for change in (changes.moved(10, 2, 21, NOW), changes.won(10, NOW), changes.gone(10)):
        once = change(_board())
        assert change(once) == once


def test_a_deal_that_is_gone_meanwhile_is_left_alone() -> None:
    board = changes.gone(10)(_board())
    for change in (changes.moved(10, 2, None, NOW), changes.won(10, NOW), changes.reopened(10), changes.gone(10)):
        assert change(board) == board


def test_a_won_deal_opens_again_where_it_was() -> None:
    board = changes.reopened(11)(changes.won(11, NOW)(_board()))
    assert _ids(board)[0] == [10, 11, 12]
    assert board.won == ()


def test_what_is_pending_stays_on_top_of_an_older_reading() -> None:
    shown = changes.ShownBoard()
    assert shown.board() is None
    shown.read(_board())
    first = shown.begin(changes.moved(10, 2, None, NOW))
    second = shown.begin(changes.gone(11))
    shown.read(_board())
    assert _now(shown) == [[12], [20, 21, 22, 10]]
    shown.failed(second)
    assert _now(shown) == [[11, 12], [20, 21, 22, 10]]
    shown.succeeded(first)
    assert _now(shown) == [[11, 12], [20, 21, 22, 10]], "kept until the next reading, which has it"
    shown.read(_board())
    assert _now(shown) == [[10, 11, 12], [20, 21, 22]]


def _now(shown: changes.ShownBoard) -> list[list[int]]:
    board = shown.board()
    assert board is not None
    return _ids(board)


def test_the_board_worked_out_is_the_board_stored(services: Any) -> None:
    """Random moves, wins and returns, done both ways, end in the same board, sums included."""
    stages = [stage.id for stage in services.pipeline.stages()]
    deals = [
        services.pipeline.add(DealDraft(f"Deal {n}", stages[n % 4], value=Money(n * 1_111, ("EUR", "JPY")[n % 2])))
        for n in range(8)
    ]
    act = st.one_of(
        st.tuples(st.just("move"), st.sampled_from(deals), st.sampled_from(stages), st.sampled_from([None, *deals])),
        st.tuples(st.just("win"), st.sampled_from(deals), st.none(), st.none()),
    )

    @settings(max_examples=25)
    @given(st.lists(act, max_size=6))
    def check(acts: list[tuple[str, int, Any, Any]]) -> None:
        board = services.pipeline.board()
        for kind, deal, stage, before in acts:
            if kind == "move":
                services.pipeline.move(deal, stage, before)
                board = changes.moved(deal, stage, before, NOW)(board)
            elif (found := changes.find_card(board, deal)) is not None and found.state is DealState.OPEN:
                services.pipeline.win(deal)
                board = changes.won(deal, NOW)(board)
        stored = services.pipeline.board()
        assert _ids(board) == _ids(stored)
        assert {card.id for card in board.won} == {card.id for card in stored.won}
        assert [column.sums for column in board.columns] == [column.sums for column in stored.columns]
        assert [column.weighted for column in board.columns] == [column.weighted for column in stored.columns]
        assert (board.open_count, board.open_sums) == (stored.open_count, stored.open_sums)

    check()
