"""Keeps the program reachable while its window is closed: the tray icon, or the minimised window where there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.texts import plural, tooltip, tr


class Background(QObject):
    """The tray icon and what closing the window does.

    Looks for a tray at the start and each time the window is closed or shown, so that one that appears later (a panel
    that starts slowly) is used. `new_reminder` and `quit_requested` come from its menu.
    """

    new_reminder = Signal()
    quit_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        icon: QIcon,
        tray_there: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._icon = icon
        self._tray_there = tray_there
        self._tray: QSystemTrayIcon | None = None
        self._due = 0
        self._menu = QMenu(window)
        self._open_action = self._menu.addAction(tr("Open"))
        self._number_action = self._menu.addAction("")
        self._menu.addSeparator()
        self._reminder_action = self._menu.addAction(tr("New reminder"))
        self._menu.addSeparator()
        self._quit_action = self._menu.addAction(tr("Quit"))
        self._open_action.triggered.connect(window.bring_to_front)
        self._number_action.triggered.connect(self._open_today)
        self._reminder_action.triggered.connect(self._ask_reminder)
        self._quit_action.triggered.connect(self.quit_requested)
        window.close_requested.connect(self.close_window)
        self.set_due(0)
        self.look_for_tray()

    def look_for_tray(self) -> bool:
        """Put the icon into the tray if there is one by now; True when it is there."""
        if not self._tray_there():
            self._remove()
            return False
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self)
            self._tray.setContextMenu(self._menu)
            self._tray.activated.connect(self._activated)
            self._tray.show()
            self.set_due(self._due)
        return True

    def menu(self) -> QMenu:
        """The tray's menu, for tests and for docks."""
        return self._menu

    def set_due(self, count: int) -> None:
        """Today's number: overdue and due today."""
        self._due = count
        words = (
            plural("{count} thing to do today", "{count} things to do today", count)
            if count
            else tr("Nothing to do today")
        )
        self._number_action.setText(words)
        if self._tray is not None:
            self._tray.setToolTip(tooltip(words))

    def close_window(self) -> None:
        """The window was closed: into the tray, or minimised with a word about it."""
        if self.look_for_tray():
            self._window.hide()
            return
        self._window.say(
            tr("Still here, minimised: this desktop has no tray, and your reminders need the program running.")
        )
        self._window.showMinimized()

    def close(self) -> None:
        """Take the icon away; the program ends."""
        self._remove()

    def _remove(self) -> None:
        if self._tray is not None:
            self._tray.hide()
            self._tray.deleteLater()
            self._tray = None

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        wanted = (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick)
        if reason in wanted:
            self._window.bring_to_front()

    def _open_today(self) -> None:
        self._window.bring_to_front()
        self._window.commands.run("go.today")

    def _ask_reminder(self) -> None:
        self._window.bring_to_front()
        self.new_reminder.emit()
