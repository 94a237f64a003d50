"""The meanings that repeat: `every 2 weeks`, `every mon and thu`, `2nd monday of the month`, `5 times`."""

from __future__ import annotations

from datetime import date

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry.calendar_days import captured_nth, day_and_month, no_such_day
from crm_desktop.domain.quick_entry.phrases import Match
from crm_desktop.domain.quick_entry.said import DaySaid, EndSaid, FromDoneSaid, RepeatSaid, Situation
from crm_desktop.domain.quick_entry.times import part_time
from crm_desktop.domain.quick_entry.vocabulary import Unit
from crm_desktop.domain.recurrence import WORKING_DAYS, ByDay, Frequency, Recurrence
from crm_desktop.domain.recurrence_words import WEEKDAY_NAMES

RepeatAnswer = RepeatSaid | EndSaid | Message | None
"""A repetition or its end, a question or objection, or None: the words mean something else."""

_PERIODS = {
    Unit.DAY: (Frequency.DAILY, 1),
    Unit.WEEK: (Frequency.WEEKLY, 1),
    Unit.MONTH: (Frequency.MONTHLY, 1),
    Unit.QUARTER: (Frequency.MONTHLY, 3),
    Unit.YEAR: (Frequency.YEARLY, 1),
}
_MOST = 1_000


def _interval(match: Match) -> int:
    number = match.captured.first("number", "ordinal")
    return match.phrase.number if number is None else number


def _checked(said: RepeatSaid) -> RepeatAnswer:
    if said.unit not in _PERIODS:
        return message("A reminder repeats by days at most. Write for example “every day at 9:00”.")
    if not 1 <= said.interval <= _MOST:
        return message("How often? Write a number from 1 to {most}.", most=_MOST)
    return said


def every_unit(match: Match, _situation: Situation) -> RepeatAnswer:
    """`every 2 weeks`, `monthly`, `every other day`."""
    if match.captured.first("ordinal") == -1:
        return None
    if match.captured.first("ordinal") == 1:
        return message("How often is that? Write for example “every 2 weeks”.")
    return _checked(RepeatSaid(match.phrase.unit or match.captured.units[0], _interval(match)))


def every_weekday(match: Match, _situation: Situation) -> RepeatAnswer:
    """`every mon and thu`, `on fridays`, `every 2 weeks on monday`, `every weekend` (its Saturday)."""
    named = match.captured.integers.get("weekday") or match.captured.integers.get("weekdays")
    part = next(iter(match.captured.times), None)
    if not named:
        return RepeatSaid(Unit.WEEK, weekdays=(match.phrase.number,))
    return _checked(RepeatSaid(Unit.WEEK, _interval(match), weekdays=tuple(sorted(set(named))), part=part))


def every_nth_weekday(match: Match, _situation: Situation) -> RepeatAnswer:
    """`every 2nd monday` is every 2 weeks, `every first` or `last monday` of the month; the others are asked."""
    nth = captured_nth(match)
    if nth is None:
        return None
    if nth.ordinal == 2:
        return RepeatSaid(Unit.WEEK, 2, weekdays=(nth.weekday,))
    if nth.ordinal in (1, -1):
        return RepeatSaid(Unit.MONTH, nth=nth)
    return message(
        "Every {number} weeks on {weekday}, or one {weekday} “of the month”? Write which.",
        number=nth.ordinal,
        weekday=WEEKDAY_NAMES[nth.weekday],
    )


def every_nth_weekday_of_month(match: Match, _situation: Situation) -> RepeatAnswer:
    """`2nd monday of the month`, `every last friday of the month`."""
    nth = captured_nth(match)
    interval = match.captured.first("number") or 1
    return None if nth is None else _checked(RepeatSaid(Unit.MONTH, interval, nth=nth))


def every_working_day(_match: Match, _situation: Situation) -> RepeatAnswer:
    """`every weekday`: Monday to Friday."""
    return RepeatSaid(Unit.WEEK, weekdays=WORKING_DAYS)


def every_day_of_month(match: Match, _situation: Situation) -> RepeatAnswer:
    """`every month on the 31st`, in shorter months on their last day."""
    number = match.captured.first("ordinal", "dotted") or 0
    if len(match.captured.integers.get("ordinal", ())) > 1:
        return message("One reminder repeats on one day of the month. Write two of them.")
    if number < 1:
        return None
    if number > 31:
        return message("No month has {number} days.", number=number)
    return _checked(RepeatSaid(Unit.MONTH, match.captured.first("number") or 1, month_day=number))


