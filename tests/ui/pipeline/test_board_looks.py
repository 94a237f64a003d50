"""How the board looks: its orders, its folded columns and what is filtered, by keys and by mouse, and what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crm_desktop.domain.filters import Condition, Operator
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.ui.views.pipeline.ordering import Order
from tests.ui.pipeline.conftest import Bench, Hand, fill

RIGHT, LEFT, DOWN, UP = Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Up
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _press_entry(bench: Bench, text: str) -> None:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu), "no menu is open"
    next(action for action in menu.actions() if action.text().startswith(text)).trigger()
    menu.close()
    bench.settle()


# -------------------------------------------------------------------------------------------------------- orders


def test_cards_are_sorted_by_urgency_unless_the_user_says_otherwise(fresh_bench: Bench) -> None:
    # Late since this morning, no next step, planned for the day after tomorrow.
    assert fresh_bench.titles(0) == ["Landing page", "Workshop, autumn", "Logo refresh"]
    assert fresh_bench.titles(3) == ["Website relaunch", "Shop photos"]
    assert fresh_bench.view.board_part.line.order_button.text() == "Sorted by urgency ▾"


def test_s_offers_the_orders_and_the_chosen_one_is_remembered(
    fresh_bench: Bench, open_window: Callable[[], Bench]
) -> None:
    fresh_bench.key(Qt.Key.Key_S)
    _press_entry(fresh_bench, "Value")
    assert fresh_bench.titles(0) == ["Landing page", "Workshop, autumn", "Logo refresh"]
    assert fresh_bench.titles(3) == ["Website relaunch", "Shop photos"]
    fresh_bench.window.commands.run("pipeline.sort_own")
    fresh_bench.settle()
    assert fresh_bench.titles(0) == ["Logo refresh", "Workshop, autumn", "Landing page"]
    again = open_window()
    assert again.titles(0) == ["Logo refresh", "Workshop, autumn", "Landing page"]
    assert again.view.board_part.look.order is Order.OWN


def test_in_a_sorted_column_a_card_cannot_be_put_at_a_place_and_the_board_says_why(fresh_bench: Bench) -> None:
    before = fresh_bench.stored()
    fresh_bench.choose("Landing page")
    fresh_bench.key(DOWN, CONTROL | SHIFT)
    assert fresh_bench.toast().startswith("Sorted by urgency. Cards are arranged by hand in your own order")
    hand = Hand(fresh_bench, "Landing page")
    viewport = fresh_bench.column(0).list.viewport()
    hand.drop(viewport.mapToGlobal(QPoint(80, 400)))
    assert fresh_bench.toast().startswith("Sorted by urgency")
    assert fresh_bench.stored() == before


def test_in_own_order_shift_and_control_with_up_and_down_put_a_card_higher_and_lower(bench: Bench) -> None:
    bench.choose("Landing page")
    bench.key(UP, CONTROL | SHIFT)
    assert bench.stored()[0] == ["Logo refresh", "Landing page", "Workshop, autumn"]
    bench.key(DOWN, CONTROL | SHIFT)
    assert bench.stored()[0] == ["Logo refresh", "Workshop, autumn", "Landing page"]


def test_a_dropped_card_lands_where_the_order_says_and_stays_chosen(fresh_bench: Bench) -> None:
    hand = Hand(fresh_bench, "Landing page")
    viewport = fresh_bench.column(3).list.viewport()
    hand.move(viewport.mapToGlobal(QPoint(80, 300)))
    assert fresh_bench.view.board.said_in_hand() == "Drop: Negotiation, before Shop photos"
    hand.drop(viewport.mapToGlobal(QPoint(80, 300)))
    assert fresh_bench.titles(3) == ["Website relaunch", "Landing page", "Shop photos"]
    assert fresh_bench.current() == "Landing page"


def test_a_card_becomes_late_by_the_clock_and_moves_up(fresh_bench: Bench) -> None:
    stage = fresh_bench.column(3).stage_id
    assert stage is not None
    fresh_bench.services.pipeline.add(DealDraft("Brochure", stage))
    fresh_bench.settle()
    assert fresh_bench.titles(3) == ["Website relaunch", "Shop photos", "Brochure"]
    assert fresh_bench.column(3).list.cards().words(1).chip == "today 15:00"
    fresh_bench.clock.advance(hours=7)
    fresh_bench.view.clock_moved()
    assert fresh_bench.column(3).list.cards().words(1).chip == "late"


# ------------------------------------------------------------------------------------------------ folded columns


def test_c_folds_the_column_and_unfolds_it_and_it_is_remembered(bench: Bench, open_window: Callable[[], Bench]) -> None:
    bench.choose("Booking page")
    bench.key(Qt.Key.Key_C)
    column = bench.column(1)
    assert column.folded
    assert column.strip.isVisible()
    assert not column.list.isVisible()
    assert QApplication.focusWidget() is column.strip
    assert column.width() < 60
    bench.key(Qt.Key.Key_C)
    assert not bench.column(1).folded
    assert bench.current() == "Booking page"
    bench.key(Qt.Key.Key_C)
    again = open_window()
    assert again.column(1).folded
    again.column(1).strip.click()
    again.settle()
    assert not again.column(1).folded


def test_arrows_walk_over_a_folded_column_and_enter_unfolds_it(bench: Bench) -> None:
    bench.choose("Booking page")
    bench.key(Qt.Key.Key_C)
    bench.key(LEFT)
    assert bench.current() == "Logo refresh"
    bench.key(RIGHT)
    assert bench.current() == ""
    assert QApplication.focusWidget() is bench.column(1).strip
    bench.key(RIGHT)
    assert bench.current() == "Spring workshops"
    bench.key(LEFT)
    bench.key(Qt.Key.Key_Return)
    assert not bench.column(1).folded
    assert bench.current() == "Booking page"


def test_a_card_moved_by_key_into_a_folded_column_unfolds_it(bench: Bench) -> None:
    bench.choose("Booking page")
    bench.key(Qt.Key.Key_C)
    bench.choose("Logo refresh")
    bench.control(RIGHT)
    assert not bench.column(1).folded
    assert bench.current() == "Logo refresh"
    assert "Logo refresh" in bench.stored()[1]


def test_a_card_dropped_on_a_folded_column_goes_to_its_end_and_leaves_it_folded(bench: Bench) -> None:
    bench.choose("Booking page")
    bench.key(Qt.Key.Key_C)
    strip = bench.column(1).strip
    hand = Hand(bench, "Logo refresh")
    hand.move(strip.mapToGlobal(strip.rect().center()))
    assert bench.view.board.said_in_hand() == "Drop: First talk, at the end"
    hand.drop(strip.mapToGlobal(strip.rect().center()))
    assert bench.stored()[1] == ["Booking page", "Logo refresh"]
    assert bench.column(1).folded
    assert bench.current() == "Workshop, autumn"


def test_unfolding_all_and_the_menu_of_a_head(bench: Bench) -> None:
    head = bench.column(2).head
    QTest.mouseClick(head, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 8))
    _press_entry(bench, "Fold this column")
    assert bench.column(2).folded
    bench.window.commands.run("pipeline.unfold_all")
    bench.settle()
    assert not any(column.folded for column in bench.view.board.columns())
    QTest.mouseClick(head, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 8))
    _press_entry(bench, "New deal")
    assert bench.card().fields.stage.currentText() == "Proposal sent"


def test_a_look_that_cannot_be_read_is_the_usual_one(
    services: Any, open_window: Callable[[], Bench], clock: Any
) -> None:
    services.settings.set("board-look", '["nonsense"')
    fill(services, clock)
    assert open_window().view.board_part.look.order is Order.URGENCY


# -------------------------------------------------------------------------------------------------------- filters


def test_control_f_filters_by_words_and_says_how_much_is_left(bench: Bench) -> None:
    bench.control(Qt.Key.Key_F)
    tools = bench.view.board_part.line
    assert QApplication.focusWidget() is tools.field
    QTest.keyClicks(tools.field, "casa azul")
    bench.settle()
    assert [bench.titles(number) for number in range(5)] == [[], [], [], ["Website relaunch"], []]
    assert tools.filtered.full_text() == "Filtered: 1 of 7 –"
    assert bench.column(3).numbers.full_text() == "1 of 2 · €6,400"
    assert bench.column(0).numbers.full_text() == "0 of 3"
    bench.key(DOWN)
    assert bench.view.board.has_keys()
    QTest.mouseClick(tools.clear_button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert bench.titles(3) == ["Website relaunch", "Shop photos"]
    assert not tools.filtered.isVisible()
    assert tools.field.text() == ""


def test_shift_escape_shows_all_again(bench: Bench) -> None:
    bench.view.board_part.filtering.by_text("logo")
    bench.key(Qt.Key.Key_Escape, SHIFT)
    assert len(bench.titles(3)) == 2


def test_the_board_is_filtered_by_a_tag_that_stands_on_it(bench: Bench) -> None:
    stage = bench.column(1).stage_id
    assert stage is not None
    bench.services.pipeline.add(DealDraft("Poster", stage, tags=("print",)))
    bench.settle()
    bench.window.commands.run("pipeline.filter_tag")
    _press_entry(bench, "print")
    assert [bench.titles(number) for number in range(4)] == [[], ["Poster"], [], []]
    assert bench.view.board_part.line.tag_button.text() == "print"
    assert bench.column(1).list.cards().words(0).tags[0][0] == "print"


def test_the_board_is_filtered_by_the_people_of_a_saved_list_and_follows_the_list(bench: Bench) -> None:
    lists = bench.services.people.saved_lists
    list_id = lists.add("Azul", Condition("company", Operator.CONTAINS, ("Azul",)))
    bench.settle()
    bench.window.commands.run("pipeline.filter_list")
    _press_entry(bench, "Azul")
    assert [bench.titles(number) for number in range(4)] == [[], [], [], ["Website relaunch"]]
    lists.change(list_id, "Novák", Condition("name", Operator.CONTAINS, ("Novák",)))
    bench.settle()
    assert [bench.titles(number) for number in range(4)] == [["Logo refresh"], [], [], []]


def test_only_stuck_deals_are_shown_and_say_why(bench: Bench) -> None:
    bench.clock.advance(days=40)
    bench.view.read()
    bench.settle()
    bench.window.commands.run("pipeline.filter_stuck")
    bench.settle()
    assert "Workshop, autumn" in bench.titles(0)
    words = bench.column(0).list.cards().words(bench.titles(0).index("Workshop, autumn"))
    assert words.stuck
    assert words.here == "stuck, 40 days"
    assert words.described.startswith("Юлия Ковалёва, 40 days in Lead (more than 14), nothing planned")


def test_a_deal_moved_while_filtered_stands_before_the_card_that_was_seen(bench: Bench) -> None:
    bench.view.board_part.filtering.by_text("o")
    bench.choose("Logo refresh")
    bench.control(RIGHT)
    assert bench.stored()[1] == ["Logo refresh", "Booking page"]


# ---------------------------------------------------------------------------------------------- what a card says


def test_a_recurring_amount_is_shown_with_its_period_and_counts_for_a_year_in_sums(bench: Bench) -> None:
    stage = bench.column(1).stage_id
    assert stage is not None
    bench.services.pipeline.add(DealDraft("Care", stage, value=Money(50_000, "EUR"), period="month"))
    bench.settle()
    words = bench.column(1).list.cards().words(1)
    assert words.value == "€500 / month"
    assert words.spoken == "Care, First talk, 500 euros a month, no next step"
    assert "€6,000 in sums: what goes on and on counts for 12 months" in words.described
    assert bench.column(1).numbers.full_text() == "2 · €9,800"


def test_the_head_shows_the_share_and_explains_the_chance(bench: Bench) -> None:
    head = bench.column(0).head
    assert head.share == 3 / 7
    assert head.toolTip() == (
        "Lead: 3 deals, €6,800, 10 % likely (as set), weighted €680, 43 % of all open, stuck after 14 quiet days (usual)"
    )
    assert bench.column(4).head.share is None


def test_a_double_click_beside_the_cards_begins_a_deal_there(bench: Bench) -> None:
    viewport = bench.column(2).list.viewport()
    below = QPoint(60, viewport.height() - 20)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, below)
    bench.settle()
    assert bench.card().fields.stage.currentText() == "Proposal sent"
