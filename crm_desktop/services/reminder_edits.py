"""Changing and deleting reminders that repeat: only one time, that one and all following, or all; one undo step each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING, Protocol

from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.messages import message
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reach import Reach
from crm_desktop.domain.reminders import OpenOccurrence, ReminderDraft, RepeatFrom
from crm_desktop.services.reminder_writes import insert_reminder, reminder_columns
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.scheduling.series import recurrence
from crm_desktop.services.wall_times import WallTime, wall_time
from crm_desktop.services.writes import Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import reminder_edits as queries
from crm_desktop.storage.queries import scheduling
from crm_desktop.storage.writing import Writing

if TYPE_CHECKING:  # with the rules, loaded when a reminder is changed, to keep start-up fast
    from crm_desktop.domain.series_edits import RepeatingDays


@dataclass(frozen=True, slots=True)
class Editing:
    """One open time of a reminder as a form shows it.

    `planned` is the reminder seen from this time on: the day its rule gave, its own time of day, and what is left of its
    repetition (a COUNT of what is still to come). `shown` is the same where the user moved or snoozed it to. `reaches` are
    what a change may be for; only ALL when nothing has to be asked. `due` counts the open times that have come, `earlier` those
    of them before this one.
    """

    reminder_id: int
    day: date
    planned: ReminderDraft
    shown: ReminderDraft
    reaches: tuple[Reach, ...]
    earlier: int
    due: int

    @property
    def asks(self) -> bool:
        """Whether a change has to say what it is for."""
        return len(self.reaches) > 1


class WholeReminders(Protocol):
    """What can be done with reminders as a whole: `ReminderService`, which hands these changes out."""

    def row(self, occurrence_id: int) -> ReminderRow | None: ...

    def edit(self, reminder_id: int, draft: ReminderDraft) -> None: ...

    def delete(self, reminder_id: int) -> None: ...


class ReminderEdits:
    """Changes to one time of a reminder and to what follows; times are named by the day that the rule gave them.

    A draft given to `change` describes the reminder from that time on: its day is the new day of that time, its COUNT what
    is left from there. What is open before that time stays open, whatever is changed.
    """

    def __init__(self, database: Database, writing: Writing, reminders: WholeReminders, reckoning: Reckoning) -> None:
        self._database = database
        self._writing = writing
        self._reminders = reminders
        self._reckoning = reckoning

    def editing(self, occurrence_id: int) -> Editing:
        """An open time of one of the user's own reminders, to be changed; raises NotFound when it is gone or ended."""
        row = self._reminders.row(occurrence_id)
        if row is None or row.ended_at is not None:
            raise NotFound("This reminder is no longer open.")
        found = self.editing_on(row.reminder_id, row.planned_day or row.day)
        return replace(found, shown=replace(found.planned, day=row.day, at=row.at))

    def editing_on(self, reminder_id: int, day: date) -> Editing:
        """The time that a day of the rule brings, whether it is reckoned already or not; raises NotFound like `editing`."""
        stored = self._stored(reminder_id)
        planned = _seen_from(stored, day)
        opened = scheduling.open_occurrences(self._database.reader(), reminder_id)
        now = self._reckoning.around().now
        return Editing(
            reminder_id,
            day,
            planned,
            planned,
            self._reaches(stored, day),
            sum(each.planned_day < day and each.fires_at <= now for each in opened),
            sum(each.fires_at <= now for each in opened),
        )

    def _reaches(self, stored: ReminderDraft, day: date) -> tuple[Reach, ...]:
        days = _days(stored)
        if days is None:
            return (Reach.ALL,)
        return tuple(Reach) if days.before(day) is not None else (Reach.THIS, Reach.ALL)

    def wall_time(self, day: date, at: time, zone: str) -> WallTime:
        """What a time of an IANA zone (empty: the user's) comes to on the user's clock; quick."""
        return wall_time(day, at, zone, self._reckoning.around().zone)

    def here(self) -> str:
        """The IANA name of the user's zone."""
        return str(self._reckoning.around().zone)

    def change(self, reminder_id: int, day: date, draft: ReminderDraft, reach: Reach) -> int:
        """Change the time of a day, that and all following, or all; returns the reminder that it belongs to now.

        Only this one: it becomes a reminder of its own. This and following: the old one ends before that day, a new one
        begins. All: what has ended stays, everything open follows the draft. Raises InvalidInput for a draft that will not do.
        """
        stored = self._stored(reminder_id)
        days = _days(stored)
        if days is None or reach is Reach.ALL or (reach is Reach.FOLLOWING and days.before(day) is None):
            self._reminders.edit(reminder_id, self._whole(reminder_id, stored, day, draft))
            return reminder_id
        if reach is Reach.THIS:
            return self._change_one(reminder_id, stored, day, draft)
        return self._change_following(reminder_id, stored, day, draft)

    def _change_one(self, reminder_id: int, stored: ReminderDraft, day: date, draft: ReminderDraft) -> int:
        single = replace(draft, rule="", except_days=(), repeat_from=RepeatFrom.DUE, note=stored.note)
        with self._writing(message("Changed this time only: {text}", text=clean_line(draft.text, 200))) as work:
            added = insert_reminder(work, single, self._reckoning.around())
            self._leave_out(work, reminder_id, stored, day)
            self._reckoning.settle_now(work, added)
        return added

    def _change_following(self, reminder_id: int, stored: ReminderDraft, day: date, draft: ReminderDraft) -> int:
        with self._writing(message("Changed from here on: {text}", text=clean_line(draft.text, 200))) as work:
            # What was done ahead of its time is not asked for once more.
            done_ahead = () if draft.day != day else queries.ended_days(work.read, reminder_id, day)
            left_out = tuple({*draft.except_days, *done_ahead}) if draft.rule else ()
            following = replace(draft, except_days=left_out, note=stored.note)
            added = insert_reminder(work, following, self._reckoning.around())
            before = scheduling.series(work.read, reminder_id)
            if before is not None and draft.rule == _seen_from(stored, day).rule:
                # It was written down when the old one was: what is overdue since then stays so. Under another rule it is
                # one thing that is overdue, since days that nobody planned were not missed.
                work.update("reminders", added, created_at=before.created_at)
            self._end_before(work, reminder_id, stored, day)
            self._reckoning.settle_now(work, added)
        return added

    def remove(self, reminder_id: int, day: date, reach: Reach) -> None:
        """Delete the time of a day, that and all following, or the whole reminder."""
        stored = self._stored(reminder_id)
        days = _days(stored)
        if days is None or reach is Reach.ALL or (reach is Reach.FOLLOWING and days.before(day) is None):
            self._reminders.delete(reminder_id)
        elif reach is Reach.THIS:
            with self._writing(message("Deleted this time only: {text}", text=clean_line(stored.text, 200))) as work:
                self._leave_out(work, reminder_id, stored, day)
        else:
            with self._writing(message("Deleted from here on: {text}", text=clean_line(stored.text, 200))) as work:
                self._end_before(work, reminder_id, stored, day)

    def _leave_out(self, work: Work, reminder_id: int, stored: ReminderDraft, day: date) -> None:
        left_out = sorted({*stored.except_days, day})
        work.update("reminders", reminder_id, except_days=",".join(each.isoformat() for each in left_out))
        self._close(work, reminder_id, [each for each in self._open(work, reminder_id) if each.planned_day == day])

    def _end_before(self, work: Work, reminder_id: int, stored: ReminderDraft, day: date) -> None:
        days = _days(stored)
        head = days.before(day) if days is not None else None
        assert head is not None  # asked before
        columns = reminder_columns(replace(stored, rule=head.rule.rrule(), except_days=tuple(head.left_out)))
        work.update("reminders", reminder_id, rule=columns["rule"], except_days=columns["except_days"])
        self._close(work, reminder_id, [each for each in self._open(work, reminder_id) if each.planned_day >= day])

    def _close(self, work: Work, reminder_id: int, gone: list[OpenOccurrence]) -> None:
        for each in gone:
            work.delete("occurrences", each.id)
        self._reckoning.settle_now(work, reminder_id)
        if not queries.has_occurrences(work.read, reminder_id):
            # Nothing ever came of it and nothing will: no list would show it again.
            work.delete("reminders", reminder_id)

    def _whole(self, reminder_id: int, stored: ReminderDraft, day: date, draft: ReminderDraft) -> ReminderDraft:
        """The draft as one for the whole reminder: unchanged times stay untouched, changed ones begin at its first open time."""
        seen = _seen_from(stored, day)
        if _timing(draft) == _timing(seen):
            return replace(draft, day=stored.day, rule=stored.rule, except_days=stored.except_days)
        opened = [each.planned_day for each in scheduling.open_occurrences(self._database.reader(), reminder_id)]
        days = _days(stored)
        if days is None or not opened or opened[0] >= day:
            return draft
        return _from_earlier(days, opened[0], day, draft)

    def _stored(self, reminder_id: int) -> ReminderDraft:
        found = queries.stored(self._database.reader(), reminder_id)
        if found is None:
            raise NotFound("This reminder is no longer there.")
        return found

    def _open(self, work: Work, reminder_id: int) -> list[OpenOccurrence]:
        return scheduling.open_occurrences(work.read, reminder_id)


