"""Half-typed words of the composer and the forms: there again after the program was started anew, gone once saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.ui.dialogs.log_form import LogForm
from crm_desktop.ui.dialogs.new_contact import NewContactForm
from crm_desktop.ui.dialogs.remind_form import RemindForm

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place

CONTROL = Qt.KeyboardModifier.ControlModifier


def _pause(place: Place) -> None:
    """The second after the last key has passed."""
    place.window.context.drafts._timer.timeout.emit()
    place.settle()


def _new_contact(place: Place, name: str = "") -> NewContactForm:
    place.view.new_contact(name)
    form = place.card()
    assert isinstance(form, NewContactForm)
    return form


def _log(place: Place) -> LogForm:
    place.view.person.log()
    form = place.card()
    assert isinstance(form, LogForm)
    return form


def test_the_composer_has_its_words_again_in_a_new_window(make_place: Callable[[], Place]) -> None:
    place = make_place()
    marta = place.person("Marta Oliveira")
    place.show(marta)
    place.view.person.compose(InteractionKind.CALL)
    place.type("half a thou")
    place.view.person.composer.fields.duration.setText("14")
    _pause(place)
    again = make_place()
    again.show(marta)
    fields = again.view.person.composer.fields
    assert (fields.text.toPlainText(), fields.kind(), fields.duration.text()) == (
        "half a thou", InteractionKind.CALL, "14",
    )  # fmt: skip
    again.view.person.compose()
    again.key(Qt.Key.Key_Return, CONTROL)
    last = make_place()
    last.show(marta)
    assert last.view.person.composer.fields.text.toPlainText() == ""


def test_leaving_the_composer_writes_its_words_without_waiting(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    place.show(marta)
    place.view.person.compose()
    place.type("half a thou")
    place.key(Qt.Key.Key_Escape)
    assert "half a thou" in place.services.drafts.get(f"composer/{marta}")


def test_a_person_who_was_deleted_and_comes_back_has_the_words_typed_before(place: Place) -> None:
    marta, _jonas = place.person("Marta Oliveira"), place.person("Jonas Keller")
    place.show(marta)
    place.view.person.compose()
    place.type("half a thou")
    place.view.delete_contact()
    place.settle()
    assert place.view.person.composer.fields.text.toPlainText() == ""
    place.undo()
    place.show(marta)
    assert place.view.person.composer.fields.text.toPlainText() == "half a thou"


def test_a_new_contact_half_typed_is_there_again_and_begins_anew_when_asked(make_place: Callable[[], Place]) -> None:
    place = make_place()
    form = _new_contact(place)
    place.type("Marta Oli")
    form.lines["email"].setText("marta@")
    _pause(place)
    again = make_place()
    form = _new_contact(again)
    assert (form.lines["name"].text(), form.lines["email"].text()) == ("Marta Oli", "marta@")
    assert form.draft is not None
    assert form.draft.line.isVisible()
    again.click(form.draft.anew_button, form.draft.anew_button.rect().center())
    assert form.lines["name"].text() == ""
    assert form.lines["name"].hasFocus()
    assert again.services.drafts.get("contact/new") == ""


def test_a_name_that_was_asked_for_does_not_push_out_another_half_typed(place: Place) -> None:
    _new_contact(place)
    place.type("Marta Oli")
    place.key(Qt.Key.Key_Escape)
    form = _new_contact(place, "Jonas")
    assert form.lines["name"].text() == "Jonas"
    place.key(Qt.Key.Key_Escape)
    assert _new_contact(place).lines["name"].text() == "Marta Oli"


def test_a_saved_contact_leaves_no_draft(place: Place) -> None:
    _new_contact(place)
    place.type("Marta Oliveira")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert _new_contact(place).lines["name"].text() == ""


def test_cancel_throws_the_words_away_and_the_bar_brings_the_form_back(place: Place) -> None:
    form = _new_contact(place)
    place.type("Marta Oli")
    place.click(form.cancel_button, form.cancel_button.rect().center())
    assert place.window.overlay.card() is None
    assert place.window.toast.text() == "Left without saving"
    assert place.services.drafts.get("contact/new") == ""
    button = place.window.toast._button
    place.click(button, button.rect().center())
    assert place.card() is form
    assert form.lines["name"].text() == "Marta Oli"
    place.key(Qt.Key.Key_Return, CONTROL)
    assert place.names() == ["Marta Oli"]


def test_cancel_with_nothing_typed_says_nothing(place: Place) -> None:
    form = _new_contact(place)
    place.click(form.cancel_button, form.cancel_button.rect().center())
    assert place.window.toast.text() == ""
    assert _new_contact(place).lines["name"].text() == ""


def test_a_log_form_has_its_words_again_in_a_new_window(make_place: Callable[[], Place]) -> None:
    place = make_place()
    marta = place.person("Marta Oliveira")
    place.show(marta)
    form = _log(place)
    place.type("half a thou")
    form.fields.set_kind(InteractionKind.MEETING)
    form.next_step.set_text("send the")
    _pause(place)
    again = make_place()
    again.show(marta)
    form = _log(again)
    assert (form.fields.text.toPlainText(), form.fields.kind(), form.next_step.text()) == (
        "half a thou", InteractionKind.MEETING, "send the",
    )  # fmt: skip
    assert form._title.full_text() == "Meeting with Marta Oliveira"


def test_a_reminder_half_typed_about_a_person_is_there_again(make_place: Callable[[], Place]) -> None:
    place = make_place()
    marta = place.person("Marta Oliveira")
    place.show(marta)
    place.view.person.remind()
    place.type("call back next")
    _pause(place)
    again = make_place()
    again.show(marta)
    again.view.person.remind()
    form = again.card()
    assert isinstance(form, RemindForm)
    assert form.step.text() == "call back next"
