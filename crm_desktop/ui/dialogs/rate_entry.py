"""The line that a rate is written into: what one unit of a currency was worth, in which other, from which day on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.exchange_rates import ExchangeRate, rate_text
from crm_desktop.domain.messages import Message
from crm_desktop.domain.money import CURRENCIES
from crm_desktop.ui.dialogs.rate_words import understood
from crm_desktop.ui.texts import short_day, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, DayField, Label, PrimaryButton, Understood

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService

_CODE_WIDTH, _RATE_WIDTH = 64, 96


@dataclass(frozen=True, slots=True)
class Written:
    """A line as it was typed; `rate_id` is that of the rate that it changes."""

    currency: str
    base: str
    day: date
    rate: str
    rate_id: int | None


class RateEntry(QWidget):
    """`written(Written)` for Enter or the button. An empty day means today."""

    written = Signal(object)

    def __init__(
        self, theme: Theme, reminders: ReminderService, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._reminders = reminders
        self._today = today
        self._rate_id: int | None = None
        self._base = ""
        self.currency = _code(theme, tr("Currency"), "USD")
        self.rate = QLineEdit()
        self.rate.setPlaceholderText("0.92")
        self.rate.setAccessibleName(tr("Rate: what one unit is worth"))
        self.rate.setFixedWidth(theme.scaled(_RATE_WIDTH))
        self.base = _code(theme, tr("In which currency"), "EUR")
        self.day = DayField(theme, self._understand, tr("today"))
        self.day.edit.setAccessibleName(tr("From which day on; today for none"))
        self.button = PrimaryButton(theme, tr("Add"))
        self.cancel_button = Button(theme, "", icon="x")
        self.cancel_button.setAccessibleName(tr("Leave it as it was"))
        self.cancel_button.hide()
        self.words = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self.failure = Label("", TextRole.SECONDARY, "late", wrap=True)
        self.failure.hide()
        self._lay_out(theme)
        self._connect()

    def _lay_out(self, theme: Theme) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.space(1.5))
        for part in (
            Label("1"), self.currency, Label("="), self.rate, self.base, Label(tr("from")), self.day, self.button,
            self.cancel_button,
        ):  # fmt: skip
            row.addWidget(part, 1 if part is self.day else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(row)
        column.addWidget(self.words)
        column.addWidget(self.failure)

    def _connect(self) -> None:
        for edit in (self.currency, self.rate, self.base):
            edit.textChanged.connect(lambda _text: self._say())
            edit.returnPressed.connect(self.submit)
        self.day.changed.connect(self._say)
        self.day.edit.returnPressed.connect(self.submit)
        self.button.clicked.connect(lambda _checked=False: self.submit())
        self.cancel_button.clicked.connect(lambda _checked=False: self.clear())

    def offer(self, currencies: Sequence[str], base: str, missing: str) -> None:
        """Complete these codes first; `base` and `missing` stand in empty lines."""
        codes = list(dict.fromkeys((*currencies, *CURRENCIES)))
        for edit in (self.currency, self.base):
            completer = QCompleter(codes, edit)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
            edit.setCompleter(completer)
        self._base = base
        if not self.base.text():
            self.base.setText(base)
        if missing and not self.currency.text():
            self.currency.setText(missing)

    def change(self, rate: ExchangeRate) -> None:
        """Put a rate in, to change it."""
        self._rate_id = rate.id
        self.currency.setText(rate.currency)
        self.base.setText(rate.base)
        self.rate.setText(rate_text(rate.rate))
        self.day.set_text(rate.day.isoformat())
        self.button.setText(tr("Save"))
        self.cancel_button.show()
        self.rate.setFocus(Qt.FocusReason.OtherFocusReason)
        self.rate.selectAll()

    def clear(self) -> None:
        """Ready for another one."""
        self._rate_id = None
        self.currency.clear()
        self.rate.clear()
        self.day.clear()
        self.base.setText(self._base)
        self.button.setText(tr("Add"))
        self.cancel_button.hide()
        self.currency.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Say what was written; a day that is not understood is asked for again."""
        if self.day.text().strip() and self.day.value() is None:
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        day = self.day.value() or self._today()
        self.written.emit(Written(self.currency.text(), self.base.text(), day, self.rate.text(), self._rate_id))

    def refuse(self, error: UserError) -> None:
        """Why it will not do, at the field it is about."""
        self.failure.setText(show(error.sentence))
        self.failure.show()
        fields = {"currency": self.currency, "base": self.base, "rate": self.rate, "day": self.day.edit}
        field = fields.get(error.field) if isinstance(error, InvalidInput) else None
        if field is not None:
            field.setAccessibleDescription(self.failure.text())
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        self.failure.hide()
        day = self.day.value() or self._today()
        self.words.setText(understood(self.currency.text(), self.base.text(), self.rate.text(), day))
        self.rate.setAccessibleDescription(self.words.text())

    def _understand(self, text: str) -> Understood | Message | None:
        meaning = self._reminders.understand_day(text)
        if meaning.problem is not None:
            return meaning.problem
        if meaning.day is None:
            return None
        return Understood(meaning.day, ((short_day(meaning.day, self._today()), Tone.PLANNED),))


def _code(theme: Theme, name: str, placeholder: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setMaxLength(3)
    edit.setPlaceholderText(placeholder)
    edit.setAccessibleName(name)
    edit.setFixedWidth(theme.scaled(_CODE_WIDTH))
    return edit
