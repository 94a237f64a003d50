"""Keeps the program reachable while its window is closed: the tray icon, or the minimised window where there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.texts import number, plural, tooltip, tr
from crm_desktop.ui.tray_icon import tray_icon

# At login the panel and its tray may come seconds after us. Later looks come with the ticker's.
_WAITS_FOR_A_TRAY_MS = (1_000, 1_000, 2_000, 4_000, 8_000)
# Qt waits up to 25 s for a session bus that hangs, and nothing else gets its turn meanwhile: then it is seldom asked.
_TOO_LONG_MS = 500
_LOOKS_TO_SKIP = 20


class Background(QObject):
    """The tray icon and what closing the window does.

    Looks for a tray at the start, each time the window is closed, and whenever `look_round` is called, so that one that
    appears later is used, and one that goes away does not take the window with it: hidden, it comes back minimised.
    `new_reminder`, `new_lead` and `quit_requested` come from its menu.
    """

    new_reminder = Signal()
    new_lead = Signal()
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
        self._late = False
        # Whether the window belongs into the tray: hidden there, or minimised until there is one.
        self._in_tray = False
        self._waits: list[int] = []
        self._looks_to_skip = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look_again)
        self._menu = QMenu(window)
        self._open_action = self._menu.addAction(tr("Open"))
        self._number_action = self._menu.addAction("")
        self._menu.addSeparator()
        self._reminder_action = self._menu.addAction(tr("New reminder…"))
        self._lead_action = self._menu.addAction(tr("New lead…"))
        self._menu.addSeparator()
        self._quit_action = self._menu.addAction(tr("Quit"))
        self._open_action.triggered.connect(window.bring_to_front)
        self._number_action.triggered.connect(self._open_today)
        self._reminder_action.triggered.connect(self._ask_reminder)
        self._lead_action.triggered.connect(self._ask_lead)
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
            self._tray = QSystemTrayIcon(tray_icon(self._icon, self._due, late=self._late), self)
            self._tray.setContextMenu(self._menu)
            self._tray.activated.connect(self._activated)
            self._tray.setToolTip(tooltip(self._number_action.text()))
            self._tray.show()
        return True

    def look_round(self) -> None:
        """Whether the tray is still there, or there by now; a window that belongs into it is never left invisible."""
        if self._looks_to_skip:
            self._looks_to_skip -= 1
            return
        asked = QElapsedTimer()
        asked.start()
        there = self.look_for_tray()
        if asked.elapsed() > _TOO_LONG_MS:
            self._looks_to_skip = _LOOKS_TO_SKIP
        if not self._in_tray:
            return
        if not there and not self._window.isVisible():
            self._window.showMinimized()
        elif there and self._window.isMinimized():
            self._window.hide()
        elif self._window.isVisible() and not self._window.isMinimized():
            # The user has taken it out.
            self._in_tray = False

    def start_hidden(self) -> None:
        """Begin without the window: in the tray, or minimised as long as there is none."""
        self._in_tray = True
        if not self.look_for_tray():
            self._window.showMinimized()
            self._waits = list(_WAITS_FOR_A_TRAY_MS)
            self._look_soon()

    def menu(self) -> QMenu:
        """The tray's menu, for tests and for docks."""
        return self._menu

    def set_due(self, count: int, overdue: int = 0) -> None:
        """Today's number, overdue and due today, and how many of them are overdue."""
        if (count, overdue > 0) != (self._due, self._late):
            self._due, self._late = count, overdue > 0
            if self._tray is not None:
                self._tray.setIcon(tray_icon(self._icon, self._due, late=self._late))
        words = _words(count, overdue)
        if words != self._number_action.text():
            self._number_action.setText(words)
            if self._tray is not None:
                self._tray.setToolTip(tooltip(words))

    def close_window(self) -> None:
        """The window was closed: into the tray, or minimised with a word about it."""
        if self.look_for_tray():
            self._in_tray = True
            self._window.hide()
            return
        self._window.say(
            tr("Still here, minimised: this desktop has no tray, and your reminders need the program running.")
        )
        self._window.showMinimized()

    def close(self) -> None:
        """Take the icon away; the program ends."""
        self._soon.stop()
        self._remove()

    def _look_soon(self) -> None:
        if self._waits:
            self._soon.start(self._waits.pop(0))

    def _look_again(self) -> None:
        self.look_round()
        if self._tray is None:
            self._look_soon()

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

    def _ask_lead(self) -> None:
        self._window.bring_to_front()
        self.new_lead.emit()

    def _ask_reminder(self) -> None:
        self._window.bring_to_front()
        self.new_reminder.emit()


def _words(count: int, overdue: int) -> str:
    if not count:
        return tr("Nothing to do today")
    words = plural("{count} thing to do today", "{count} things to do today", count)
    return tr("{words}, {overdue} overdue", words=words, overdue=number(overdue)) if overdue else words
