"""A carried card says what letting go would do, wherever the hand is, and to screen readers too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.pipelines import DealDraft
from tests.ui.pipeline.conftest import Bench, Hand


def _over(bench: Bench, number: int, y: int) -> QPoint:
    viewport = bench.column(number).list.viewport()
    return viewport.mapToGlobal(QPoint(viewport.width() // 2, y))


@pytest.fixture
def hand(bench: Bench) -> Hand:
    taken = Hand(bench, "Logo refresh")
    taken.move(taken.start + QPoint(0, 40))
    QApplication.processEvents()
    return taken


def test_between_two_cards_it_says_before_which(bench: Bench, hand: Hand) -> None:
    first = bench.column(3).list.card_rect(bench.deal("Website relaunch"))
    hand.move(_over(bench, 3, first.bottom()))
    assert bench.view.board.said_in_hand() == "Drop: Negotiation, before Shop photos"
    hand.move(_over(bench, 3, 400))
    assert bench.view.board.said_in_hand() == "Drop: Negotiation, at the end"


def test_over_its_own_place_and_outside_nothing_would_change(bench: Bench, hand: Hand) -> None:
    hand.move(hand.start + QPoint(12, 4))
    assert bench.view.board.said_in_hand() == "Drop: back to its place"
    hand.move(bench.view.header.mapToGlobal(QPoint(300, 10)))
    assert bench.view.board.said_in_hand() == "Drop: nothing changes"


def test_in_a_sorted_column_of_its_own_nothing_would_change(fresh_bench: Bench) -> None:
    hand = Hand(fresh_bench, "Landing page")
    hand.move(_over(fresh_bench, 0, 350))
    assert fresh_bench.view.board.said_in_hand() == "Drop: nothing changes, Lead is sorted"


def test_over_the_ends_it_says_which(bench: Bench, hand: Hand) -> None:
    bars = bench.view.board.bars
    hand.move(bars.won.mapToGlobal(bars.won.rect().center()))
    assert bench.view.board.said_in_hand() == "Drop: won"
    hand.move(bars.lost.mapToGlobal(bars.lost.rect().center()))
    assert bench.view.board.said_in_hand() == "Drop: lost, and why"
    bench.view.board.area.ensureWidgetVisible(bench.column(4))
    hand.move(_over(bench, 4, 200))
    assert bench.view.board.said_in_hand() == "Drop: won"


def test_after_letting_go_nothing_is_said_any_more(bench: Bench, hand: Hand) -> None:
    hand.move(_over(bench, 2, 60))
    assert bench.view.board.said_in_hand()
    bench.key(Qt.Key.Key_Escape)
    assert bench.view.board.said_in_hand() == ""


def test_an_empty_column_is_named_alone(bench: Bench, hand: Hand) -> None:
    bench.services.pipeline.delete(bench.deal("Booking page"))
    bench.settle()
    hand.move(_over(bench, 1, 60))
    assert bench.view.board.said_in_hand() == "Drop: First talk"


def test_screen_readers_are_told_each_new_meaning_once(
    bench: Bench, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def note(event: QAccessibleEvent) -> None:
        told.append(getattr(event, "message", lambda: "")())

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    for step in range(3):
        hand.move(_over(bench, 1, 400 + step))
    hand.move(_over(bench, 2, 400))
    assert [words for words in told if words.startswith("Drop")] == [
        "Drop: First talk, at the end",
        "Drop: Proposal sent, at the end",
    ]


def test_the_board_scrolls_sideways_while_a_card_is_held_at_its_edge(bench: Bench, qtbot: Any) -> None:
    bench.window.resize(900, 600)
    bench.settle()
    hand = Hand(bench, "Logo refresh")
    hand.move(hand.start + QPoint(0, 40))
    QApplication.processEvents()
    bar = bench.view.board.area.horizontalScrollBar()
    area = bench.view.board.area.viewport()
    hand.move(area.mapToGlobal(QPoint(area.width() - 4, 150)))
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    # The column that came under the hand is what is meant now.
    assert bench.view.board.said_in_hand() == "Drop: won"
    hand.move(area.mapToGlobal(QPoint(3, 150)))
    qtbot.waitUntil(lambda: bar.value() == 0)
    bench.key(Qt.Key.Key_Escape)


def test_a_card_is_in_the_hand_without_holding_it_first(services: Any, open_window: Callable[[], Bench]) -> None:
    services.pipeline.add(DealDraft("Only one", services.pipeline.stages()[0].id))
    bench = open_window()
    hand = Hand(bench, "Only one")
    # No time passes between the press and the move.
    hand.move(hand.start + QPoint(QApplication.startDragDistance(), 0))
    assert bench.view.board.carried() == bench.deal("Only one")
    bench.key(Qt.Key.Key_Escape)
    assert bench.view.board.carried() is None
