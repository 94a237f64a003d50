"""The form that logs a talk: promises in it, and how few keys it takes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from crm_desktop.domain.interactions import Direction
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.ui.dialogs.log_form import LogForm
from crm_desktop.ui.dialogs.log_subject import LogSubject

if TYPE_CHECKING:
    from tests.ui.timeline.conftest import Place

CONTROL = Qt.KeyboardModifier.ControlModifier


def _form(place: Place, subject: LogSubject) -> LogForm:
    context = place.window.context
    form = LogForm(context.theme, place.runner, place.services.reminders, context.now, context.drafts, subject)
    place.window.show_card(form)
    place.settle()
    return form


def test_promises_of_both_sides_go_with_the_talk_and_one_undo_takes_all_back(place: Place) -> None:
    marta = place.person()
    form = _form(place, LogSubject(marta, "Marta Oliveira"))
    place.type("Talked about the site.")
    form.promises.buttons[Direction.OUTGOING].setFocus()
    place.key(Qt.Key.Key_Space)
    place.type("Send the draft")
    place.key(Qt.Key.Key_Tab)
    place.type("2026-11-27")
    form.promises.buttons[Direction.INCOMING].click()
    place.type("The photos")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert place.window.overlay.card() is None
    mine, theirs = sorted(place.services.timeline.open_promises(marta), key=lambda row: row.owed_to_me)
    assert (mine.text, mine.due_day) == ("Send the draft", date(2026, 11, 27))
    assert (theirs.text, theirs.due_day) == ("The photos", None)
    assert {entry.kind for entry in place.services.timeline.entries(marta)} == {"call", "promise"}
    place.undo()
    assert place.services.timeline.entries(marta) == []
    assert place.services.reminders.agenda(marta) == []


def test_a_promise_alone_logs_no_call(place: Place) -> None:
    marta = place.person()
    form = _form(place, LogSubject(marta, "Marta Oliveira"))
    form.promises.buttons[Direction.OUTGOING].click()
    place.type("Send the draft")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert [entry.kind for entry in place.services.timeline.entries(marta)] == ["promise"]


def test_a_reminder_done_with_a_promise(place: Place) -> None:
    marta = place.person()
    place.services.reminders.add(ReminderDraft("Call Marta", date(2026, 11, 21), contact_id=marta))
    (row,) = place.services.reminders.agenda(marta)
    form = _form(place, LogSubject(marta, "Marta Oliveira", row.occurrence_id))
    form.promises.buttons[Direction.INCOMING].click()
    place.type("The photos")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert place.services.reminders.agenda(marta) == []
    assert [each.text for each in place.services.timeline.open_promises(marta)] == ["The photos"]


def test_a_day_without_a_promise_and_a_promise_with_a_wrong_day_are_not_saved(place: Place) -> None:
    marta = place.person()
    form = _form(place, LogSubject(marta, "Marta Oliveira"))
    form.promises.buttons[Direction.OUTGOING].click()
    place.key(Qt.Key.Key_Tab)
    place.type("whenever")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert place.window.overlay.card() is form
    form.promises.texts[Direction.OUTGOING].setText("Send it")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert place.window.overlay.card() is form
    assert place.services.timeline.entries(marta) == []


def test_half_a_promise_is_there_again_when_the_form_is_opened_again(place: Place) -> None:
    marta = place.person()
    form = _form(place, LogSubject(marta, "Marta Oliveira"))
    form.promises.buttons[Direction.INCOMING].click()
    place.type("The pho")
    place.key(Qt.Key.Key_Escape)
    again = _form(place, LogSubject(marta, "Marta Oliveira"))
    assert again.promises.texts[Direction.INCOMING].text() == "The pho"
    assert again.promises.texts[Direction.INCOMING].isVisible()


def test_from_the_open_form_to_a_saved_call_with_a_next_step_it_takes_ten_keys_besides_the_words(place: Place) -> None:
    """Words typed by hand do not count; every Tab, Space and Ctrl+Enter does, and the key that opens the form."""
    marta = place.person()
    form = _form(place, LogSubject(marta, "Marta Oliveira"))
    pressed = 1  # Shift+L in the list of people
    place.type("Wants two languages.")
    while not form.fields.duration.hasFocus():
        place.key(Qt.Key.Key_Tab)
        pressed += 1
    place.type("14")
    while not form.fields.moods.chip("good").hasFocus():
        place.key(Qt.Key.Key_Tab)
        pressed += 1
    place.key(Qt.Key.Key_Space)
    pressed += 1
    while not form.next_step.field.edit.hasFocus():
        place.key(Qt.Key.Key_Tab)
        pressed += 1
        assert pressed < 20, "Tab never comes to the next step"
    place.type("send the new dates 2026-11-26")
    place.key(Qt.Key.Key_Return, CONTROL)
    pressed += 1
    assert pressed <= 12
    (entry,) = [each for each in place.services.timeline.entries(marta) if each.kind == "call"]
    assert (entry.duration_minutes, entry.mood) == (14, "good")
    (row,) = place.services.reminders.agenda(marta)
    assert row.day == date(2026, 11, 26)
