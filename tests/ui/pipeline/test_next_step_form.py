"""No deal without a next step: the small form that asks for it, and may be skipped."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.ui.dialogs.log_form import LogForm
from crm_desktop.ui.dialogs.next_step_form import NextStepForm, offer_next_step
from tests.ui.pipeline.conftest import Bench


def _offer(bench: Bench, title: str) -> None:
    offer_next_step(bench.window.context, bench.deal(title), "Call")
    bench.settle()


def _form(bench: Bench) -> NextStepForm:
    _offer(bench, "Workshop, autumn")
    form = bench.card()
    assert isinstance(form, NextStepForm)
    return form


def test_the_step_is_typed_and_enter_plans_it(bench: Bench) -> None:
    form = _form(bench)
    deal = bench.deal("Workshop, autumn")
    assert form.about.full_text() == "Done: Call"
    QTest.keyClicks(bench.focused(), "send the dates thu 9:00")
    bench.key(Qt.Key.Key_Return)
    assert bench.card() is None
    assert bench.toast() == "Next step planned"
    (card,) = bench.services.pipeline.cards([deal])
    assert card.next_step is not None
    assert card.next_step.text == "send the dates"
    (planned,) = [row for row in bench.services.reminders.agenda() if row.deal_id == deal]
    assert planned.contact == "Юлия Ковалёва"
    bench.control(Qt.Key.Key_Z)
    (card,) = bench.services.pipeline.cards([deal])
    assert card.next_step is None


def test_it_can_be_skipped_and_keeps_what_was_typed(bench: Bench) -> None:
    _form(bench)
    QTest.keyClicks(bench.focused(), "send the")
    bench.key(Qt.Key.Key_Escape)
    assert bench.card() is None
    assert _form(bench).step.text() == "send the"


def test_nothing_is_asked_about_a_deal_with_another_step_ahead_or_one_that_ended(bench: Bench) -> None:
    _offer(bench, "Logo refresh")
    assert bench.card() is None
    deal = bench.deal("Workshop, autumn")
    bench.services.pipeline.win(deal)
    bench.settle()
    offer_next_step(bench.window.context, deal, "Call")
    bench.settle()
    assert bench.card() is None


def test_whoever_opened_a_form_meanwhile_goes_on_typing(bench: Bench) -> None:
    bench.view.new_pipeline()
    bench.settle()
    before = bench.card()
    _offer(bench, "Workshop, autumn")
    assert bench.card() is before


def test_what_happened_can_be_written_down_as_well(bench: Bench) -> None:
    form = _form(bench)
    QTest.mouseClick(form.log_button, Qt.MouseButton.LeftButton)
    bench.settle()
    assert isinstance(bench.card(), LogForm)


def test_a_line_that_says_no_day_is_asked_for_one(bench: Bench) -> None:
    form = _form(bench)
    QTest.keyClicks(bench.focused(), "call")
    bench.key(Qt.Key.Key_Return)
    assert bench.card() is form
    assert "Say when" in form.step.field.edit.accessibleDescription()
