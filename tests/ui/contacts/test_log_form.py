"""The form that logs what happened and what comes next."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from crm_desktop.domain.errors import InvalidInput, StorageFailure
from crm_desktop.domain.interactions import Direction, InteractionKind
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.ui.dialogs.interaction_words import duration_words, minutes_of
from crm_desktop.ui.dialogs.log_form import LogForm
from crm_desktop.ui.dialogs.log_subject import LogSubject

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place

CONTROL = Qt.KeyboardModifier.ControlModifier


def _form(place: Place, subject: LogSubject) -> LogForm:
    context = place.window.context
    form = LogForm(context.theme, place.runner, place.services.reminders, context.now, context.drafts, subject)
    place.window.show_card(form)
    place.settle()
    return form


def _save(place: Place) -> None:
    place.key(Qt.Key.Key_Return, CONTROL)


def test_what_happened_and_what_comes_next_are_saved_by_keyboard(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    form = _form(place, LogSubject(marta, "Marta Oliveira"))
    assert form._title.full_text() == "Call with Marta Oliveira"
    place.type("Wants two languages.")
    form.fields.duration.setFocus()
    place.type("14")
    form.fields.moods.chip("good").setFocus()
    place.key(Qt.Key.Key_Space)
    assert form._summary.full_text() == "now · 14 minutes · outgoing"
    form.next_step.field.edit.setFocus()
    place.type("send the new dates 2026-11-26")
    _save(place)
    assert place.window.overlay.card() is None
    entry = next(each for each in place.services.timeline.entries(marta) if each.kind == "call")
    assert (entry.text, entry.duration_minutes, entry.mood) == ("Wants two languages.", 14, "good")
    assert (entry.direction, entry.at) == (Direction.OUTGOING, place.clock.now())
    (reminder,) = place.services.reminders.agenda(marta)
    assert reminder.day == date(2026, 11, 26)


def test_a_reminder_done_with_a_log_and_a_next_step_is_one_undo(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    place.services.reminders.add(ReminderDraft("Call Marta", date(2026, 11, 21), contact_id=marta))
    (open_row,) = place.services.reminders.agenda(marta)
    _form(place, LogSubject(marta, "Marta Oliveira", open_row.occurrence_id, about="Call Marta"))
    place.type("Done and dusted.")
    place.card().next_step.field.edit.setFocus()
    place.type("ask again 2026-12-01")
    _save(place)
    assert [row.day for row in place.services.reminders.agenda(marta)] == [date(2026, 12, 1)]
    assert any(entry.text == "Done and dusted." for entry in place.services.timeline.entries(marta))
    place.undo()
    assert [row.text for row in place.services.reminders.agenda(marta)] == ["Call Marta"]
    assert not any(entry.text == "Done and dusted." for entry in place.services.timeline.entries(marta))


def test_a_log_and_what_comes_next_without_a_reminder_are_one_undo(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    form = _form(place, LogSubject(marta, "Marta Oliveira"))
    place.type("Wants two languages.")
    form.next_step.set_text("send the new dates 2026-11-26")
    _save(place)
    assert len(place.services.reminders.agenda(marta)) == 1
    place.undo()
    assert place.services.reminders.agenda(marta) == []
    assert place.services.timeline.entries(marta) == []


def test_done_without_a_word_logs_nothing(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    place.services.reminders.add(ReminderDraft("Call Marta", date(2026, 11, 21), contact_id=marta))
    (open_row,) = place.services.reminders.agenda(marta)
    _form(place, LogSubject(marta, "Marta Oliveira", open_row.occurrence_id))
    _save(place)
    assert place.services.reminders.agenda(marta) == []
    assert not any(entry.interaction_kind for entry in place.services.timeline.entries(marta))


def test_a_reminder_about_nobody_asks_only_what_comes_next(place: Place) -> None:
    place.services.reminders.add(ReminderDraft("Water the plants", date(2026, 11, 21)))
    (open_row,) = place.services.reminders.agenda()
    form = _form(place, LogSubject(None, "", open_row.occurrence_id, about="Water the plants"))
    assert not form.fields.text.isVisible()
    assert form.next_step.field.edit.hasFocus()
    _save(place)
    assert place.services.reminders.agenda() == []


def test_esc_keeps_a_draft_and_the_next_form_about_the_same_person_has_it(place: Place) -> None:
    marta, jonas = place.person("Marta Oliveira"), place.person("Jonas Keller")
    form = _form(place, LogSubject(marta, "Marta Oliveira"))
    place.type("half a thou")
    form.next_step.set_text("send the")
    place.key(Qt.Key.Key_Escape)
    assert place.window.overlay.card() is None
    other = _form(place, LogSubject(jonas, "Jonas Keller"))
    assert other.fields.text.toPlainText() == ""
    again = _form(place, LogSubject(marta, "Marta Oliveira"))
    assert again.fields.text.toPlainText() == "half a thou"
    assert again.next_step.text() == "send the"
    again.next_step.set_text("")
    _save(place)
    assert _form(place, LogSubject(marta, "Marta Oliveira")).fields.text.toPlainText() == ""


def test_a_next_step_without_a_day_is_not_guessed(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    form = _form(place, LogSubject(marta, "Marta Oliveira"))
    place.type("Talked.")
    form.next_step.field.edit.setFocus()
    place.type("send the new dates")
    _save(place)
    assert place.window.overlay.card() is form
    assert form.next_step.field._refusal.isVisible()
    assert place.services.timeline.entries(marta) == []


def test_a_failure_keeps_the_form_and_writes_nothing_of_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    marta = place.person("Marta Oliveira")
    form = _form(place, LogSubject(marta, "Marta Oliveira"))
    place.type("Talked.")
    form.next_step.field.edit.setFocus()
    place.type("send the new dates 2026-11-26")

    def full(*_arguments: object, **_named: object) -> int:
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(type(place.services.reminders), "log", full)
    _save(place)
    assert place.window.overlay.card() is form
    assert form._failure.text() == "The disk is full."
    assert form.fields.text.toPlainText() == "Talked."
    assert place.services.timeline.entries(marta) == []
    monkeypatch.undo()
    _save(place)
    assert [entry.text for entry in place.services.timeline.entries(marta) if entry.kind == "call"] == ["Talked."]
    assert len(place.services.reminders.agenda(marta)) == 1


def test_quick_choices_change_the_day_and_leave_the_rest_of_the_sentence(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    form = _form(place, LogSubject(marta, "Marta Oliveira"))
    step = form.next_step
    place.click(step.quick["tomorrow"])
    understood = step.value()
    assert understood is not None
    assert understood.day == date(2026, 11, 22)
    step.set_text("send the new dates thu 9:00")
    place.click(step.quick["in 3 days"])
    understood = step.value()
    assert understood is not None
    assert (understood.day, understood.time, understood.text) == (date(2026, 11, 24), time(9), "send the new dates")
    place.click(step.quick[""])
    assert step.text() == ""


def test_kinds_are_chosen_with_the_arrows_and_rule_what_is_asked(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    form = _form(place, LogSubject(marta, "Marta Oliveira", kind=InteractionKind.NOTE))
    fields = form.fields
    assert not fields.duration.isVisible()
    fields.kinds.chip("note").setFocus()
    place.key(Qt.Key.Key_Right)
    assert fields.kind() is InteractionKind.CALL
    assert fields.duration.isVisible()
    assert form._title.full_text() == "Call with Marta Oliveira"
    place.key(Qt.Key.Key_Right)
    assert fields.subject.isVisible()
    assert not fields.duration.isVisible()
    place.key(Qt.Key.Key_Left)
    assert fields.kind() is InteractionKind.CALL


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("14", 14), ("14 min", 14), ("1 h 20", 80), ("1h", 60), ("1.5 h", 90), ("1:20", 80), ("90m", 90), ("", None)],
)
def test_durations_are_read_as_people_type_them(typed: str, minutes: int | None) -> None:
    assert minutes_of(typed) == minutes


@pytest.mark.parametrize("typed", ["a while", "-5", "0", "99999", "25 h", "14 14"])
def test_durations_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        minutes_of(typed)


def test_durations_are_said_in_words() -> None:
    assert [duration_words(minutes) for minutes in (1, 14, 60, 80)] == ["1 minute", "14 minutes", "1 h", "1 h 20 min"]
