"""A day some time ahead, in any wording, with the usual ones to choose from: for trying or asking again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.ui.dialogs.interaction_details import understood_day
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import ChipButton, DayField, FlowLayout, Understood

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService

# Read by the quick entry as they are; their labels are translated.
_QUICK: Final = ("in 2 weeks", "in 3 months", "in 6 months", "in 1 year")


class LaterDay(QWidget):
    """`value()` is the day understood, None for none; `is_open()` says that something typed is no day yet."""

    changed = Signal()
    submitted = Signal()

    def __init__(
        self,
        theme: Theme,
        reminders: ReminderService,
        now: Callable[[], datetime],
        name: str,
        placeholder: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._reminders = reminders
        self._now = now
        self.field = DayField(theme, self._understand, placeholder)
        self.edit = self.field.edit
        self.edit.setAccessibleName(name)
        self.field.changed.connect(self.changed)
        self.edit.returnPressed.connect(self.submitted)
        self.setFocusProxy(self.field)
        self.quick: dict[str, ChipButton] = {}
        labels = (tr("in 2 weeks"), tr("in 3 months"), tr("in 6 months"), tr("in 1 year"))
        flow = FlowLayout(spacing=theme.space(1.5))
        for words, label in zip(_QUICK, labels, strict=True):
            chip = ChipButton(theme, label, Tone.NEUTRAL)
            chip.clicked.connect(lambda _checked=False, words=words: self.field.set_text(words))
            self.quick[words] = chip
            flow.addWidget(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.field)
        column.addLayout(flow)

    def value(self) -> date | None:
        """The day understood."""
        found = self.field.value()
        return found if isinstance(found, date) else None

    def is_open(self) -> bool:
        """Whether something is typed that is no day."""
        return bool(self.text().strip()) and self.value() is None

    def text(self) -> str:
        """What is typed."""
        return self.field.text()

    def set_text(self, text: str) -> None:
        """Put something in, as if it were typed."""
        self.field.set_text(text)

    def show_error(self, sentence: Message) -> None:
        """Say below the line why it will not do."""
        self.field.show_error(sentence)

    def _understand(self, text: str) -> Understood | Message | None:
        return understood_day(self._reminders, text, self._now().date())
