"""Says that something takes a moment, once it has taken longer than one waits without wondering."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel

from crm_desktop.ui.texts import tr

_AFTER_MS = 300


class Patience(QObject):
    """`begin` when a write starts, `end` when it is done; between them the label may say so."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label)
        self._label = label
        self._running = 0
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._timer.timeout.connect(lambda: label.setText(tr("Just a moment: that is a lot at once…")))

    def begin(self) -> None:
        """Something was begun."""
        self._running += 1
        if self._running == 1:
            self._label.clear()
            self._timer.start()

    def end(self) -> None:
        """It is done, or was refused; what there is to say is said by the caller afterwards."""
        self._running = max(0, self._running - 1)
        if not self._running:
            self._timer.stop()
            self._label.clear()
