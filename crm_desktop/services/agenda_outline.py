"""The outline of an agenda: which lines stand under which heading, put in order without reading their words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from crm_desktop.domain.agenda import AgendaFilter, AgendaRule, AgendaState, Key, Outline, OutlineGroup
from crm_desktop.domain.dates import PartialDate, instant_to_wall
from crm_desktop.services.agenda_days import Days
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import agenda as queries
from crm_desktop.storage.queries import scheduling
from crm_desktop.storage.queries.agenda import StandRow
from crm_desktop.storage.queries.instants import instant
from crm_desktop.storage.queries.reminders import DATES_IN_VIEW

_ONE_DAY = timedelta(days=1)
_ALWAYS = 1 << 61
_MOST_OF_A_DAY = 2_000
Stand = tuple[date, bool, time, int, int, int]
"""A line as it is sorted: its day, whether it is for the whole day, its time, 1 for a yearly day, its second, the occurrence."""


class OutlineReader:
    """Reads one outline; `days` says what now, today and here are."""

    def __init__(self, connection: Connection, asked: AgendaFilter, days: Days) -> None:
        self._connection = connection
        self._asked = asked
        self._days = days

    def open(self) -> Outline:
        """Open reminders: overdue ones first, then each day with a heading of its own."""
        overdue_only = self._asked.state is AgendaState.OVERDUE
        until = self._days.now_seconds if overdue_only else _ALWAYS
        dates_until = self._days.now_seconds + DATES_IN_VIEW
        found = queries.open_stands(self._connection, self._asked, until, dates_until)
        late, ahead = self._sorted_out(found)
        groups = [OutlineGroup(None, _keys(late), tuple(stand[0] for stand in late))] if late else []
        if overdue_only:
            ahead = []
        groups += _by_day(ahead)
        shown = len(late) + len(ahead)
        total = shown
        if self._asked.narrows:
            total = queries.open_count(self._connection, until, dates_until)
        return Outline(tuple(groups), shown, len(late), total, self._changes_at(ahead))

    def of_day(self, day: date) -> Outline:
        """What is open on one day, with the yearly days of contacts and the repetitions that rules will bring."""
        first, last = self._days.start(day), self._days.start(day + _ONE_DAY)
        late, ahead = self._sorted_out(queries.open_stands_of_day(self._connection, self._asked, first, last))
        stands = sorted([*late, *ahead])
        keys = [*_keys(stands), *self._yearly(day), *self._planned(day)]
        groups = (OutlineGroup(day, tuple(keys), (day,) * len(keys)),) if keys else ()
        total = queries.open_count(self._connection, _ALWAYS, self._days.now_seconds + DATES_IN_VIEW)
        return Outline(groups, len(keys), len(late), total, self._changes_at(ahead))

    def ended(self) -> Outline:
        """What was done or skipped, newest first, under the day on which it ended."""
        day = self._asked.day
        first, last = (0, _ALWAYS) if day is None else (self._days.start(day), self._days.start(day + _ONE_DAY))
        found = queries.ended_stands(self._connection, self._asked, first, last)
        groups: list[OutlineGroup] = []
        keys: list[Key] = []
        heading, begins = None, _ALWAYS
        for occurrence, ended_at in found:
            if ended_at < begins:
                if heading is not None:
                    groups.append(OutlineGroup(heading, tuple(keys), (heading,) * len(keys)))
                heading, keys = instant_to_wall(instant(ended_at), self._days.zone).date(), []
                begins = self._days.start(heading)
            keys.append(("reminder", occurrence))
        if heading is not None:
            groups.append(OutlineGroup(heading, tuple(keys), (heading,) * len(keys)))
        total = queries.ended_count(self._connection) if self._asked.narrows else len(found)
        return Outline(tuple(groups), len(found), 0, total, self._changes_at([]))

    def _sorted_out(self, found: Iterable[StandRow]) -> tuple[list[Stand], list[Stand]]:
        """Late ones by their moments; those ahead by day, times before whole days, which stand for all of it."""
        late: list[Stand] = []
        ahead: list[Stand] = []
        for occurrence, fires, due_day, wall_time, zone, yearly in found:
            day, at = self._days.local(fires, due_day, wall_time, zone)
            stand = (day, at is None, at or time.min, yearly, fires, occurrence)
            (late if self._days.is_late(day, at, fires) else ahead).append(stand)
        late.sort(key=lambda stand: stand[4:])
        ahead.sort()
        return late, ahead

    def _changes_at(self, ahead: Iterable[Stand]) -> datetime:
        tomorrow = self._days.start(self._days.today + _ONE_DAY)
        now = self._days.now_seconds
        return instant(min((stand[4] for stand in ahead if now < stand[4] < tomorrow), default=tomorrow))

    def _yearly(self, day: date) -> list[Key]:
        if self._asked.rule not in (AgendaRule.ANY, AgendaRule.YEARLY) or self._asked.deal_id is not None:
            return []
        keys: list[Key] = []
        told = queries.dates_told(self._connection, self._days.start(day), self._days.start(day + _ONE_DAY))
        for month_day in self._days.month_days(day):
            found = queries.yearly_on(self._connection, self._asked, month_day, _MOST_OF_A_DAY)
            begun = (row[0] for row in found if (PartialDate.parse(row[2]).year or 0) <= day.year)
            keys += (("day", date_id) for date_id in begun if date_id not in told)
        return keys

    def _planned(self, day: date) -> list[Key]:
        if self._asked.rule not in (AgendaRule.ANY, AgendaRule.REPEATING):
            return []
        keys: list[Key] = []
        for reminder_id, _text, _urgent, last in queries.repeating(
            self._connection, self._asked, (day + _ONE_DAY).isoformat(), _MOST_OF_A_DAY
        ):
            series = scheduling.series(self._connection, reminder_id)
            first = max(day, date.fromisoformat(last) + _ONE_DAY)
            if series is not None and next(self._days.repetitions(series, first, day), None) is not None:
                keys.append(("planned", reminder_id))
        return keys


def _keys(stands: Iterable[Stand]) -> tuple[Key, ...]:
    return tuple(("reminder", stand[5]) for stand in stands)


def _by_day(stands: Iterable[Stand]) -> list[OutlineGroup]:
    groups: list[OutlineGroup] = []
    heading: date | None = None
    keys: list[Key] = []
    for day, _whole, _at, _yearly, _fires, occurrence in stands:
        if day != heading:
            if heading is not None:
                groups.append(OutlineGroup(heading, tuple(keys), (heading,) * len(keys)))
            heading, keys = day, []
        keys.append(("reminder", occurrence))
    if heading is not None:
        groups.append(OutlineGroup(heading, tuple(keys), (heading,) * len(keys)))
    return groups
