"""Why a deal was lost, and the day to try again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.domain.pipelines import PipelineWords
from crm_desktop.ui.dialogs.lost_form import LostForm
from tests.ui.pipeline.conftest import Bench


def _form(bench: Bench) -> LostForm:
    bench.choose("Website relaunch")
    bench.key(Qt.Key.Key_X)
    form = bench.card()
    assert isinstance(form, LostForm)
    return form


def test_a_reason_is_chosen_by_keys_and_the_deal_leaves_the_board(bench: Bench) -> None:
    form = _form(bench)
    deal = bench.deal("Website relaunch")
    bench.key(Qt.Key.Key_Right)
    assert form.reason() == "Chose somebody else"
    bench.control(Qt.Key.Key_Return)
    assert bench.card() is None
    assert bench.titles(3) == ["Shop photos"]
    assert bench.toast() == "Lost “Website relaunch”"
    assert bench.services.pipeline.page(deal).lost_reason == "Chose somebody else"
    bench.control(Qt.Key.Key_Z)
    assert bench.titles(3) == ["Website relaunch", "Shop photos"]


def test_words_stand_beside_the_reason_and_a_day_becomes_a_reminder(bench: Bench) -> None:
    form = _form(bench)
    deal = bench.deal("Website relaunch")
    bench.key(Qt.Key.Key_Space)
    form.words.setFocus()
    QTest.keyClicks(form.words, "the budget went into the shop")
    form.again.setFocus()
    QTest.keyClicks(form.again.edit, "2027-05-03")
    bench.key(Qt.Key.Key_Return)
    assert bench.card() is None
    page = bench.services.pipeline.page(deal)
    assert page.lost_reason == "Too expensive: the budget went into the shop"
    planned = [row for row in bench.services.reminders.agenda() if row.deal_id == deal]
    assert date(2027, 5, 3) in [row.day for row in planned]


def test_without_a_reason_it_asks_again(bench: Bench) -> None:
    form = _form(bench)
    bench.control(Qt.Key.Key_Return)
    assert bench.card() is form
    assert form.error() == "Choose a reason, or say it in your words."
    bench.key(Qt.Key.Key_Space)
    assert form.error() == ""


def test_a_day_that_is_none_is_not_passed_over(bench: Bench) -> None:
    form = _form(bench)
    bench.key(Qt.Key.Key_Space)
    form.again.set_text("some day")
    bench.control(Qt.Key.Key_Return)
    assert bench.card() is form
    assert "Website relaunch" in bench.stored()[3]


def test_a_failure_is_said_and_the_words_stay(bench: Bench) -> None:
    form = _form(bench)
    form.words.setText("too slow")
    bench.services.pipeline.delete(bench.deal("Website relaunch"))
    bench.control(Qt.Key.Key_Return)
    assert bench.card() is form
    assert form.error() == "This deal is no longer there."
    assert form.words.text() == "too slow"


def test_escape_loses_nothing_but_the_question(bench: Bench) -> None:
    _form(bench)
    bench.key(Qt.Key.Key_Escape)
    assert bench.stored()[3] == ["Website relaunch", "Shop photos"]
    assert bench.current() == "Website relaunch"


def test_words_typed_before_esc_are_there_again_in_a_new_window(bench: Bench, open_window: Callable[[], Bench]) -> None:
    form = _form(bench)
    bench.key(Qt.Key.Key_Space)
    form.words.setFocus()
    QTest.keyClicks(form.words, "the budget")
    form.again.set_text("2027-05-03")
    bench.key(Qt.Key.Key_Escape)
    form = _form(open_window())
    assert (form.reason(), form.again.text()) == ("Too expensive: the budget", "2027-05-03")


def test_a_number_chooses_the_reason_and_enter_is_enough(bench: Bench) -> None:
    form = _form(bench)
    deal = bench.deal("Website relaunch")
    bench.key(Qt.Key.Key_3)
    assert form.reason() == "No answer"
    bench.key(Qt.Key.Key_Return)
    assert bench.card() is None
    assert bench.services.pipeline.page(deal).lost_reason == "No answer"


def test_a_day_is_chosen_from_the_usual_ones(bench: Bench) -> None:
    form = _form(bench)
    bench.key(Qt.Key.Key_1)
    QTest.mouseClick(form.again.quick["in 3 months"], Qt.MouseButton.LeftButton)
    assert form.again.value() == date(2027, 2, 24)


def test_the_list_is_changed_where_it_is_and_the_choice_stays(bench: Bench) -> None:
    form = _form(bench)
    reasons = bench.services.deals.reasons
    bench.key(Qt.Key.Key_2)
    QTest.mouseClick(form.edit_button, Qt.MouseButton.LeftButton)
    bench.settle()
    QTest.keyClicks(form.editor.new, "Moved abroad")
    bench.key(Qt.Key.Key_Return)
    assert [each.name for each in reasons.reasons()][-1] == "Moved abroad"
    assert form.reasons.chip("Moved abroad").text() == "Moved abroad"
    assert form.reason() == "Chose somebody else"
    first = form.editor.lines[0]
    first.setFocus()
    bench.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [each.name for each in reasons.reasons()][:2] == ["Chose somebody else", "Too expensive"]
    line = form.editor.lines[2]
    line.setFocus()
    line.setText("Never answered")
    bench.key(Qt.Key.Key_Return)
    assert reasons.reasons()[2].name == "Never answered"
    assert bench.card() is form, "Enter in the list saves no deal"
    QTest.mouseClick(form.editor.delete_buttons[0], Qt.MouseButton.LeftButton)
    bench.settle()
    assert reasons.reasons()[0].name == "Too expensive"
    assert form.reason() == "", "a reason that is gone is not chosen any more"


def test_a_reason_that_is_there_already_is_refused_and_stays_in_the_line(bench: Bench) -> None:
    form = _form(bench)
    form.edit_reasons()
    form.editor.new.setText("no answer")
    form.editor.add()
    bench.settle()
    assert form.editor.error() == "“no answer” is on the list already."
    assert form.editor.new.text() == "no answer"


def test_it_speaks_the_words_of_the_pipeline(bench: Bench) -> None:
    pipelines = bench.services.deals.pipelines
    pipelines.set_words(
        bench.services.pipeline.current(), PipelineWords("candidate", "candidates", "hired", "declined")
    )
    bench.settle()
    form = _form(bench)
    assert form.accessibleName() == "Why was it declined?"
    assert form.save_button.text() == "Declined"
    bench.key(Qt.Key.Key_6)
    bench.key(Qt.Key.Key_Return)
    assert bench.toast() == "“Website relaunch”: declined"
