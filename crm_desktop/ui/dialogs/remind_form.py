"""One line that sets a reminder about a person or a deal, with a preview of what was understood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.ui.dialogs.form_card import FormCard
from crm_desktop.ui.dialogs.form_draft import FormDraft
from crm_desktop.ui.dialogs.next_step import NextStepField
from crm_desktop.ui.dialogs.quiet_line import QuietLine
from crm_desktop.ui.drafts import DraftStore, Fields
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService


class RemindForm(FormCard):
    """A card; Enter saves. `saved` is emitted once the reminder is stored."""

    saved = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        reminders: ReminderService,
        now: Callable[[], datetime],
        contact_id: int | None,
        drafts: DraftStore,
        name: str,
        deal_id: int | None = None,
    ) -> None:
        title = tr("Remind me about {name}", name=name) if name else tr("Remind me")
        super().__init__(theme, title, (), save=tr("Remind me"), width=480)
        self._jobs = jobs
        self._reminders = reminders
        self._about = (contact_id, deal_id)
        self._busy = False
        self.step = NextStepField(theme, reminders, now, tr("call back thu 9:00"), nothing=False, jobs=jobs)
        self.step.field.edit.setAccessibleName(tr("What to remind you of, and when"))
        self.extra.insertWidget(self.extra.count() - 1, self.step)
        self.quiet = QuietLine(jobs, reminders.contacts.is_quiet)
        self.extra.insertWidget(self.extra.count() - 1, self.quiet)
        self.quiet.look(contact_id, name)
        self.submitted.connect(self._save)
        self._kept = FormDraft(
            theme, self, drafts, f"remind/{contact_id or 0}/{deal_id or 0}", self._typed, self._put_in_step
        )
        self.draft = self._kept
        self.extra.insertWidget(self.extra.count() - 1, self._kept.line)
        self._kept.restore()
        self.step.changed.connect(self._kept.changed)

    def first_focus(self) -> QWidget:
        """The line to type into."""
        return self.step.field.edit

    def _typed(self) -> Fields:
        return {"text": self.step.text()}

    def _put_in_step(self, kept: Fields) -> None:
        self.step.set_text(str(kept.get("text", "")))

    def _save(self) -> None:
        understood = self.step.value()
        if self._busy or understood is None or not self.step.ready():
            return
        contact_id, deal_id = self._about
        self._busy = True
        self.set_busy(True)
        self._jobs.write(
            lambda: self._reminders.add_understood(understood, contact_id=contact_id, deal_id=deal_id),
            self._saved,
            self._refused,
            owner=self,
        )

    def _saved(self, _result: object) -> None:
        self._kept.saved()
        self.saved.emit()
        self.close_card()

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self.show_error(error)
