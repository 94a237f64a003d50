"""Decides on the day, the time and the rule of a sentence once all its parts are known, and refuses what is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from crm_desktop.domain.messages import message
from crm_desktop.domain.quick_entry import days, repeats
from crm_desktop.domain.quick_entry.draft import Sentence
from crm_desktop.domain.quick_entry.said import DaySaid, RepeatSaid, Situation
from crm_desktop.domain.quick_entry.times import half_of_day_question
from crm_desktop.domain.quick_entry.vocabulary import Unit
from crm_desktop.domain.recurrence import Recurrence


def settle_time(sentence: Sentence) -> None:
    clock, part = sentence.clock, sentence.part
    if clock is None:
        sentence.time = part
        return
    sentence.time = clock.at
    if clock.twelve_hours is not None:
        hour, minute = clock.twelve_hours
        if part is not None:
            sentence.time = time(hour % 12 + (12 if part.hour >= 12 else 0), minute)
            if not _belongs_to(sentence.time, part):
                sentence.time = None
        if sentence.time is None:
            sentence.object_to(half_of_day_question(hour, minute))


def _belongs_to(at: time, part: time) -> bool:
    """Whether a time fits a part of the day: "2 in the night" and "11 in the afternoon" had better be asked."""
    earliest = {9: 0, 12: 11, 14: 12, 18: 16}.get(part.hour, 0)
    latest = {9: 12, 12: 15, 14: 19}.get(part.hour, 23)
    return earliest <= at.hour <= latest


def settle_day(sentence: Sentence) -> None:
    said, situation = sentence.day_said, sentence.situation
    if sentence.until is not None or sentence.end is not None:
        sentence.object_to(message("An end is named, but nothing repeats."))
    if said is None:
        if sentence.time is not None:
            sentence.day = _next_day_for(sentence.time, situation)
        return
    if said.nth is not None:
        sentence.object_to(message("Of which month? Write for example “of the month” or “of next month”."))
    _settle_midnight(sentence, said)
    sentence.day, sentence.partial = said.day, said.partial
    if said.moment is not None:
        if sentence.time is not None:
            sentence.object_to(message("Two times are named. Which one is it?"))
        sentence.time = said.moment
    if sentence.day is not None and not situation.past_allowed:
        _refuse_past(sentence, sentence.day)


def _next_day_for(at: time, situation: Situation) -> date | None:
    """A time alone is the next such time; looking back, the latest."""
    over = days.is_past(situation.today, at, situation.now)
    if situation.looks_back:
        ahead = at > situation.now.time()
        return days.add_units(situation.today, -1 if ahead else 0, Unit.DAY)
    return days.add_units(situation.today, 1 if over else 0, Unit.DAY)


def _settle_midnight(sentence: Sentence, said: DaySaid) -> None:
    if sentence.clock is None or not sentence.clock.midnight:
        return
    day = said.day if said.day is not None else sentence.situation.today
    sentence.object_to(
        message("Midnight at the beginning or at the end of {day}? Write 00:00 or 23:59.", day=day),
    )


def _refuse_past(sentence: Sentence, day: date) -> None:
    # In the hour that a clock change repeats, "in 30 minutes" is earlier on the wall than now.
    moment = sentence.day_said is not None and sentence.day_said.moment is not None
    situation = sentence.situation
    if day < situation.today:
        sentence.object_to(message("{day} is already over.", day=day))
    elif sentence.time is not None and not moment and days.is_past(day, sentence.time, situation.now):
        sentence.object_to(message("{time} today is already over.", time=f"{sentence.time:%H:%M}"))
    elif abs(day.year - situation.today.year) > 100:
        sentence.object_to(days.too_far())


def settle_repetition(sentence: Sentence, repeat: RepeatSaid) -> None:
    situation, said = sentence.situation, sentence.day_said
    begin = said.day if said is not None and said.day is not None else None
    if said is not None and (said.moment is not None or said.nth is not None):
        sentence.object_to(message("When is the first time? Write for example “starting monday”."))
    if begin is not None and sentence.starting is None and said is not None and said.weekday is not None:
        sentence.object_to(message("The day and the repetition do not agree. Which one is it?"))
    if said is not None and said.period and sentence.starting is None and repeat.unit is not Unit.YEAR:
        sentence.object_to(message("When is the first time? Write for example “starting monday”."))
    if said is not None and said.month_day is not None and repeat.unit in (Unit.DAY, Unit.WEEK):
        sentence.object_to(message("The day and the repetition do not agree. Which one is it?"))
    if begin is not None:
        _refuse_past(sentence, begin)
    earliest = situation.today
    if sentence.time is not None and days.is_past(earliest, sentence.time, situation.now):
        earliest += timedelta(days=1)
    found = repeats.first_and_rule(repeat, max(begin, earliest) if begin else earliest)
    if found is None:
        sentence.object_to(days.too_far())
        return
    sentence.day, rule = found
    if begin is not None and begin > situation.today and sentence.starting is None and begin != sentence.day:
        sentence.object_to(message("The day and the repetition do not agree. Which one is it?"))
    sentence.recurrence = _with_end(sentence, rule, sentence.day)


def _with_end(sentence: Sentence, rule: Recurrence, first: date) -> Recurrence:
    end, until = sentence.end, sentence.until
    if end is not None and until is not None:
        sentence.object_to(message("Two ends are named. Which one is it?"))
    elif end is not None and end.unit is None:
        return replace(rule, count=end.number)
    elif end is not None and end.unit is not None:
        after = days.add_units(first, end.number, end.unit)
        until = None if after is None else after - timedelta(days=1)
        sentence.object_to(days.too_far() if until is None else None)
    if until is not None and until < first:
        sentence.object_to(message("The repetition ends before it begins."))
    return rule if until is None else replace(rule, until=until)
