"""The one timer of the program that runs on: it looks at the wall clock now and then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

_EVERY_MS = 20_000


class Ticker(QObject):
    """Calls `look` at once when started and then every `every_ms` or so, in step with the system's other timers."""

    def __init__(self, look: Callable[[], object], *, every_ms: int = _EVERY_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Look now and from now on."""
        self._look()
        self._timer.start()

    def set_interval(self, every_ms: int) -> None:
        """Look more or less often, for instance while the window is hidden."""
        self._timer.setInterval(every_ms)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _tick(self) -> None:
        self._look()
