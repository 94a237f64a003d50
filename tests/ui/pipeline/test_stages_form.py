"""The stages: renamed, rated, limited, coloured, moved, added and deleted; what is learned is said."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.pipelines import Chance, DealDraft, Stage
from crm_desktop.domain.stuck import StuckAfter
from crm_desktop.ui.dialogs.pipelines_form import PipelinesForm
from crm_desktop.ui.dialogs.stage_row import StageRow
from crm_desktop.ui.dialogs.stage_words import learned_words, typed_chance, typed_stuck
from crm_desktop.ui.dialogs.stages_form import StagesEditor
from tests.ui.pipeline.conftest import Bench


def _card(bench: Bench) -> PipelinesForm:
    bench.view.edit_pipelines()
    bench.settle()
    form = bench.card()
    assert isinstance(form, PipelinesForm)
    return form


def _form(bench: Bench) -> StagesEditor:
    return _card(bench).editor.stages


def _stages(bench: Bench) -> list[tuple[str, int]]:
    return [(stage.name, stage.set_percent) for stage in bench.services.pipeline.stages()]


def _columns(bench: Bench) -> list[str]:
    return [column.name for column in bench.services.pipeline.board().columns]


def _type(bench: Bench, line: QLineEdit, text: str, leave: Qt.Key = Qt.Key.Key_Return) -> None:
    line.setFocus()
    line.selectAll()
    if text:
        QTest.keyClicks(line, text)
    else:
        QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, leave)
    bench.settle()


def _stage(
    *, wants: bool = True, chance: Chance | None = None, days: int | None = None, stuck: StuckAfter | None = None
) -> Stage:
    return Stage(1, 1, "Offer", 0, "", chance or Chance(50), 50, wants, stuck or StuckAfter(), days)


def test_a_stage_is_renamed_in_place_and_the_board_follows(bench: Bench) -> None:
    form = _form(bench)
    _type(bench, form.rows()[1].name, "Call", Qt.Key.Key_Tab)
    assert _stages(bench)[1] == ("Call", 30)
    assert _columns(bench)[1] == "Call"


def test_a_name_that_will_not_do_is_said_and_stays(bench: Bench) -> None:
    form = _form(bench)
    _type(bench, form.rows()[0].name, "", Qt.Key.Key_Tab)
    assert form.error() == "A stage needs a name."
    assert _stages(bench)[0] == ("Lead", 10)


def test_the_chance_is_typed_and_changes_the_weighted_sum(bench: Bench) -> None:
    form = _form(bench)
    before = bench.services.pipeline.board().columns[3].weighted
    _type(bench, form.rows()[3].chance.line, "100")
    assert _stages(bench)[3] == ("Negotiation", 100)
    assert form.rows()[3].chance.currentText() == "100 %"
    column = bench.services.pipeline.board().columns[3]
    assert column.weighted == column.sums != before


def test_a_chance_beyond_a_hundred_is_refused_and_what_was_typed_stays(bench: Bench) -> None:
    form = _form(bench)
    chance = form.rows()[3].chance
    for text in ("120", "most"):
        _type(bench, chance.line, text)
        assert form.error() == "A chance is between 0 and 100 percent."
        assert chance.currentText() == text
    assert _stages(bench)[3] == ("Negotiation", 75)


def test_a_chance_is_learned_and_the_row_says_from_how_many_deals(bench: Bench) -> None:
    form = _form(bench)
    row = form.rows()[3]
    assert row.learned.isHidden() or "ended deals" not in row.learned.text()
    _type(bench, row.chance.line, "learned")
    assert row.chance.currentText() == "learned"
    assert "not enough yet: 1 of 8 ended deals, so 75 % counts" in row.learned.text()
    pipeline, stage = bench.services.pipeline, row.stage.id
    for number in range(8):
        deal = pipeline.add(DealDraft(f"Old {number}", stage))
        pipeline.win(deal) if number < 3 else pipeline.lose(deal, "No answer")
    bench.settle()
    assert "44 %, from 9 ended deals" in row.learned.text()
    assert row.accessibleDescription() == row.learned.text()


def test_days_until_stuck_are_typed_learned_or_never(bench: Bench) -> None:
    form = _form(bench)
    row = form.rows()[2]
    assert row.stuck.currentText() == "learned"
    assert "stuck after 14 days until 5 moves are known" in row.learned.text()
    for typed, shown, stored in (
        ("21 days", "21 days", 21),
        ("1", "1 day", 1),
        ("never", "never", 0),
        ("learned", "learned", None),
    ):
        _type(bench, row.stuck.line, typed)
        assert row.stuck.currentText() == shown
        assert bench.services.pipeline.stages()[2].set_days == stored
    _type(bench, row.stuck.line, "soon")
    assert form.error() == "Write a number of days, “learned” or “never”."
    assert bench.services.pipeline.stages()[2].set_days is None


def test_a_colour_is_chosen_from_the_tones_of_the_theme(bench: Bench) -> None:
    row = _form(bench).rows()[0]
    row.colour.open_menu()
    assert row.colour.offered is not None
    next(action for action in row.colour.offered.actions() if action.text() == "Violet").trigger()
    row.colour.offered.close()
    bench.settle()
    assert bench.services.pipeline.stages()[0].colour == "special"
    assert row.colour.accessibleName() == "Colour of Lead: Violet"


def test_alt_and_arrows_move_a_stage_and_the_focus_stays_in_it(bench: Bench) -> None:
    form = _form(bench)
    name = form.rows()[0].name
    name.setFocus()
    bench.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    bench.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [stage for stage, _ in _stages(bench)] == ["First talk", "Proposal sent", "Lead", "Negotiation"]
    assert _columns(bench) == ["First talk", "Proposal sent", "Lead", "Negotiation"]
    assert QApplication.focusWidget() is name
    bench.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [stage for stage, _ in _stages(bench)][1] == "Lead"


def test_alt_and_arrows_move_the_stage_from_its_chance_too(bench: Bench) -> None:
    form = _form(bench)
    form.rows()[0].chance.setFocus()
    bench.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [stage for stage, _ in _stages(bench)][:2] == ["First talk", "Lead"]


def test_a_stage_is_dragged_by_its_grip(bench: Bench) -> None:
    form = _form(bench)
    grip, last = form.rows()[0].grip, form.rows()[3]
    none = Qt.KeyboardModifier.NoModifier
    for row in (1, 2, 3):
        point = form.rows()[row].mapToGlobal(QPoint(10, last.height() - 3))
        local = QPointF(grip.mapFromGlobal(point))
        buttons = (Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton)
        event = QMouseEvent(QEvent.Type.MouseMove, local, QPointF(point), *buttons, none)
        QApplication.sendEvent(grip, event)
        bench.settle()
    assert [stage for stage, _ in _stages(bench)] == ["First talk", "Proposal sent", "Negotiation", "Lead"]


def test_a_stage_is_added_at_the_end(bench: Bench) -> None:
    form = _form(bench)
    form.new_name.setFocus()
    QTest.keyClicks(form.new_name, "Contract")
    bench.key(Qt.Key.Key_Return)
    assert _stages(bench)[-1] == ("Contract", 50)
    assert form.new_name.text() == ""
    assert _columns(bench)[-1] == "Contract"


def test_deleting_a_stage_asks_where_its_deals_go(bench: Bench) -> None:
    form = _form(bench)
    target = form.rows()[0].stage.id
    bench.ask.answers.append(str(target))
    QTest.mouseClick(form.rows()[3].delete_button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert bench.ask.asked == ["“Negotiation” has 2 deals. Where should they go?"]
    assert [stage for stage, _ in _stages(bench)] == ["Lead", "First talk", "Proposal sent"]
    assert {"Website relaunch", "Shop photos"} <= set(bench.stored()[0])
    assert len(form.rows()) == 3


def test_deleting_a_stage_can_be_called_off(bench: Bench) -> None:
    form = _form(bench)
    bench.ask.answers.append(None)
    QTest.mouseClick(form.rows()[3].delete_button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert len(_stages(bench)) == 4


def test_an_empty_stage_goes_without_a_question_and_undo_brings_it_back(bench: Bench) -> None:
    pipelines = bench.services.deals.pipelines
    pipelines.add_stage(bench.services.pipeline.current(), "Contract", 90)
    bench.settle()
    form = _form(bench)
    QTest.mouseClick(form.rows()[4].delete_button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert bench.ask.asked == []
    assert len(_stages(bench)) == 4
    bench.card().close_card()
    bench.control(Qt.Key.Key_Z)
    assert _columns(bench)[-1] == "Contract"


def test_an_undo_while_the_form_is_open_is_shown_and_what_is_typed_stays(bench: Bench) -> None:
    form = _form(bench)
    _type(bench, form.rows()[0].name, "Enquiry", Qt.Key.Key_Tab)
    form.rows()[1].name.setFocus()
    form.rows()[1].name.setText("First ta")
    bench.runner.write(bench.services.undoing.undo)
    bench.settle()
    assert form.rows()[0].name.text() == "Lead"
    assert form.rows()[1].name.text() == "First ta"


def test_the_last_stage_cannot_be_deleted(bench: Bench) -> None:
    stages = bench.services.pipeline.stages()
    for stage in stages[1:]:
        bench.services.deals.pipelines.delete_stage(stage.id, stages[0].id)
    form = _form(bench)
    assert not form.rows()[0].delete_button.isEnabled()


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (_stage(chance=Chance(41, True, 38), days=3, stuck=StuckAfter(3, given=True)), "41 %, from 38 ended deals"),
        (_stage(chance=Chance(50, False, 5), days=0), "not enough yet: 5 of 8 ended deals, so 50 % counts"),
        (_stage(wants=False, stuck=StuckAfter(12, True, 9)), "stuck after 12 days, from 9 moves"),
        (_stage(wants=False, days=0, stuck=StuckAfter(None)), ""),
    ],
)
def test_the_row_says_what_is_learned(stage: Stage, words: str) -> None:
    assert learned_words(stage) == words


def test_numbers_and_words_are_read_as_they_are_typed() -> None:
    assert [typed_chance(text) for text in ("41", " 41 % ", "0", "learned", "LEARN")] == [41, 41, 0, None, None]
    assert [typed_stuck(text) for text in ("12", "12 days", "never", "Learned")] == [12, 12, 0, None]
    for text in ("", "%", "-1", "1.5", "٣x", "9" * 30):
        with pytest.raises(InvalidInput):
            typed_chance(text)
        with pytest.raises(InvalidInput):
            typed_stuck(text)


def test_a_long_history_of_a_stage_moves_with_the_clock_and_not_with_the_form(bench: Bench) -> None:
    """Six moves of ten days each: the days are learned, and the row says so."""
    first, second = (stage.id for stage in bench.services.pipeline.stages()[:2])
    for number in range(6):
        deal = bench.services.pipeline.add(DealDraft(f"Moved {number}", first))
        bench.clock.advance(days=10)
        bench.services.pipeline.move(deal, second)
    bench.settle()
    row: StageRow = _form(bench).rows()[0]
    assert row.learned.text() == "stuck after 10 days, from 6 moves"
