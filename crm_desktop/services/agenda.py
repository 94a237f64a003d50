"""What the Reminders view reads: the outline of an agenda, its lines as they are looked at, and the days of a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from crm_desktop.domain.agenda import AgendaFilter, AgendaState, Key, MonthPage, Outline, Whom
from crm_desktop.domain.dates import LeapDayRule, PartialDate, last_day_of_month
from crm_desktop.domain.pages import DayRow, ReminderRow
from crm_desktop.services.agenda_days import Days, span_of
from crm_desktop.services.agenda_outline import OutlineReader
from crm_desktop.services.ports import Clock
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.settings import LEAP_DAY, SettingsService
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import agenda as queries
from crm_desktop.storage.queries import reminders, search
from crm_desktop.storage.queries import scheduling as schedule
from crm_desktop.storage.queries.reminders import DATES_IN_VIEW

_FIRST_PEOPLE = 25
_KINDS_OF_WHOM = ("contact", "company", "deal")


class AgendaService:
    """Reads for one view; days and times are wall time in the user's zone. Every method may be called from any thread."""

    def __init__(self, database: Database, clock: Clock, settings: SettingsService, reckoning: Reckoning) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._reckoning = reckoning

    def outline(self, asked: AgendaFilter) -> Outline:
        """What stands where in an agenda, without the words of its lines."""
        reader = OutlineReader(self._database.reader(), asked, self._days())
        if asked.state is AgendaState.ENDED:
            return reader.ended()
        return reader.of_day(asked.day) if asked.day is not None else reader.open()

    def rows(self, occurrences: Sequence[int]) -> list[ReminderRow | None]:
        """The lines of some occurrences, in the same order; None for one that is gone. One quick statement."""
        found = reminders.rows_of(self._database.reader(), occurrences, int(self._clock.now().timestamp()))
        return [found.get(occurrence) for occurrence in occurrences]

    def yearly(self, dates: Sequence[int], day: date) -> list[DayRow | None]:
        """The lines of some yearly days, kept on a day; None for one that is gone."""
        found = {row[0]: _day_row(row, day) for row in queries.yearly_rows(self._database.reader(), dates)}
        return [found.get(date_id) for date_id in dates]

    def planned(self, series_ids: Sequence[int], day: date) -> list[ReminderRow | None]:
        """The lines of reminders that their rules bring on a day, although nothing is stored there yet."""
        connection = self._database.reader()
        days = self._days()
        found: list[ReminderRow | None] = []
        for reminder_id in series_ids:
            series = schedule.series(connection, reminder_id)
            occurrence = reminders.open_occurrence(connection, reminder_id)
            row = None if occurrence is None else reminders.row(connection, occurrence)
            moment = None if series is None else next(days.repetitions(series, day, day), None)
            if row is None or moment is None:
                found.append(None)
            else:
                found.append(replace(row, day=day, at=moment[1], zone="", snoozed=0, open_count=1, moved=False))
        return found

    def key_of(self, reminder_id: int) -> Key | None:
        """The line of a reminder, by its earliest open occurrence."""
        found = reminders.open_occurrence(self._database.reader(), reminder_id)
        return None if found is None else ("reminder", found)

    def day_counts(self, month: date) -> dict[date, int]:
        """How many reminders are open on each day of the month that begins so."""
        days = self._days()
        spans = span_of(month, last_day_of_month(month.year, month.month), days.zone)
        counts = queries.counts_of_days(self._database.reader(), spans, days.now_seconds + DATES_IN_VIEW)
        return {month + timedelta(days=number): count for number, count in counts.items()}

    def month(self, first: date, last: date, asked: AgendaFilter, most: int) -> MonthPage:
        """What is on each day from `first` to `last` (some weeks): at most `most` lines a day, and how many there are.

        Repetitions that rules will bring are reckoned, not stored. Yearly days of contacts are on their days of any year.
        """
        from crm_desktop.services.agenda_month import MonthReader  # with the first month, to keep start-up fast

        reader = MonthReader(self._database.reader(), asked, self._days(), most)
        return reader.read(first, last)

    def whom(self, text: str, most: int = 12) -> list[Whom]:
        """Whom reminders can be about: contacts, companies and deals whose names have all the words typed.

        Nothing typed: the people whose reminders come first.
        """
        connection = self._database.reader()
        if not text.strip():
            return [Whom("contact", *row) for row in queries.people_with_open(connection, _FIRST_PEOPLE)]
        hits = search.names(connection, text, most)
        return [Whom(hit.kind, hit.id, hit.name, hit.company) for hit in hits if hit.kind in _KINDS_OF_WHOM]

    def _days(self) -> Days:
        around = self._reckoning.around()
        leap_day = LeapDayRule(self._settings.get(LEAP_DAY.name))
        return Days(around.zone, around.morning, around.now, around.today, leap_day)


def _day_row(row: tuple[int, int, str, str, str, str, str], day: date) -> DayRow:
    date_id, contact_id, name, company, label, value, channel = row
    year = PartialDate.parse(value).year
    return DayRow(date_id, contact_id, name, company, label, day, None if year is None else day.year - year, channel)
