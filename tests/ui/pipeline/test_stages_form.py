"""The stages: renamed, rated, moved, added and deleted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.dialogs.stages_form import StagesForm
from tests.ui.pipeline.conftest import Bench


def _form(bench: Bench) -> StagesForm:
    bench.view.deals.edit_stages()
    bench.settle()
    form = bench.card()
    assert isinstance(form, StagesForm)
    return form


def _stages(bench: Bench) -> list[tuple[str, int]]:
    return [(stage.name, stage.probability) for stage in bench.services.pipeline.stages()]


def _columns(bench: Bench) -> list[str]:
    return [column.name.full_text() for column in bench.view.board.columns()]


def test_a_stage_is_renamed_in_place_and_the_board_follows(bench: Bench) -> None:
    form = _form(bench)
    name = form.rows()[1].name
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "Call")
    QTest.keyClick(name, Qt.Key.Key_Tab)
    bench.settle()
    assert _stages(bench)[1] == ("Call", 30)
    assert _columns(bench)[1] == "Call"


def test_a_name_that_will_not_do_is_said_and_stays(bench: Bench) -> None:
    form = _form(bench)
    name = form.rows()[0].name
    name.setFocus()
    name.selectAll()
    QTest.keyClick(name, Qt.Key.Key_Delete)
    QTest.keyClick(name, Qt.Key.Key_Tab)
    bench.settle()
    assert form.error() == "A stage needs a name."
    assert _stages(bench)[0] == ("Lead", 10)


def test_the_chance_changes_the_weighted_sum(bench: Bench) -> None:
    form = _form(bench)
    chance = form.rows()[3].chance
    chance.setFocus()
    chance.selectAll()
    QTest.keyClicks(chance, "100")
    QTest.keyClick(chance, Qt.Key.Key_Return)
    bench.settle()
    assert _stages(bench)[3] == ("Negotiation", 100)
    assert "weighted €9,300" in bench.column(3).list.accessibleName()


def test_a_chance_beyond_a_hundred_is_refused(bench: Bench) -> None:
    form = _form(bench)
    chance = form.rows()[3].chance
    for text in ("120", "most"):
        chance.setFocus()
        chance.selectAll()
        QTest.keyClicks(chance, text)
        QTest.keyClick(chance, Qt.Key.Key_Return)
        bench.settle()
        assert form.error() == "A chance is between 0 and 100 percent."
        assert chance.text() == text
    assert _stages(bench)[3] == ("Negotiation", 75)


def test_alt_and_arrows_move_a_stage_and_the_focus_stays_in_it(bench: Bench) -> None:
    form = _form(bench)
    name = form.rows()[0].name
    name.setFocus()
    bench.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    bench.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [stage for stage, _ in _stages(bench)] == ["First talk", "Proposal sent", "Lead", "Negotiation"]
    assert _columns(bench)[:4] == ["First talk", "Proposal sent", "Lead", "Negotiation"]
    assert QApplication.focusWidget() is name
    bench.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [stage for stage, _ in _stages(bench)][1] == "Lead"


def test_a_stage_is_dragged_by_its_grip(bench: Bench) -> None:
    form = _form(bench)
    grip, last = form.rows()[0].grip, form.rows()[3]
    none = Qt.KeyboardModifier.NoModifier
    for row in (1, 2, 3):
        point = form.rows()[row].mapToGlobal(QPoint(10, last.height() - 3))
        local = QPointF(grip.mapFromGlobal(point))
        QApplication.sendEvent(
            grip,
            QMouseEvent(
                QEvent.Type.MouseMove, local, QPointF(point), Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, none
            ),
        )
        bench.settle()
    assert [stage for stage, _ in _stages(bench)] == ["First talk", "Proposal sent", "Negotiation", "Lead"]


def test_a_stage_is_added_at_the_end(bench: Bench) -> None:
    form = _form(bench)
    form.new_name.setFocus()
    QTest.keyClicks(form.new_name, "Contract")
    bench.key(Qt.Key.Key_Return)
    assert _stages(bench)[-1] == ("Contract", 50)
    assert form.new_name.text() == ""
    assert _columns(bench)[-2] == "Contract"


def test_deleting_a_stage_asks_where_its_deals_go(bench: Bench) -> None:
    form = _form(bench)
    target = form.rows()[0].stage.id
    bench.ask.answers.append(str(target))
    QTest.mouseClick(form.rows()[3].delete_button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert bench.ask.asked == ["“Negotiation” has 2 deals. Where should they go?"]
    assert [stage for stage, _ in _stages(bench)] == ["Lead", "First talk", "Proposal sent"]
    assert bench.stored()[0][-2:] == ["Website relaunch", "Shop photos"]
    assert len(form.rows()) == 3


def test_deleting_a_stage_can_be_called_off(bench: Bench) -> None:
    form = _form(bench)
    bench.ask.answers.append(None)
    QTest.mouseClick(form.rows()[3].delete_button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert len(_stages(bench)) == 4


def test_an_empty_stage_goes_without_a_question_and_undo_brings_it_back(bench: Bench) -> None:
    bench.services.deals.pipelines.add_stage(bench.services.pipeline.current(), "Contract", 90)
    bench.settle()
    form = _form(bench)
    QTest.mouseClick(form.rows()[4].delete_button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert bench.ask.asked == []
    assert len(_stages(bench)) == 4
    form.close_card()
    bench.control(Qt.Key.Key_Z)
    assert _columns(bench)[-2] == "Contract"


def test_the_last_stage_cannot_be_deleted(bench: Bench) -> None:
    stages = bench.services.pipeline.stages()
    for stage in stages[1:]:
        bench.services.deals.pipelines.delete_stage(stage.id, stages[0].id)
    form = _form(bench)
    assert not form.rows()[0].delete_button.isEnabled()
