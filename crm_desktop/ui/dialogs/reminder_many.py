"""What can be done with several rows of the agenda at once, and moving one or several to another day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from crm_desktop.domain.errors import UserError
from crm_desktop.services.reminder_bulk import NOTHING_CHANGED, Postponement, Progress, ReminderBulk
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui.dialogs.reminder_actions import ReminderPaths
from crm_desktop.ui.dialogs.reminder_rows import AgendaList
from crm_desktop.ui.dialogs.snooze_menu import SnoozeMenu, moment_text
from crm_desktop.ui.runner import Cancel, Jobs
from crm_desktop.ui.texts import plural
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import ProgressStrip

if TYPE_CHECKING:
    from crm_desktop.ui.dialogs.postpone_menu import PostponeMenu

_Write = Callable[[Sequence[int], Progress, Callable[[], bool]], int]
_TOLD_EVERY = 25


class ManyActions(QObject):
    """Listens to one AgendaList and writes what it asks for, as one step for one undo; `strip` shows how far it is."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        reminders: ReminderService,
        bulk: ReminderBulk,
        today: Callable[[], date],
        agenda: AgendaList,
        paths: ReminderPaths,
    ) -> None:
        super().__init__(agenda)
        self._theme = theme
        self._jobs = jobs
        self._reminders = reminders
        self._bulk = bulk
        self._today = today
        self._list = agenda
        self._paths = paths
        self._cancel = Cancel()
        self._busy = False
        self.strip = ProgressStrip(theme)
        self.strip.cancelled.connect(self._stop)
        agenda.many_done_asked.connect(self.done)
        agenda.many_reopen_asked.connect(self.reopen)
        agenda.many_delete_asked.connect(self.delete)
        agenda.many_snooze_asked.connect(self.offer_snooze)
        agenda.postpone_asked.connect(self.offer_postpone)
        agenda.shift_asked.connect(self.shift)

    def _stop(self) -> None:
        self._cancel.cancel()

    def done(self, wanted: Sequence[int]) -> None:
        """All of them are done."""
        self._write(wanted, self._bulk.done, lambda count: plural("{count} done", "{count} done", count))

    def reopen(self, wanted: Sequence[int]) -> None:
        """Open all of them again."""
        self._write(wanted, self._bulk.reopen, lambda count: plural("{count} open again", "{count} open again", count))

    def delete(self, wanted: Sequence[int]) -> None:
        """Delete all of them."""
        self._write(
            wanted,
            self._bulk.delete,
            lambda count: plural("{count} reminder deleted", "{count} reminders deleted", count),
        )

    def snooze(self, wanted: Sequence[int], day: date, at: time | None) -> None:
        """Put all of them off to one moment."""
        when = moment_text(day, at, self._today())
        self._write(
            wanted,
            lambda ids, progress, stopped: self._bulk.snooze(ids, day, at, progress, stopped),
            lambda count: plural("{count} snoozed until {when}", "{count} snoozed until {when}", count, when=when),
        )

    def postpone(self, wanted: Sequence[int], where: Postponement) -> None:
        """Move all of them to other days."""
        from crm_desktop.ui.dialogs.postpone_menu import where_text  # when first asked for, to open the view fast

        words = where_text(where, self._today())
        self._write(
            wanted,
            lambda ids, progress, stopped: self._bulk.postpone(ids, where, progress, stopped),
            lambda count: plural(
                "{count} reminder moved: {where}", "{count} reminders moved: {where}", count, where=words
            ),
        )

    def move_to(self, wanted: Sequence[int], day: date) -> None:
        """Move all of them to a day, as when they are dropped there."""
        self.postpone(wanted, Postponement(day=day))

    def shift(self, wanted: Sequence[int], days: int) -> None:
        """Move all of them by days, forwards or backwards."""
        self._write(
            wanted,
            lambda ids, progress, stopped: self._bulk.shift(ids, days, progress, stopped),
            lambda count: plural("{count} reminder moved", "{count} reminders moved", count),
        )

    def offer_snooze(self, wanted: Sequence[int], place: QPoint) -> SnoozeMenu:
        """The times to put them off to, at a place (global)."""
        menu = SnoozeMenu(self._theme, self._reminders, self._today, self._list)
        menu.picked.connect(lambda day, at: self.snooze(wanted, day, at))
        menu.open_at(place)
        return menu

    def offer_postpone(self, wanted: Sequence[int], place: QPoint, *, overdue: bool = False) -> PostponeMenu:
        """The days to move them to, at a place (global)."""
        from crm_desktop.ui.dialogs.postpone_menu import PostponeMenu  # when first asked for, to open the view fast

        menu = PostponeMenu(self._theme, self._reminders, self._today, self._list, overdue=overdue)
        menu.picked.connect(lambda where: self.postpone(wanted, where))
        menu.open_at(place)
        return menu

    def _write(self, wanted: Sequence[int], write: _Write, said: Callable[[int], str]) -> None:
        # What is being changed is still on the screen: the same key once more must not change it twice.
        if self._busy or not wanted:
            return
        self._busy = True
        self._cancel = cancel = Cancel()
        self.strip.start(plural("Changing {count} reminder…", "Changing {count} reminders…", len(wanted)))
        report = self._jobs.reporter(self.strip.progress)

        def progress(done: int, total: int) -> None:
            if done % _TOLD_EVERY == 0:
                report(done, total)

        self._jobs.write(
            lambda: write(wanted, progress, cancel),
            lambda count: self._done(said, count),
            self._failed,
            owner=self._list,
        )

    def _done(self, said: Callable[[int], str], count: int) -> None:
        self._busy = False
        self.strip.finish()
        if count:
            self._paths.say(said(count), True)
        else:
            self._paths.fail(NOTHING_CHANGED)

    def _failed(self, error: UserError) -> None:
        self._busy = False
        self.strip.finish()
        self._paths.fail(error.sentence)
