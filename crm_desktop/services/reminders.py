"""What a user can do with reminders: type them in words, see them, do, snooze, skip and take them back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.dates import instant_to_wall, last_day_of_month, wall_to_instant
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.interactions import InteractionDraft
from crm_desktop.domain.messages import message
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.quick_entry import DayOrder, DayUnderstood, MomentUnderstood, Person, Understood
from crm_desktop.domain.reminders import Ended, ReminderDraft
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.ports import Clock
from crm_desktop.services.reminder_writes import (
    following_day,
    insert_reminder,
    moment_columns,
    reminder_columns,
    zone_named,
)
from crm_desktop.services.settings import DAY_ORDER, ZONE, SettingsService
from crm_desktop.services.snoozing import SnoozeChoice, usual_moments
from crm_desktop.services.timeline import log_interaction, log_label
from crm_desktop.services.writes import Work
from crm_desktop.storage import settings_table
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import reminders as queries
from crm_desktop.storage.writing import Writing


class ReminderService:
    """Reminders and their occurrences; all days and times are the user's wall time."""

    def __init__(
        self, database: Database, writing: Writing, clock: Clock, contacts: ContactService, settings: SettingsService
    ) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._contacts = contacts
        self._settings = settings

    def now(self) -> datetime:
        """The user's wall clock: a naive datetime."""
        return instant_to_wall(self._clock.now(), self._clock.zone())

    def understand(self, text: str) -> Understood:
        """A sentence as a reminder: who, what, when, how often, or the question it leaves open."""
        # Here and below, the grammar and its patterns are loaded with the first sentence, to keep start-up fast.
        from crm_desktop.domain.quick_entry.reader import understand

        return understand(text, self.now(), self._contacts.find_people, day_order=self._day_order())

    def understand_day(self, text: str) -> DayUnderstood:
        """A date field, by the same grammar."""
        from crm_desktop.domain.quick_entry.reader import understand_day

        return understand_day(text, self.now().date(), day_order=self._day_order())

    def understand_moment(self, text: str, past_allowed: bool = False) -> MomentUnderstood:
        """A field for a day and time, by the same grammar."""
        from crm_desktop.domain.quick_entry.reader import understand_moment

        return understand_moment(text, self.now(), past_allowed=past_allowed, day_order=self._day_order())

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
        return self.add(self.draft_of(understood, contact_id, deal_id, person))

    def draft_of(
        self,
        understood: Understood,
        contact_id: int | None = None,
        deal_id: int | None = None,
        person: Person | None = None,
    ) -> ReminderDraft:
        """The sentence as a draft: without a day it is for today."""
        if person is None and len(understood.people) == 1:
            person = understood.people[0]
        answered = person is not None and len(understood.people) > 1
        if not understood.text or (understood.problem is not None and not answered):
            raise InvalidInput("text", understood.problem or "Say what there is to do.")
        return ReminderDraft(
            text=understood.text,
            day=understood.day or self.now().date(),
            at=understood.time,
            rule=understood.recurrence.rrule() if understood.recurrence else "",
            contact_id=person.contact_id if person else contact_id,
            deal_id=deal_id,
            action=understood.action or "",
        )

    def add(self, draft: ReminderDraft) -> int:
        """Save a reminder with its first occurrence; returns its id."""
        with self._writing(message("Reminder: {text}", text=clean_line(draft.text, 200))) as work:
            return insert_reminder(work, draft, self._clock.zone())

    def edit(self, reminder_id: int, draft: ReminderDraft) -> None:
        """Change a reminder; its open occurrence moves to the new day and time, an earlier snooze is gone.

        Its note and what it repeats from stay: no form asks for them.
        """
        kept = ("note", "repeat_from")
        columns = {name: value for name, value in reminder_columns(draft).items() if name not in kept}
        with self._writing(message("Changed reminder: {text}", text=columns["text"])) as work:
            work.update("reminders", reminder_id, **columns)
            occurrence_id = queries.open_occurrence(work.read, reminder_id)
            if occurrence_id is not None:
                work.update(
                    "occurrences",
                    occurrence_id,
                    snoozed=0,
                    **moment_columns(draft.day, draft.at, self._zone(draft.zone)),
                )

    def agenda(self, contact_id: int | None = None) -> list[ReminderRow]:
        """The open reminders, earliest first; of one person, if one is given."""
        if contact_id is not None:
            return list(queries.open_of_contact(self._database.reader(), contact_id))
        return queries.open_rows(self._database.reader())

    def ended(self, limit: int = 100) -> list[ReminderRow]:
        """What was done or skipped, newest first."""
        return queries.ended_rows(self._database.reader(), limit)

    def due(self) -> list[ReminderRow]:
        """What is due now, earliest first."""
        return queries.open_rows(self._database.reader(), int(self._clock.now().timestamp()))

    def row(self, occurrence_id: int) -> ReminderRow | None:
        """One occurrence; None when it is gone."""
        return queries.row(self._database.reader(), occurrence_id)

    def month(self, first_day: date) -> dict[date, int]:
        """How many reminders are open on each day of the month that begins so."""
        last = last_day_of_month(first_day.year, first_day.month).isoformat()
        return queries.days_between(self._database.reader(), first_day.isoformat(), last)

    def done(
        self,
        occurrence_id: int,
        log: InteractionDraft | None = None,
        next_step: ReminderDraft | Understood | None = None,
    ) -> None:
        """It is done; what happened and what comes next go with it, so that one undo takes all three back.

        A repeating reminder comes again on its next day after both the due day and today.
        """
        row = self._open_row(occurrence_id)
        planned = self._planned(next_step, row.contact_id, row.deal_id)
        with self._writing(message("Done: {text}", text=row.text)) as work:
            self._end(work, row, Ended.DONE)
            self._write_down(work, row.contact_id, log, planned)

    def log(self, contact_id: int, log: InteractionDraft, next_step: ReminderDraft | Understood | None = None) -> None:
        """What happened with somebody, and what comes next about the same deal; one undo takes both back."""
        planned = self._planned(next_step, contact_id, log.deal_id)
        with self._writing(log_label(self._database.reader(), contact_id, log)) as work:
            self._write_down(work, contact_id, log, planned)

    def _planned(
        self, next_step: ReminderDraft | Understood | None, contact_id: int | None, deal_id: int | None
    ) -> ReminderDraft | None:
        return self.draft_of(next_step, contact_id, deal_id) if isinstance(next_step, Understood) else next_step

    def _write_down(
        self, work: Work, contact_id: int | None, log: InteractionDraft | None, planned: ReminderDraft | None
    ) -> None:
        if log is not None and contact_id is not None:
            log_interaction(work, contact_id, log)
        if planned is not None:
            insert_reminder(work, planned, self._clock.zone())

    def skip(self, occurrence_id: int) -> None:
        """Leave this time out; a repeating reminder comes again."""
        row = self._open_row(occurrence_id)
        with self._writing(message("Skipped: {text}", text=row.text)) as work:
            self._end(work, row, Ended.SKIPPED)

    def reopen(self, occurrence_id: int) -> None:
        """Open one that ended again; a repetition that came of it goes."""
        row = self.row(occurrence_id)
        if row is None:
            raise NotFound("This reminder is no longer there.")
        with self._writing(message("Reopened: {text}", text=row.text)) as work:
            following = queries.open_occurrence(work.read, row.reminder_id)
            if following is not None and following != occurrence_id:
                work.delete("occurrences", following)
            work.update("occurrences", occurrence_id, ended_at=None, ended_as="")

    def snooze(self, occurrence_id: int, day: date, at: time | None) -> None:
        """Put it off to a day and time of the user's wall clock, None for the whole day.

        Raises InvalidInput (field "moment") for a moment that has passed.
        """
        row = self._open_row(occurrence_id)
        moment = moment_columns(day, at, self._clock.zone())
        if int(str(moment["fires_at"])) <= int(self._clock.now().timestamp()) and (day, at) != (
            self.now().date(),
            None,
        ):
            raise InvalidInput("moment", "That moment has passed.")
        if at is not None and row.zone:
            # Kept in the zone that the reminder is fixed to, like the day it was set for.
            there = instant_to_wall(wall_to_instant(day, at, self._clock.zone()), self._zone(row.zone))
            moment |= {"due_day": there.date().isoformat(), "wall_time": there.strftime("%H:%M")}
        with self._writing(message("Snoozed: {text}", text=row.text)) as work:
            work.update("occurrences", occurrence_id, snoozed=row.snoozed + 1, **moment)

    def snooze_for(self, occurrence_id: int, span: timedelta) -> None:
        """Put it off by a span from now, whatever the clock on the wall does meanwhile."""
        row = self._open_row(occurrence_id)
        instant = self._clock.now() + span
        wall = instant_to_wall(instant, self._zone(row.zone))
        with self._writing(message("Snoozed: {text}", text=row.text)) as work:
            work.update(
                "occurrences",
                occurrence_id,
                snoozed=row.snoozed + 1,
                due_day=wall.date().isoformat(),
                wall_time=wall.strftime("%H:%M"),
                fires_at=int(instant.timestamp()),
            )

    def snooze_choices(self) -> list[SnoozeChoice]:
        """The usual moments to put things off to."""
        return usual_moments(self.now())

    def delete(self, reminder_id: int) -> None:
        """Delete a reminder with all its occurrences."""
        found = queries.open_occurrence(self._database.reader(), reminder_id)
        row = self.row(found) if found is not None else None
        with self._writing(message("Deleted reminder: {text}", text=row.text if row else "")) as work:
            work.delete("reminders", reminder_id)

    def realign(self) -> bool:
        """Reckon the moments of floating reminders anew in the zone the user is in; returns whether the zone is another one.

        The journal does not see this: it is no change of the user's.
        """
        zone = self._clock.zone()
        stale = [
            (row_id, moment["fires_at"])
            for row_id, day, at, fires_at in queries.floating(self._database.reader())
            if (moment := moment_columns(date.fromisoformat(day), time.fromisoformat(at) if at else None, zone))[
                "fires_at"
            ]
            != fires_at
        ]
        moved = self._settings.get(ZONE.name) != zone.key
        if stale or moved:
            with self._writing(None) as work:
                for row_id, fires_at in stale:
                    work.update("occurrences", row_id, fires_at=fires_at)
                settings_table.put(work.read, ZONE.name, zone.key)
        return moved

    def zone_moved(self) -> bool:
        """Whether the user's zone is another one than when the floating moments were last reckoned."""
        return self._settings.get(ZONE.name) != self._clock.zone().key

    def _end(self, work: Work, row: ReminderRow, how: Ended) -> None:
        work.update("occurrences", row.occurrence_id, ended_at=work.now, ended_as=how.value)
        rule = queries.rule(work.read, row.reminder_id)
        if rule is None or not rule[0]:
            return
        following = following_day(rule, row.day, self.now().date())
        if following is not None:
            at = time.fromisoformat(rule[3]) if rule[3] else None
            work.insert(
                "occurrences", reminder_id=row.reminder_id, **moment_columns(following, at, self._zone(rule[4]))
            )

    def _open_row(self, occurrence_id: int) -> ReminderRow:
        row = self.row(occurrence_id)
        if row is None or row.ended_at is not None:
            raise NotFound("This reminder is no longer open.")
        return row

    def _zone(self, name: str) -> tzinfo:
        return zone_named(name) or self._clock.zone()

    def _day_order(self) -> DayOrder:
        return DayOrder(self._settings.get(DAY_ORDER.name))
