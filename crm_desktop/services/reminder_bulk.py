"""The same for many reminders at once: done, moved, put off, deleted or opened again, as one step that one undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import cast

from crm_desktop.domain.errors import InvalidInput, NotFound, UserError
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reminders import ReminderKind
from crm_desktop.services.reminder_moves import own_day
from crm_desktop.services.reminders import ReminderService
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.settings import WORK_DAYS, SettingsService
from crm_desktop.services.writes import Work
from crm_desktop.storage.writing import Writing

Progress = Callable[[int, int], object]
_USUAL_WORK_DAYS = frozenset(range(5))
_DAYS_OF_A_WEEK = 7


class Stopped(UserError):
    """The user stopped it; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Postponement:
    """Where to: a day, so many days on, or the next work day; exactly one of them.

    Days on, and work days, are counted from each reminder's own day, or from today when that is over.
    """

    day: date | None = None
    days: int = 0
    work_day: bool = False


class _Joined:
    """Stands for `Writing` where a unit of work is open already: what is written becomes a part of it."""

    def __init__(self, work: Work) -> None:
        self._work = work

    @contextmanager
    def __call__(self, _label: Message | None) -> Iterator[Work]:
        yield self._work


class ReminderBulk:
    """Writes for many occurrences, named by their ids; belongs to the thread that writes.

    `progress(done, total)` is told now and then; `stopped()` is asked, and nothing is kept when it says so (Stopped).
    What is gone or ended meanwhile is passed by. Each method returns how many it changed. `reminders_within` makes the
    service whose methods write through what it is given.
    """

    def __init__(
        self,
        reminders_within: Callable[[Writing], ReminderService],
        writing: Writing,
        settings: SettingsService,
        reckoning: Reckoning,
    ) -> None:
        self._reminders_within = reminders_within
        self._writing = writing
        self._settings = settings
        self._reckoning = reckoning

    def done(self, wanted: Sequence[int], progress: Progress, stopped: Callable[[], bool]) -> int:
        """All of them are done."""
        label = counted("Done: {count} reminder", "Done: {count} reminders", len(wanted))
        return self._each(wanted, label, lambda service, occurrence: service.done(occurrence), progress, stopped)

    def reopen(self, wanted: Sequence[int], progress: Progress, stopped: Callable[[], bool]) -> int:
        """Open all of them again."""
        label = counted("Reopened: {count} reminder", "Reopened: {count} reminders", len(wanted))
        return self._each(wanted, label, lambda service, occurrence: service.reopen(occurrence), progress, stopped)

    def snooze(
        self, wanted: Sequence[int], day: date, at: time | None, progress: Progress, stopped: Callable[[], bool]
    ) -> int:
        """Put all of them off to one moment of the user's wall clock; raises InvalidInput for one that has passed."""
        label = counted("Snoozed: {count} reminder", "Snoozed: {count} reminders", len(wanted))
        return self._each(
            wanted, label, lambda service, occurrence: service.snooze(occurrence, day, at), progress, stopped
        )

    def snooze_for(
        self, wanted: Sequence[int], span: timedelta, progress: Progress, stopped: Callable[[], bool]
    ) -> int:
        """Put all of them off by a span from now."""
        label = counted("Snoozed: {count} reminder", "Snoozed: {count} reminders", len(wanted))
        return self._each(
            wanted, label, lambda service, occurrence: service.snooze_for(occurrence, span), progress, stopped
        )

    def postpone(
        self, wanted: Sequence[int], where: Postponement, progress: Progress, stopped: Callable[[], bool]
    ) -> int:
        """Move all of them to other days, each with its own time; raises InvalidInput for a day that is over."""
        label = counted("Postponed: {count} reminder", "Postponed: {count} reminders", len(wanted))

        def move(service: ReminderService, occurrence: int) -> None:
            row = service.row(occurrence)
            if row is not None:
                service.move(occurrence, self.target(row, where))

        return self._each(wanted, label, move, progress, stopped)

    def shift(self, wanted: Sequence[int], days: int, progress: Progress, stopped: Callable[[], bool]) -> int:
        """Move all of them by days, forwards or (below 0) backwards; forwards from today, where their own day is over."""
        label = counted("Moved: {count} reminder", "Moved: {count} reminders", len(wanted))
        around = self._reckoning.around()

        def move(service: ReminderService, occurrence: int) -> None:
            row = service.row(occurrence)
            if row is not None:
                begin = own_day(row, around)
                service.move(occurrence, _later(max(begin, around.today) if days > 0 else begin, days))

        return self._each(wanted, label, move, progress, stopped)

    def delete(self, wanted: Sequence[int], progress: Progress, stopped: Callable[[], bool]) -> int:
        """Delete all of them; what comes of a contact (a birthday) is left out this time instead."""
        label = counted("Deleted: {count} reminder", "Deleted: {count} reminders", len(wanted))
        deleted: set[int] = set()

        def take_away(service: ReminderService, occurrence: int) -> None:
            row = service.row(occurrence)
            if row is None or row.reminder_id in deleted:
                return
            if row.kind is ReminderKind.PLAIN:
                deleted.add(row.reminder_id)
                service.delete(row.reminder_id)
            elif row.ended_at is None:
                service.skip(occurrence)

        return self._each(wanted, label, take_away, progress, stopped)

    def target(self, row: ReminderRow, where: Postponement) -> date:
        """The day that a postponement means for one reminder."""
        if where.day is not None:
            return where.day
        around = self._reckoning.around()
        begin = max(own_day(row, around), around.today)
        return self._next_work_day(begin) if where.work_day else _later(begin, where.days)

    def _next_work_day(self, day: date) -> date:
        # The setting says on which days notifications come; all seven mean that nobody thought about it.
        chosen = {int(number) for number in self._settings.taken(WORK_DAYS) if number.isdecimal()}
        work_days = chosen if 0 < len(chosen) < _DAYS_OF_A_WEEK else _USUAL_WORK_DAYS
        following = _later(day, 1)
        while following.weekday() not in work_days:
            following = _later(following, 1)
        return following

    def _each(
        self,
        wanted: Sequence[int],
        label: Message,
        change: Callable[[ReminderService, int], object],
        progress: Progress,
        stopped: Callable[[], bool],
    ) -> int:
        changed = 0
        with self._writing(label) as work:
            service = self._reminders_within(cast(Writing, _Joined(work)))
            for number, occurrence in enumerate(wanted):
                if stopped():
                    raise Stopped("Stopped. Nothing was changed.")
                progress(number, len(wanted))
                try:
                    change(service, occurrence)
                except NotFound:
                    continue
                changed += 1
        return changed


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise InvalidInput("day", "That is further than the calendar goes.") from None


NOTHING_CHANGED = message("None of these is open any more.")
"""What is said when everything was gone or ended meanwhile."""
