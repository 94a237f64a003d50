"""The front page: what is due, whose day it is, with whom one is losing touch, what is stuck, the month in two numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from crm_desktop.domain.dates import LeapDayRule, PartialDate, day_start_instant, instant_to_wall
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.front_page import Today
from crm_desktop.domain.money import Money, add_up
from crm_desktop.domain.pages import Counts, DayRow, ReminderRow
from crm_desktop.domain.pipelines import Stage
from crm_desktop.services import board_reading
from crm_desktop.services.ports import Clock
from crm_desktop.services.settings import LEAP_DAY, SettingsService
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import companies, contacts, deals, pipelines, promises, reminders, touch
from crm_desktop.storage.queries import today as queries
from crm_desktop.storage.queries.instants import instant

_DAYS_AHEAD = 7
_AHEAD_SHOWN = 60
_LOSING_TOUCH_SHOWN = 5
_STUCK_SHOWN = 5
_IDLE_SHOWN = 5
_TICKETS_SHOWN = 5


class TodayService:
    """What one looks at in the morning."""

    def __init__(self, database: Database, clock: Clock, settings: SettingsService) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings

    def today(self) -> Today:
        """The whole page at the present moment, in the user's wall time."""
        connection = self._database.reader()
        now, zone = self._clock.now(), self._clock.zone()
        wall = instant_to_wall(now, zone)
        seconds, tonight, last = (
            int(moment.timestamp())
            for moment in (
                now,
                *(day_start_instant(wall.date() + timedelta(days=n), zone) for n in (1, _DAYS_AHEAD + 1)),
            )
        )
        rows = reminders.open_rows(connection, seconds, tonight - 1)
        rows += reminders.open_rows(connection, seconds, last - 1, _AHEAD_SHOWN, since=tonight)
        late, due, ahead = _sorted_out(rows, now, zone)
        losing, losing_count = touch.losing_touch(
            connection, seconds, _LOSING_TOUCH_SHOWN, lambda at: instant_to_wall(instant(at), zone).date()
        )
        work = self._deals(seconds, zone, wall.date())
        return Today(
            day=wall.date(),
            overdue=tuple(late),
            today=tuple(due),
            next_days=tuple(ahead),
            days=tuple(self._days(wall.date())),
            losing_touch=tuple(losing),
            losing_touch_count=losing_count,
            stuck=work.stuck,
            won_count=len(work.won),
            won_sums=add_up(board_reading.worths(work.won)),
            open_sums=work.open_sums,
            weighted_sums=work.weighted_sums,
            next_count=len(ahead)
            if len(ahead) < _AHEAD_SHOWN
            else reminders.count_between(connection, tonight, last - 1),
            tickets=tuple(promises.open_tickets(connection, limit=_TICKETS_SHOWN)),
            tickets_count=promises.count_open_tickets(connection),
            stuck_count=work.stuck_count,
            without_step=work.idle,
            without_step_count=work.idle_count,
        )

    def counts(self) -> Counts:
        """The numbers beside the sidebar's entries: due is everything up to the end of today."""
        connection = self._database.reader()
        now, zone = self._clock.now(), self._clock.zone()
        day = instant_to_wall(now, zone).date()
        end = day_start_instant(day + timedelta(days=1), zone)
        opened, due, overdue = reminders.counts(connection, int(now.timestamp()), day.isoformat(), int(end.timestamp()))
        return Counts(
            contacts.count(connection), deals.open_count(connection), opened, due, overdue, companies.count(connection)
        )

    def version(self) -> int:
        """A number that moves with every commit by anybody, this program or another one on the same file."""
        return self._database.version()

    def _days(self, today: date) -> list[DayRow]:
        span = [today + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD + 1)]
        keys = {day.strftime("%m-%d") for day in span}
        if "02-28" in keys or "03-01" in keys:
            keys.add("02-29")
        found = []
        leap_day = LeapDayRule(self._settings.get(LEAP_DAY.name))
        for date_id, contact_id, name, company, label, value, channel in queries.dates_without_row(
            self._database.reader(), sorted(keys), (span[0].isoformat(), span[-1].isoformat())
        ):
            partial = PartialDate.parse(value)
            day = partial.next_on_or_after(today, leap_day)
            if day <= span[-1]:
                turns = None if partial.year is None else day.year - partial.year
                found.append(DayRow(date_id, contact_id, name, company, label, day, turns, channel))
        return sorted(found, key=lambda row: row.day)

    def _deals(self, now: int, zone: tzinfo, today: date) -> _Deals:
        """All pipelines in use together; sums go by the chance of each deal's own stage.

        Cards are made of those few deals only that are shown.
        """
        connection = self._database.reader()
        stages, steps = pipelines.stages(connection), deals.planned(connection)
        judging = board_reading.Judging(steps, stages, now, zone)
        planned = deals.next_steps(connection).keys()
        stuck: list[tuple[int, int]] = []
        idle: list[tuple[int, int]] = []
        for deal_id, stage_id, stage, since in deals.standing(connection):
            quiet, why = judging.judge(deal_id, stage_id, stage, since)
            if why is not None:
                stuck.append((-quiet, deal_id))
            if deal_id not in planned:
                idle.append((-quiet, deal_id))
        told = [deal_id for _, deal_id in sorted(stuck)[:_STUCK_SHOWN]]
        others = [deal_id for _, deal_id in sorted(idle) if deal_id not in told][:_IDLE_SHOWN]
        cards = board_reading.judged(deals.cards(connection, (*told, *others)), steps, stages, now, zone)
        open_sums, weighted_sums = _sums(stages, deals.open_values(connection))
        return _Deals(
            won=deals.won_since(connection, None, *board_reading.month_span(today.replace(day=1), zone)),
            open_sums=open_sums,
            weighted_sums=weighted_sums,
            stuck=tuple(cards[: len(told)]),
            stuck_count=len(stuck),
            idle=tuple(cards[len(told) :]),
            idle_count=len(idle),
        )


