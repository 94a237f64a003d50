"""Reads a whole row of words with the patterns of a vocabulary, and sorts out what only looks like a day or time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry.meanings import MEANINGS
from crm_desktop.domain.quick_entry.phrases import Match, matches_at
from crm_desktop.domain.quick_entry.said import (
    DaySaid,
    PartSaid,
    Reading,
    RepeatSaid,
    Situation,
    TimeSaid,
    UrgentSaid,
    ZoneSaid,
)
from crm_desktop.domain.quick_entry.vocabulary import Meaning, Vocabulary
from crm_desktop.domain.quick_entry.words import Word
from crm_desktop.domain.quick_entry.zones import may_name_zone, which_zone, zone_at

# "the 5th floor", "at 14 Main Street", "every 2nd client": only a day, time or repetition where nothing is counted by it.
_OPEN_ENDED = frozenset(
    (
        Meaning.DAY_OF_MONTH,
        Meaning.CARRIED_DAY_OF_MONTH,
        Meaning.HOUR,
        Meaning.HOUR_AND_MINUTE,
        Meaning.EVERY_DAY_OF_MONTH,
        Meaning.LAST_DAY_OF_MONTH,
    )
)


def read_words(words: Sequence[Word], situation: Situation, names: frozenset[int] = frozenset()) -> list[Reading]:
    """Everything the words say, in order and without overlap; the longest pattern wins at each place.

    `names` are the numbers of words that are part of a name and therefore nothing else.
    """
    readings: list[Reading] = []
    zoned, at = may_name_zone(words, situation.vocabulary), 0
    while at < len(words):
        reading = None if at in names or _is_titled(words, at, situation.vocabulary) else _read_at(words, at, situation)
        if reading is None and zoned and at not in names:
            reading = zone_at(words, at, situation.vocabulary)
        if reading is not None and readings and readings[-1].end == at and not words[at - 1].pause:
            reading = _as_part(reading, readings[-1], words[at])
        if reading is None or names.intersection(range(reading.first, reading.end)):
            at += 1
            continue
        readings.append(reading)
        at = reading.end
    return _with_zones_where_times_are(
        [each for place, each in enumerate(readings) if _counts(each, readings[:place], words, situation.vocabulary)],
        words,
    )


def _as_part(reading: Reading, before: Reading, word: Word) -> Reading:
    """`Freitag morgen` is the morning of Friday."""
    part = word.classes.get("part")
    if reading.end - reading.first > 1 or "relative" not in word.classes or not isinstance(part, time):
        return reading
    return Reading(reading.first, reading.end, PartSaid(part, bare=True)) if _is_day(before.said) else reading


def _is_day(said: object) -> bool:
    return isinstance(said, RepeatSaid) or (isinstance(said, DaySaid) and said.moment is None)


def _is_titled(words: Sequence[Word], at: int, vocabulary: Vocabulary) -> bool:
    """Whether the word is the family name behind "Frau" or "Dr."."""
    return bool(at) and words[at - 1].plain in vocabulary.titles and not words[at - 1].quoted


def _read_at(words: Sequence[Word], at: int, situation: Situation) -> Reading | None:
    doubt = _title_or_day(words, at, situation.vocabulary)
    if doubt is not None:
        return Reading(at, at + 1, doubt)
    for match in matches_at(words, at, situation.vocabulary):
        counts = False
        if _is_open_ended(words, match, situation.vocabulary) and not _ends_here(words, match, situation.vocabulary):
            if not _may_be_asked(words, match, situation.vocabulary):
                continue
            counts = True
        said = MEANINGS[match.phrase.meaning](match, situation)
        if said is not None:
            return Reading(match.first, match.end, said, counts=counts)
    return None


def _is_open_ended(words: Sequence[Word], match: Match, vocabulary: Vocabulary) -> bool:
    """Whether the figure at the end may count what comes next; in "9 o'clock" and "3 pm" it cannot."""
    meaning, length = match.phrase.meaning, match.end - match.first
    if meaning is Meaning.EVERY_UNIT:
        # "weekly report"; where the verb stands at the end such a word is never an adjective.
        return length == 1 and not vocabulary.verb_last
    if meaning is Meaning.LAST_DAY_OF_MONTH:
        return True
    figure = {"count", "amount", "ordinal"} & words[match.end - 1].classes.keys()
    # "every month on the 5th" says that it is a day, "every 5th" does not.
    return meaning in _OPEN_ENDED and bool(figure) and (meaning is not Meaning.EVERY_DAY_OF_MONTH or length == 2)


def _title_or_day(words: Sequence[Word], at: int, vocabulary: Vocabulary) -> Message | None:
    """The question about "Fr. Winter", and about a short weekday in front of a capital letter ("Do Marta anrufen")."""
    word = words[at]
    if "weekday" not in word.classes or word.plain not in vocabulary.name_words or at + 1 >= len(words):
        return None
    dotted_title = word.plain in vocabulary.shared_titles and word.raw.endswith(".")
    opens = vocabulary.verb_last and at == 0 and word.raw[:1].isupper()
    following = words[at + 1]
    if not (dotted_title or opens) or not following.raw[:1].isupper() or word.raw.endswith((",", ":", ";")):
        return None
    if any(True for _ in matches_at(words, at + 1, vocabulary)):
        return None
    return message("Is “{word}” a weekday? Write it in full.", word=word.raw)


def _ends_here(words: Sequence[Word], match: Match, vocabulary: Vocabulary) -> bool:
    end = match.end
    if end >= len(words) or words[end - 1].pause or words[end].quoted:
        return True
    following = words[end].plain
    if words[end].is_mark:
        return following not in vocabulary.counted
    known = (
        vocabulary.connectives,
        vocabulary.joining,
        vocabulary.carriers,
        vocabulary.until,
        vocabulary.starting,
        vocabulary.actions,
    )
    if any(following in each for each in known) or next(matches_at(words, end, vocabulary), None) is not None:
        return True
    said_of_it = following in vocabulary.not_names and following not in vocabulary.things
    return _is_carried(words, match, vocabulary) and said_of_it and following not in vocabulary.counted


def _may_be_asked(words: Sequence[Word], match: Match, vocabulary: Vocabulary) -> bool:
    """Whether what follows a figure may be counted by it, but need not ("at 9 water the plants", "on the 5th rent")."""
    following = words[match.end]
    if match.phrase.meaning is Meaning.EVERY_UNIT:
        return not (match.first and words[match.first - 1].plain in vocabulary.topical)
    if "unit" in following.classes or following.plain in vocabulary.counted:
        return False
    if not _is_carried(words, match, vocabulary):
        return False
    # "at 5 Main Street" is a place.
    street = match.phrase.meaning is Meaning.HOUR and following.raw[:1].isupper()
    return vocabulary.asks_what_is_counted or not street


def _is_carried(words: Sequence[Word], match: Match, vocabulary: Vocabulary) -> bool:
    """Whether a preposition makes a day or time of it (`on the 5th`), and not a thing (`the 5th`)."""
    near = words[max(match.first - 1, 0) : match.first + 1]
    return vocabulary.asks_what_is_counted or any(word.plain in vocabulary.carriers for word in near)


def _counts(reading: Reading, before: Sequence[Reading], words: Sequence[Word], vocabulary: Vocabulary) -> bool:
    """Whether a bare part of the day has its day before it, and a name word something that makes it a day."""
    previous = before[-1] if before else None
    adjacent = previous is not None and previous.end == reading.first
    if isinstance(reading.said, PartSaid) and reading.said.bare:
        return adjacent and previous is not None and isinstance(previous.said, DaySaid | RepeatSaid | TimeSaid)
    if isinstance(reading.said, UrgentSaid):
        ends = reading.end == len(words) or words[reading.end - 1].pause
        return vocabulary.verb_last or reading.first == 0 or ends
    word_before = words[reading.first - 1].plain if reading.first else ""
    if isinstance(reading.said, DaySaid) and reading.said.carried:
        if reading.said.month_day is not None:
            return word_before in vocabulary.ordinal_carriers
        return word_before in vocabulary.until | vocabulary.starting | vocabulary.carriers
    if isinstance(reading.said, Message):
        return True
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
    verb_follows = vocabulary.verb_last and reading.end < len(words) and words[reading.end].plain in vocabulary.actions
    return adjacent or at_the_end or following is not None or verb_follows


def _with_zones_where_times_are(readings: list[Reading], words: Sequence[Word]) -> list[Reading]:
    """Without a time no zone is meant; one that does not stand beside the time or day is asked about."""
    if not any(isinstance(each.said, ZoneSaid) for each in readings):
        return readings
    timed = any(isinstance(each.said, TimeSaid) for each in readings)
    kept: list[Reading] = []
    for place, each in enumerate(readings):
        if not isinstance(each.said, ZoneSaid):
            kept.append(each)
            continue
        around = (*readings[max(place - 1, 0) : place], *readings[place + 1 : place + 2])
        beside = [other for other in around if each.first == other.end or each.end == other.first]
        said_there = any(isinstance(other.said, DaySaid | TimeSaid | PartSaid) for other in beside)
        if said_there and timed:
            kept.append(each)
        elif said_there or (each.said.name and (timed or (each.first and words[each.first - 1].is_figure))):
            phrase = " ".join(word.raw for word in words[each.first : each.end])
            kept.append(Reading(each.first, each.end, ZoneSaid(problem=which_zone(phrase))))
    return kept
