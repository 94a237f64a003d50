"""How far back a condition about what happened looks: ever, or in the last so many days."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.domain.filter_check import days_of
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme

_EVER, _LAST = "ever", "last"
_USUAL: Final = "90"
NO_NUMBER: Final = -1
"""The days of a span whose number cannot be read; no condition can be used with it."""


class SpanChoice(QWidget):
    """A choice of two with a number behind the second; stands below the value that it belongs to."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = ChoiceBox(tr("When it happened"))
        self.choice.addItem(tr("ever"), _EVER)
        self.choice.addItem(tr("in the last (days)"), _LAST)
        self.number = QLineEdit(_USUAL)
        self.number.setAccessibleName(tr("Number of days"))
        self.number.setPlaceholderText(_USUAL)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1.5))
        row.addWidget(self.choice, 4)
        row.addWidget(self.number, 6)
        # The number keeps its place while it is not asked for, so that the choice does not jump.
        policy = self.number.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.number.setSizePolicy(policy)
        self.number.hide()
        self.choice.currentIndexChanged.connect(lambda _place: self._choose())
        self.number.textChanged.connect(lambda _text: self.changed.emit())

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
        self.number.setVisible(days is not None)
        self.blockSignals(False)

    def _choose(self) -> None:
        self.number.setVisible(self.choice.currentData() == _LAST)
        self.changed.emit()
