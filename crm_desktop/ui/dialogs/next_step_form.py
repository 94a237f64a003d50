"""What comes next for a deal: one line that can be skipped, after a step was done or where none is planned."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import UserError
from crm_desktop.services.deal_steps import without_step
from crm_desktop.ui.dialogs.form_card import FormCard
from crm_desktop.ui.dialogs.form_draft import FormDraft
from crm_desktop.ui.dialogs.log_subject import LogSubject
from crm_desktop.ui.dialogs.next_step import NextStepField
from crm_desktop.ui.drafts import Fields
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.widgets import ElidedLabel, LinkButton
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService


class NextStepForm(FormCard):
    """A card; Enter plans the step, Esc skips it and keeps what was typed. `planned` is emitted once it is stored.

    `done` is the text of the step that was just done. `log_wanted` when what happened is to be written down as well.
    """

    planned = Signal()
    log_wanted = Signal()

    def __init__(self, context: ViewContext, deal: DealCard, done: str = "") -> None:
        title = tr("What comes next for “{title}”?", title=one_line(deal.title, 60))
        super().__init__(context.theme, title, (), save=tr("Plan it"), width=500)
        theme, self._jobs = context.theme, context.jobs
        self._reminders: ReminderService = context.services.reminders
        self._deal = deal
        self._busy = False
        self.cancel_button.setText(tr("Skip"))
        self.cancel_button.setAccessibleName(tr("Skip"))
        about = " · ".join(one_line(part, 60) for part in (deal.stage, deal.contact, deal.company) if part)
        words = tr("Done: {text}", text=one_line(done, 80)) if done else about
        self.about = ElidedLabel(words, TextRole.SECONDARY, "secondary")
        self.step = NextStepField(
            theme, self._reminders, context.now, tr("call back thu 9:00"), nothing=False, jobs=self._jobs
        )
        self.step.field.edit.setAccessibleName(tr("What comes next?"))
        self.log_button = LinkButton(theme, tr("Log what happened as well…"))
        self.log_button.clicked.connect(lambda _checked=False: self._log())
        line = QHBoxLayout()
        line.addWidget(self.log_button)
        line.addStretch()
        place = self.extra.count() - 1
        self.extra.insertWidget(place, self.about)
        self.extra.insertWidget(place + 1, self.step)
        self.extra.insertLayout(place + 2, line)
        # Once it has its place: shown before, it would be a window of its own.
        self.log_button.setVisible(deal.contact_id is not None)
        self.submitted.connect(self.save)
        self._kept = FormDraft(theme, self, context.drafts, f"next-step/{deal.id}", self._typed, self._put_in_step)
        self.draft = self._kept
        self.extra.insertWidget(place + 1, self._kept.line)
        self._kept.restore()
        self.step.changed.connect(self._kept.changed)

    def first_focus(self) -> QWidget:
        """The line."""
        return self.step.field.edit

    def _typed(self) -> Fields:
        return {"text": self.step.text()}

    def _put_in_step(self, kept: Fields) -> None:
        self.step.set_text(str(kept.get("text", "")))

    def _log(self) -> None:
        self.close_card()
        self.log_wanted.emit()

    def save(self) -> None:
        """Plan what is typed, or say what is missing."""
        understood = self.step.value()
        if self._busy or understood is None or not self.step.ready():
            return
        self._busy = True
        self.set_busy(True)
        job = partial(
            self._reminders.add_understood, understood, contact_id=self._deal.contact_id, deal_id=self._deal.id
        )
        self._jobs.write(job, self._saved, self._refused, owner=self)

    def _saved(self, _result: object) -> None:
        self._kept.saved()
        self.close_card()
        self.planned.emit()

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self.show_error(error)


def ask_next_step(context: ViewContext, deal: DealCard, done: str = "") -> NextStepForm:
    """Lay the form for a deal over the window."""
    form = NextStepForm(context, deal, done)
    form.planned.connect(lambda: context.say(tr("Next step planned"), True))
    form.log_wanted.connect(partial(_log, context, deal))
    context.show_card(form)
    return form


def offer_next_step(context: ViewContext, deal_id: int, done: str) -> None:
    """After a step of a deal was done: ask what comes next, if the deal is open and nothing else is planned."""

    def ask(deal: DealCard | None) -> None:
        # Whoever opened a form meanwhile goes on typing in it.
        if deal is not None and not _is_on_a_card(QApplication.focusWidget()):
            ask_next_step(context, deal, done)

    context.jobs.read(partial(without_step, context.services.pipeline, deal_id), ask, key="next-step.offer")


def _is_on_a_card(widget: QWidget | None) -> bool:
    while widget is not None and not isinstance(widget, OverlayCard):
        widget = widget.parentWidget()
    return widget is not None


def _log(context: ViewContext, deal: DealCard) -> None:
    from crm_desktop.ui.dialogs.log_form import LogForm  # where it opens, to keep start-up fast

    subject = LogSubject(deal.contact_id, deal.contact, deal_id=deal.id, about=deal.title)
    form = LogForm(context.theme, context.jobs, context.services.reminders, context.now, context.drafts, subject)
    context.show_card(form)
