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
from crm_desktop.ui.dialogs.form_draft import FormDraft
from crm_desktop.ui.dialogs.later_day import LaterDay
from crm_desktop.ui.drafts import DraftStore, Fields
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.services.leads import LeadService
    from crm_desktop.services.reminders import ReminderService


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
        drafts: DraftStore,
        ids: Sequence[int],
        title: str,
    ) -> None:
        line = FormLine(
            "text", tr("What to do then (asking again, if you leave it empty)"), tr("ask about the budget of next year")
        )
        super().__init__(theme, title, (line,), save=tr("Ask again then"), width=480)
        self._jobs = jobs
        self._leads = leads
        self._ids = tuple(ids)
        self._busy = False
        self.day = LaterDay(theme, reminders, now, tr("Ask again on"), tr("in 3 months"))
        self.extra.insertWidget(1, self.day)
        self.day.submitted.connect(self._save)
        self.submitted.connect(self._save)
        place = f"lead/ask/{self._ids[0] if len(self._ids) == 1 else 'several'}"
        self.draft = FormDraft(theme, self, drafts, place, self._typed, self._put_in_both)
        self.extra.insertWidget(1, self.draft.line)
        self.draft.restore()
        self.day.changed.connect(self.draft.changed)
        self.lines["text"].textChanged.connect(self.draft.changed)

    def first_focus(self) -> QWidget:
        """The line for the day."""
        return self.day.edit

    def _typed(self) -> Fields:
        return {"day": self.day.text(), "text": self.lines["text"].text()}

    def _put_in_both(self, kept: Fields) -> None:
        self.day.set_text(str(kept.get("day", "")))
        self.lines["text"].setText(str(kept.get("text", "")))

    def _save(self) -> None:
        day = self.day.value()
        if self._busy:
            return
        if day is None:
            if not self.day.is_open():
                self.day.show_error(Message("When? For example: in 3 months, next spring, 1 March."))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._busy = True
        self.set_busy(True)
        text = self.texts()["text"]
        self._jobs.write(lambda: self._leads.ask_again(self._ids, day, text), self._saved, self._refused, owner=self)

    def _saved(self, _result: object) -> None:
        if self.draft is not None:
            self.draft.saved()
        self.saved.emit()
        self.close_card()

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self.show_error(error)
