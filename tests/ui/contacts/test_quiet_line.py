"""Who asked not to be contacted: forms that would lead to it say so calmly, and stop nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.domain.interactions import Direction
from crm_desktop.ui.dialogs.log_form import LogForm
from crm_desktop.ui.dialogs.log_subject import LogSubject
from crm_desktop.ui.dialogs.quick_entry import QuickEntry
from crm_desktop.ui.dialogs.remind_form import RemindForm
from crm_desktop.ui.dialogs.reminder_form import ReminderForm
from tests.support.home import reminder_draft

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place

SAID = "Marta Oliveira asked not to be contacted."
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def marta(place: Place) -> int:
    made = place.person("Marta Oliveira")
    place.services.people.profiles.set_do_not_contact(made, True)
    place.settle()
    return made


def _log(place: Place, contact: int) -> LogForm:
    context = place.window.context
    subject = LogSubject(contact, "Marta Oliveira")
    form = LogForm(context.theme, place.runner, place.services.reminders, context.now, context.drafts, subject)
    place.window.show_card(form)
    place.settle()
    return form


def test_logging_that_one_called_says_so_and_is_not_stopped(place: Place, marta: int) -> None:
    form = _log(place, marta)
    assert form.quiet.isVisible()
    assert form.quiet.text() == SAID
    place.type("Called all the same.")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert place.window.overlay.card() is None
    assert any(entry.text == "Called all the same." for entry in place.services.timeline.entries(marta))


def test_that_they_called_is_nothing_to_warn_of_but_a_follow_up_is(place: Place, marta: int) -> None:
    form = _log(place, marta)
    form.fields.directions.choose(Direction.INCOMING.value)
    form.fields.changed.emit()
    place.settle()
    assert not form.quiet.isVisible()
    form.next_step.set_text("call back thu 9:00")
    form.next_step.changed.emit()
    place.settle()
    assert form.quiet.isVisible()


def test_others_hear_nothing_of_it(place: Place) -> None:
    form = _log(place, place.person("Jonas Keller"))
    assert not form.quiet.isVisible()


def test_a_reminder_about_them_says_so_and_is_set(place: Place, marta: int) -> None:
    place.show(marta)
    place.view.person.remind()
    place.settle()
    form = place.card()
    assert isinstance(form, RemindForm)
    assert form.quiet.isVisible()
    assert form.quiet.text() == SAID
    place.type("call back 2026-12-01")
    place.key(Qt.Key.Key_Return)
    assert [row.text for row in place.services.reminders.agenda(marta)] == ["call back"]


def test_a_sentence_that_names_them_says_so_while_it_is_typed(place: Place, marta: int, qtbot: QtBot) -> None:
    jonas = place.person("Jonas Keller")
    entry = QuickEntry(
        place.window.context.theme, place.runner, place.services.reminders, lambda: place.clock.now().date()
    )
    qtbot.addWidget(entry)
    entry.set_text("call Jonas Keller tomorrow")
    place.settle()
    assert entry.quiet.isHidden(), jonas
    entry.set_text("call Marta Oliveira tomorrow")
    place.settle()
    assert not entry.quiet.isHidden()
    assert entry.quiet.text() == SAID
    entry.set_text("")
    place.settle()
    assert entry.quiet.isHidden()


def test_a_sentence_about_nobody_is_about_whom_the_card_was_opened_for(place: Place, marta: int, qtbot: QtBot) -> None:
    entry = QuickEntry(
        place.window.context.theme,
        place.runner,
        place.services.reminders,
        lambda: place.clock.now().date(),
        contact_id=marta,
    )
    qtbot.addWidget(entry)
    entry.set_text("send the offer tomorrow")
    place.settle()
    assert not entry.quiet.isHidden()
    assert entry.quiet.text() == "This person asked not to be contacted."


def test_editing_a_reminder_says_so_of_whom_it_is_about(place: Place, marta: int, qtbot: QtBot) -> None:
    place.person("Jonas Keller")
    reminders = place.services.reminders
    reminders.add(reminder_draft(contact_id=marta))
    (row,) = reminders.agenda(marta)
    editing = reminders.edits.editing(row.occurrence_id)
    today = place.clock.now().date
    form = ReminderForm(
        place.window.context.theme, place.runner, reminders, place.services.contacts, today, row, editing
    )
    qtbot.addWidget(form)
    place.settle()
    assert not form.person.quiet.isHidden()
    assert form.person.quiet.text() == SAID
    for other in ("Jonas Keller", "", "nobody of this name"):
        form.person.set_text(other)
        place.settle()
        assert form.person.quiet.isHidden(), other
    form.person.set_text("Marta Oliveira")
    place.settle()
    assert not form.person.quiet.isHidden()
    form.save()
    place.settle()
    assert len(reminders.agenda(marta)) == 1
