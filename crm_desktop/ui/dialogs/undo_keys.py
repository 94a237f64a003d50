"""Ctrl+Z and its like on a card whose changes are saved at once, where the keys of the window are silent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from crm_desktop.ui.widgets.overlay import OverlayCard


class UndoKeys(QObject):
    """Calls `run("undo")` or `run("redo")` for keys pressed on the card, unless a line has typing of its own to take back."""

    def __init__(self, card: OverlayCard, run: Callable[[str], object]) -> None:
        super().__init__(card)
        self._card = card
        self._run = run
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._card.isAncestorOf(now):
            # Installed once however often: Qt moves a filter that is there already to the front.
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys before a line claims them that has nothing to take back."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        standard = QKeySequence.StandardKey
        undo, redo = event.matches(standard.Undo), event.matches(standard.Redo)
        if isinstance(watched, QLineEdit) and (
            (undo and watched.isUndoAvailable()) or (redo and watched.isRedoAvailable())
        ):
            return False
        if undo or redo:
            self._run("undo" if undo else "redo")
        return bool(undo or redo)
