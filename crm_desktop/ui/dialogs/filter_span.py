"""How far back a condition about what happened looks: ever, or in the last so many days."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from crm_desktop.domain.filter_check import days_of
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.texts import tr

_EVER, _LAST = "ever", "last"
_USUAL: Final = "90"
NO_NUMBER: Final = -1
"""The days of a span whose number cannot be read; no condition can be used with it."""


class SpanChoice(QObject):
    """Holds the widgets that a line lays out: `choice` of two, and the `number` that the second asks for."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._offered = False
        self.choice = ChoiceBox(tr("When it happened"))
        self.choice.addItem(tr("ever"), _EVER)
        self.choice.addItem(tr("in the last (days)"), _LAST)
        self.number = QLineEdit(_USUAL)
        self.number.setAccessibleName(tr("Number of days"))
        self.number.setPlaceholderText(_USUAL)
        self.choice.currentIndexChanged.connect(lambda _place: self._choose())
        self.number.textChanged.connect(lambda _text: self.changed.emit())

    def offer(self, offered: bool) -> None:
        """Show it, for a field about what happened, or not."""
        self._offered = offered
        self.choice.setVisible(offered)
        self.number.setVisible(offered and self.choice.currentData() == _LAST)

    def is_offered(self) -> bool:
        """Whether it is shown."""
        return self._offered

    def days(self) -> int | None:
        """How many days back; None for ever, `NO_NUMBER` for what is no number."""
        if self.choice.currentData() == _EVER:
            return None
        found = days_of(self.number.text())
        return NO_NUMBER if found is None else found

    def show_days(self, days: int | None) -> None:
        """Show a span."""
        self.blockSignals(True)
        self.number.setText(_USUAL if days is None else str(days))
        self.choice.setCurrentIndex(self.choice.findData(_EVER if days is None else _LAST))
        self.blockSignals(False)

    def _choose(self) -> None:
        self.offer(self._offered)
        self.changed.emit()
