"""What a user can do with reminders: type them in words, see them, do, snooze, skip and take them back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.dates import instant_to_wall, wall_to_instant
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.messages import message
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.quick_entry import DayOrder, DayUnderstood, Language, MomentUnderstood, Person, Understood
from crm_desktop.domain.reminders import Ended, ReminderDraft, RepeatFrom
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.ports import Clock
from crm_desktop.services.promises import PromiseWatch, reminder_ended, reminder_reopened
from crm_desktop.services.reminder_moves import move
from crm_desktop.services.reminder_reopening import open_again
from crm_desktop.services.reminder_writes import change_reminder, draft_of, insert_reminder, reminder_columns
from crm_desktop.services.scheduling.moments import moment_columns, zone_named
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.scheduling.series import day_after_done, insert_occurrence
from crm_desktop.services.settings import DAY_ORDER, MORNING, SettingsService
from crm_desktop.services.snoozing import SnoozeChoice, usual_moments
from crm_desktop.services.timeline import Logged, drafts_of, log_all, log_label
from crm_desktop.services.writes import Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import reminders as queries
from crm_desktop.storage.queries import scheduling
from crm_desktop.storage.writing import Writing

if TYPE_CHECKING:
    from crm_desktop.services.overlaps import Overlaps
    from crm_desktop.services.reminder_edits import ReminderEdits


class ReminderService:
    """Reminders and their occurrences; all days and times are the user's wall time."""

    def __init__(
        self,
        database: Database,
        writing: Writing,
        clock: Clock,
        contacts: ContactService,
        settings: SettingsService,
        reckoning: Reckoning,
    ) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self.contacts = contacts
        self._settings = settings
        self._reckoning = reckoning
        self.languages = Language.in_order_of("")
        """In which languages a sentence is read, the user's own first."""

    def now(self) -> datetime:
        """The user's wall clock: a naive datetime."""
        return instant_to_wall(self._clock.now(), self._clock.zone())

    @cached_property
    def edits(self) -> ReminderEdits:
        """Changes to one time of a reminder, and to that one and all following."""
        # Here and below, what only a form or a sentence needs is loaded with the first one, to keep start-up fast.
        from crm_desktop.services.reminder_edits import ReminderEdits

        return ReminderEdits(self._database, self._writing, self, self._reckoning)

    @cached_property
    def overlaps(self) -> Overlaps:
        """What else is due at about the same time."""
        from crm_desktop.services.overlaps import Overlaps

        return Overlaps(self._database, self._reckoning)

    def understand(self, text: str, day_order: DayOrder | None = None) -> Understood:
        """A sentence as a reminder: who, what, when, how often, or the question it leaves open.

        `day_order` says how `3/12` is meant this time, whatever the setting says.
        """
        from crm_desktop.domain.quick_entry.reader import understand

        order, zone, people = day_order or self._day_order(), self._clock.zone(), self.contacts.find_people
        return understand(text, self.now(), people, day_order=order, zone=zone, languages=self.languages)

    def keep_day_order(self, order: DayOrder) -> None:
        """Remember how dates like `3/12` are meant, as the setting."""
        self._settings.set(DAY_ORDER.name, order.value)

    def understand_day(self, text: str) -> DayUnderstood:
        """A date field, by the same grammar."""
        from crm_desktop.domain.quick_entry.reader import understand_day

        return understand_day(text, self.now().date(), day_order=self._day_order(), languages=self.languages)

    def understand_moment(self, text: str, past_allowed: bool = False) -> MomentUnderstood:
        """A field for a day and time, by the same grammar."""
        from crm_desktop.domain.quick_entry.reader import understand_moment

        order, zone = self._day_order(), self._clock.zone()
        return understand_moment(
            text, self.now(), past_allowed=past_allowed, day_order=order, zone=zone, languages=self.languages
        )

    def add_understood(
        self,
        understood: Understood,
        contact_id: int | None = None,
        deal_id: int | None = None,
        person: Person | None = None,
    ) -> int:
        """Save a sentence that was understood; `person` answers the question which of several was meant.

        Raises InvalidInput (field "text") when the sentence leaves a question open.
        """
        return self.add(draft_of(understood, self.now().date(), contact_id, deal_id, person))

    def add(self, draft: ReminderDraft) -> int:
        """Save a reminder with its first occurrence; returns its id."""
        with self._writing(message("Reminder: {text}", text=clean_line(draft.text, 200))) as work:
            reminder_id = insert_reminder(work, draft, self._reckoning.around())
            self._reckoning.settle_now(work, reminder_id)
            return reminder_id

    def edit(self, reminder_id: int, draft: ReminderDraft) -> None:
        """Change a reminder as a whole. When its day, time or repetition changes, what was open moves there.

        An earlier snooze is gone then. Its note stays: no form asks for it.
        """
        columns = {name: value for name, value in reminder_columns(draft).items() if name != "note"}
        with self._writing(message("Changed reminder: {text}", text=columns["text"])) as work:
            change_reminder(work, reminder_id, self._reckoning.around(), columns)
            self._reckoning.settle_now(work, reminder_id)

    def agenda(self, contact_id: int | None = None) -> list[ReminderRow]:
        """The open reminders, earliest first; of one person, if one is given."""
        reader, now = self._database.reader(), self._seconds()
        return (
            queries.open_rows(reader, now)
            if contact_id is None
            else list(queries.open_of_contact(reader, contact_id, now))
        )

    def ended(self, limit: int = 100) -> list[ReminderRow]:
        """What was done or skipped, newest first."""
        return queries.ended_rows(self._database.reader(), limit)

    def due(self) -> list[ReminderRow]:
        """What is due now, earliest first."""
        return queries.open_rows(self._database.reader(), self._seconds(), self._seconds())

    def row(self, occurrence_id: int) -> ReminderRow | None:
        """One occurrence; None when it is gone."""
        return queries.row(self._database.reader(), occurrence_id, self._seconds())

    def done(
        self,
        occurrence_id: int,
        log: Logged | None = None,
        next_step: ReminderDraft | Understood | None = None,
    ) -> None:
        """It is done; what happened and what comes next go with it, so that one undo takes all three back.

        Whatever else of the same reminder has come due meanwhile ends with it, as skipped. A repeating reminder comes again on
        its next day after both the due day and today.
        """
        row = self._open_row(occurrence_id)
        planned = self._planned(next_step, row.contact_id, row.deal_id)
        with self._writing(message("Done: {text}", text=row.text)) as work:
            self._end(work, row, Ended.DONE)
            self._write_down(work, row.contact_id, log, planned)

    def log(self, contact_id: int, log: Logged, next_step: ReminderDraft | Understood | None = None) -> None:
        """What happened with somebody, and what comes next about the same deal; one undo takes all back."""
        first = drafts_of(log)[0]
        planned = self._planned(next_step, contact_id, first.deal_id)
        with self._writing(log_label(self._database.reader(), contact_id, first)) as work:
            self._write_down(work, contact_id, log, planned)

    def _planned(
        self, next_step: ReminderDraft | Understood | None, contact_id: int | None, deal_id: int | None
    ) -> ReminderDraft | None:
        if not isinstance(next_step, Understood):
            return next_step
        return draft_of(next_step, self.now().date(), contact_id, deal_id)

    def _write_down(
        self, work: Work, contact_id: int | None, log: Logged | None, planned: ReminderDraft | None
    ) -> None:
        log_all(work, contact_id, log, PromiseWatch(self._reckoning))
        if planned is not None:
            self._reckoning.settle_now(work, insert_reminder(work, planned, self._reckoning.around()))

    def skip(self, occurrence_id: int) -> None:
        """Leave this time out; a repeating reminder comes again."""
        row = self._open_row(occurrence_id)
        with self._writing(message("Skipped: {text}", text=row.text)) as work:
            self._end(work, row, Ended.SKIPPED)

    def reopen(self, occurrence_id: int) -> None:
        """Open one that ended again; the repetition that came of its end goes, unless it was heard or moved already."""
        if (row := self.row(occurrence_id)) is None:
            raise NotFound("This reminder is no longer there.")
        with self._writing(message("Reopened: {text}", text=row.text)) as work:
            open_again(work, row.reminder_id, occurrence_id, self._reckoning)
            reminder_reopened(work, row.reminder_id)
            self._reckoning.settle_now(work, row.reminder_id)

    def snooze(self, occurrence_id: int, day: date, at: time | None) -> None:
        """Put it off to a day and time of the user's wall clock, None for the whole day.

        Raises InvalidInput (field "moment") for a moment that has passed.
        """
        row = self._open_row(occurrence_id)
        moment = moment_columns(day, at, self._clock.zone(), self._reckoning.around().morning)
        if int(str(moment["fires_at"])) <= self._seconds() and (day, at) != (self.now().date(), None):
            raise InvalidInput("moment", "That moment has passed.")
        if at is not None and row.zone:
            # Kept in the zone that the reminder is fixed to, like the day it was set for.
            there = instant_to_wall(wall_to_instant(day, at, self._clock.zone()), self._zone(row.zone))
            moment |= {"due_day": there.date().isoformat(), "wall_time": there.strftime("%H:%M")}
        self._put_off(row, moment)

    def snooze_for(self, occurrence_id: int, span: timedelta) -> None:
        """Put it off by a span from now, whatever the clock on the wall does meanwhile."""
        row = self._open_row(occurrence_id)
        instant = self._clock.now() + span
        wall = instant_to_wall(instant, self._zone(row.zone))
        moment = {"due_day": wall.date().isoformat(), "wall_time": wall.strftime("%H:%M")}
        self._put_off(row, {**moment, "fires_at": int(instant.timestamp())})

    def _put_off(self, row: ReminderRow, moment: dict[str, object]) -> None:
        with self._writing(message("Snoozed: {text}", text=row.text)) as work:
            latest = self._only_latest(work, row)
            work.update("occurrences", latest, snoozed=row.snoozed + 1, snoozed_at=work.now, **moment)
            self._reckoning.settle_now(work, row.reminder_id)

    def move(self, occurrence_id: int, day: date) -> None:
        """Set its open time to another day of the user's clock; raises InvalidInput (field "day") for one that is over."""
        row = self._open_row(occurrence_id)
        with self._writing(message("Moved: {text}", text=str(row.title))) as work:
            move(work, row, self._only_latest(work, row), day, self._reckoning.around())
            self._reckoning.settle_now(work, row.reminder_id)

    def snooze_choices(self) -> list[SnoozeChoice]:
        """The usual moments to put things off to."""
        return usual_moments(self.now(), self._settings.time(MORNING))

    def delete(self, reminder_id: int) -> None:
        """Delete a reminder with all its occurrences."""
        found = queries.open_occurrence(self._database.reader(), reminder_id)
        row = self.row(found) if found is not None else None
        with self._writing(message("Deleted reminder: {text}", text=row.text if row else "")) as work:
            work.delete("reminders", reminder_id)

    def _end(self, work: Work, row: ReminderRow, how: Ended) -> None:
        latest = self._only_latest(work, row)
        work.update("occurrences", latest, ended_at=work.now, ended_as=how.value)
        reminder_ended(work, row.reminder_id, how)
        series = scheduling.series(work.read, row.reminder_id)
        if series is not None and series.rule and series.repeat_from is RepeatFrom.DONE:
            ended = queries.ended_count(work.read, row.reminder_id)
            following = day_after_done(series, self.now().date(), ended)
            if following is not None:
                around = self._reckoning.around()
                insert_occurrence(work, series, following, self._zone(series.zone), around.morning)
        self._reckoning.settle_now(work, row.reminder_id)

    def _only_latest(self, work: Work, row: ReminderRow) -> int:
        """The latest occurrence of the reminder that is due, or the one of the row; those before it end as skipped."""
        self._reckoning.settle_now(work, row.reminder_id)  # days that passed unheard end with the rest
        due = queries.due_of_reminder(work.read, row.reminder_id, work.now)
        if row.occurrence_id not in due:
            return row.occurrence_id
        *earlier, latest = due
        for each in earlier:
            work.update("occurrences", each, ended_at=work.now, ended_as=Ended.SKIPPED.value)
        return latest

    def _open_row(self, occurrence_id: int) -> ReminderRow:
        row = self.row(occurrence_id)
        if row is None or row.ended_at is not None:
            raise NotFound("This reminder is no longer open.")
        return row

    def _zone(self, name: str) -> tzinfo:
        return zone_named(name) or self._clock.zone()

    def _seconds(self) -> int:
        return int(self._clock.now().timestamp())

    def _day_order(self) -> DayOrder:
        return DayOrder(self._settings.get(DAY_ORDER.name))
