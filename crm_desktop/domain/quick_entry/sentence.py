"""Puts together what the patterns of one sentence say: one day, one time, one repetition, or the reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry import days, repeats
from crm_desktop.domain.quick_entry.draft import Sentence
from crm_desktop.domain.quick_entry.meanings import read_words
from crm_desktop.domain.quick_entry.readings import SpanKind
from crm_desktop.domain.quick_entry.said import DaySaid, EndSaid, PartSaid, Reading, RepeatSaid, Situation, TimeSaid
from crm_desktop.domain.quick_entry.settling import settle_day, settle_repetition, settle_time
from crm_desktop.domain.quick_entry.words import Word

# A clock outside of these is broken; inside, no day that is said can leave the calendar.
_EARLIEST_YEAR, _LATEST_YEAR = 1800, 9500


def read_sentence(words: Sequence[Word], situation: Situation) -> Sentence:
    """Day, time and repetition of the words, or the first thing that is impossible or unclear about them."""
    sentence = Sentence(words, situation)
    if not _EARLIEST_YEAR <= situation.today.year <= _LATEST_YEAR:
        sentence.object_to(message("The clock of this computer shows the year {year}.", year=situation.today.year))
        return sentence
    readings = read_words(words, situation)
    repeat = next((each.said for each in readings if isinstance(each.said, RepeatSaid)), None)
    for reading in readings:
        _take(sentence, reading, repeats_at_all=repeat is not None)
    _ask_about_unread(sentence)
    settle_time(sentence)
    if sentence.repeat is None:
        settle_day(sentence)
    else:
        settle_repetition(sentence, sentence.repeat)
    return sentence


def _take(sentence: Sentence, reading: Reading, *, repeats_at_all: bool) -> None:
    vocabulary = sentence.situation.vocabulary
    before = sentence.words[reading.first - 1].plain if reading.first and reading.first - 1 not in sentence.used else ""
    said = reading.said
    if isinstance(said, EndSaid) and not repeats_at_all:
        return
    begins = repeats_at_all and before in vocabulary.starting
    topical = before in vocabulary.topical and not begins and not sentence.words[reading.first - 1].pause
    if topical and isinstance(said, DaySaid | TimeSaid | PartSaid):
        return
    if isinstance(said, PartSaid) and before and sentence.words[reading.first - 1].is_figure:
        sentence.object_to(_unreadable(sentence.words[reading.first - 1]))
    word = sentence.words[reading.first]
    if word.plain in vocabulary.name_words and before not in vocabulary.carriers and not word.raw.islower():
        sentence.doubtful.append(reading.first)
    if before in vocabulary.vague:
        phrase = " ".join(word.raw for word in sentence.words[reading.first - 1 : reading.end])
        sentence.object_to(message("“{phrase}” leaves the time open. Write a day or a time without it.", phrase=phrase))
    first = _with_carriers(sentence, reading.first)
    if isinstance(said, Message):
        sentence.object_to(said)
        sentence.use(first, reading.end, None)
    elif isinstance(said, DaySaid):
        _take_day(sentence, reading, said)
    elif isinstance(said, TimeSaid):
        sentence.use(first, reading.end, SpanKind.TIME)
        _take_clock(sentence, said)
    elif isinstance(said, PartSaid):
        sentence.use(first, reading.end, SpanKind.TIME)
        sentence.part = said.at
    elif isinstance(said, RepeatSaid):
        sentence.use(first, reading.end, SpanKind.REPEAT)
        _take_repeat(sentence, said)
    else:
        sentence.use(first, reading.end, SpanKind.REPEAT)
        sentence.end = said


def _with_carriers(sentence: Sentence, first: int) -> int:
    """The word number from which on the prepositions of a reading begin (`due on`)."""
    while (
        first
        and first - 1 not in sentence.used
        and sentence.words[first - 1].plain in sentence.situation.vocabulary.carriers
    ):
        first -= 1
    return first


def _take_day(sentence: Sentence, reading: Reading, said: DaySaid) -> None:
    vocabulary = sentence.situation.vocabulary
    first = _with_carriers(sentence, reading.first)
    before = sentence.words[first - 1].plain if first and first - 1 not in sentence.used else ""
    if before in vocabulary.until:
        sentence.use(first - 1, reading.end, SpanKind.REPEAT)
        sentence.until = said.day
        return
    if before in vocabulary.starting:
        sentence.use(first - 1, reading.end, SpanKind.DAY)
        sentence.starting = said.day
        sentence.day_said = sentence.day_said or replace(said, weekday=None, month_day=None)
        return
    if before in vocabulary.joining and sentence.day_said is not None and first - 2 in sentence.used:
        first -= 1
    sentence.use(first, reading.end, SpanKind.DAY)
    _add_day(sentence, said)


def _add_day(sentence: Sentence, said: DaySaid) -> None:
    """A second day is only fine when it is the same (`tue 24 nov`) or one of a repetition (`weekly on mon and thu`)."""
    if sentence.repeat is not None and (joined := repeats.with_day(sentence.repeat, said)):
        sentence.repeat = joined
        return
    known = sentence.day_said
    if said.part is not None:
        sentence.part = said.part
    if known is None:
        sentence.day_said = said
    elif known.weekday is not None and said.weekday is None and said.day is not None:
        same = said.day.weekday() == known.weekday
        sentence.day_said = said
        sentence.object_to(None if same else days.wrong_weekday(said.day))
    elif said.weekday is not None and known.weekday is None and known.day is not None:
        sentence.object_to(None if known.day.weekday() == said.weekday else days.wrong_weekday(known.day))
    elif known.day != said.day or known.day is None:
        sentence.object_to(message("Two days are named. Which one is it?"))


def _take_clock(sentence: Sentence, said: TimeSaid) -> None:
    if sentence.clock is not None and sentence.clock != said:
        sentence.object_to(message("Two times are named. Which one is it?"))
    sentence.clock = sentence.clock or said


def _take_repeat(sentence: Sentence, said: RepeatSaid) -> None:
    if sentence.repeat is not None:
        sentence.object_to(message("Two repetitions are named. Which one is it?"))
        return
    sentence.repeat = said
    if said.part is not None:
        sentence.part = said.part
    known = sentence.day_said
    if known is not None and sentence.starting is None and (joined := repeats.with_day(said, known)):
        sentence.repeat, sentence.day_said = joined, None


def _ask_about_unread(sentence: Sentence) -> None:
    for number, word in enumerate(sentence.words):
        if number in sentence.used or word.plain in sentence.situation.vocabulary.not_dates:
            continue
        if word.looks_like_a_date or (word.is_figure and _stands_for_a_time(sentence, number)):
            sentence.object_to(_unreadable(word))
            return


def _stands_for_a_time(sentence: Sentence, number: int) -> bool:
    """Whether an unread figure is no number of things: "tomorrow 3", "at 10 or 11", "call Marta 24th"."""
    words, joining = sentence.words, sentence.situation.vocabulary.joining
    before = number - 2 if number and words[number - 1].plain in joining else number - 1
    last = number + 1 == len(words)
    return (last and words[number].is_ordinal_figure) or (
        before in sentence.used and (last or number + 1 in sentence.used)
    )


def _unreadable(word: Word) -> Message:
    return message("“{phrase}” cannot be read as a day or time.", phrase=word.raw)
