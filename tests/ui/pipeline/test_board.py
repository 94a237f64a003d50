"""The board as a user works with it: by keyboard, by mouse, and with writes that fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.ui.actions import in_view
from crm_desktop.ui.dialogs.deal_form import DealForm
from crm_desktop.ui.dialogs.lost_form import LostForm
from crm_desktop.ui.dialogs.pipelines_form import PipelinesForm
from tests.ui.pipeline.conftest import Bench, Hand

RIGHT, LEFT, UP, DOWN = Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Down


def test_the_board_shows_columns_numbers_and_what_was_won(bench: Bench) -> None:
    names = [(column.name.full_text(), column.numbers.full_text()) for column in bench.view.board.columns()]
    assert names == [
        ("Lead", "3 · €6,800"),
        ("First talk", "1 · €3,800"),
        ("Proposal sent", "1 · €4,500"),
        ("Negotiation", "2 · €9,300"),
        ("Won in November", "1 · €4,100"),
    ]
    assert bench.view.header.subtitle.full_text() == "7 open, €24,400, weighted €11,045"
    assert bench.view.name_button.text() == "Client work"


def test_sums_of_two_currencies_stand_side_by_side(bench: Bench) -> None:
    stage = bench.column(0).stage_id
    assert stage is not None
    bench.services.pipeline.add(DealDraft("Poster", stage, value=Money(50_000, "USD")))
    bench.settle()
    assert bench.column(0).numbers.full_text() == "4 · €6,800 + $500"
    assert "€24,400 + $500" in bench.view.header.subtitle.full_text()


def test_opening_the_view_puts_the_keys_on_the_first_card(bench: Bench) -> None:
    assert QApplication.focusWidget() is bench.column(0).list
    assert bench.current() == "Logo refresh"


def test_arrows_home_and_end_move_the_focus(bench: Bench) -> None:
    for key, expected in (
        (DOWN, "Workshop, autumn"),
        (DOWN, "Landing page"),
        (DOWN, "Landing page"),
        (RIGHT, "Booking page"),
        (LEFT, "Landing page"),
        (UP, "Workshop, autumn"),
        (Qt.Key.Key_End, "Landing page"),
        (Qt.Key.Key_Home, "Logo refresh"),
        (UP, "Logo refresh"),
        (RIGHT, "Booking page"),
        (RIGHT, "Spring workshops"),
        (RIGHT, "Website relaunch"),
        (DOWN, "Shop photos"),
        (RIGHT, "Packaging"),
        (RIGHT, "Packaging"),
    ):
        bench.key(key)
        assert bench.current() == expected
    assert QApplication.focusWidget() is bench.column(4).list


def test_the_card_with_the_focus_looks_different(bench: Bench) -> None:
    cards = bench.column(0).list
    assert [index.row() for index in cards.selectedIndexes()] == [0]
    picture = cards.viewport().grab().toImage()
    edges = [picture.pixelColor(40, cards.card_rect(bench.deal(title)).top()) for title in bench.titles(0)[:2]]
    assert edges[0] == bench.window.context.theme.colour("accent")
    assert edges[1] == bench.window.context.theme.colour("line")


def test_only_one_card_is_chosen_on_the_whole_board(bench: Bench) -> None:
    bench.key(RIGHT)
    bench.key(RIGHT)
    chosen = [column for column in bench.view.board.columns() if column.list.selectedIndexes()]
    assert chosen == [bench.column(2)]


def test_an_empty_column_can_have_the_focus_and_is_walked_through(bench: Bench) -> None:
    bench.choose("Booking page")
    bench.control(RIGHT)
    bench.choose("Landing page")
    bench.key(RIGHT)
    assert QApplication.focusWidget() is bench.column(1).list
    assert bench.current() == ""
    bench.key(RIGHT)
    assert bench.current() in {"Spring workshops", "Booking page"}


def test_control_and_arrows_move_the_card_and_the_focus_stays_with_it(bench: Bench) -> None:
    bench.choose("Workshop, autumn")
    bench.control(RIGHT)
    assert bench.titles(0) == ["Logo refresh", "Landing page"]
    assert bench.titles(1) == ["Booking page", "Workshop, autumn"]
    assert bench.current() == "Workshop, autumn"
    assert QApplication.focusWidget() is bench.column(1).list
    assert bench.toast() == "Moved “Workshop, autumn” to First talk"
    assert bench.stored()[1] == ["Booking page", "Workshop, autumn"]
    bench.control(UP)
    assert bench.titles(1) == ["Workshop, autumn", "Booking page"]
    assert bench.stored()[1] == ["Workshop, autumn", "Booking page"]
    bench.control(DOWN)
    bench.control(LEFT)
    assert bench.titles(0) == ["Logo refresh", "Workshop, autumn", "Landing page"]
    assert bench.stored()[0] == bench.titles(0)
    assert bench.current() == "Workshop, autumn"


def test_a_card_at_the_edge_of_the_board_stays(bench: Bench) -> None:
    bench.choose("Logo refresh")
    before = bench.stored()
    bench.control(LEFT)
    bench.control(UP)
    assert bench.stored() == before


def test_past_the_last_stage_a_deal_is_won_and_can_come_back(bench: Bench) -> None:
    bench.choose("Shop photos")
    bench.control(RIGHT)
    assert bench.titles(4) == ["Shop photos", "Packaging"]
    assert bench.toast() == "Won “Shop photos”"
    assert bench.stored()[4] == ["Shop photos", "Packaging"]
    bench.control(LEFT)
    assert "Shop photos" in bench.titles(3)
    assert bench.stored()[4] == ["Packaging"]


def test_undo_in_the_bar_takes_a_move_back(bench: Bench) -> None:
    bench.choose("Landing page")
    bench.control(RIGHT)
    assert "Landing page" in bench.titles(1)
    bench.control(Qt.Key.Key_Z)
    assert bench.titles(0) == ["Logo refresh", "Workshop, autumn", "Landing page"]
    assert bench.current() == "Landing page"


def test_the_numbers_of_the_columns_follow_a_move_before_the_disk_answers(bench: Bench) -> None:
    deal = bench.choose("Landing page")
    stage = bench.column(1).stage_id
    assert stage is not None
    bench.view.deals.move(deal, stage, None)
    assert bench.titles(1) == ["Booking page", "Landing page"]
    assert bench.column(0).numbers.full_text() == "2 · €3,600"
    assert bench.column(1).numbers.full_text() == "2 · €7,000"
    shown = bench.view.header.subtitle.full_text()
    bench.settle()
    assert bench.view.header.subtitle.full_text() == shown


def test_a_move_that_fails_is_put_back_with_a_sentence(bench: Bench) -> None:
    deal = bench.choose("Landing page")
    # The deal goes away behind the board's back: it does not hear of it.
    bench.bridge.close()
    bench.services.pipeline.delete(deal)
    stage = bench.column(1).stage_id
    assert stage is not None
    bench.view.deals.move(deal, stage, None)
    assert "Landing page" in bench.titles(1)
    bench.settle()
    assert bench.titles(0) == ["Logo refresh", "Workshop, autumn", "Landing page"]
    assert bench.toast() == "This deal is no longer there."
    assert bench.current() == "Landing page"


def test_quick_moves_one_after_the_other_never_jump_back(bench: Bench) -> None:
    bench.choose("Logo refresh")
    for number in (1, 2, 3):
        QTest.keyClick(bench.focused(), RIGHT, Qt.KeyboardModifier.ControlModifier)
        assert "Logo refresh" in bench.titles(number)
    bench.settle()
    assert "Logo refresh" in bench.titles(3)
    assert "Logo refresh" in bench.stored()[3]


@pytest.mark.parametrize("key", [Qt.Key.Key_N, Qt.Key.Key_D])
def test_n_and_d_begin_a_deal_in_the_column_of_the_focus(bench: Bench, key: Qt.Key) -> None:
    bench.choose("Spring workshops")
    bench.key(key)
    form = bench.card()
    assert isinstance(form, DealForm)
    assert form.fields.stage.currentText() == "Proposal sent"


def test_enter_and_a_double_click_open_the_page_of_the_deal_and_escape_leads_back(bench: Bench) -> None:
    bench.choose("Shop photos")
    bench.key(Qt.Key.Key_Return)
    assert bench.view.part() == "deal"
    assert bench.shown_words("Shop photos")
    bench.key(Qt.Key.Key_Escape)
    assert bench.view.part() == "board"
    assert bench.current() == "Shop photos"
    assert QApplication.focusWidget() is bench.column(3).list
    cards = bench.column(0).list
    QTest.mouseDClick(
        cards.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        cards.card_rect(bench.deal("Landing page")).center(),
    )
    bench.settle()
    assert bench.view.part() == "deal"
    assert bench.shown_words("Landing page")


def test_e_opens_the_form_of_the_deal(bench: Bench) -> None:
    bench.choose("Shop photos")
    bench.key(Qt.Key.Key_E)
    assert bench.card().fields.title.text() == "Shop photos"
    bench.key(Qt.Key.Key_Escape)
    assert bench.card() is None


def test_w_wins_and_x_asks_why(bench: Bench) -> None:
    bench.choose("Website relaunch")
    bench.key(Qt.Key.Key_W)
    assert bench.stored()[4][0] == "Website relaunch"
    bench.choose("Shop photos")
    bench.key(Qt.Key.Key_X)
    assert isinstance(bench.card(), LostForm)


def test_delete_takes_the_card_away_and_undo_brings_it_back(bench: Bench) -> None:
    bench.choose("Workshop, autumn")
    bench.key(Qt.Key.Key_Delete)
    assert bench.titles(0) == ["Logo refresh", "Landing page"]
    assert bench.current() == "Landing page"
    assert QApplication.focusWidget() is bench.column(0).list
    assert bench.toast() == "Deleted “Workshop, autumn”"
    bench.control(Qt.Key.Key_Z)
    assert bench.titles(0) == ["Logo refresh", "Workshop, autumn", "Landing page"]


def test_r_plans_the_next_step_of_the_deal(bench: Bench) -> None:
    bench.choose("Workshop, autumn")
    bench.key(Qt.Key.Key_R)
    QTest.keyClicks(bench.focused(), "send the dates 2026-11-30")
    bench.settle()
    bench.control(Qt.Key.Key_Return)
    assert bench.card() is None, "the reminder was not understood"
    words = bench.column(0).list.cards().words(1)
    assert (words.title, words.chip) == ("Workshop, autumn", "Mon")


def test_every_action_of_the_view_is_answered(bench: Bench) -> None:
    answered = set(bench.view.commands())
    parts = {"pipeline.list", "pipeline.forecast", "pipeline.leads"}
    assert {action.id for action in in_view("pipeline/board")} - parts <= answered
    assert "deal.new" in answered


def test_a_screen_reader_hears_deal_stage_value_step_and_place(bench: Bench) -> None:
    cards = bench.column(3).list.cards()
    heard = cards.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Website relaunch, Negotiation, 6,400 euros, 2 days late, card 1 of 2"
    assert bench.column(3).list.accessibleName().startswith("Negotiation, 2 deals, €9,300, 75 % likely")


def test_tab_leaves_the_board_at_once(bench: Bench) -> None:
    bench.key(Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused not in [column.list for column in bench.view.board.columns()]


# ------------------------------------------------------------------------------------------------------ the mouse


def _in_column(bench: Bench, number: int, y: int) -> QPoint:
    viewport = bench.column(number).list.viewport()
    return viewport.mapToGlobal(QPoint(viewport.width() // 2, y))


def test_carrying_begins_at_the_systems_drag_distance_and_shows_the_bars(bench: Bench) -> None:
    hand = Hand(bench, "Logo refresh")
    distance = QApplication.startDragDistance()
    hand.move(hand.start + QPoint(distance - 1, 0))
    assert not bench.view.board.bars.isVisible()
    hand.move(hand.start + QPoint(distance, 0))
    assert bench.view.board.bars.isVisible()
    hand.drop(hand.start)
    assert not bench.view.board.bars.isVisible()
    assert bench.stored()[0][0] == "Logo refresh"


def test_a_card_lands_between_the_cards_it_is_dropped_on(bench: Bench) -> None:
    hand = Hand(bench, "Logo refresh")
    first = bench.column(3).list.card_rect(bench.deal("Website relaunch"))
    hand.drop(_in_column(bench, 3, first.bottom()))
    assert bench.titles(3) == ["Website relaunch", "Logo refresh", "Shop photos"]
    assert bench.stored()[3] == ["Website relaunch", "Logo refresh", "Shop photos"]
    assert bench.current() == "Logo refresh"
    assert bench.toast() == "Moved “Logo refresh” to Negotiation"


def test_a_card_can_be_dropped_into_the_empty_room_of_a_column(bench: Bench) -> None:
    Hand(bench, "Logo refresh").drop(_in_column(bench, 1, 400))
    assert bench.stored()[1] == ["Booking page", "Logo refresh"]


def test_a_card_is_sorted_within_its_column_by_mouse(bench: Bench) -> None:
    Hand(bench, "Landing page").drop(_in_column(bench, 0, 2))
    assert bench.stored()[0] == ["Landing page", "Logo refresh", "Workshop, autumn"]
    assert bench.toast() == "Moved “Landing page”"


def test_dropped_on_its_own_place_nothing_is_written(bench: Bench) -> None:
    hand = Hand(bench, "Workshop, autumn")
    hand.drop(hand.start + QPoint(20, 5))
    assert bench.services.undoing.next_undo() is None or "Moved" not in str(bench.services.undoing.next_undo())
    assert bench.stored()[0] == ["Logo refresh", "Workshop, autumn", "Landing page"]


def test_dropped_on_the_won_bar_the_deal_is_won(bench: Bench) -> None:
    hand = Hand(bench, "Shop photos")
    hand.move(hand.start + QPoint(0, 40))
    QApplication.processEvents()
    bar = bench.view.board.bars.won
    hand.drop(bar.mapToGlobal(bar.rect().center()))
    assert bench.stored()[4] == ["Shop photos", "Packaging"]


def test_dropped_on_the_lost_bar_the_reason_is_asked(bench: Bench) -> None:
    hand = Hand(bench, "Shop photos")
    hand.move(hand.start + QPoint(0, 40))
    QApplication.processEvents()
    bar = bench.view.board.bars.lost
    hand.drop(bar.mapToGlobal(bar.rect().center()))
    assert isinstance(bench.card(), LostForm)
    bench.card().close_card()
    assert bench.stored()[3] == ["Website relaunch", "Shop photos"]


def test_a_won_card_dropped_into_a_stage_is_open_again(bench: Bench) -> None:
    Hand(bench, "Packaging").drop(_in_column(bench, 2, 400))
    assert bench.stored()[2] == ["Spring workshops", "Packaging"]
    assert bench.stored()[4] == []


def test_escape_puts_the_card_back(bench: Bench) -> None:
    hand = Hand(bench, "Logo refresh")
    hand.move(_in_column(bench, 2, 50))
    bench.key(Qt.Key.Key_Escape)
    assert not bench.view.board.bars.isVisible()
    hand.drop(_in_column(bench, 2, 50))
    assert bench.stored()[0][0] == "Logo refresh"


def test_a_refresh_while_carrying_does_not_take_the_card_out_of_the_hand(bench: Bench) -> None:
    hand = Hand(bench, "Logo refresh")
    hand.move(_in_column(bench, 2, 50))
    stage = bench.column(2).stage_id
    assert stage is not None
    bench.services.pipeline.add(DealDraft("Sign", stage))
    bench.settle()
    assert bench.view.board.bars.isVisible()
    hand.drop(_in_column(bench, 2, 500))
    assert bench.stored()[2] == ["Spring workshops", "Sign", "Logo refresh"]


def test_a_moved_card_is_on_the_screen_before_anything_else_happens(bench: Bench) -> None:
    class Painted(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.columns: list[int] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                self.columns += [number for number in range(3) if bench.column(number).list.viewport() is watched]
            return False

    bench.settle()
    painted = Painted()
    for number in range(3):
        bench.column(number).list.viewport().installEventFilter(painted)
    target = bench.column(2).stage_id
    assert target is not None
    bench.view.board.move_wanted.emit(bench.deal("Logo refresh"), target, None)
    # No event loop in between: the write, which takes the interpreter from painting, has only just been asked for.
    assert {0, 2} <= set(painted.columns)
    assert bench.titles(2) == ["Spring workshops", "Logo refresh"]
    bench.settle()
    assert bench.stored()[2] == ["Spring workshops", "Logo refresh"]


def test_a_carried_card_that_is_deleted_elsewhere_is_let_go(bench: Bench) -> None:
    hand = Hand(bench, "Logo refresh")
    hand.move(_in_column(bench, 2, 50))
    bench.services.pipeline.delete(bench.deal("Logo refresh"))
    bench.settle()
    assert not bench.view.board.bars.isVisible()
    hand.drop(_in_column(bench, 2, 50))
    assert bench.stored()[2] == ["Spring workshops"]


def test_a_long_column_scrolls_while_a_card_is_held_at_its_edge(
    services: Any, open_window: Callable[[], Bench], qtbot: Any
) -> None:
    stages = [stage.id for stage in services.pipeline.stages()]
    for number in range(30):
        services.pipeline.add(DealDraft(f"Deal {number}", stages[0]))
    bench = open_window()
    cards = bench.column(0).list
    hand = Hand(bench, "Deal 0")
    hand.move(hand.start + QPoint(0, 40))
    QApplication.processEvents()
    hand.move(cards.viewport().mapToGlobal(QPoint(50, cards.viewport().height() - 5)))
    qtbot.waitUntil(lambda: cards.verticalScrollBar().value() > 100)
    hand.move(cards.viewport().mapToGlobal(QPoint(50, 2)))
    qtbot.waitUntil(lambda: cards.verticalScrollBar().value() == 0)
    bench.key(Qt.Key.Key_Escape)
    assert bench.stored()[0][0] == "Deal 0"


def test_the_menu_of_a_card_offers_what_can_be_done_with_it(bench: Bench) -> None:
    bench.choose("Packaging")
    bench.view.board.menu_wanted.emit(bench.deal("Packaging"), bench.window.mapToGlobal(QPoint(300, 300)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    again = next(action for action in menu.actions() if action.text() == "Open again")
    again.trigger()
    menu.close()
    bench.settle()
    assert "Packaging" in bench.stored()[3]
    assert bench.current() == "Packaging"


# ------------------------------------------------------------------------------------ refreshing, empty, directions


def test_a_change_elsewhere_keeps_the_chosen_card_and_the_place(
    services: Any, open_window: Callable[[], Bench]
) -> None:
    stages = [stage.id for stage in services.pipeline.stages()]
    deals = [services.pipeline.add(DealDraft(f"Deal {number}", stages[0])) for number in range(40)]
    bench = open_window()
    bench.choose("Deal 25")
    bar = bench.column(0).list.verticalScrollBar()
    before = bar.value()
    assert before > 0
    services.pipeline.move(deals[39], stages[0], deals[30])
    bench.settle()
    assert bench.titles(0)[30] == "Deal 39"
    assert bench.current() == "Deal 25"
    assert bar.value() == before


def test_a_renamed_contact_is_read_anew(bench: Bench) -> None:
    card = bench.column(3).list.cards().cards()[0]
    assert card.contact_id is not None
    bench.services.contacts.set_company(card.contact_id, "Casa Verde")
    bench.settle()
    assert bench.column(3).list.cards().words(0).people == "Marta Oliveira · Casa Verde"


def test_chips_follow_the_clock(bench: Bench) -> None:
    cards = bench.column(3).list.cards()
    assert cards.words(1).chip == "today 15:00"
    bench.clock.advance(hours=6)
    bench.view.activate()
    assert cards.words(1).chip == "late"


def test_a_hidden_view_reads_when_it_comes_to_the_front(bench: Bench) -> None:
    bench.window.hide()
    bench.services.pipeline.delete(bench.deal("Booking page"))
    bench.settle()
    assert bench.titles(1) == ["Booking page"]
    bench.window.show()
    bench.view.activate()
    bench.settle()
    assert bench.titles(1) == []


def test_an_empty_pipeline_says_what_it_is_for_and_begins_with_one_button(
    open_window: Callable[[], Bench],
) -> None:
    bench = open_window()
    empty = bench.view.board_part.empty
    assert empty is not None
    assert empty.isVisible()
    assert bench.view.name_button.isVisible(), "another pipeline may have something to show"
    assert QApplication.focusWidget() is empty.primary_button
    bench.key(Qt.Key.Key_Space)
    form = bench.card()
    QTest.keyClicks(form.fields.title, "First one")
    bench.control(Qt.Key.Key_Return)
    assert bench.stored()[0] == ["First one"]
    assert not empty.isVisible()
    assert bench.current() == "First one"


def test_an_empty_pipeline_offers_sample_data(open_window: Callable[[], Bench]) -> None:
    bench = open_window()
    begun: list[str] = []
    bench.window.commands.register({"sample": lambda: begun.append("sample")})
    empty = bench.view.board_part.empty
    assert empty is not None
    button = empty.secondary_button
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert begun == ["sample"]


def test_opening_a_deal_from_elsewhere_shows_its_page_and_chooses_its_card(bench: Bench) -> None:
    bench.window.navigate("deal", bench.deal("Booking page"))
    bench.settle()
    assert bench.view.part() == "deal"
    assert bench.shown_words("Booking page")
    bench.key(Qt.Key.Key_Escape)
    assert bench.view.part() == "board"
    assert bench.current() == "Booking page"


def test_going_to_the_pipeline_leaves_the_page_of_a_deal(bench: Bench) -> None:
    bench.window.navigate("deal", bench.deal("Booking page"))
    bench.settle()
    bench.window.go_to("pipeline")
    bench.settle()
    assert bench.view.part() == "board"


def test_in_right_to_left_the_arrows_follow_the_screen(bench: Bench, qapp: QApplication) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        bench.settle()
        assert bench.column(0).x() > bench.column(1).x()
        bench.choose("Logo refresh")
        bench.key(LEFT)
        assert bench.current() == "Booking page"
        bench.control(LEFT)
        assert bench.stored()[2][0] == "Booking page"
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_small_window_scrolls_sideways_to_the_column_with_the_focus(bench: Bench) -> None:
    bench.window.resize(900, 600)
    bench.settle()
    bar = bench.view.board.area.horizontalScrollBar()
    assert bar.maximum() > 0
    for _ in range(4):
        bench.key(RIGHT)
    assert bar.value() == bar.maximum()


def test_the_stages_are_edited_from_the_name_of_the_pipeline(bench: Bench) -> None:
    menu = bench.view.name_button.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Edit pipelines…").trigger()
    bench.settle()
    assert isinstance(bench.card(), PipelinesForm)
