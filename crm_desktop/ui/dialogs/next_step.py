"""The line "What comes next?": quick entry with a preview of what was understood, and four quick choices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry import SpanKind
from crm_desktop.domain.quick_entry import Understood as UnderstoodReminder
from crm_desktop.ui.dialogs.overlap_line import OverlapLine
from crm_desktop.ui.dialogs.understood_words import more_chips
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import moment, short_day, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import Chip, ChipButton, DayField, FlowLayout, Understood

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService

# What is typed into the line is read by the quick entry, so these words are not translated; their labels are.
_QUICK = ("tomorrow", "in 3 days", "next week")


class NextStepField(QWidget):
    """`value()` is what was understood, None for an empty line; `ready()` says whether it may be saved.

    A quick choice takes the place of the day that was typed and leaves the rest of the sentence. A line says
    what else is due at about that time.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(
        self,
        theme: Theme,
        reminders: ReminderService,
        now: Callable[[], datetime],
        placeholder: str,
        *,
        jobs: Jobs,
        nothing: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._reminders = reminders
        self._now = now
        self.field = DayField(theme, self._understand, placeholder)
        self.field.changed.connect(self.changed)
        self.field.edit.returnPressed.connect(self.submitted)
        self.setFocusProxy(self.field)
        self.quick: dict[str, ChipButton] = {}
        flow = FlowLayout(spacing=theme.space(2))
        labels = {"tomorrow": tr("tomorrow"), "in 3 days": tr("in 3 days"), "next week": tr("next week")}
        for words in _QUICK:
            flow.addWidget(self._chip(theme, words, labels[words]))
        if nothing:
            flow.addWidget(self._chip(theme, "", tr("nothing for now")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self.field)
        self._more = QWidget()
        self._more_flow = FlowLayout(self._more, spacing=theme.space(2))
        self._theme = theme
        column.addWidget(self._more)
        self._more.hide()
        self.field.changed.connect(self._show_more)
        self.overlap = OverlapLine(jobs, reminders, lambda: now().date())
        column.addWidget(self.overlap)
        self.field.changed.connect(self._look)
        column.addLayout(flow)

    def _chip(self, theme: Theme, words: str, label: str) -> ChipButton:
        chip = ChipButton(theme, label, Tone.NEUTRAL)
        chip.clicked.connect(lambda _checked=False: self._choose(words))
        self.quick[words] = chip
        return chip

    def text(self) -> str:
        """What was typed."""
        return self.field.text()

    def set_text(self, text: str) -> None:
        """Put a half-typed sentence back."""
        self.field.set_text(text)

    def value(self) -> UnderstoodReminder | None:
        """What was understood, complete or not; None for an empty line."""
        text = self.field.text().strip()
        return self._reminders.understand(text) if text else None

    def ready(self) -> bool:
        """Whether the line is empty or may be saved; says what is missing otherwise."""
        understood = self.value()
        if understood is None:
            return True
        problem = understood.problem
        if problem is None and not understood.text.strip():
            problem = message("Say what to do, for example: send the new dates thu 9:00.")
        if problem is None and understood.day is None:
            problem = message("Say when, for example tomorrow, in 3 days or thu 9:00.")
        if problem is not None:
            self.field.show_error(problem)
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return problem is None

    def _understand(self, text: str) -> Understood | Message | None:
        understood = self._reminders.understand(text)
        if understood.problem is not None:
            return understood.problem
        chips = due_chips(understood, self._now().date())[:1]
        return Understood(understood, chips) if chips else None

    def _show_more(self) -> None:
        """Zone, repetition and urgency stand below: beside the sentence they would leave no room for it."""
        found = self.field.value()
        chips = more_chips(found) if isinstance(found, UnderstoodReminder) else []
        self._more_flow.clear()
        for text, tone in chips:
            self._more_flow.addWidget(Chip(self._theme, text, tone))
        self._more.setVisible(bool(chips))
        if chips:
            described = [self.field.edit.accessibleDescription(), *(text for text, _tone in chips)]
            self.field.edit.setAccessibleDescription(", ".join(described))

    def _look(self) -> None:
        found = self.field.value()
        if isinstance(found, UnderstoodReminder):
            self.overlap.look(found.day, found.time, found.zone)
        else:
            self.overlap.look(None, None)

    def _choose(self, words: str) -> None:
        if not words:
            self.field.clear()
            return
        understood = self.value()
        rest = self.field.text()
        for span in sorted(understood.spans if understood else (), key=lambda span: -span.start):
            if span.kind in (SpanKind.DAY, SpanKind.REPEAT):
                rest = rest[: span.start] + rest[span.end :]
        rest = " ".join(rest.split())
        self.field.set_text(f"{rest or tr('Follow up')} {words}")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if not rest:
            self.field.edit.setSelection(0, len(tr("Follow up")))


def due_chips(understood: UnderstoodReminder, today: date) -> tuple[tuple[str, Tone], ...]:
    """Day, time, zone, repetition and urgency as chips; empty while no day is known."""
    if understood.day is None:
        return ()
    if understood.time is not None:
        words = moment(datetime.combine(understood.day, understood.time), today)
    else:
        words = short_day(understood.day, today, weekday=True)
    return ((words, Tone.PLANNED), *more_chips(understood))
