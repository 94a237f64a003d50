"""The meanings that are times of day: `3pm`, `15:00`, `at 9`, `noon`, `in the morning`.

What may be either half of the day is asked, with three conventions: `15:00` and `03:30` are on 24 hours; `7:00` to `12:59` and
`at 9` to `at 12` are office hours; a part of the day decides (`at 9 in the evening`). German writes the clock on 24 hours, so
what is spoken with minutes there is by day: `halb vier` is 15:30, and `halb acht` is asked.
"""

from __future__ import annotations

from datetime import time

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry.phrases import Match
from crm_desktop.domain.quick_entry.said import PartSaid, Situation, TimeSaid
from crm_desktop.domain.quick_entry.vocabulary import Unit

_HOURS = 24
_FIRST_SURE_HOUR = 9
_FIRST_SURE_HOUR_WITH_MINUTES = 7
_LAST_HOUR_BY_DAY = 5

TimeAnswer = TimeSaid | PartSaid | Message | None
"""A time, a part of the day, an objection, or None: the words mean something else."""


def _no_such_time(hour: int, minute: int) -> Message:
    return message("There is no time {hour}:{minute}.", hour=hour, minute=f"{minute:02}")


def half_of_day_question(hour: int, minute: int) -> Message:
    """The answer to `at 3`."""
    early, late = time(hour % 12, minute), time(hour % 12 + 12, minute)
    return message("Is that {early} or {late}?", early=f"{early:%H:%M}", late=f"{late:%H:%M}")


def _with_meridiem(hour: int, minute: int, shift: int) -> TimeAnswer:
    if not 1 <= hour <= 12 or minute > 59:
        return _no_such_time(hour, minute)
    return TimeSaid(time(hour % 12 + shift, minute))


def _spoken(hour: int, minute: int, first_sure: int) -> TimeAnswer:
    if hour == 0 or hour > 12:
        return TimeSaid(time(hour, minute))
    return TimeSaid(time(hour, minute) if hour >= first_sure else None, twelve_hours=(hour, minute))


def clock(match: Match, _situation: Situation) -> TimeAnswer:
    """`15:00`, `3pm`, `3:30 pm`."""
    written, shift = match.captured.clocks[0], match.captured.first("meridiem")
    shift = written.shift if written.shift is not None else shift
    if shift is not None:
        return _with_meridiem(written.hour, written.minute, shift)
    if written.hour > 23 or written.minute > 59:
        return _no_such_time(written.hour, written.minute)
    if written.sure and written.hour not in (10, 11, 12):
        return TimeSaid(time(written.hour, written.minute))
    return _spoken(written.hour, written.minute, _FIRST_SURE_HOUR_WITH_MINUTES)


def hour(match: Match, _situation: Situation) -> TimeAnswer:
    """`at 14`, `at 9`, `3 pm`, `9 o'clock`."""
    number, shift = match.captured.first("count", "number") or 0, match.captured.first("meridiem")
    if match.captured.units and match.captured.units[0] is not Unit.HOUR:
        return None
    if shift is not None:
        return _with_meridiem(number, 0, shift)
    if number == _HOURS:
        return _no_such_time(number, 0)
    first_sure = _FIRST_SURE_HOUR if match.phrase.number == 1 else match.phrase.number
    if number >= 100:
        looks_like_a_time = number // 100 < _HOURS and number % 100 < 60
        return message("Write the time with a colon, for example “10:30”.") if looks_like_a_time else None
    return _spoken(number, 0, first_sure) if number < _HOURS else None


def hour_and_minute(match: Match, _situation: Situation) -> TimeAnswer:
    """`15 Uhr 30`."""
    number, minute = match.captured.integers["count"][:2]
    if number >= _HOURS or not 10 <= minute < 60:
        return None
    return _spoken(number, minute, _FIRST_SURE_HOUR_WITH_MINUTES)


def half_past(match: Match, situation: Situation) -> TimeAnswer:
    """`half past 9`."""
    return _past(match, 30, situation)


def quarter_past(match: Match, situation: Situation) -> TimeAnswer:
    """`quarter past 9`."""
    return _past(match, 15, situation)


def quarter_to(match: Match, situation: Situation) -> TimeAnswer:
    """`quarter to 10`."""
    return _past(match, -15, situation)


def minutes_past(match: Match, situation: Situation) -> TimeAnswer:
    """`ten past 9`."""
    return _past(match, match.phrase.number, situation)


def minutes_to(match: Match, situation: Situation) -> TimeAnswer:
    """`ten to 9`."""
    return _past(match, -match.phrase.number, situation)


def half_to(match: Match, situation: Situation) -> TimeAnswer:
    """`halb vier`, which is half past three."""
    return _past(match, -30, situation)


def minutes_past_half_to(match: Match, situation: Situation) -> TimeAnswer:
    """`fünf nach halb vier`."""
    return _past(match, match.phrase.number - 30, situation)


def minutes_to_half_to(match: Match, situation: Situation) -> TimeAnswer:
    """`fünf vor halb vier`."""
    return _past(match, -match.phrase.number - 30, situation)


def three_quarters(match: Match, situation: Situation) -> TimeAnswer:
    """`dreiviertel vier`, which is a quarter to four."""
    return _past(match, -15, situation)


def _past(match: Match, minutes: int, situation: Situation) -> TimeAnswer:
    """So many minutes after, or before, the hour that is named; before one o'clock it is twelve."""
    number = match.captured.first("count") or 0
    if number >= _HOURS:
        return None
    before = 12 if number == 1 else (number - 1) % _HOURS
    said = _spoken(number if minutes >= 0 else before, minutes % 60, _FIRST_SURE_HOUR)
    if not isinstance(said, TimeSaid) or not situation.vocabulary.spoken_by_day or said.twelve_hours is None:
        return said
    hour, minute = said.twelve_hours
    return TimeSaid(time(hour + 12, minute), said.twelve_hours) if hour <= _LAST_HOUR_BY_DAY else said


def noon(_match: Match, _situation: Situation) -> TimeAnswer:
    """`noon`."""
    return TimeSaid(time(12))


def midnight(_match: Match, _situation: Situation) -> TimeAnswer:
    """`midnight`: alone the coming one; beside a day it is asked, because a day has two."""
    return TimeSaid(time(0), midnight=True)


def part(match: Match, _situation: Situation) -> TimeAnswer:
    """`in the morning`."""
    return PartSaid(part_time(match))


def bare_part(match: Match, _situation: Situation) -> TimeAnswer:
    """`morning`, as in `tomorrow morning`."""
    return PartSaid(part_time(match), bare=True)


def part_time(match: Match) -> time:
    """The usual time of the part of the day that is named, or that stands in the pattern as its hour."""
    return match.captured.times[0] if match.captured.times else time(match.phrase.number)