def every_last_day_of_month(_match: Match, _situation: Situation) -> RepeatAnswer:
    """`on the last day of every month`."""
    return RepeatSaid(Unit.MONTH, month_day=-1)


def every_date(match: Match, situation: Situation) -> RepeatAnswer:
    """`every 3 march`, `every 24.12.`."""
    day, month = match.captured.first("ordinal", "count") or 0, match.captured.first("month") or 1
    if match.captured.dates:
        if match.captured.dates[0].year is not None:
            return message("A year does not fit a repetition. Write for example “every 24 december”.")
        found = day_and_month(match.captured.dates[0], situation)
        if isinstance(found, Message):
            return found
        day, month = found
    try:
        return RepeatSaid(Unit.YEAR, date=PartialDate(month, day))
    except ValueError:
        return no_such_day(day, month)


def every_part(match: Match, _situation: Situation) -> RepeatAnswer:
    """`every morning`."""
    return RepeatSaid(Unit.DAY, part=part_time(match))


def times(match: Match, _situation: Situation) -> RepeatAnswer:
    """`5 times`."""
    number = match.captured.first("count", "times", "often") or 0
    return (
        EndSaid(number) if 1 <= number <= _MOST else message("How often? Write a number from 1 to {most}.", most=_MOST)
    )


def for_units(match: Match, _situation: Situation) -> RepeatAnswer:
    """`for 5 weeks`; `for 2 hours` is how long something takes, and stays text."""
    if match.captured.units[0] in (Unit.MINUTE, Unit.HOUR):
        return None
    return EndSaid(match.captured.first("number") or 0, match.captured.units[0])


def from_done(_match: Match, _situation: Situation) -> FromDoneSaid:
    """`after completion`."""
    return FromDoneSaid()


def with_day(said: RepeatSaid, day: DaySaid) -> RepeatSaid | None:
    """`weekly` and `friday`, `monthly` and `the 5th`, `yearly` and `3 march` as one; None when the day is none of the rule."""
    placed = said.weekdays or said.nth or said.month_day or said.date
    if said.unit is Unit.WEEK and day.weekday is not None and not said.nth:
        weekdays = tuple(sorted({*said.weekdays, day.weekday}))
        return RepeatSaid(Unit.WEEK, said.interval, weekdays=weekdays, part=said.part)
    if placed:
        return None
    if said.unit in (Unit.MONTH, Unit.QUARTER) and day.month_day is not None:
        return RepeatSaid(said.unit, said.interval, month_day=day.month_day, part=said.part)
    if said.unit is Unit.MONTH and day.nth is not None:
        return RepeatSaid(said.unit, said.interval, nth=day.nth, part=said.part)
    if said.unit is Unit.YEAR and day.partial is not None and day.partial.year is None:
        return RepeatSaid(said.unit, said.interval, date=day.partial, part=said.part)
    return None


def first_and_rule(said: RepeatSaid, begin: date) -> tuple[date, Recurrence] | None:
    """The first occurrence on or after `begin` and the rule to go on with; None when the calendar has none.

    The 29th to 31st of the month are kept to the last day of shorter months, 29 February to the 28th.
    """
    frequency, factor = _PERIODS[said.unit]
    month_days, months = _place(said, begin)
    by_day = (said.nth,) if said.nth else tuple(ByDay(weekday) for weekday in said.weekdays)

    def rule(interval: int) -> Recurrence:
        return Recurrence(
            frequency,
            interval,
            by_day=by_day,
            by_month_day=month_days,
            by_month=months,
            clip=bool(month_days) and month_days[0] > 28 and (frequency is Frequency.MONTHLY or months == (2,)),
        )

    first = next(rule(1).occurrences(begin), None)
    return None if first is None else (first, rule(said.interval * factor))


def _place(said: RepeatSaid, begin: date) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Days of the month and months of the rule; from the first day where a shorter month would skip it."""
    if said.date is not None:
        return (said.date.day,), (said.date.month,)
    if said.month_day is not None:
        return (said.month_day,), ()
    if said.nth is None and begin.day > 28:
        if said.unit in (Unit.MONTH, Unit.QUARTER):
            return (begin.day,), ()
        if said.unit is Unit.YEAR and begin.month == 2:
            return (29,), (2,)
    return (), ()
