"""What a row of the agenda can be told to do, the same in Today and in Reminders: done, log, snooze, edit, delete, open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.messages import Message
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui.dialogs.log_subject import LogSubject
from crm_desktop.ui.dialogs.reminder_items import DayItem, MoreItem, ReminderItem, RowItem
from crm_desktop.ui.dialogs.reminder_rows import AgendaList
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:  # forms and menus are imported where they open, to keep start-up fast
    from crm_desktop.ui.dialogs.reminder_form import ReminderForm
    from crm_desktop.ui.dialogs.snooze_menu import SnoozeMenu

_KINDS = {
    "call": InteractionKind.CALL,
    "email": InteractionKind.EMAIL,
    "meeting": InteractionKind.MEETING,
    "message": InteractionKind.MESSAGE,
}


def subject_of(row: ReminderRow, *, ends: bool) -> LogSubject:
    """What the log form is about for a reminder; with `ends`, saving the form also ends it as done."""
    return LogSubject(
        contact_id=row.contact_id,
        name=row.contact,
        occurrence_id=row.occurrence_id if ends else None,
        deal_id=row.deal_id,
        kind=_KINDS.get(row.action, InteractionKind.CALL),
        about=row.text,
    )


def card_around(theme: Theme, name: str, form: ReminderForm | QWidget, *, width: int = 560) -> OverlayCard:
    """A card for the window with a form on it; the form's `saved` and `closed` take it away."""
    card = OverlayCard(theme, name, width=width)
    card.body.addWidget(form)
    for signal in ("saved", "closed"):
        if hasattr(form, signal):
            getattr(form, signal).connect(card.close_card)
    return card


def _say_nothing(_text: str, _undo: bool) -> None:
    """For those who have no bar to say it in."""


@dataclass(frozen=True, slots=True)
class ReminderPaths:
    """Where a row leads: all of it is the window's business. `say(text, undo)` is the bar that offers undo."""

    open_log: Callable[[LogSubject], object]
    open_contact: Callable[[int], object]
    open_deal: Callable[[int], object]
    show_card: Callable[[QWidget], object]
    fail: Callable[[Message], object]
    say: Callable[[str, bool], object] = _say_nothing


class ReminderActions(QObject):
    """Listens to one AgendaList and writes what it asks for.

    `ended` carries the row of a reminder that was just done, so that the view can offer to log what happened. `more` is
    emitted for the line that leads on. A failure takes the tick back and says why.
    """

    ended = Signal(object)
    more = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        reminders: ReminderService,
        contacts: ContactService,
        today: Callable[[], date],
        agenda: AgendaList,
        paths: ReminderPaths,
    ) -> None:
        super().__init__(agenda)
        self._theme = theme
        self._jobs = jobs
        self._reminders = reminders
        self._contacts = contacts
        self._today = today
        self._list = agenda
        self._paths = paths
        agenda.done_asked.connect(self.done)
        agenda.log_asked.connect(self.log)
        agenda.snooze_asked.connect(self.offer_snooze)
        agenda.open_asked.connect(self.open)
        agenda.edit_asked.connect(self.edit)
        agenda.delete_asked.connect(self.delete)
        agenda.reopen_asked.connect(self.reopen)

    def done(self, item: ReminderItem) -> None:
        """Done at once; the row is ticked until the agenda is read anew."""
        row = item.reminder
        said = tr("Done: {text}", text=item.title)
        self._write_leaving(item, lambda: self._reminders.done(row.occurrence_id), said, lambda: self.ended.emit(row))

    def reopen(self, item: ReminderItem) -> None:
        """Open an ended reminder again."""
        occurrence_id = item.reminder.occurrence_id
        self._write_leaving(
            item, lambda: self._reminders.reopen(occurrence_id), tr("Open again: {text}", text=item.title)
        )

    def delete(self, item: ReminderItem) -> None:
        """Delete a reminder; undo brings it back."""
        reminder_id = item.reminder.reminder_id
        self._write_leaving(item, lambda: self._reminders.delete(reminder_id), tr("Deleted: {text}", text=item.title))

    def snooze(self, item: ReminderItem, day: date, at: time | None) -> None:
        """Put a reminder off to a day and a wall-clock time."""
        occurrence_id = item.reminder.occurrence_id
        from crm_desktop.ui.dialogs.snooze_menu import moment_text  # not at start-up, see above

        when = moment_text(day, at, self._today())
        self._write(
            item,
            lambda: self._reminders.snooze(occurrence_id, day, at),
            tr("Snoozed until {when}: {text}", when=when, text=item.title),
        )

    def log(self, item: RowItem) -> None:
        """What happened, and what comes next."""
        if isinstance(item, ReminderItem):
            self._paths.open_log(subject_of(item.reminder, ends=not item.ended))
        elif isinstance(item, DayItem):
            self._paths.open_log(LogSubject(item.row.contact_id, item.row.contact, about=item.title))

    def open(self, item: RowItem) -> None:
        """The person; without one the deal; without both the reminder itself."""
        if isinstance(item, MoreItem):
            self.more.emit()
        elif item.contact_id is not None:
            self._paths.open_contact(item.contact_id)
        elif isinstance(item, ReminderItem) and item.reminder.deal_id is not None:
            self._paths.open_deal(item.reminder.deal_id)
        elif isinstance(item, ReminderItem):
            self.edit(item)

    def edit(self, item: ReminderItem) -> None:
        """The form with text, moment, repetition and person."""
        from crm_desktop.ui.dialogs.reminder_form import ReminderForm  # not at start-up, see above

        form = ReminderForm(self._theme, self._jobs, self._reminders, self._contacts, self._today, item.reminder)
        self._paths.show_card(card_around(self._theme, tr("Edit the reminder"), form))
        form.focus_first()

    def offer_snooze(self, item: ReminderItem, place: QPoint) -> SnoozeMenu:
        """The times to put it off to, at its row."""
        from crm_desktop.ui.dialogs.snooze_menu import SnoozeMenu  # not at start-up, see above

        menu = SnoozeMenu(self._theme, self._reminders, self._today, self._list)
        menu.picked.connect(lambda day, at: self.snooze(item, day, at))
        menu.open_at(place)
        return menu

    def _write_leaving(
        self, item: ReminderItem, job: Callable[[], object], said: str, then: Callable[[], object] | None = None
    ) -> None:
        self._list.mark_leaving(item)
        self._write(item, job, said, then)

    def _write(
        self, item: ReminderItem, job: Callable[[], object], said: str, then: Callable[[], object] | None = None
    ) -> None:
        def stored(_result: object) -> None:
            self._paths.say(said, True)
            if then is not None:
                then()

        self._jobs.write(job, stored, self._refused(item), owner=self._list)

    def _refused(self, item: ReminderItem) -> Callable[[UserError], object]:
        def refuse(error: UserError) -> None:
            self._list.mark_leaving(item, False)
            self._paths.fail(error.sentence)

        return refuse
