"""Not now: asks for the day on which to ask a lead again, in any wording."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message
from crm_desktop.ui.dialogs.form_card import FormCard, FormLine
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import short_day, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import ChipButton, DayField, FlowLayout, Understood

if TYPE_CHECKING:
    from crm_desktop.services.leads import LeadService
    from crm_desktop.services.reminders import ReminderService

# Read by the quick entry as they are; their labels are translated.
_QUICK = ("in 2 weeks", "in 3 months", "in 6 months")


class AskAgainForm(FormCard):
    """A card; Enter saves. `saved` is emitted once the reminders are stored."""

    saved = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        leads: LeadService,
        reminders: ReminderService,
        now: Callable[[], datetime],
        ids: Sequence[int],
        title: str,
    ) -> None:
        line = FormLine(
            "text", tr("What to do then (asking again, if you leave it empty)"), tr("ask about the budget of next year")
        )
        super().__init__(theme, title, (line,), save=tr("Ask again then"), width=480)
        self._jobs = jobs
        self._leads = leads
        self._reminders = reminders
        self._now = now
        self._ids = tuple(ids)
        self._busy = False
        self.day = DayField(theme, self._understand, tr("in 3 months"))
        self.day.edit.setAccessibleName(tr("Ask again on"))
        self.extra.insertWidget(1, self.day)
        holder = QWidget()
        flow = FlowLayout(holder, spacing=theme.space(2))
        labels = {"in 2 weeks": tr("in 2 weeks"), "in 3 months": tr("in 3 months"), "in 6 months": tr("in 6 months")}
        self.quick: dict[str, ChipButton] = {}
        for words in _QUICK:
            chip = ChipButton(theme, labels[words], Tone.NEUTRAL)
            chip.clicked.connect(lambda _checked=False, words=words: self.day.set_text(words))
            self.quick[words] = chip
            flow.addWidget(chip)
        self.extra.insertWidget(2, holder)
        self.day.submitted.connect(lambda _day: self._save())
        self.submitted.connect(self._save)

    def first_focus(self) -> QWidget:
        """The line for the day."""
        return self.day.edit

    def _understand(self, text: str) -> Understood | Message | None:
        meaning = self._reminders.understand_day(text)
        if meaning.problem is not None:
            return meaning.problem
        if meaning.day is None:
            return None
        return Understood(meaning.day, ((short_day(meaning.day, self._now().date(), weekday=True), Tone.PLANNED),))

    def _save(self) -> None:
        day = self.day.value()
        if self._busy:
            return
        if day is None:
            if not self.day.text().strip():
                self.day.show_error(Message("When? For example: in 3 months, next spring, 1 March."))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._busy = True
        self.set_busy(True)
        text = self.texts()["text"]
        self._jobs.write(lambda: self._leads.ask_again(self._ids, day, text), self._saved, self._refused, owner=self)

    def _saved(self, _result: object) -> None:
        self.saved.emit()
        self.close_card()

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self.show_error(error)
