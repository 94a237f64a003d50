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
from crm_desktop.ui.key_table import KeyTable
from crm_desktop.ui.texts import tr

Command = Callable[[], object]
_NEVER_FREED = ("Return", "Up", "Down", "Left", "Right")
"""Keys that move in every list whatever actions they stand for."""
_PRESSING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Commands(QObject):
    """The actions of one window.

    The window registers its callables with `register`; the current view's come and go with `show_view`. An action
    nobody answers for is disabled. While text is typed, keys without Ctrl or Alt belong to the text, and Space and
    Enter belong to the button that has the focus. `pause` silences all of them while a card lies over the window.
    """

    def __init__(self, window: QWidget, actions: Iterable[Action] = ACTIONS, keys: KeyTable | None = None) -> None:
        super().__init__(window)
        self._window = window
        self.keys = keys if keys is not None else KeyTable(defaults=actions, parent=self)
        self._freed: frozenset[str] = frozenset()
        self._stand_ins: dict[str, tuple[str, ...]] = {}
        self._pressing = False
        self._global: dict[str, Command] = {}
        self._of_view: dict[str, Command] = {}
        self._view = ""
        self._paused = False
        self.actions: dict[str, QAction] = {}
        for action in self.keys.actions():
            self._make(action)
        self.keys.changed.connect(self._rekey)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)
        self._update()

    def _make(self, action: Action) -> None:
        made = QAction(tr(action.text), self._window)
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.setAutoRepeat(action.where != GLOBAL)
        made.setShortcuts(self._shortcuts(action))
        made.triggered.connect(lambda _checked=False, action_id=action.id: self.run(action_id))
        self._window.addAction(made)
        self.actions[action.id] = made

    def _shortcuts(self, action: Action) -> list[QKeySequence]:
        # A key that a list has of itself needs no shortcut; one that the user gave to the list does.
        own = self.keys.default(action.id).keys if action.by_widget else self._stand_ins.get(action.id, ())
        return [QKeySequence(key) for key in action.keys if key not in own]

    def _keys_taken(self) -> dict[str, tuple[str, ...]]:
        """For global actions the keys that mean something else in the view in front."""
        here = [action for action in self.keys.actions() if action.instead_of and self._answers(action)]
        return {action.instead_of: action.keys for action in here}

    def _rekey(self) -> None:
        for action in self.keys.actions():
            self.actions[action.id].setShortcuts(self._shortcuts(action))
        self._update()

    def register(self, commands: Mapping[str, Command]) -> None:
        """Answer for global actions."""
        self._global.update(commands)
        self._update()

    def show_view(self, view: str, commands: Mapping[str, Command]) -> None:
        """The view in front changed: its commands take the place of the former view's.

        `view` is its key, or `pipeline/board` for a view that shows one of its parts: actions of both places work then.
        """
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
        elif self.keys.default(action_id).by_widget:
            self._press_for(self.keys.default(action_id))

    def _press_for(self, action: Action) -> None:
        """Press the key that the list with the focus knows, for the one that the user chose."""
        widget = QApplication.focusWidget()
        if widget is not None:
            # J, K or Return: those that can be given other keys have no modifiers.
            key = Qt.Key[f"Key_{action.keys[0]}"]
            self._pressing = True
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, key.value, Qt.KeyboardModifier.NoModifier))
            self._pressing = False

    def available(self) -> tuple[Action, ...]:
        """The actions that would do something now, in the order of the table."""
        return tuple(action for action in self.keys.actions() if self._answers(action))

    def _answers(self, action: Action) -> bool:
        if not self._in_front(action.where):
            return False
        return action.id in self._of_view or action.id in self._global

    def _in_front(self, where: str) -> bool:
        return where in (GLOBAL, self._view, self._view.partition("/")[0])

    def _update(self) -> None:
        before, self._stand_ins = self._stand_ins, self._keys_taken()
        for name in before.keys() | self._stand_ins.keys():
            self.actions[name].setShortcuts(self._shortcuts(self.keys.action(name)))
        for action in self.keys.actions():
            has_own = action.by_widget and self._in_front(action.where) and bool(self._shortcuts(action))
            self.actions[action.id].setEnabled(not self._paused and (self._answers(action) or has_own))
        self._freed = self._freed_keys()

    def _freed_keys(self) -> frozenset[str]:
        """Letters that lists and cards know by themselves, but that the user took from the action here."""
        here = [action for action in self.keys.actions() if self._in_front(action.where)]
        used = {key for action in here for key in action.keys}
        freed = {key for action in here for key in self.keys.default(action.id).keys if key not in used}
        return frozenset(key for key in freed if key.removeprefix("Shift+") not in _NEVER_FREED and "Ctrl" not in key)

    def _follow_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        # Only the widget with the focus is watched: a filter on the application would see every event of every frame.
        if before is not None:
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep plain keys with the widget that needs them, and let undo through where there is no typing to undo."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._freed:
            return not self._pressing and not _belongs_to(watched, event) and _portable(event) in self._freed
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if _belongs_to(watched, event):
            event.accept()
            return True
        # A field would claim Ctrl+Z for itself even when it has nothing to take back.
        return _has_no_use_for(watched, event)


def _portable(event: QKeyEvent) -> str:
    return QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)


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