@dataclass(frozen=True, slots=True)
class _Deals:
    """What the page says of deals."""

    won: list[DealCard]
    open_sums: tuple[Money, ...]
    weighted_sums: tuple[Money, ...]
    stuck: tuple[DealCard, ...]
    stuck_count: int
    idle: tuple[DealCard, ...]
    idle_count: int


def _sums(
    stages: Iterable[Stage], values: Sequence[tuple[int, DealValue]]
) -> tuple[tuple[Money, ...], tuple[Money, ...]]:
    """The sums of what is open, and the same by the chance of each stage; `values` by the id of the stage."""
    worths = [(stage_id, value.worth()) for stage_id, value in values]
    weighted: list[Money] = []
    for stage in stages:
        here = add_up(worth for stage_id, worth in worths if stage_id == stage.id)
        weighted += board_reading.weighted(here, stage.chance.percent)
    return add_up(worth for _, worth in worths), add_up(weighted)


def _sorted_out(
    rows: Iterable[ReminderRow], now: datetime, zone: tzinfo
) -> tuple[list[ReminderRow], list[ReminderRow], list[ReminderRow]]:
    late: list[ReminderRow] = []
    due: list[ReminderRow] = []
    ahead: list[ReminderRow] = []
    wall = instant_to_wall(now, zone)
    for row in rows:
        # A time with a zone of its own stands on the day that the user's own clock shows then.
        here = instant_to_wall(row.fires_at, zone) if row.zone and row.at is not None else None
        day, at = (here.date(), here.time()) if here is not None else (row.day, row.at or time.max)
        # What came due further east stays in sight for who travels west, where its day or time is still to come.
        passed = row.fires_at < now
        # A whole day is late only when it is over; a time is late when it has passed.
        if day < wall.date() or (day == wall.date() and at < wall.time()) or (passed and row.at is not None):
            late.append(row)
        elif day == wall.date() or passed:
            due.append(row)
        else:
            ahead.append(row)
    return late, due, ahead
