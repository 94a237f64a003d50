"""When a repetition ends: never, after so many times, or on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry import LONGEST_TEXT
from crm_desktop.domain.recurrence import Recurrence
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui import texts
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import ChoiceChips, DayField, Understood

_NEVER, _TIMES, _DAY = "never", "times", "day"
_MOST = 9_999


class RepeatEnd(QWidget):
    """Pills and, beside them, the field that the chosen one needs. `end()` is (count, last day), both None for never."""

    changed = Signal()

    def __init__(
        self, theme: Theme, reminders: ReminderService, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._reminders = reminders
        self._today = today
        self.mode = ChoiceChips(
            theme,
            tr("When the repetition ends"),
            [
                (_NEVER, tr("never"), Tone.ACCENT),
                (_TIMES, tr("after n times"), Tone.ACCENT),
                (_DAY, tr("on a day"), Tone.ACCENT),
            ],
        )
        self.times = QLineEdit()
        self.times.setMaxLength(6)
        self.times.setPlaceholderText(tr("how many"))
        self.times.setAccessibleName(tr("After how many times, this one included"))
        self.times.setFixedWidth(theme.scaled(90))
        self.day = DayField(theme, self._read_day, tr("last day"))
        self.day.edit.setMaxLength(LONGEST_TEXT)
        self.day.edit.setAccessibleName(tr("The last day it may come on"))
        self.day.setMaximumWidth(theme.scaled(230))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(self.mode, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.times)
        row.addWidget(self.day, 1)
        row.addStretch()
        self.mode.chosen.connect(self._chosen)
        self.times.textChanged.connect(lambda _text: self.changed.emit())
        self.day.changed.connect(self.changed)
        self._show()

    def put(self, rule: Recurrence) -> None:
        """Show the end that a rule has."""
        self.mode.choose(_TIMES if rule.count is not None else _DAY if rule.until is not None else _NEVER)
        self.times.setText("" if rule.count is None else str(rule.count))
        self.day.set_text("" if rule.until is None else rule.until.isoformat())
        self._show()

    def end(self) -> tuple[int | None, date | None]:
        """What is chosen; while it is not clear, as if it never ended."""
        mode, typed = self.mode.current(), self.times.text().strip()
        if mode == _TIMES and typed.isdecimal() and 1 <= int(typed) <= _MOST:
            return int(typed), None
        return None, self.day.value() if mode == _DAY else None

    def problem(self) -> tuple[QWidget, Message] | None:
        """What keeps the end from being clear, and the field to mend."""
        count, last = self.end()
        if self.mode.current() == _TIMES and count is None:
            return self.times, message("After how many times? Type a number such as 10.")
        if self.mode.current() == _DAY and last is None:
            return self.day.edit, message("On which day does it end? Type one such as “24 Dec”.")
        return None

    def _read_day(self, text: str) -> Understood | Message | None:
        found = self._reminders.understand_day(text)
        if found.problem is not None or found.day is None:
            return found.problem
        return Understood(found.day, ((texts.short_day(found.day, self._today(), weekday=True), Tone.PLANNED),))

    def _chosen(self, _mode: str) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.times.setVisible(self.mode.current() == _TIMES)
        self.day.setVisible(self.mode.current() == _DAY)
