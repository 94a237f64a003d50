"""Which function knows what a pattern says, and the reading of a whole row of words with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from crm_desktop.domain.quick_entry import calendar_days, days, repeats, times
from crm_desktop.domain.quick_entry.phrases import Match, matches_at
from crm_desktop.domain.quick_entry.said import DaySaid, PartSaid, Reading, RepeatSaid, Said, Situation, TimeSaid
from crm_desktop.domain.quick_entry.vocabulary import Meaning, Vocabulary
from crm_desktop.domain.quick_entry.words import Word


def _refused(match: Match, _situation: Situation) -> Said | None:
    return match.phrase.problem


MEANINGS: Mapping[Meaning, Callable[[Match, Situation], Said | None]] = {
    Meaning.RELATIVE_DAY: days.relative_day,
    Meaning.DAYS_AHEAD: days.days_ahead,
    Meaning.AHEAD: days.ahead,
    Meaning.AHEAD_OF_WEEKDAY: days.ahead_of_weekday,
    Meaning.MINUTES_AHEAD: days.minutes_ahead,
    Meaning.WEEKDAY: days.weekday,
    Meaning.THIS_WEEKDAY: days.this_weekday,
    Meaning.NEXT_WEEKDAY: days.next_weekday,
    Meaning.LAST_WEEKDAY: days.last_weekday,
    Meaning.WEEKDAY_OF_WEEK: days.weekday_of_week,
    Meaning.WEEKDAY_AND_DAY_OF_MONTH: calendar_days.weekday_and_day_of_month,
    Meaning.NEXT_UNIT: days.next_unit,
    Meaning.START_OF: days.start_of,
    Meaning.END_OF: days.end_of,
    Meaning.START_OF_MONTH: calendar_days.start_of_month,
    Meaning.END_OF_MONTH: calendar_days.end_of_month,
    Meaning.WEEKEND: days.weekend,
    Meaning.DAY_OF_MONTH: calendar_days.day_of_month,
    Meaning.LAST_DAY_OF_MONTH: calendar_days.last_day_of_open_month,
    Meaning.MONTH_AND_DAY: calendar_days.month_and_day,
    Meaning.NUMERIC_DATE: calendar_days.numeric_date,
    Meaning.NTH_WEEKDAY: calendar_days.nth_weekday,
    Meaning.NTH_WEEKDAY_OF_MONTH: calendar_days.nth_weekday_of_month,
    Meaning.NTH_WEEKDAY_OF_UNIT: calendar_days.nth_weekday_of_unit,
    Meaning.END_OF_DAY: days.end_of_day,
    Meaning.CLOCK: times.clock,
    Meaning.HOUR: times.hour,
    Meaning.HALF_PAST: times.half_past,
    Meaning.QUARTER_PAST: times.quarter_past,
    Meaning.QUARTER_TO: times.quarter_to,
    Meaning.NOON: times.noon,
    Meaning.MIDNIGHT: times.midnight,
    Meaning.PART: times.part,
    Meaning.BARE_PART: times.bare_part,
    Meaning.PART_OF_TODAY: days.part_of_today,
    Meaning.EVERY_UNIT: repeats.every_unit,
    Meaning.EVERY_WEEKDAY: repeats.every_weekday,
    Meaning.EVERY_NTH_WEEKDAY: repeats.every_nth_weekday,
    Meaning.EVERY_NTH_WEEKDAY_OF_MONTH: repeats.every_nth_weekday_of_month,
    Meaning.EVERY_WORKING_DAY: repeats.every_working_day,
    Meaning.EVERY_DAY_OF_MONTH: repeats.every_day_of_month,
    Meaning.EVERY_LAST_DAY_OF_MONTH: repeats.every_last_day_of_month,
    Meaning.EVERY_DATE: repeats.every_date,
    Meaning.EVERY_PART: repeats.every_part,
    Meaning.TIMES: repeats.times,
    Meaning.FOR_UNITS: repeats.for_units,
    Meaning.REFUSED: _refused,
}

# "the 5th floor", "at 14 Main Street", "every 2nd client": only a day, time or repetition where nothing is counted by it.
_OPEN_ENDED = frozenset((Meaning.DAY_OF_MONTH, Meaning.HOUR, Meaning.EVERY_DAY_OF_MONTH, Meaning.LAST_DAY_OF_MONTH))


def read_words(words: Sequence[Word], situation: Situation) -> list[Reading]:
    """Everything the words say, in order and without overlap; the longest pattern wins at each place."""
    readings: list[Reading] = []
    at = 0
    while at < len(words):
        reading = _read_at(words, at, situation)
        if reading is None:
            at += 1
            continue
        readings.append(reading)
        at = reading.end
    return [each for place, each in enumerate(readings) if _counts(each, readings[:place], words, situation.vocabulary)]


def _read_at(words: Sequence[Word], at: int, situation: Situation) -> Reading | None:
    for match in matches_at(words, at, situation.vocabulary):
        if match.phrase.meaning in _OPEN_ENDED and not _ends_here(words, match.end, situation):
            continue
        said = MEANINGS[match.phrase.meaning](match, situation)
        if said is not None:
            return Reading(match.first, match.end, said)
    return None


def _ends_here(words: Sequence[Word], end: int, situation: Situation) -> bool:
    vocabulary = situation.vocabulary
    if end >= len(words) or words[end - 1].pause or words[end].quoted or not words[end].plain:
        return True
    following = words[end].plain
    known = (
        vocabulary.connectives,
        vocabulary.joining,
        vocabulary.carriers,
        vocabulary.until,
        vocabulary.starting,
        vocabulary.actions,
    )
    return any(following in each for each in known) or next(matches_at(words, end, vocabulary), None) is not None


def _counts(reading: Reading, before: Sequence[Reading], words: Sequence[Word], vocabulary: Vocabulary) -> bool:
    """Whether a bare part of the day has its day before it, and a name word something that makes it a day."""
    previous = before[-1] if before else None
    adjacent = previous is not None and previous.end == reading.first
    if isinstance(reading.said, PartSaid) and reading.said.bare:
        return adjacent and previous is not None and isinstance(previous.said, DaySaid | RepeatSaid | TimeSaid)
    alone = reading.end - reading.first == 1 and words[reading.first].plain in vocabulary.name_words
    return not alone or len(words) == 1 or _may_be_day(words, reading, adjacent, vocabulary)


def _may_be_day(words: Sequence[Word], reading: Reading, adjacent: bool, vocabulary: Vocabulary) -> bool:
    """Whether a name word ("sun", "sat") has something beside it that makes it a day: "on sat", "sun 3pm", "call marta sat"."""
    before = words[reading.first - 1].plain if reading.first else ""
    if before in vocabulary.until | vocabulary.starting | vocabulary.carriers:
        return True
    if before in vocabulary.actions or before in vocabulary.before_names or before in vocabulary.not_names:
        return False
    following = next(matches_at(words, reading.end, vocabulary), None) if reading.end < len(words) else None
    at_the_end = reading.end == len(words) and words[reading.first].raw.islower()
    return adjacent or at_the_end or following is not None
