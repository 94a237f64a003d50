"""From the board to the page of a deal and back, in the real view: the focus is where it was."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.ui.views.pipeline.page.page import DealPageView
from tests.ui.pipeline.conftest import Bench

ALT = Qt.KeyboardModifier.AltModifier


def _page(bench: Bench) -> DealPageView:
    found = bench.view.findChild(DealPageView)
    assert found is not None
    return found


def _open(bench: Bench, title: str) -> DealPageView:
    bench.choose(title)
    bench.key(Qt.Key.Key_Return)
    page = _page(bench)
    assert page.isVisible()
    return page


def test_enter_opens_the_page_of_the_card_and_escape_goes_back_to_it(bench: Bench) -> None:
    page = _open(bench, "Spring workshops")
    assert page.header.title.text() == "Spring workshops"
    assert page.steps.card.words.hasFocus()
    bench.key(Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert bench.current() == "Spring workshops"
    assert bench.column(2).list.hasFocus()


def test_alt_left_goes_back_too_and_a_deal_moved_on_its_page_is_chosen_where_it_is(bench: Bench) -> None:
    _open(bench, "Booking page")
    bench.control(Qt.Key.Key_Right)
    bench.key(Qt.Key.Key_Left, ALT)
    assert "Booking page" in bench.titles(2)
    assert bench.toast() == "Moved “Booking page” to Proposal sent"


def test_a_deal_that_was_deleted_on_its_page_leads_back_and_undo_brings_it_back(bench: Bench) -> None:
    page = _open(bench, "Shop photos")
    page.way.focus_stage()
    bench.key(Qt.Key.Key_Delete)
    assert not page.isVisible()
    assert "Shop photos" not in bench.titles(3)
    bench.control(Qt.Key.Key_Z)
    assert "Shop photos" in bench.titles(3)


def test_lost_is_asked_about_on_the_page_and_the_page_tells_of_it(bench: Bench) -> None:
    page = _open(bench, "Shop photos")
    page.way.focus_stage()
    bench.key(Qt.Key.Key_X)
    card: Any = bench.card()
    assert card is not None
    bench.key(Qt.Key.Key_Right)
    bench.control(Qt.Key.Key_Return)
    assert bench.card() is None
    assert bench.services.pipeline.page(page.deal_id()).card.state == "lost"
    assert page.header.reopen_button.isVisible()
    assert page.way.buttons[-1].step.state == "lost"


def test_navigating_to_a_deal_from_elsewhere_opens_its_page(bench: Bench) -> None:
    deal = bench.deal("Logo refresh")
    bench.window.navigate("deal", deal)
    bench.settle()
    assert _page(bench).deal_id() == deal
    assert _page(bench).isVisible()


def test_a_new_deal_from_the_page_stands_on_the_board(bench: Bench) -> None:
    page = _open(bench, "Booking page")
    page.way.focus_stage()
    bench.key(Qt.Key.Key_D)
    card: Any = bench.card()
    QTest.keyClicks(card.fields.title, "Another one")
    bench.control(Qt.Key.Key_Return)
    bench.key(Qt.Key.Key_Escape)
    assert any("Another one" in bench.titles(number) for number in range(4))
