"""Puts together what the patterns of one sentence say: one day, one time, one repetition, or the reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from itertools import pairwise

from crm_desktop.domain.dates import instant_to_wall, wall_to_instant
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry import days, repeats
from crm_desktop.domain.quick_entry.draft import Sentence
from crm_desktop.domain.quick_entry.readings import SpanKind
from crm_desktop.domain.quick_entry.row import read_words
from crm_desktop.domain.quick_entry.said import (
    DaySaid,
    EndSaid,
    FromDoneSaid,
    PartSaid,
    Reading,
    RepeatSaid,
    Situation,
    TimeSaid,
    UrgentSaid,
    ZoneSaid,
)
from crm_desktop.domain.quick_entry.settling import settle_day, settle_repetition, settle_time
from crm_desktop.domain.quick_entry.unread import ask_about_unread, leaves_open, unreadable
from crm_desktop.domain.quick_entry.words import Word

# A clock outside of these is broken; inside, no day that is said can leave the calendar.
_EARLIEST_YEAR, _LATEST_YEAR = 1800, 9500


def read_sentence(words: Sequence[Word], situation: Situation, names: frozenset[int] = frozenset()) -> Sentence:
    """Day, time and repetition of the words, or the first thing that is impossible or unclear about them.

    `names`: numbers of words that belong to a name. With a zone, days and times are those of its clocks.
    """
    sentence = _read_with_clock(words, situation, names)
    if not sentence.zone or sentence.problem is not None:
        return sentence
    if situation.zone is None:
        sentence.object_to(message("A time of another zone cannot be told from here. Write it in your own."))
        return sentence
    return _read_there(sentence, situation, situation.zone, names)


def _read_with_clock(words: Sequence[Word], situation: Situation, names: frozenset[int]) -> Sentence:
    sentence = Sentence(words, situation)
    if not _EARLIEST_YEAR <= situation.today.year <= _LATEST_YEAR:
        sentence.object_to(message("The clock of this computer shows the year {year}.", year=situation.today.year))
        return sentence
    readings = read_words(words, situation, names)
    repeat = next((each.said for each in readings if isinstance(each.said, RepeatSaid)), None)
    for reading in readings:
        _take(sentence, reading, repeats_at_all=repeat is not None)
    if repeat is None:
        _refuse_ranges(sentence, readings)
    elif any(
        word.plain in situation.vocabulary.exceptions
        for number, word in enumerate(words)
        if number not in sentence.used
    ):
        sentence.object_to(
            message("A repetition has no exceptions here. Name its days, for example “every mon and thu”.")
        )
    ask_about_unread(sentence)
    settle_time(sentence)
    if sentence.repeat is None:
        settle_day(sentence)
    else:
        settle_repetition(sentence, sentence.repeat)
    return sentence


def _read_there(here: Sentence, situation: Situation, zone: tzinfo, names: frozenset[int]) -> Sentence:
    """The same with the clock of the zone that is named; asked when its today is another one and the day depends on that."""
    # Loaded with the first zone that is named.
    from zoneinfo import ZoneInfo

    now = instant_to_wall(wall_to_instant(situation.today, situation.now.time(), zone), ZoneInfo(here.zone))
    there = _read_with_clock(here.words, replace(situation, now=now), names)
    if here.day_said is not None and here.day != there.day and there.problem is None:
        there.object_to(message("Is that {one} or {other}? Write the date.", one=here.day, other=there.day))
    return there


def _refuse_ranges(sentence: Sentence, readings: Sequence[Reading]) -> None:
    """Object to "from friday to monday"."""
    ranges = sentence.situation.vocabulary.ranges
    for before, after in pairwise(readings):
        between = sentence.words[before.end : after.first]
        kinds = (isinstance(before.said, DaySaid), isinstance(after.said, DaySaid))
        if all(kinds) and len(between) == 1 and between[0].plain in ranges:
            sentence.object_to(message("From when to when does not fit here. Write one day."))


def _take(sentence: Sentence, reading: Reading, *, repeats_at_all: bool) -> None:
    said = reading.said
    if isinstance(said, EndSaid | FromDoneSaid) and not repeats_at_all:
        return
    if isinstance(said, UrgentSaid | ZoneSaid | FromDoneSaid):
        _take_mark(sentence, reading, said)
        return
    if _is_subject(sentence, reading, repeats_at_all=repeats_at_all):
        return
    _doubt(sentence, reading)
    first = _with_carriers(sentence, reading.first)
    if isinstance(said, Message):
        sentence.object_to(said)
        sentence.use(first, reading.end, None)
    elif isinstance(said, DaySaid):
        _take_day(sentence, reading, said, repeats_at_all=repeats_at_all)
    elif isinstance(said, TimeSaid):
        first = _with_deadline(sentence, first)
        sentence.use(first, reading.end, SpanKind.TIME)
        _take_clock(sentence, said)
    elif isinstance(said, PartSaid):
        sentence.use(_with_deadline(sentence, first), reading.end, SpanKind.TIME)
        sentence.part = said.at
    elif isinstance(said, RepeatSaid):
        sentence.use(first, reading.end, SpanKind.REPEAT)
        _take_repeat(sentence, said)
    else:
        sentence.use(first, reading.end, SpanKind.REPEAT)
        sentence.end = said


def _take_mark(sentence: Sentence, reading: Reading, said: UrgentSaid | ZoneSaid | FromDoneSaid) -> None:
    if isinstance(said, UrgentSaid):
        sentence.use(reading.first, reading.end, SpanKind.URGENT)
        sentence.urgent = True
    elif isinstance(said, FromDoneSaid):
        sentence.use(reading.first, reading.end, SpanKind.REPEAT)
        sentence.from_done = True
    else:
        if sentence.zone and sentence.zone != said.name:
            sentence.object_to(message("Two time zones are named. Which one is it?"))
        sentence.use(reading.first, reading.end, SpanKind.ZONE)
        sentence.object_to(said.problem)
        sentence.zone = said.name


def _before(sentence: Sentence, first: int) -> str:
    """The word in front of the one with this number, unless it was read otherwise."""
    return sentence.words[first - 1].plain if first and first - 1 not in sentence.used else ""


def _is_subject(sentence: Sentence, reading: Reading, *, repeats_at_all: bool) -> bool:
    """Whether a day or time is what the sentence is about: "the mail from friday"."""
    vocabulary = sentence.situation.vocabulary
    first = _with_carriers(sentence, reading.first)
    before = _before(sentence, first)
    if not isinstance(reading.said, DaySaid | TimeSaid | PartSaid):
        return False
    if before in vocabulary.starting and (repeats_at_all or isinstance(reading.said, TimeSaid)):
        return False
    return before in vocabulary.topical and not sentence.words[first - 1].pause


def _doubt(sentence: Sentence, reading: Reading) -> None:
    """Object to what makes the reading unclear, and note what has to be asked once the people are known."""
    vocabulary, said, words = sentence.situation.vocabulary, reading.said, sentence.words
    before = _before(sentence, reading.first)
    if isinstance(said, PartSaid) and before and words[reading.first - 1].is_figure:
        sentence.object_to(unreadable(words[reading.first - 1]))
    word = words[reading.first]
    if word.plain in vocabulary.name_words and before not in vocabulary.carriers and not word.raw.islower():
        sentence.doubtful.append(reading.first)
    if reading.counts:
        sentence.counting.append((reading.first, reading.end))
    first = _with_carriers(sentence, reading.first)
    farther = _before(sentence, first)
    begins = isinstance(said, TimeSaid) and farther in vocabulary.starting
    begins = begins or (isinstance(said, DaySaid) and not _may_begin(sentence, first - 1))
    lasts = isinstance(said, TimeSaid) and farther in vocabulary.until - vocabulary.deadlines
    if farther in vocabulary.vague or begins or lasts:
        phrase = " ".join(word.raw for word in words[first - 1 : reading.end])
        sentence.object_to(leaves_open(phrase))


def _may_begin(sentence: Sentence, at: int) -> bool:
    """Whether "from" in front of a day says when a repetition begins, and not where a mail comes from."""
    vocabulary, words = sentence.situation.vocabulary, sentence.words
    if at < 0 or words[at].plain not in vocabulary.starting & vocabulary.topical:
        return True
    return at == 0 or at - 1 in sentence.used or words[at - 1].pause


def _with_deadline(sentence: Sentence, first: int) -> int:
    """The word number from which on "at the latest" begins (`bis 15 Uhr`)."""
    return first - 1 if _before(sentence, first) in sentence.situation.vocabulary.deadlines else first


def _with_carriers(sentence: Sentence, first: int) -> int:
    """The word number from which on the prepositions of a reading begin (`due on`)."""
    while (
        first
        and first - 1 not in sentence.used
        and sentence.words[first - 1].plain in sentence.situation.vocabulary.carriers
    ):
        first -= 1
    return first


def _take_day(sentence: Sentence, reading: Reading, said: DaySaid, *, repeats_at_all: bool) -> None:
    vocabulary = sentence.situation.vocabulary
    first = _with_carriers(sentence, reading.first)
    before = _before(sentence, first)
    if before in vocabulary.deadlines and not repeats_at_all:
        first = _with_carriers(sentence, first - 1)
        before = _before(sentence, first)
    elif before in vocabulary.until:
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
