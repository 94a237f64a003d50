"""Turns the table of actions into shortcuts of a window and calls whoever answers for an action."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from crm_desktop.ui.actions import ACTIONS, GLOBAL, Action
from crm_desktop.ui.texts import tr

Command = Callable[[], object]
_PRESSING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Commands(QObject):
    """The actions of one window.

    The window registers its callables with `register`; the current view's come and go with `show_view`. An action
    nobody answers for is disabled. While text is typed, keys without Ctrl or Alt belong to the text, and Space and
    Enter belong to the button that has the focus. `pause` silences all of them while a card lies over the window.
    """

    def __init__(self, window: QWidget, actions: Iterable[Action] = ACTIONS) -> None:
        super().__init__(window)
        self._window = window
        self._table = tuple(actions)
        self._global: dict[str, Command] = {}
        self._of_view: dict[str, Command] = {}
        self._view = ""
        self._paused = False
        self.actions: dict[str, QAction] = {}
        for action in self._table:
            self._make(action)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)
        self._update()

    def _make(self, action: Action) -> None:
        made = QAction(tr(action.text), self._window)
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.setAutoRepeat(action.where != GLOBAL)
        if not action.by_widget:
            made.setShortcuts([QKeySequence(key) for key in action.keys])
        made.triggered.connect(lambda _checked=False, action_id=action.id: self.run(action_id))
        self._window.addAction(made)
        self.actions[action.id] = made

    def register(self, commands: Mapping[str, Command]) -> None:
        """Answer for global actions."""
        self._global.update(commands)
        self._update()

    def show_view(self, view: str, commands: Mapping[str, Command]) -> None:
        """The view in front changed: its commands take the place of the former view's."""
        self._view = view
        self._of_view = dict(commands)
        self._update()

    def pause(self, paused: bool) -> None:
        """Switch every shortcut off while something lies over the window, and on again."""
        self._paused = paused
        self._update()

    def run(self, action_id: str) -> None:
        """Do it, if somebody answers for it now. A view may answer for a global action in its own way."""
        command = self._of_view.get(action_id) or self._global.get(action_id)
        if command is not None:
            command()

    def available(self) -> tuple[Action, ...]:
        """The actions that would do something now, in the order of the table."""
        return tuple(action for action in self._table if self._answers(action))

    def _answers(self, action: Action) -> bool:
        if action.where not in (GLOBAL, self._view):
            return False
        return action.id in self._of_view or action.id in self._global

    def _update(self) -> None:
        for action in self._table:
            self.actions[action.id].setEnabled(not self._paused and self._answers(action))

    def _follow_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        # Only the widget with the focus is watched: a filter on the application would see every event of every frame.
        if before is not None:
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep plain keys with the widget that needs them, and let undo through where there is no typing to undo."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if _belongs_to(watched, event):
            event.accept()
            return True
        # A field would claim Ctrl+Z for itself even when it has nothing to take back.
        return _has_no_use_for(watched, event)


def _has_no_use_for(widget: QObject, event: QKeyEvent) -> bool:
    undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
    if isinstance(widget, QLineEdit):
        return (undo and not widget.isUndoAvailable()) or (redo and not widget.isRedoAvailable())
    if isinstance(widget, (QPlainTextEdit, QTextEdit)):
        document = widget.document()
        return (undo and not document.isUndoAvailable()) or (redo and not document.isRedoAvailable())
    return False


def _belongs_to(widget: QObject, event: QKeyEvent) -> bool:
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    if modifiers != Qt.KeyboardModifier.NoModifier:
        return False
    if isinstance(widget, (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)):
        # Function keys and Esc stay free for actions.
        return bool(event.text()) and event.key() != Qt.Key.Key_Escape
    if isinstance(widget, QComboBox):
        return event.key() in _PRESSING_KEYS or widget.isEditable()
    return isinstance(widget, QAbstractButton) and event.key() in _PRESSING_KEYS[:3]
