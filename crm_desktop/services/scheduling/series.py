"""The occurrences of the user's own reminders, kept as their rule, zone and days left out say.

An occurrence that the user has not moved, put off or ended, and that was not heard yet, is derived: it may be reckoned anew
or taken away at any time. A reminder that repeats from the day it is due always has one occurrence ahead, so the next is
heard even if nobody ever ended the last; days that passed while the program was closed each get their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.reminders import OpenOccurrence, RepeatFrom, Series
from crm_desktop.services.ports import Clock
from crm_desktop.services.scheduling.moments import fires_at, moment_columns, zone_named
from crm_desktop.services.settings import MORNING, SettingsService
from crm_desktop.services.writes import Work
from crm_desktop.storage import reckoning_queue
from crm_desktop.storage.queries import scheduling as queries
from crm_desktop.storage.queries.instants import instant

if TYPE_CHECKING:  # loaded with the first reminder that repeats, to keep start-up fast
    from crm_desktop.domain.recurrence import Recurrence


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What wall-clock moments depend on: the user's zone, the time at which whole days are heard, and now (seconds UTC)."""

    zone: tzinfo
    morning: time
    now: int

    @property
    def today(self) -> date:
        """The user's day."""
        return instant_to_wall(instant(self.now), self.zone).date()


def surroundings(clock: Clock, settings: SettingsService) -> Surroundings:
    """What wall-clock moments depend on at present."""
    return Surroundings(clock.zone(), settings.time(MORNING), int(clock.now().timestamp()))


def recurrence(rule: str) -> Recurrence:
    """The parsed rule; raises InvalidInput (field "rule") for one that cannot be used."""
    from crm_desktop.domain.recurrence import Recurrence

    try:
        return Recurrence.parse(rule)
    except ValueError:
        raise InvalidInput("rule", "“{rule}” is not a repetition.", rule=rule[:60]) from None


def next_day(series: Series, after: date) -> date | None:
    """The first day later than `after` that the rule gives and that is not left out; None when there is none."""
    rule = recurrence(series.rule)
    day: date | None = series.start_day
    if series.start_day <= after:
        day = rule.next_after(series.start_day, after)
    while day is not None and day in series.except_days:
        day = rule.next_after(series.start_day, day)
    return day


def day_after_done(series: Series, done: date, ended: int) -> date | None:
    """When a reminder that repeats from its completion comes again, done on a day as the `ended`th time; None: no more."""
    rule = recurrence(series.rule)
    if rule.count is not None and ended >= rule.count:
        return None
    # Counted on from the day it was done, whatever the rule counted before.
    endless = replace(rule, count=None)
    day = endless.next_after(done, done)
    while day is not None and day in series.except_days:
        day = endless.next_after(done, day)
    return day


def settle(work: Work, series: Series, around: Surroundings) -> None:
    """Bring the open occurrences of a plain reminder in line with it, and give it the next one if it wants one."""
    zone = zone_named(series.zone) or around.zone
    derived = _belongs(series) if series.rule and series.repeat_from is RepeatFrom.DUE else None
    opened = queries.open_occurrences(work.read, series.reminder_id)
    only = None if derived is not None else _only_one(series, opened)
    seen: set[date] = set()
    for each in opened:
        again = each.planned_day in seen
        seen.add(each.planned_day)
        if each.touched or each.shown:
            continue
        # Without days that follow from its rule it has one time; others are left from when it had such a rule.
        extra = each is not only if derived is None else again or not derived(each.planned_day)
        # Nobody has heard or touched it, so it is nothing of the user's, even if its moment has passed.
        if extra:
            reckoning_queue.remove_occurrence(work.read, each.id)
            continue
        _align(work, series, each, zone, around.morning)
    if derived is not None:
        _extend(work, series, zone, around)


def _only_one(series: Series, opened: Sequence[OpenOccurrence]) -> OpenOccurrence | None:
    """The open occurrence of a reminder that has one at a time: the one on its own day, else the one that was there first."""
    return min(opened, key=lambda each: (each.planned_day != series.start_day, each.id), default=None)


def is_given(series: Series, each: OpenOccurrence, opened: Sequence[OpenOccurrence], now: int) -> bool:
    """Whether a reminder gives an open occurrence its day by itself, beside all that are open (`opened`), at `now` (seconds UTC).

    If it does not, the reckoning would take the occurrence away, unless it is the user's own.
    """
    if not series.rule or series.repeat_from is RepeatFrom.DONE:
        return _only_one(series, opened) is each
    # One lies ahead, the first: whatever is derived and later goes.
    ahead = (other for other in opened if not other.touched and not other.shown and other.fires_at > now)
    others = {other.planned_day for other in opened if other is not each}
    return (
        each.planned_day not in others
        and all(other.planned_day >= each.planned_day for other in ahead)
        and _belongs(series)(each.planned_day)
    )


def _belongs(series: Series) -> Callable[[date], bool]:
    rule = recurrence(series.rule)

    def belongs(day: date) -> bool:
        if day in series.except_days or day < series.start_day:
            return False
        return day == series.start_day or rule.next_after(series.start_day, day - timedelta(days=1)) == day

    return belongs


def _align(work: Work, series: Series, each: OpenOccurrence, zone: tzinfo, morning: time) -> None:
    day = each.planned_day if series.rule else series.start_day
    fires = fires_at(day, series.at, zone, morning)
    if (day, series.at, fires) != (each.day, each.at, each.fires_at):
        columns = moment_columns(day, series.at, zone, morning) | {"planned_day": day.isoformat()}
        work.update("occurrences", each.id, **columns)


def _extend(work: Work, series: Series, zone: tzinfo, around: Surroundings) -> None:
    """Give each day that has passed its occurrence, and exactly one that lies ahead: the first that the user has not settled."""
    passed = instant_to_wall(instant(around.now), zone).date()
    if fires_at(passed, series.at, zone, around.morning) > around.now:
        passed -= timedelta(days=1)
    # Days before a reminder was written down are nothing that was forgotten.
    written = instant_to_wall(instant(series.created_at), around.zone).date()
    if around.now <= series.created_at or fires_at(written, series.at, zone, around.morning) >= series.created_at:
        # Only while it is written down, the time of today that has passed counts: further west, it is that of another day.
        written -= timedelta(days=1)
    ahead = queries.planned_after(work.read, series.reminder_id, passed)
    last: date | None = passed
    if all(derived is None for derived in ahead.values()):
        # What lay ahead has passed, or there never was anything.
        last = queries.last_planned(work.read, series.reminder_id, passed)
    begin = max(last or written, written)
    had = queries.planned_after(work.read, series.reminder_id, begin)
    following = next_day(series, begin)
    while following is not None and following <= passed:
        if following not in had:
            insert_occurrence(work, series, following, zone, around.morning)
        following = next_day(series, following)
    while following is not None and following in ahead and ahead[following] is None:
        following = next_day(series, following)
    for day, derived in ahead.items():
        if derived is not None and day != following:
            reckoning_queue.remove_occurrence(work.read, derived)
    if following is not None and following not in ahead:
        insert_occurrence(work, series, following, zone, around.morning)


def insert_occurrence(work: Work, series: Series, day: date, zone: tzinfo, morning: time) -> int:
    """One more occurrence of a reminder on a day of its rule."""
    columns = moment_columns(day, series.at, zone, morning)
    former = reckoning_queue.former_number(work.read, series.reminder_id, day.isoformat())
    if former is not None:
        columns["id"] = former
    return work.insert(
        "occurrences",
        reminder_id=series.reminder_id,
        planned_day=day.isoformat(),
        kind=series.kind.value,
        **columns,
    )
