"""What a row of the agenda can be told to do, the same in Today and in Reminders: done, log, snooze, edit, delete, open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.messages import Message
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reach import Reach
from crm_desktop.domain.reminders import ReminderKind
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui.dialogs.log_subject import LogSubject
from crm_desktop.ui.dialogs.reminder_items import DayItem, MoreItem, PlannedItem, ReminderItem, RowItem
from crm_desktop.ui.dialogs.reminder_rows import AgendaList
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:  # forms and menus are imported where they open, to keep start-up fast
    from crm_desktop.services.overlaps import Overlap
    from crm_desktop.services.reminder_edits import Editing
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
        about=show(row.title),
    )


def card_around(theme: Theme, name: str, form: ReminderForm | QWidget, *, width: int = 600) -> OverlayCard:
    """A card for the window with a form on it; the form's `saved` and `closed` take it away."""
    card = OverlayCard(theme, name, width=width)
    card.body.addWidget(form)
    for signal in ("saved", "closed"):
        if hasattr(form, signal):
            getattr(form, signal).connect(card.close_card)
    return card


def _say_nothing(_text: str, _undo: bool) -> None:
    """For those who have no bar to say it in."""


def _ask_nothing(*_about: object) -> None:
    """For those who ask for no next step."""


@dataclass(frozen=True, slots=True)
class ReminderPaths:
    """Where a row leads: all of it is the window's business. `say(text, undo)` is the bar that offers undo.

    `step_done(deal id, text)` is told that a step of a deal was done, so that the next one can be asked for; `ask_step(deal)`
    asks for it.
    """

    open_log: Callable[[LogSubject], object]
    open_contact: Callable[[int], object]
    open_deal: Callable[[int], object]
    show_card: Callable[[QWidget], object]
    fail: Callable[[Message], object]
    say: Callable[[str, bool], object] = _say_nothing
    step_done: Callable[[int, str], object] = _ask_nothing
    ask_step: Callable[[DealCard], object] = _ask_nothing


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

        def ended() -> None:
            self.ended.emit(row)
            if row.deal_id is not None:
                self._paths.step_done(row.deal_id, item.title)

        self._write_leaving(item, lambda: self._reminders.done(row.occurrence_id), said, ended)

    def reopen(self, item: ReminderItem) -> None:
        """Open an ended reminder again."""
        occurrence_id = item.reminder.occurrence_id
        self._write_leaving(
            item, lambda: self._reminders.reopen(occurrence_id), tr("Open again: {text}", text=item.title)
        )

    def delete(self, item: ReminderItem | PlannedItem) -> None:
        """Delete a reminder; undo brings it back. One that comes of a contact is left out this time."""
        reminder_id, occurrence_id = item.reminder.reminder_id, item.reminder.occurrence_id
        if item.reminder.kind is not ReminderKind.PLAIN:
            said = tr("Left out this time: {text}", text=item.title)
            self._write_leaving(item, lambda: self._reminders.skip(occurrence_id), said)
        elif item.reminder.rule:
            self._ask_what_to_delete(item)
        else:
            said = tr("Deleted: {text}", text=item.title)
            self._write_leaving(item, lambda: self._reminders.delete(reminder_id), said)

    def _ask_what_to_delete(self, item: ReminderItem | PlannedItem) -> None:
        from crm_desktop.ui.dialogs.reach_question import delete_card  # not at start-up, see above

        edits, editing = self._reminders.edits, self._editing_of(item)
        if editing is None:
            return

        def delete(reach: Reach) -> None:
            said = tr("Deleted: {text}", text=item.title)
            self._write_leaving(item, lambda: edits.remove(editing.reminder_id, editing.day, reach), said)

        if not editing.asks:
            delete(Reach.ALL)
            return
        card = delete_card(self._theme, item.title, editing)
        card.chosen.connect(delete)
        self._paths.show_card(card)

    def snooze(self, item: ReminderItem, day: date, at: time | None) -> None:
        """Put a reminder off to a day and a wall-clock time, and say what else is due then."""
        row, reminders = item.reminder, self._reminders
        # Both not at start-up, see above.
        from crm_desktop.ui.dialogs.overlap_line import overlap_words
        from crm_desktop.ui.dialogs.snooze_menu import moment_text

        said = tr("Snoozed until {when}: {text}", when=moment_text(day, at, self._today()), text=item.title)

        def put_off() -> tuple[Overlap, ...]:
            reminders.snooze(row.occurrence_id, day, at)
            return reminders.overlaps.near(day, at, besides=row.reminder_id) if at is not None else ()

        def stored(found: tuple[Overlap, ...]) -> None:
            self._paths.say(f"{said} · {overlap_words(found, day)}" if found else said, True)

        self._jobs.write(put_off, stored, self._refused(item), owner=self._list)

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
        elif isinstance(item, ReminderItem | PlannedItem) and item.reminder.deal_id is not None:
            self._paths.open_deal(item.reminder.deal_id)
        elif isinstance(item, ReminderItem):
            self.edit(item)

    def edit(self, item: ReminderItem | PlannedItem) -> None:
        """The form with text, moment, repetition and person; what comes of a contact is changed there."""
        if item.reminder.kind is not ReminderKind.PLAIN and item.contact_id is not None:
            self._paths.open_contact(item.contact_id)
            return
        from crm_desktop.ui.dialogs.reminder_form import ReminderForm  # not at start-up, see above

        editing = self._editing_of(item)
        if editing is None:
            return
        row, services = item.reminder, (self._reminders, self._contacts)
        form = ReminderForm(self._theme, self._jobs, *services, self._today, row, editing)
        self._paths.show_card(card_around(self._theme, tr("Edit the reminder"), form))
        form.focus_first()

    def _editing_of(self, item: ReminderItem | PlannedItem) -> Editing | None:
        """The time that a row stands for; None, said to the user, when it is gone."""
        row, edits = item.reminder, self._reminders.edits
        try:
            if isinstance(item, PlannedItem):
                return edits.editing_on(row.reminder_id, row.day)
            return edits.editing(row.occurrence_id)
        except UserError as error:
            self._paths.fail(error.sentence)
            return None

    def offer_snooze(self, item: ReminderItem, place: QPoint) -> SnoozeMenu:
        """The times to put it off to, at its row."""
        from crm_desktop.ui.dialogs.snooze_menu import SnoozeMenu  # not at start-up, see above

        menu = SnoozeMenu(self._theme, self._reminders, self._today, self._list)
        menu.picked.connect(lambda day, at: self.snooze(item, day, at))
        menu.open_at(place)
        return menu

    def _write_leaving(
        self,
        item: ReminderItem | PlannedItem,
        job: Callable[[], object],
        said: str,
        then: Callable[[], object] | None = None,
    ) -> None:
        self._list.mark_leaving(item)
        self._write(item, job, said, then)

    def _write(
        self,
        item: ReminderItem | PlannedItem,
        job: Callable[[], object],
        said: str,
        then: Callable[[], object] | None = None,
    ) -> None:
        def stored(_result: object) -> None:
            self._paths.say(said, True)
            if then is not None:
                then()

        self._jobs.write(job, stored, self._refused(item), owner=self._list)

    def _refused(self, item: ReminderItem | PlannedItem) -> Callable[[UserError], object]:
        def refuse(error: UserError) -> None:
            self._list.mark_leaving(item, False)
            self._paths.fail(error.sentence)

        return refuse
