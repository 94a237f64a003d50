"""How far something slow is, with a way to stop it; quick things never show it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import ElidedLabel

_SHOWN_AFTER_MS = 300


class ProgressStrip(QWidget):
    """A text, a bar and Cancel; appears 300 ms after `start` and disappears at `finish`. `cancelled` says stop."""

    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ElidedLabel("", TextRole.SECONDARY, "secondary")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._button = Button(theme, tr("Cancel"))
        self._button.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(3))
        row.addWidget(self._label, 1)
        row.addWidget(self._bar, 1)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_AFTER_MS)
        self._timer.timeout.connect(self.show)
        self.hide()

    def start(self, text: str, *, cancellable: bool = True) -> None:
        """Something began; show the strip if it takes longer than a moment."""
        self._label.set_text(text)
        self._bar.setAccessibleName(text)
        self._bar.setRange(0, 0)
        self._button.setVisible(cancellable)
        self._button.setEnabled(True)
        self._timer.start()

    def progress(self, done: int, total: int) -> None:
        """`done` of `total` steps; a total of 0 means that it is not known."""
        # Counts are brought to thousandths, because the bar knows 32 bits only.
        self._bar.setRange(0, 1000 if total else 0)
        if total:
            self._bar.setValue(min(1000, done * 1000 // total))

    def finish(self) -> None:
        """It ended, well or not."""
        self._timer.stop()
        self.hide()

    def _cancel(self) -> None:
        self._button.setEnabled(False)
        self._label.set_text(tr("Stopping…"))
        self.cancelled.emit()
