"""Lets a page that shows moments look at the clock while somebody can see it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

_EVERY_MS = 20_000


class ClockWatch(QObject):
    """Calls `look` every 20 s or so while `page` is shown; a hidden page causes no wake-ups."""

    def __init__(self, page: QWidget, look: Callable[[], object]) -> None:
        super().__init__(page)
        self._page = page
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(look)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start and stop with the page."""
        if watched is self._page and event.type() == QEvent.Type.Show:
            self._timer.start()
        elif watched is self._page and event.type() == QEvent.Type.Hide:
            self._timer.stop()
        return super().eventFilter(watched, event)
