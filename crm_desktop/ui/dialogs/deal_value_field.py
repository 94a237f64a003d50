"""An amount, how often it comes and how many times, as three fields in one line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from crm_desktop.domain.deal_values import DealValue, Period, checked_value
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.money import parse_money
from crm_desktop.ui.dialogs.deal_value_words import period_text
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme


class DealValueField(QWidget):
    """`changed` follows every key and choice. The number of times is asked for only where the amount comes again."""

    changed = Signal()

    def __init__(self, theme: Theme, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        self.amount = QLineEdit()
        self.amount.setPlaceholderText(tr("6,400 or 1200 USD"))
        self.amount.setAccessibleName(tr("Value"))
        self.period = QComboBox()
        self.period.setAccessibleName(tr("How often it comes"))
        # The amount has the larger part of the room.
        self.period.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.period.setMinimumContentsLength(5)
        for period in Period:
            self.period.addItem(period_text(period), period.value)
        self.times = QLineEdit()
        self.times.setPlaceholderText(tr("on and on"))
        self.times.setAccessibleName(tr("How many times; empty for on and on"))
        self.setFocusProxy(self.amount)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1.5))
        row.addWidget(self.amount, 4)
        row.addWidget(self.period, 3)
        row.addWidget(self.times, 2)
        self.times.hide()
        for edit in (self.amount, self.times):
            edit.textChanged.connect(lambda _text: self.changed.emit())
        self.period.currentIndexChanged.connect(lambda _index: self._period_chosen())

    def set_typed(self, amount: str, period: str, times: str) -> None:
        """Show these texts; `period` is one of `Period`."""
        self.amount.setText(amount)
        self.period.setCurrentIndex(max(0, self.period.findData(period)))
        self.times.setText(times)

    def value(self) -> DealValue | None:
        """What was typed, None for no amount; raises InvalidInput (fields "amount", "times")."""
        typed, times = self.amount.text().strip(), self.times.text().strip()
        period = str(self.period.currentData())
        if not typed:
            return None
        if times and period and not times.isdecimal():
            raise InvalidInput("times", "Write a number, or nothing for on and on.")
        return checked_value(parse_money(typed, self._currency), period, int(times) if times and period else None)

    def _period_chosen(self) -> None:
        self.times.setVisible(bool(self.period.currentData()))
        self.changed.emit()
