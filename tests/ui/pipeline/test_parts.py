"""The pipeline view as a stack of parts, and several pipelines with words of their own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.ui.actions import in_view
from crm_desktop.ui.dialogs.pipeline_templates import NewPipelineForm
from crm_desktop.ui.views.pipeline.parts import BOARD, PARTS, PartEntry
from crm_desktop.ui.views.pipeline.pipeline_head import PipelineHead
from tests.ui.pipeline.conftest import Bench, Hand


def _choose_pipeline(bench: Bench, name: str) -> None:
    menu = bench.view.name_button.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith(name)).trigger()
    bench.settle()


@pytest.mark.parametrize("entry", PARTS, ids=lambda entry: entry.key)
def test_each_part_has_a_button_a_key_and_actions_of_its_own(bench: Bench, entry: PartEntry) -> None:
    keys = {"list": Qt.Key.Key_2, "forecast": Qt.Key.Key_3, "leads": Qt.Key.Key_4}
    bench.key(keys[entry.key])
    assert bench.view.part() == entry.key
    assert bench.view.header.part_buttons[entry.key].isChecked()
    available = {action.id for action in bench.window.commands.available()}
    assert "pipeline.won" not in available, "the board is not in front"
    assert "pipeline.board" in available
    bench.view.header.setFocus()
    bench.view.header.part_buttons[entry.key].setFocus()
    bench.key(Qt.Key.Key_1)
    assert bench.view.part() == BOARD
    assert "pipeline.won" in {action.id for action in bench.window.commands.available()}
    assert bench.view.board.has_keys()


def test_the_buttons_of_the_head_do_the_same(bench: Bench) -> None:
    for entry in PARTS:
        QTest.mouseClick(bench.view.header.part_buttons[entry.key], Qt.MouseButton.LeftButton)
        bench.settle()
        assert bench.view.part() == entry.key
    QTest.mouseClick(bench.view.header.part_buttons[BOARD], Qt.MouseButton.LeftButton)
    bench.settle()
    assert bench.current() == "Logo refresh"


def test_every_action_of_a_part_is_answered_while_it_is_in_front(bench: Bench) -> None:
    for part in ("board", *(entry.key for entry in PARTS)):
        bench.view.show_part(part)
        bench.settle()
        asked = {action.id for action in in_view(f"pipeline/{part}") if not action.by_widget}
        missing = asked - set(bench.view.commands())
        assert not missing, f"{part} does not answer for these"


def test_what_changed_while_another_part_was_in_front_is_on_the_board(bench: Bench) -> None:
    bench.view.show_part(PARTS[0].key)
    bench.settle()
    bench.services.pipeline.delete(bench.deal("Booking page"))
    bench.settle()
    bench.view.show_part(BOARD)
    bench.settle()
    assert bench.titles(1) == []


def test_another_pipeline_is_chosen_from_the_name_and_kept(bench: Bench) -> None:
    made = bench.services.deals.pipelines.add("candidates", "Hiring")
    bench.settle()
    _choose_pipeline(bench, "Hiring")
    assert bench.view.name_button.text() == "Hiring"
    assert [column.name.full_text() for column in bench.view.board.columns()][:2] == ["Applied", "First talk"]
    assert bench.services.pipeline.current() == made
    _choose_pipeline(bench, "Client work")
    assert bench.titles(0) == ["Logo refresh", "Workshop, autumn", "Landing page"]


def test_a_pipeline_of_candidates_speaks_of_candidates(bench: Bench) -> None:
    made = bench.services.deals.pipelines.add("candidates", "Hiring")
    stage = bench.services.pipeline.stages(made)[0].id
    bench.settle()
    _choose_pipeline(bench, "Hiring")
    empty = bench.view.board_part.empty
    assert empty is not None
    assert empty.isVisible()
    assert empty.accessibleName() == "Where your candidates stand"
    assert empty.primary_button is not None
    assert empty.primary_button.text() == "First candidate"
    assert bench.view.new_button.text() == "New candidate"
    bench.services.pipeline.add(DealDraft("Ada Stone", stage))
    bench.settle()
    assert bench.column(0).list.accessibleName().startswith("Applied, 1 candidate, ")
    assert bench.column(5).name.full_text() == "Hired in November"
    bench.key(Qt.Key.Key_Right)
    hand = Hand(bench, "Ada Stone")
    bench.view.board.area.ensureWidgetVisible(bench.column(5))
    hand.move(bench.column(5).list.viewport().mapToGlobal(bench.column(5).list.viewport().rect().center()))
    assert bench.view.board.said_in_hand() == "Drop: hired"
    assert bench.view.board.bars.won.text() == "Drop here: hired"
    assert bench.view.board.bars.lost.text() == "Drop here: declined, and why"
    hand.drop(bench.column(5).list.viewport().mapToGlobal(bench.column(5).list.viewport().rect().center()))
    assert bench.toast() == "“Ada Stone”: hired"
    assert bench.column(5).list.cards().words(0).chip == "hired 24 Nov"


def test_a_pipeline_that_is_archived_meanwhile_gives_way_to_another(bench: Bench) -> None:
    made = bench.services.deals.pipelines.add("students", "School")
    bench.settle()
    _choose_pipeline(bench, "School")
    bench.services.deals.pipelines.delete(made, None)
    bench.settle()
    assert bench.view.name_button.text() == "Client work"
    assert len(bench.titles(0)) == 3


def test_where_there_is_little_room_names_give_way_and_the_parts_are_in_a_menu(bench: Bench) -> None:
    head = bench.view.header
    made = bench.services.deals.pipelines.add("candidates", "Wissenschaftliche Mitarbeiterinnen und Mitarbeiter")
    bench.settle()
    _choose_pipeline(bench, "Wissenschaftliche")
    head.resize(1400, head.height())
    assert head.name_button.text() == "Wissenschaftliche Mitarbeiterin…"
    assert head.new_button.text() == "New candidate"
    assert not head.parts_button.isVisible()
    # A head of its own, because the one in the window has the width of the window.
    parts = [PartEntry(BOARD, "Board", PARTS[0].make), *PARTS]
    small = PipelineHead(bench.window.context.theme, "Pipeline", parts, list, bench.window)
    small.show()
    small.show_part(BOARD)
    small.show_pipeline(made, "Wissenschaftliche Mitarbeiterinnen und Mitarbeiter", bench.view.words())
    shown = [small.name_button, small.new_button, small.parts_button, *small.part_buttons.values()]
    for width in (1000, 800, 700, 600, 500):
        small.resize(width, small.height())
        wanted = sum(button.sizeHint().width() for button in shown if not button.isHidden())
        assert wanted < width - small.title.sizeHint().width(), "something lies over something else"
    assert not small.parts_button.isHidden()
    small.resize(400, small.height())
    assert (small.name_button.text(), small.new_button.text()) == ("Wissensch…", "New")
    small.deleteLater()
    assert head.parts_button.text() == "Board"
    head.parts_button.menu().actions()[1].trigger()
    bench.settle()
    assert bench.view.part() == PARTS[0].key
    assert head.parts_button.text() == head.part_buttons[PARTS[0].key].text()
    assert bench.services.pipeline.current() == made


def test_p_opens_the_menu_and_new_pipeline_begins_with_a_template(bench: Bench) -> None:
    bench.key(Qt.Key.Key_P)
    assert QApplication.activePopupWidget() is bench.view.name_button.menu()
    bench.view.name_button.menu().close()
    _choose_pipeline(bench, "New pipeline")
    assert isinstance(bench.card(), NewPipelineForm)
