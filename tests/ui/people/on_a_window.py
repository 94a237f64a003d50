"""A card over a real window, with what it said written down."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets.overlay import Overlay, OverlayCard


class OnAWindow:
    """`press` types keys, or texts of any script, where the focus is."""

    def __init__(self, qtbot: QtBot, theme: Theme, card: OverlayCard, size: tuple[int, int] = (1280, 800)) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.show()
        self.overlay = Overlay(theme, self.window)
        self.overlay.open_card(card)
        if QApplication.activeWindow() is not self.window:
            with qtbot.waitActive(self.window):
                self.window.activateWindow()
        QApplication.processEvents()

    def is_open(self) -> bool:
        """Whether the card still lies there."""
        return self.overlay.card() is not None

    def press(self, *keys: Qt.Key | str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys, or type texts, into whatever has the focus."""
        for key in keys:
            if isinstance(key, str):
                for letter in key:
                    press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(self.focus(), press)
            else:
                QTest.keyClick(self.focus(), key, modifiers)
            QApplication.processEvents()

    def focus(self) -> QWidget:
        """What has the keyboard."""
        return QApplication.focusWidget() or self.window
