"""Keys of one's own: pressed instead of the ones that came with the program, which follows everywhere at once and next time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.actions import ACTIONS, GLOBAL
from crm_desktop.ui.dialogs.keys_form import KeyRow, KeysForm
from crm_desktop.ui.views import VIEWS
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import KeyHint
from tests.journeys.user import User, at_the_desk
from tests.support.clock import FixedClock

# What answers only while several people are chosen, a deal is, and so on; the view says so by its own tests.
_KEYS = {entry.key for entry in VIEWS}


def _open_keys(user: User) -> KeysForm:
    user.window.commands.run("keys.change")
    user.settle()
    form = user.card()
    assert isinstance(form, KeysForm)
    return form


def _row(user: User, action_id: str) -> KeyRow:
    return _open_keys(user).rows[action_id] if user.no_card() else user.card().rows[action_id]


def _give(user: User, action_id: str, *keys: str) -> KeyRow:
    row = _row(user, action_id)
    user.click(row.capture)
    user.press(*keys)
    return row


def test_a_key_of_ones_own_works_at_once_and_the_old_one_no_more(user: User) -> None:
    row = _give(user, "contact.new", "Ctrl+B")
    assert row.capture.words() == "Ctrl B"
    user.press("Esc")
    assert user.no_card()
    user.press("N")
    assert user.no_card()
    user.press("Ctrl+B")
    assert user.card().accessibleName() == "New contact"


def test_the_whole_program_says_the_new_key(user: User) -> None:
    _give(user, "reminder.new", "Ctrl+B")
    user.press("Esc")
    button = user.button("New reminder", within=user.page())
    assert isinstance(button, Button)
    assert button._keys == "Ctrl B"
    user.press("?")
    shown = {hint.text() for hint in user.card().findChildren(KeyHint)}
    assert "Ctrl B" in shown
    assert "R" not in shown
    user.press("Esc")
    assert user.no_card()
    user.says_to_palette("new reminder")
    assert [item.keys for item in user.card().items() if item.title == "New reminder"] == ["Ctrl B"]
    user.press("Esc")
    assert [key.toString() for key in user.window.commands.actions["reminder.new"].shortcuts()] == ["Ctrl+B"]


def test_the_keys_are_there_next_time(home: Path, clock: FixedClock, look_of_the_application: None) -> None:
    with at_the_desk(home, clock) as user:
        _give(user, "contact.new", "Ctrl+B")
    with at_the_desk(home, clock) as user:
        user.press("Ctrl+B")
        assert user.card().accessibleName() == "New contact"


def test_a_key_that_is_taken_is_told_before_anything_is_stored(user: User) -> None:
    row = _give(user, "undo", "N")
    assert row.asked.text() == "N already means “New contact”."
    assert user.services.settings.get("keys") == ""
    user.press_button("Keep")
    assert row.capture.words() == "Ctrl Z"
    _give(user, "undo", "N")
    user.press("Return")  # the button that takes the key has the focus
    assert row.capture.words() == "N"
    assert user.card().rows["contact.new"].capture.words() == "no key"
    row.back.click()
    user.settle()
    assert row.capture.words() == "Ctrl Z"
    assert user.card().rows["contact.new"].capture.words() in ("N", "no key")


def test_two_letters_one_after_the_other_are_a_key_too(user: User) -> None:
    _give(user, "settings", "G", "S")
    user.press("Esc")
    user.press("G", "S")
    assert user.page().key == "settings"


def test_esc_while_a_key_is_awaited_changes_nothing_and_leaves_the_card(user: User) -> None:
    row = _row(user, "contact.new")
    user.click(row.capture)
    assert row.capture.words() == "Press the new key …"
    user.press("Esc")
    assert not user.no_card()
    assert row.capture.words() == "N"


def test_backspace_takes_the_key_away_and_all_back_brings_it_again(user: User) -> None:
    row = _give(user, "contact.new", "Backspace")
    assert row.capture.words() == "no key"
    user.press_button("All back to default")
    assert row.capture.words() == "N"
    assert user.services.settings.get("keys") == ""


def test_a_key_that_fields_need_is_refused_in_words(user: User) -> None:
    row = _give(user, "contact.new", "Return")
    assert "fields need it" in row.asked.text()
    assert row.capture.words() == "N"


def test_everything_on_the_card_is_reached_by_keyboard(user: User) -> None:
    form = _open_keys(user)
    user.type("new contact")
    rows = [row for row in form.rows.values() if row.isVisible()]
    assert [row.action_id for row in rows] == ["contact.new"]
    for _ in range(12):
        user.press("Tab")
        if rows[0].capture.hasFocus():
            break
    assert rows[0].capture.hasFocus()
    user.press("Return", "Ctrl+B")
    assert rows[0].capture.words() == "Ctrl B"


def test_a_letter_that_was_taken_from_a_list_does_nothing_there(user: User) -> None:
    user.window.commands.run("sample")
    user.settle()
    user.goes_to("T")
    _give(user, "today.snooze", "Z")
    user.press("Esc")
    before = user.services.undoing.next_undo()
    user.press("S")
    assert user.no_card()
    assert QApplication.activePopupWidget() is None
    assert user.services.undoing.next_undo() == before


def test_the_next_row_can_have_another_key(user: User) -> None:
    user.window.commands.run("sample")
    user.settle()
    user.goes_to("R")
    rows = user.focus()
    _give(user, "reminders.next", "Ctrl+J")
    user.press("Esc")
    user.window.current_view().primary_focus()
    rows.setFocus(Qt.FocusReason.OtherFocusReason)
    before = rows.currentIndex().row()  # type: ignore[attr-defined]
    user.press("Ctrl+J")
    assert rows.currentIndex().row() == before + 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("view", sorted(_KEYS))
def test_somebody_answers_for_each_action_of_a_view(user: User, view: str) -> None:
    user.window.commands.run("sample")
    user.settle()
    user.window.show_view(view)
    user.settle()
    commands = user.window.commands
    answered = {action.id for action in commands.available()}
    asked = [action for action in ACTIONS if action.where in (view, GLOBAL) and not action.by_widget]
    assert [action.id for action in asked if action.id not in answered] == []


def test_every_action_belongs_to_a_view_that_there_is() -> None:
    assert {action.where.partition("/")[0] for action in ACTIONS} <= {GLOBAL, *_KEYS}
