"""What is on the days of some weeks: stored reminders, repetitions that rules will bring, yearly days of contacts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from crm_desktop.domain.agenda import (
    AgendaFilter,
    AgendaRule,
    AgendaState,
    DayEntry,
    EntryKind,
    MonthDay,
    MonthPage,
)
from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.messages import message
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reminders import ReminderKind, reminder_title
from crm_desktop.services.agenda_days import Days, span_of
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import agenda as queries
from crm_desktop.storage.queries import reminders, scheduling

_ONE_DAY = timedelta(days=1)
_MOST_SERIES, _MOST_REPETITIONS = 1_500, 6_000
"""What is reckoned for one page at most: with more, turning it would take longer than anybody waits."""
_BATCH = 400


class MonthReader:
    """Reads one month; at most `most` lines a day are kept, the rest is counted."""

    def __init__(self, connection: Connection, asked: AgendaFilter, days: Days, most: int) -> None:
        self._connection = connection
        self._asked = asked
        self._days = days
        self._most = most
        self._entries: dict[date, list[DayEntry]] = defaultdict(list)
        self._counts: dict[date, int] = defaultdict(int)
        self._capped = False

    def read(self, first: date, last: date) -> MonthPage:
        """The days from `first` to `last`."""
        ended = self._asked.state is AgendaState.ENDED
        stored = self._read_stored(first, last, ended=ended)
        if self._asked.state is AgendaState.OPEN:
            self._read_repetitions(first, last)
            self._read_yearly(first, last)
        days = {day: MonthDay(self._in_order(day), count) for day, count in self._counts.items() if count}
        return MonthPage(first, last, days, stored, self._capped)

    def _in_order(self, day: date) -> tuple[DayEntry, ...]:
        # The user's own reminders, then birthdays and notices, then what is not there yet; in each, times before whole days.
        def place(entry: DayEntry) -> tuple[int, bool, int]:
            order = 2 if entry.kind is EntryKind.PLANNED else int(entry.kind is EntryKind.YEARLY or entry.notice)
            minutes = -1 if entry.at is None else entry.at.hour * 60 + entry.at.minute
            return order, entry.at is None, minutes

        return tuple(sorted(self._entries[day], key=place)[: self._most])

    def _read_stored(self, first: date, last: date, *, ended: bool) -> int:
        spans = span_of(first, last, self._days.zone)
        if self._asked.state is AgendaState.OVERDUE:
            spans = [span for span in spans if span[1] <= self._days.now_seconds]
        if not spans:
            return 0
        found = queries.first_of_days(self._connection, self._asked, spans, self._most, ended=ended)
        rows = self._rows([occurrence for _number, occurrence, _many in found])
        counts = {number: many for number, _occurrence, many in found}
        for number, occurrence, _many in found:
            if occurrence in rows:
                self._entries[first + timedelta(days=number)].append(self._stored(rows[occurrence]))
        for number, many in counts.items():
            self._counts[first + timedelta(days=number)] += many
        return sum(counts.values())

    def _rows(self, wanted: list[int]) -> dict[int, ReminderRow]:
        found: dict[int, ReminderRow] = {}
        for begin in range(0, len(wanted), _BATCH):
            found |= reminders.rows_of(self._connection, wanted[begin : begin + _BATCH], self._days.now_seconds)
        return found

    def _stored(self, row: ReminderRow) -> DayEntry:
        wall = None if row.at is None else row.at.strftime("%H:%M")
        fires = int(row.fires_at.timestamp())
        day, at = self._days.local(fires, row.day.isoformat(), wall, row.zone)
        return DayEntry(
            EntryKind.REMINDER,
            row.occurrence_id,
            row.title,
            at,
            late=row.ended_at is None and self._days.is_late(day, at, fires),
            ended=row.ended_at is not None,
            repeats=bool(row.rule) and row.kind is ReminderKind.PLAIN,
            urgent=row.urgent,
            notice=row.kind is not ReminderKind.PLAIN,
        )

    def _read_repetitions(self, first: date, last: date) -> None:
        if self._asked.rule not in (AgendaRule.ANY, AgendaRule.REPEATING):
            return
        after = (last + _ONE_DAY).isoformat()
        found = queries.repeating(self._connection, self._asked, after, _MOST_SERIES + 1)
        self._capped = len(found) > _MOST_SERIES
        reckoned = 0
        for reminder_id, text, urgent, stands in found[:_MOST_SERIES]:
            series = scheduling.series(self._connection, reminder_id)
            if series is None:
                continue
            begin = max(first, date.fromisoformat(stands) + _ONE_DAY)
            if reckoned > _MOST_REPETITIONS:
                self._capped = True
                return
            for day, at, _fires in self._days.repetitions(series, begin, last):
                reckoned += 1
                self._counts[day] += 1
                if len(self._entries[day]) < 2 * self._most:
                    title = message("{text}", text=text)
                    entry = DayEntry(EntryKind.PLANNED, reminder_id, title, at, repeats=True, urgent=bool(urgent))
                    self._entries[day].append(entry)

    def _read_yearly(self, first: date, last: date) -> None:
        if self._asked.rule not in (AgendaRule.ANY, AgendaRule.YEARLY) or self._asked.deal_id is not None:
            return
        days = {}
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            for month_day in self._days.month_days(day):
                days[month_day] = day
        counts = queries.yearly_counts(self._connection, self._asked, list(days))
        for month_day, count in counts.items():
            self._read_yearly_of(month_day, days[month_day], count)

    def _read_yearly_of(self, month_day: str, day: date, count: int) -> None:
        self._counts[day] += count
        for date_id, label, value, name in queries.yearly_on(self._connection, self._asked, month_day, self._most):
            if (PartialDate.parse(value).year or 0) <= day.year:
                title = reminder_title(ReminderKind.DATE, "", name, label)
                self._entries[day].append(DayEntry(EntryKind.YEARLY, date_id, title))
            else:
                self._counts[day] -= 1
