"""What can be done with the steps of a deal: done, logged, put off, changed, planned; each with the bar that offers undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import partial

from PySide6.QtCore import QObject, QPoint

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.ui.dialogs.reminder_actions import card_around, subject_of
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline.page.next_step_card import NextSteps

# The forms and the menu are imported where they open, to keep the page quick to open.


class StepActions(QObject):
    """Listens to the steps of a deal's page."""

    def __init__(self, context: ViewContext, steps: NextSteps) -> None:
        super().__init__(steps)
        self._context = context
        self._steps = steps
        card = steps.card
        card.done.connect(self.done)
        card.log.connect(self.log)
        card.snooze.connect(self.offer_snooze)
        card.edit.connect(lambda: self._first(self.edit))
        steps.later.opened.connect(self.edit)
        steps.plan.planned.connect(lambda: context.say(tr("Next step planned"), True))

    def done(self) -> None:
        """Done; the line for the next one gets the focus once the page was read again."""

        def write(row: ReminderRow) -> None:
            said = tr("Done: {text}", text=one_line(show(row.title), 60))
            self._write(lambda: self._context.services.reminders.done(row.occurrence_id), said)

        self._first(write)

    def log(self) -> None:
        """What happened, and what comes next; saving the form ends the step."""

        def open_form(row: ReminderRow) -> None:
            from crm_desktop.ui.dialogs.log_form import LogForm

            context = self._context
            reminders = context.services.reminders
            subject = subject_of(row, ends=True)
            form = LogForm(context.theme, context.jobs, reminders, context.now, context.drafts, subject)
            form.saved.connect(lambda: context.say(tr("Done: {text}", text=one_line(show(row.title), 60)), True))
            context.show_card(form)

        self._first(open_form)

    def offer_snooze(self) -> None:
        """The times to put the step off to, below its button."""

        def offer(row: ReminderRow) -> None:
            from crm_desktop.ui.dialogs.snooze_menu import SnoozeMenu

            context, button = self._context, self._steps.card.snooze_button
            menu = SnoozeMenu(context.theme, context.services.reminders, lambda: context.now().date(), self._steps)
            menu.picked.connect(partial(self._snooze, row))
            self.menu = menu
            menu.open_at(button.mapToGlobal(QPoint(0, button.height() + 2)))

        self._first(offer)

    def edit(self, row: ReminderRow) -> None:
        """The form with text, moment, repetition and person."""
        from crm_desktop.ui.dialogs.reminder_form import ReminderForm

        context = self._context
        reminders = context.services.reminders
        try:
            editing = reminders.edits.editing(row.occurrence_id)
        except UserError as error:
            context.fail(error.sentence)
            return
        services = (reminders, context.services.contacts)
        form = ReminderForm(context.theme, context.jobs, *services, lambda: context.now().date(), row, editing)
        context.show_card(card_around(context.theme, tr("Edit the reminder"), form))
        form.focus_first()

    def _snooze(self, row: ReminderRow, day: date, at: time | None) -> None:
        from crm_desktop.ui.dialogs.snooze_menu import moment_text

        when = moment_text(day, at, self._context.now().date())
        said = tr("Snoozed until {when}: {text}", when=when, text=one_line(show(row.title), 60))
        self._write(lambda: self._context.services.reminders.snooze(row.occurrence_id, day, at), said)

    def _first(self, run: Callable[[ReminderRow], object]) -> None:
        if self._steps.rows:
            run(self._steps.rows[0])

    def _write(self, job: Callable[[], object], said: str) -> None:
        self._context.jobs.write(
            job,
            lambda _result: self._context.say(said, True),
            lambda error: self._context.fail(error.sentence),
            owner=self,
        )
