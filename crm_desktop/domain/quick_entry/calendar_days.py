"""The meanings that are days of the calendar: `24.12.`, `march 3rd`, `the 5th`, `last friday of november`, `in march`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from crm_desktop.domain.dates import PartialDate, add_months, last_day_of_month
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry.days import DayAnswer, as_period, full_day, too_far, wrong_weekday
from crm_desktop.domain.quick_entry.phrases import Match
from crm_desktop.domain.quick_entry.readings import DayOrder
from crm_desktop.domain.quick_entry.said import DaySaid, Situation
from crm_desktop.domain.quick_entry.words import WrittenDate
from crm_desktop.domain.recurrence import ByDay
from crm_desktop.domain.recurrence_words import MONTH_NAMES

_SHORT_YEARS_AHEAD = 20
_SMALLEST_YEAR = 1000


def _month_begin(match: Match, situation: Situation) -> date:
    month, year = match.captured.first("month") or 1, match.captured.first("year")
    if year is not None:
        return date(year, month, 1)
    today = situation.today
    gone = month > today.month if situation.looks_back else month < today.month
    step = -1 if situation.looks_back else 1
    return date(today.year + step * gone, month, 1)


def start_of_month(match: Match, situation: Situation) -> DayAnswer:
    """`in march`, `beginning of march`: the 1st; during that month it is over, and which day is asked."""
    begin = _month_begin(match, situation)
    if begin < situation.today and not situation.looks_back and not match.captured.first("year"):
        return message("Which day of {month}? Write for example “the 24th”.", month=MONTH_NAMES[begin.month - 1])
    return as_period(full_day(begin, situation))


def end_of_month(match: Match, situation: Situation) -> DayAnswer:
    """`end of march`: its last day."""
    begin = _month_begin(match, situation)
    return full_day(last_day_of_month(begin.year, begin.month), situation)


def day_of_month(match: Match, situation: Situation) -> DayAnswer:
    """`the 5th`: the next one from today on; `the 31st` waits for a month that has it."""
    number = match.captured.first("ordinal") or 0
    if number < 1:
        return None
    if number > 31:
        return message("No month has {number} days.", number=number)
    begin = situation.today.replace(day=1)
    if match.phrase.number != 1:
        return _written(number, *_month_after(begin, match.phrase.number // 2), situation)
    for step in range(4):
        last = add_months(begin, -step if situation.looks_back else step)
        if number <= last_day_of_month(last.year, last.month).day:
            day = last.replace(day=number)
            if day <= situation.today if situation.looks_back else day >= situation.today:
                return DaySaid(day=day, partial=PartialDate.of(day), month_day=number)
    return None


def _month_after(begin: date, months: int) -> tuple[int, int]:
    later = add_months(begin, months)
    return later.month, later.year


def last_day_of_open_month(_match: Match, situation: Situation) -> DayAnswer:
    """`the last day`: of this month, or of every month beside a monthly repetition."""
    last = last_day_of_month(situation.today.year, situation.today.month)
    return DaySaid(day=last, partial=PartialDate.of(last), month_day=-1)


def no_such_day(day: int, month: int, year: int | None = None) -> Message:
    """The answer to 31 February."""
    if 1 <= month <= 12 and year is not None:
        return message("There is no {day} {month} {year}.", day=day, month=MONTH_NAMES[month - 1], year=year)
    if 1 <= month <= 12:
        return message("There is no {day} {month}.", day=day, month=MONTH_NAMES[month - 1])
    return message("There is no month {month}.", month=month)


def _written(day: int, month: int, year: int | None, situation: Situation) -> DayAnswer:
    """A date with or without its year; without one, the next (looking back: the latest) from today on."""
    try:
        partial = PartialDate(month, day, year)
    except ValueError:
        return no_such_day(day, month, year)
    if partial.year is not None:
        return DaySaid(day=date(partial.year, month, day), partial=partial)
    step = -1 if situation.looks_back else 1
    # 29 February may be eight years away (1896 to 1904).
    for candidate in range(situation.today.year, situation.today.year + 9 * step, step):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if found <= situation.today if situation.looks_back else found >= situation.today:
            return DaySaid(day=found, partial=partial)
    return too_far()


def month_and_day(match: Match, situation: Situation) -> DayAnswer:
    """`24 dec`, `march 3rd 2027`."""
    number = match.captured.first("ordinal", "count") or 0
    if number >= _SMALLEST_YEAR:
        return None
    return _written(number, match.captured.first("month") or 1, match.captured.first("year"), situation)


def numeric_date(match: Match, situation: Situation) -> DayAnswer:
    """`24.12.`, `2026-12-24`, `24/12`; `3/12` needs to be known as day first or month first."""
    written, year = match.captured.dates[0], match.captured.first("year")
    if year is not None:
        if written.year is not None:
            return None
        written = replace(written, year=year)
    found = day_and_month(written, situation)
    return found if isinstance(found, Message) else _written_with_year(*found, written, situation)


def day_and_month(written: WrittenDate, situation: Situation) -> tuple[int, int] | Message:
    """Which figure is which, or the question."""
    day, month = written.first, written.second
    if written.slashed and day != month:
        if situation.day_order is DayOrder.UNKNOWN and day <= 12 and month <= 12:
            return _which_order(day, month)
        month_first = situation.day_order is DayOrder.MONTH_FIRST
        # 24/12 can only be read in one way, whatever the order.
        if (month_first and day <= 12) or (day <= 12 < month):
            day, month = month, day
    return day, month


def carried_date(match: Match, situation: Situation) -> DayAnswer:
    """`am 3.12`, which without the "am" may be anything."""
    said = numeric_date(match, situation)
    return replace(said, carried=True) if isinstance(said, DaySaid) else said


def ordinal_date(match: Match, situation: Situation) -> DayAnswer:
    """`am 3. 12. 2027`."""
    day, month = match.captured.integers["dotted"]
    year = match.captured.first("year")
    said = _written(day, month, year, situation)
    return replace(said, carried=year is None) if isinstance(said, DaySaid) else said


def carried_day_of_month(match: Match, situation: Situation) -> DayAnswer:
    """`am 5.`, `bis zum 5.`."""
    said = day_of_month(match, situation)
    return replace(said, carried=True) if isinstance(said, DaySaid) else said


def exact_date(match: Match, situation: Situation) -> DayAnswer:
    """`christmas eve`: day and month stand in the pattern, as 1224."""
    return _written(match.phrase.number % 100, match.phrase.number // 100, None, situation)


def _which_order(first: int, second: int) -> Message:
    return message(
        "Is that {one} {one_month} or {other} {other_month}? Write the month as a word.",
        one=first,
        one_month=MONTH_NAMES[second - 1],
        other=second,
        other_month=MONTH_NAMES[first - 1],
    )


def _written_with_year(day: int, month: int, written: WrittenDate, situation: Situation) -> DayAnswer:
    year = written.year
    if year is not None and written.short_year:
        year += situation.today.year // 100 * 100
        if year > situation.today.year + _SHORT_YEARS_AHEAD:
            return message("Write the year with four digits.")
    if year == 0:
        return message("There is no year 0.")
    return _written(day, month, year, situation)


def _nth_weekday(year: int, month: int, nth: ByDay) -> date | None:
    last = last_day_of_month(year, month)
    ordinal = nth.ordinal or 1
    if ordinal > 0:
        first = last.replace(day=1)
        number = 1 + (nth.weekday - first.weekday()) % 7 + 7 * (ordinal - 1)
        return last.replace(day=number) if number <= last.day else None
    return last - timedelta(days=(last.weekday() - nth.weekday) % 7)


def captured_nth(match: Match) -> ByDay | None:
    """`second monday`; None for what no month has (`the 7th monday`)."""
    ordinal = match.captured.first("ordinal") or 0
    return ByDay(match.captured.first("weekday") or 0, ordinal) if ordinal in (-1, 1, 2, 3, 4, 5) else None


def nth_weekday(match: Match, _situation: Situation) -> DayAnswer:
    """`the 2nd monday`, of which month is not said."""
    nth = captured_nth(match)
    return None if nth is None else DaySaid(nth=nth)


def nth_weekday_of_month(match: Match, situation: Situation) -> DayAnswer:
    """`the last friday of november`, the next one from today on."""
    nth, begin = captured_nth(match), _month_begin(match, situation)
    if nth is None:
        return None
    found = _nth_weekday(begin.year, begin.month, nth)
    if found and found < situation.today and not situation.looks_back and not match.captured.first("year"):
        found = _nth_weekday(begin.year + 1, begin.month, nth)
    return full_day(found, situation) if found else message("That month has no such day.")


def nth_weekday_of_unit(match: Match, situation: Situation) -> DayAnswer:
    """`the first monday of next month`."""
    nth = captured_nth(match)
    if nth is None:
        return None
    begin = add_months(situation.today.replace(day=1), match.phrase.number)
    found = _nth_weekday(begin.year, begin.month, nth)
    return full_day(found, situation) if found else message("That month has no such day.")


def weekday_and_day_of_month(match: Match, situation: Situation) -> DayAnswer:
    """`fri 5th`: the day of the month, which must be that weekday."""
    said, wanted = day_of_month(match, situation), match.captured.first("weekday") or 0
    if not isinstance(said, DaySaid) or said.day is None:
        return said
    return said if said.day.weekday() == wanted else wrong_weekday(said.day)
