"""Lets a page that shows moments look at the clock while somebody can see it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

_EVERY_MS = 20_000


class ClockWatch(QObject):
    """Calls `look` every 20 s or so while `page` is shown; a hidden or minimised page causes no wake-ups."""

    def __init__(self, page: QWidget, look: Callable[[], object]) -> None:
        super().__init__(page)
        self._page = page
        self._look = look
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._tick)
        page.installEventFilter(self)

    def _tick(self) -> None:
        window = self._page.window()
        if window.isMinimized():
            # A window that starts minimised never hides its pages, so this waits for it to come up.
            self._timer.stop()
            window.installEventFilter(self)
        else:
            self._look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start and stop with the page."""
        if watched is self._page and event.type() == QEvent.Type.Show:
            self._timer.start()
        elif watched is self._page and event.type() == QEvent.Type.Hide:
            self._timer.stop()
        elif watched is not self._page and event.type() == QEvent.Type.WindowStateChange and self._page.isVisible():
            self._look()
            self._timer.start()
        return super().eventFilter(watched, event)
