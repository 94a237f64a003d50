"""The meanings that are days: `tomorrow`, `next friday`, `24.12.`, `in 2 weeks`, `end of month`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from crm_desktop.domain.dates import PartialDate, add_months, instant_to_wall, wall_to_instant
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry.phrases import Match
from crm_desktop.domain.quick_entry.said import DaySaid, Situation
from crm_desktop.domain.quick_entry.vocabulary import Unit
from crm_desktop.domain.recurrence_words import WEEKDAY_NAMES

_FRIDAY, _SATURDAY = 4, 5
_FARTHEST_YEARS = 100
_SHORT = (Unit.MINUTE, Unit.HOUR)
_MINUTES_OF = {Unit.MINUTE: 1, Unit.HOUR: 60}
_MONTHS_OF = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}

DayAnswer = DaySaid | Message | None
"""A day, a question or objection, or None: the words mean something else."""


def monday_of(day: date) -> date:
    """The Monday of the week that `day` is in."""
    return day - timedelta(days=day.weekday())


def too_far() -> Message:
    """The answer to days that no one plans for."""
    return message("That day is too far away.")


def which_day() -> Message:
    """The answer to what names no single day."""
    return message("Which day? Write for example “tue”, “24 dec” or “2026-12-24”.")


def _one_or_other(one: date, other: date) -> Message:
    return message("Is that {one} or {other}? Write the date.", one=one, other=other)


def add_units(day: date, number: int, unit: Unit) -> date | None:
    """`number` days, weeks, months, quarters or years after `day`, shorter months clipped; None beyond the calendar."""
    try:
        if unit in _MONTHS_OF:
            return add_months(day, number * _MONTHS_OF[unit])
        return day + timedelta(days=number * (7 if unit is Unit.WEEK else 1))
    except (OverflowError, ValueError):
        return None


def full_day(day: date | None, situation: Situation, weekday: int | None = None) -> DayAnswer:
    if day is None or abs(day.year - situation.today.year) > _FARTHEST_YEARS:
        return too_far()
    return DaySaid(day=day, partial=PartialDate.of(day), weekday=weekday)


def as_period(said: DayAnswer) -> DayAnswer:
    """The day as the first one of what is really meant."""
    return replace(said, period=True) if isinstance(said, DaySaid) else said


def _ahead(days: int, situation: Situation) -> DayAnswer:
    return full_day(add_units(situation.today, days, Unit.DAY), situation)


def relative_day(match: Match, situation: Situation) -> DayAnswer:
    """`tomorrow`."""
    return _ahead(match.captured.first("relative") or 0, situation)


def days_ahead(match: Match, situation: Situation) -> DayAnswer:
    """`the day after tomorrow`."""
    return _ahead(match.phrase.number, situation)


def ahead(match: Match, situation: Situation) -> DayAnswer:
    """`in 2 weeks`, `3 days from tomorrow`, `2 days ago`, `in 90 minutes`."""
    said = match.captured.first("number")
    number = match.phrase.number * (1 if said is None else said)
    unit = match.phrase.unit or match.captured.units[0]
    relative = match.captured.first("relative") or 0
    if unit in _SHORT:
        return which_day() if relative else moment_ahead(number * _MINUTES_OF[unit], situation)
    return full_day(add_units(situation.today + timedelta(days=relative), number, unit), situation)


def ahead_of_two(match: Match, situation: Situation) -> DayAnswer:
    """`in 1 hour and 30 minutes`, `in 2 weeks and 3 days`; without the "and" only hours and minutes belong together."""
    units, numbers = match.captured.units, match.captured.integers["number"]
    if all(unit in _SHORT for unit in units):
        return moment_ahead(sum(n * _MINUTES_OF[unit] for n, unit in zip(numbers, units, strict=True)), situation)
    if any(unit in _SHORT for unit in units) or not match.phrase.number:
        return which_day()
    day: date | None = situation.today
    for number, unit in zip(numbers, units, strict=True):
        day = day and add_units(day, number, unit)
    return full_day(day, situation)


def ahead_of_weekday(match: Match, situation: Situation) -> DayAnswer:
    """`2 weeks from monday`."""
    unit, weekday = match.captured.units[0], match.captured.first("weekday") or 0
    if unit in (Unit.MINUTE, Unit.HOUR):
        return None
    return full_day(add_units(_coming(weekday, situation.today), match.captured.first("number") or 0, unit), situation)


def minutes_ahead(match: Match, situation: Situation) -> DayAnswer:
    """`in half an hour`."""
    return moment_ahead(match.phrase.number, situation)


def moment_ahead(minutes: int, situation: Situation) -> DayAnswer:
    """A moment so many minutes from now, never earlier than that: begun minutes are rounded up.

    With a zone the clock changes are counted in: one hour before a gap, `in 2 hours` is three hours later on the wall.
    """
    if minutes < 0 and not situation.past_allowed:
        return message("That is already over.")
    passed = timedelta(minutes=minutes)
    try:
        if situation.zone is None:
            wall = situation.now.replace(tzinfo=None) + passed
        else:
            instant = wall_to_instant(situation.today, situation.now.time(), situation.zone) + passed
            wall = instant_to_wall(instant, situation.zone)
        if wall.second or wall.microsecond:
            wall = wall.replace(second=0, microsecond=0) + timedelta(minutes=1)
    except OverflowError:
        return too_far()
    said = full_day(wall.date(), situation)
    return DaySaid(day=said.day, partial=said.partial, moment=wall.time()) if isinstance(said, DaySaid) else said


def _coming(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _latest(weekday: int, today: date) -> date:
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def weekday(match: Match, situation: Situation) -> DayAnswer:
    """`friday`: the coming one, on a Friday the one in a week (today is `today`); looking back, the latest before today."""
    number = match.captured.first("weekday") or 0
    found = _latest(number, situation.today) if situation.looks_back else _coming(number, situation.today)
    part = next(iter(match.captured.times), None)
    return DaySaid(day=found, partial=PartialDate.of(found), weekday=number, part=part)


def this_weekday(match: Match, situation: Situation) -> DayAnswer:
    """`this friday`: the first one from today on, today included."""
    today = situation.today
    return _ahead(((match.captured.first("weekday") or 0) - today.weekday()) % 7, situation)


def next_weekday(match: Match, situation: Situation) -> DayAnswer:
    """`next friday`: the Friday of next week (weeks begin on Monday)."""
    return _ahead(7 - situation.today.weekday() + (match.captured.first("weekday") or 0), situation)


def next_weekday_if_clear(match: Match, situation: Situation) -> DayAnswer:
    """`nächsten Freitag`: the coming one or the one of next week, asked where these differ; `übernächsten` a week later."""
    number, later = match.captured.first("weekday") or 0, timedelta(weeks=match.phrase.number)
    coming = _coming(number, situation.today) + later
    of_next_week = monday_of(situation.today) + timedelta(days=7 + number) + later
    return full_day(coming, situation) if coming == of_next_week else _one_or_other(coming, of_next_week)


def next_working_day(_match: Match, situation: Situation) -> DayAnswer:
    """`next working day`: after today, Monday to Friday."""
    return _ahead(max(1, 7 - situation.today.weekday()) if situation.today.weekday() >= _FRIDAY else 1, situation)


def last_weekday(match: Match, situation: Situation) -> DayAnswer:
    """`last friday`: the latest before today."""
    return full_day(_latest(match.captured.first("weekday") or 0, situation.today), situation)


def weekday_of_week(match: Match, situation: Situation) -> DayAnswer:
    """`tuesday next week`, `friday in 2 weeks`: the week is counted from this one."""
    weeks = match.captured.first("number")
    monday = add_units(monday_of(situation.today), match.phrase.number if weeks is None else weeks, Unit.WEEK)
    wanted = match.captured.first("weekday") or 0
    return full_day(monday and add_units(monday, wanted, Unit.DAY), situation)


def weekday_ahead(match: Match, situation: Situation) -> DayAnswer:
    """`Mittwoch in einer Woche`: a week after the coming one; with more weeks, asked where counting calendar weeks differs."""
    unit, number = match.captured.units[0], match.captured.first("number") or 0
    if unit is Unit.DAY and number and number % 7 == 0:
        unit, number = Unit.WEEK, number // 7
    wanted = match.captured.first("weekday") or 0
    if unit is not Unit.WEEK:
        return None
    coming = add_units(_coming(wanted, situation.today), number, unit)
    of_week = add_units(monday_of(situation.today) + timedelta(days=wanted), number, unit)
    if number == 1 or coming is None or of_week is None or coming == of_week:
        return full_day(coming, situation)
    return _one_or_other(of_week, coming)


def wrong_weekday(day: date) -> Message:
    """The answer to a weekday and a date that do not belong together."""
    return message("{day} is a {weekday}. Which of the two is meant?", day=day, weekday=WEEKDAY_NAMES[day.weekday()])


def _first_of(unit: Unit, number: int, today: date) -> date | None:
    """The first day of this (0), the next (1) week, month, quarter or year; None for other units."""
    if unit is Unit.WEEK:
        return add_units(monday_of(today), number, unit)
    if unit not in _MONTHS_OF:
        return None
    months = _MONTHS_OF[unit]
    return add_units(today.replace(month=(today.month - 1) // months * months + 1, day=1), number, unit)


def next_unit(match: Match, situation: Situation) -> DayAnswer:
    """`next week` is its Monday, `next month`, `next quarter` and `next year` their first day."""
    unit = match.captured.units[0]
    if unit in (Unit.MINUTE, Unit.HOUR, Unit.DAY):
        return None
    return as_period(full_day(_first_of(unit, 1, situation.today), situation))


def start_of(match: Match, situation: Situation) -> DayAnswer:
    """`beginning of next month`."""
    unit = match.phrase.unit or match.captured.units[0]
    if unit in (Unit.MINUTE, Unit.HOUR, Unit.DAY):
        return None
    return full_day(_first_of(unit, match.phrase.number, situation.today), situation)


def end_of(match: Match, situation: Situation) -> DayAnswer:
    """`end of month` is its last day, `end of the week` its Friday; on a weekend that is asked."""
    unit = match.phrase.unit or match.captured.units[0]
    if unit in (Unit.MINUTE, Unit.HOUR, Unit.DAY):
        return None
    begin = _first_of(unit, match.phrase.number, situation.today)
    if begin is None:
        return too_far()
    if unit is Unit.WEEK:
        friday = begin + timedelta(days=_FRIDAY)
        return full_day(friday, situation) if friday >= situation.today else _this_or_next_week()
    following = add_units(begin, 1, unit)
    return full_day(following and following - timedelta(days=1), situation)


def _this_or_next_week() -> Message:
    return message("This week or the next? Write for example “friday” or “next friday”.")


def weekend(match: Match, situation: Situation) -> DayAnswer:
    """`the weekend` is the coming Saturday; during a weekend that is asked."""
    saturday = monday_of(situation.today) + timedelta(days=_SATURDAY + 7 * match.phrase.number)
    return as_period(full_day(saturday, situation)) if saturday > situation.today else _this_or_next_week()


def end_of_day(match: Match, situation: Situation) -> DayAnswer:
    """`eod`: today, at the usual hour."""
    return DaySaid(day=situation.today, partial=PartialDate.of(situation.today), part=time(match.phrase.number))


def part_of_today(match: Match, situation: Situation) -> DayAnswer:
    """`this evening`, `tonight`."""
    part = match.captured.times[0] if match.captured.times else time(match.phrase.number)
    return DaySaid(day=situation.today, partial=PartialDate.of(situation.today), part=part)


def is_past(day: date, at: time | None, now: datetime) -> bool:
    """Whether a day, or a time on it, is over at `now`; the very minute counts as still to come."""
    if at is None or day != now.date():
        return day < now.date()
    return at < now.time().replace(second=0, microsecond=0)