def _days(stored: ReminderDraft) -> RepeatingDays | None:
    """What a reminder repeats on; None when no day of it can be told from the others.

    That is so for one that does not repeat, for one that counts from its completion (only one time is ever open, the next
    comes of it), and for one with a rule that cannot be used.
    """
    if not stored.rule or stored.repeat_from is RepeatFrom.DONE:
        return None
    from crm_desktop.domain.series_edits import RepeatingDays  # see the head of the module

    try:
        return RepeatingDays(stored.day, recurrence(stored.rule), frozenset(stored.except_days))
    except InvalidInput:
        return None


def _seen_from(stored: ReminderDraft, day: date) -> ReminderDraft:
    """A stored reminder from one of its days on; one that counts from its completion keeps its rule as it is."""
    days = _days(stored)
    if days is None:
        return replace(stored, day=day) if stored.rule else stored
    seen = days.seen_from(day)
    if seen is None:
        return replace(stored, day=day, rule="", except_days=())
    return replace(stored, day=day, rule=seen.rule.rrule(), except_days=tuple(sorted(seen.left_out)))


def _timing(draft: ReminderDraft) -> tuple[object, ...]:
    zone = draft.zone if draft.at else ""
    return draft.day, draft.at, zone, draft.rule, draft.repeat_from, frozenset(draft.except_days)


def _from_earlier(days: RepeatingDays, first: date, day: date, draft: ReminderDraft) -> ReminderDraft:
    """A draft made for the time of `day` as one that begins with the time of the earlier day `first`, moved by as much."""
    between = days.given_before(day) - days.given_before(first)
    rule = draft.rule
    if rule and recurrence(rule).count is not None:
        rule = replace(recurrence(rule), count=(recurrence(rule).count or 0) + between).rrule()
    left_out = {*draft.except_days, *(each for each in days.left_out if first < each < day)} if rule else ()
    return replace(draft, day=first + (draft.day - day), rule=rule, except_days=tuple(left_out))
