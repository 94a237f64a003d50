"""Pipelines: made from a template, empty or like another one, named, worded, ordered, archived, deleted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from crm_desktop.domain.pipelines import DealDraft, PipelineWords
from crm_desktop.ui.dialogs.pipeline_templates import NewPipelineForm
from crm_desktop.ui.dialogs.pipelines_form import PipelinesForm
from tests.ui.pipeline.conftest import Bench


def _form(bench: Bench) -> PipelinesForm:
    bench.view.edit_pipelines()
    bench.settle()
    form = bench.card()
    assert isinstance(form, PipelinesForm)
    return form


def _new(bench: Bench) -> NewPipelineForm:
    bench.view.new_pipeline()
    bench.settle()
    form = bench.card()
    assert isinstance(form, NewPipelineForm)
    return form


def _choose(form: NewPipelineForm, title: str) -> None:
    titles = [form.choices.item(row).text() for row in range(form.choices.count())]
    form.choices.setCurrentRow(titles.index(title))


def _names(bench: Bench, *, archived: bool = False) -> list[str]:
    return [each.name for each in bench.services.deals.pipelines.all(with_archived=archived)]


def _add(bench: Bench, kind: str) -> int:
    pipeline_id: int = bench.services.deals.pipelines.add(kind)
    bench.settle()
    return pipeline_id


def _type(bench: Bench, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Tab)
    bench.settle()


def test_a_template_shows_its_stages_and_words_before_it_is_taken(bench: Bench) -> None:
    form = _new(bench)
    _choose(form, "Candidates")
    assert form.name.text() == "Candidates"
    assert "Interview, 40 %" in form.stages.accessibleName()
    assert form.words.text() == "Each is called candidate, several are candidates; won is “hired”, lost is “declined”."
    assert "Interview, 40 %" in form.choices.accessibleDescription()
    assert _names(bench) == ["Client work"]


def test_enter_makes_the_pipeline_shows_it_and_one_undo_takes_it_back(bench: Bench) -> None:
    form = _new(bench)
    _choose(form, "Candidates")
    bench.key(Qt.Key.Key_Return)
    assert bench.card() is None
    assert bench.toast() == "New pipeline: Candidates"
    assert bench.services.pipeline.board().words.won == "hired"
    assert bench.view.name_button.text() == "Candidates"
    bench.control(Qt.Key.Key_Z)
    assert _names(bench) == ["Client work"]
    assert bench.view.name_button.text() == "Client work"


def test_a_name_of_one_s_own_stays_whatever_is_chosen_afterwards(bench: Bench) -> None:
    form = _new(bench)
    _type(bench, form.name, "My people")
    _choose(form, "Students")
    form.save()
    bench.settle()
    assert _names(bench) == ["Client work", "My people"]


def test_an_empty_pipeline_needs_a_name_and_has_one_stage(bench: Bench) -> None:
    form = _new(bench)
    _choose(form, "Empty")
    bench.key(Qt.Key.Key_Return)
    assert form.name_line.error() == "A pipeline needs a name."
    QTest.keyClicks(form.name, "Odd jobs")
    bench.key(Qt.Key.Key_Return)
    assert [stage.name for stage in bench.services.pipeline.stages()] == ["New"]


def test_a_pipeline_like_another_one_has_its_stages_words_and_rules_but_no_deals(bench: Bench) -> None:
    pipelines = bench.services.deals.pipelines
    first = bench.services.pipeline.stages()[0].id
    pipelines.set_stuck(first, 0)
    pipelines.set_chance(first, None)
    form = _new(bench)
    _choose(form, "Like “Client work”")
    bench.key(Qt.Key.Key_Return)
    copied = bench.services.pipeline.stages()
    assert [stage.name for stage in copied] == ["Lead", "First talk", "Proposal sent", "Negotiation"]
    assert (copied[0].set_days, copied[0].wants_learned) == (0, True)
    assert bench.services.pipeline.board().open_count == 0


def test_name_and_words_are_saved_on_leaving_and_the_view_follows(bench: Bench) -> None:
    form = _form(bench)
    _type(bench, form.editor.name, "Studio")
    assert bench.view.name_button.text() == "Studio"
    for key, text in (("one", "commission"), ("many", "commissions"), ("lost", "passed on")):
        _type(bench, form.editor.words[key], text)
    found = bench.services.deals.pipelines.all()[0].words
    assert found == PipelineWords("commission", "commissions", "", "passed on")
    _type(bench, form.editor.name, "")
    assert form.editor.name_line.error() == "A pipeline needs a name."
    assert _names(bench) == ["Studio"]


def test_alt_and_arrows_put_a_pipeline_in_another_place(bench: Bench) -> None:
    _add(bench, "students")
    form = _form(bench)
    form.list.setFocus()
    bench.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert _names(bench) == ["Students", "Client work"]
    assert form.editor.name.text() == "Client work"
    assert QApplication.focusWidget() is form.list


def test_an_archived_pipeline_is_out_of_sight_and_comes_back(bench: Bench) -> None:
    students = _add(bench, "students")
    form = _form(bench)
    form.list.select_id(students, tell=True)
    QTest.mouseClick(form.editor.archive_button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert (_names(bench), _names(bench, archived=True)) == (["Client work"], ["Client work", "Students"])
    assert form.editor.archive_button.text() == "Bring back"
    QTest.mouseClick(form.editor.archive_button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert _names(bench) == ["Client work", "Students"]


def test_the_last_pipeline_in_use_can_neither_be_archived_nor_deleted(bench: Bench) -> None:
    form = _form(bench)
    assert not form.editor.archive_button.isEnabled()
    assert not form.editor.delete_button.isEnabled()
    _add(bench, "students")
    assert form.editor.archive_button.isEnabled()


def test_deleting_a_pipeline_asks_where_its_deals_go(bench: Bench) -> None:
    students = _add(bench, "students")
    stage = bench.services.deals.pipelines.stages(students)[0].id
    bench.services.pipeline.add(DealDraft("Ada", stage))
    bench.settle()
    target = bench.services.pipeline.pipelines()[0]
    into = bench.services.deals.pipelines.stages(target.id)[1].id
    form = _form(bench)
    form.list.select_id(students, tell=True)
    bench.ask.answers += [str(target.id), str(into)]
    form.list.setFocus()
    bench.key(Qt.Key.Key_Delete)
    assert bench.ask.asked == [
        "“Students” has 1 deal. To which pipeline should it go?",
        "And into which stage?",
    ]
    assert _names(bench) == ["Client work"]
    assert "Ada" in bench.stored()[1]
    bench.card().close_card()
    bench.control(Qt.Key.Key_Z)
    assert _names(bench) == ["Client work", "Students"]
    assert "Ada" not in bench.stored()[1]


def test_deleting_can_be_called_off_and_an_empty_pipeline_goes_without_a_question(bench: Bench) -> None:
    students = _add(bench, "students")
    stage = bench.services.deals.pipelines.stages(students)[0].id
    deal = bench.services.pipeline.add(DealDraft("Ada", stage))
    bench.settle()
    form = _form(bench)
    form.list.select_id(students, tell=True)
    bench.ask.answers.append(None)
    form.delete()
    bench.settle()
    assert _names(bench) == ["Client work", "Students"]
    bench.services.pipeline.delete(deal)
    bench.settle()
    form.delete()
    bench.settle()
    assert _names(bench) == ["Client work"]
    assert len(bench.ask.asked) == 1


def test_an_undo_while_the_card_is_open_is_shown(bench: Bench) -> None:
    students = _add(bench, "students")
    form = _form(bench)
    form.list.select_id(students, tell=True)
    _type(bench, form.editor.name, "Learners")
    form.list.setFocus()
    bench.runner.write(bench.services.undoing.undo)
    bench.settle()
    assert form.editor.name.text() == "Students"


def test_a_new_pipeline_from_the_card_leads_back_to_it(bench: Bench) -> None:
    form = _form(bench)
    QTest.mouseClick(form.new_button, Qt.MouseButton.LeftButton)
    bench.settle()
    new = bench.card()
    assert isinstance(new, NewPipelineForm)
    _choose(new, "Projects")
    bench.key(Qt.Key.Key_Return)
    back = bench.card()
    assert isinstance(back, PipelinesForm)
    assert back.editor.name.text() == "Projects"


def test_ctrl_z_on_the_card_takes_the_last_change_back_once_a_line_has_no_typing_of_its_own(bench: Bench) -> None:
    form = _form(bench)
    _type(bench, form.editor.name, "Studio")
    form.editor.words["one"].setFocus()
    QTest.keyClicks(form.editor.words["one"], "job")
    bench.control(Qt.Key.Key_Z)
    assert form.editor.words["one"].text() == ""
    assert _names(bench) == ["Studio"], "only the typing is taken back"
    bench.control(Qt.Key.Key_Z)
    assert _names(bench) == ["Client work"]
    assert form.editor.name.text() == "Client work"
    form.list.setFocus()
    bench.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert bench.card() is form
