"""The table of actions: no two want the same key, and the keys work only where they may."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.actions import ACTIONS, Action, by_id, conflicts, in_view, shown_keys, tooltip_text
from crm_desktop.ui.commands import Commands
from crm_desktop.ui.menus import MENUS
from crm_desktop.ui.theme.icons import icon_folder


def test_no_two_actions_want_the_same_key() -> None:
    assert conflicts() == []


def test_the_check_finds_a_key_wanted_twice_a_hidden_sequence_and_a_double_name() -> None:
    one = Action("one", "One", ("G",))
    assert conflicts((one, Action("two", "Two", ("G, T",)))) == ["G means both one and two"]
    assert conflicts((one, Action("two", "Two", ("G",), where="today"))) == ["G means both one and two"]
    assert conflicts((one, one))[0] == "two actions are called one"


def test_two_views_may_use_the_same_key() -> None:
    assert conflicts((Action("a", "A", ("E",), "today"), Action("b", "B", ("E",), "contacts"))) == []


def test_parts_of_a_view_meet_the_view_but_not_each_other() -> None:
    whole, board = Action("whole", "Whole", ("E",), "pipeline"), Action("board", "Board", ("E",), "pipeline/board")
    other = Action("list", "List", ("E",), "pipeline/list")
    assert conflicts((whole, board)) == ["E means both whole and board"]
    assert conflicts((board, other)) == []
    assert in_view("pipeline/board", (whole, board, other)) == (whole, board)
    assert in_view("pipeline", (whole, board, other)) == (whole,)


def test_an_action_may_take_the_place_of_one_that_works_everywhere() -> None:
    new = Action("new", "New", ("N",))
    here = Action("here", "New here", ("N",), "pipeline/board", instead_of="new")
    assert conflicts((new, here)) == []
    assert conflicts((new, here, Action("more", "More", ("N",), "pipeline"))) == [
        "N means both new and more",
        "N means both here and more",
    ]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_words_keys_that_qt_knows_and_an_icon_that_exists(action: Action) -> None:
    assert action.text
    for key in action.keys:
        assert not QKeySequence(key).isEmpty()
        assert QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) == key
    assert not action.icon or (icon_folder() / f"{action.icon}.svg").is_file()


def test_menus_name_only_actions_that_exist() -> None:
    assert [entry for _title, entries in MENUS for entry in entries if entry and by_id(entry) is None] == []


def test_keys_are_shown_as_people_read_them() -> None:
    assert shown_keys(by_id("redo")) == "Ctrl Shift Z"
    assert shown_keys(by_id("go.today")) == "G then T"
    assert shown_keys(by_id("settings")) == "Ctrl ,"
    assert shown_keys(by_id("pipeline.stage_forward")) == "Ctrl →"
    assert tooltip_text(by_id("contact.new")) == "New contact (N)"
    assert {action.where for action in in_view("today")} == {"today"}


class _Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.line, self.text, self.button = QLineEdit(), QPlainTextEdit(), QPushButton("Press")
        self.pressed: list[str] = []
        self.done: list[str] = []
        column = QVBoxLayout(self)
        for widget in (self.line, self.text, self.button):
            column.addWidget(widget)
        self.button.clicked.connect(lambda: self.pressed.append("button"))
        self.commands = Commands(self)
        self.commands.register({name: self.note(name) for name in ("contact.new", "go.today", "search", "undo")})
        self.commands.show_view("today", {"today.done": self.note("today.done")})

    def note(self, name: str):  # type: ignore[no-untyped-def]
        return lambda: self.done.append(name)


@pytest.fixture
def window(qtbot: QtBot) -> _Window:
    made = _Window()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_a_letter_acts_where_nothing_is_typed(window: _Window, qtbot: QtBot) -> None:
    window.button.setFocus()
    qtbot.keyClick(window.button, Qt.Key.Key_N)
    assert window.done == ["contact.new"]


@pytest.mark.parametrize("field", ["line", "text"])
def test_a_letter_never_acts_while_text_is_typed(window: _Window, qtbot: QtBot, field: str) -> None:
    widget = getattr(window, field)
    widget.setFocus()
    qtbot.keyClicks(widget, "gtn/ ")
    assert window.done == []
    typed = widget.text() if field == "line" else widget.toPlainText()
    assert typed == "gtn/ "


def test_ctrl_k_acts_even_while_text_is_typed(window: _Window, qtbot: QtBot) -> None:
    window.line.setFocus()
    qtbot.keyClick(window.line, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.done == ["search"]


def test_ctrl_z_in_a_field_undoes_the_typing_and_nothing_else(window: _Window, qtbot: QtBot) -> None:
    window.line.setFocus()
    qtbot.keyClicks(window.line, "abc")
    qtbot.keyClick(window.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.done == []
    assert window.line.text() == ""


def test_g_then_t_goes_to_today(window: _Window, qtbot: QtBot) -> None:
    window.button.setFocus()
    qtbot.keyClicks(window.button, "gt")
    assert window.done == ["go.today"]


def test_space_presses_the_button_that_has_the_focus(window: _Window, qtbot: QtBot) -> None:
    window.button.setFocus()
    qtbot.keyClick(window.button, Qt.Key.Key_Space)
    assert (window.pressed, window.done) == (["button"], [])


def test_space_elsewhere_is_the_views_own_key(window: _Window, qtbot: QtBot) -> None:
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert window.done == ["today.done"]


def test_another_view_takes_its_commands_with_it(window: _Window, qtbot: QtBot) -> None:
    window.commands.show_view("contacts", {"contact.new": window.note("here")})
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.keyClick(window, Qt.Key.Key_N)
    assert window.done == ["here"]
    assert "today.done" not in [action.id for action in window.commands.available()]


def test_in_a_part_of_a_view_its_own_actions_and_those_of_the_view_work(window: _Window, qtbot: QtBot) -> None:
    names = ("pipeline.fold", "pipeline.switch", "pipeline.new_here")
    window.commands.show_view("pipeline/board", {name: window.note(name) for name in names})
    window.setFocus()
    qtbot.keyClicks(window, "cpn")
    assert window.done == ["pipeline.fold", "pipeline.switch", "pipeline.new_here"], "N is no new contact here"
    window.done.clear()
    window.commands.run("contact.new")
    window.commands.show_view("pipeline/list", {"pipeline.switch": window.note("pipeline.switch")})
    qtbot.keyClicks(window, "cpn")
    assert window.done == ["contact.new", "pipeline.switch", "contact.new"]


def test_nothing_acts_while_paused(window: _Window, qtbot: QtBot) -> None:
    window.commands.pause(True)
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_N)
    window.commands.pause(False)
    assert window.done == []
