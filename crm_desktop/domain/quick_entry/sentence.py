"""Puts together what the patterns of one sentence say: one day, one time, one repetition, or the reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry import days, repeats
from crm_desktop.domain.quick_entry.meanings import read_words
from crm_desktop.domain.quick_entry.readings import Span, SpanKind
from crm_desktop.domain.quick_entry.said import DaySaid, EndSaid, PartSaid, Reading, RepeatSaid, Situation, TimeSaid
from crm_desktop.domain.quick_entry.times import half_of_day_question
from crm_desktop.domain.quick_entry.vocabulary import Unit
from crm_desktop.domain.quick_entry.words import Word
from crm_desktop.domain.recurrence import Recurrence

# A clock outside of these is broken; inside, no day that is said can leave the calendar.
_EARLIEST_YEAR, _LATEST_YEAR = 1800, 9500


@dataclass(slots=True)
class Sentence:
    """The sentence while it is put together; `used` are the numbers of the words that became a day, time or repetition."""

    words: Sequence[Word]
    situation: Situation
    used: set[int] = field(default_factory=set)
    doubtful: list[int] = field(default_factory=list)
    """Words read as a day that a contact might be called by."""
    spans: list[Span] = field(default_factory=list)
    day_said: DaySaid | None = None
    repeat: RepeatSaid | None = None
    end: EndSaid | None = None
    until: date | None = None
    starting: date | None = None
    clock: TimeSaid | None = None
    part: time | None = None
    day: date | None = None
    time: time | None = None
    partial: PartialDate | None = None
    recurrence: Recurrence | None = None
    problem: Message | None = None

    def object_to(self, problem: Message | None) -> None:
        """Keep the first problem: it is the leftmost, which is where the user looks."""
        if self.problem is None:
            self.problem = problem

    def use(self, first: int, end: int, kind: SpanKind | None) -> None:
        """Take the words out of the text and mark them for highlighting."""
        self.used.update(range(first, end))
        if kind is not None:
            self.spans.append(Span(self.words[first].start, self.words[end - 1].end, kind))


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
    _settle_time(sentence)
    if sentence.repeat is None:
        _settle_day(sentence)
    else:
        _settle_repetition(sentence, sentence.repeat)
    return sentence


def _take(sentence: Sentence, reading: Reading, *, repeats_at_all: bool) -> None:
    vocabulary = sentence.situation.vocabulary
    before = sentence.words[reading.first - 1].plain if reading.first and reading.first - 1 not in sentence.used else ""
    said = reading.said
    if isinstance(said, EndSaid) and not repeats_at_all:
        return
    topical = before in vocabulary.topical and not sentence.words[reading.first - 1].pause
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


def _settle_time(sentence: Sentence) -> None:
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


def _settle_day(sentence: Sentence) -> None:
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


def _settle_repetition(sentence: Sentence, repeat: RepeatSaid) -> None:
    situation, said = sentence.situation, sentence.day_said
    begin = said.day if said is not None and said.day is not None else None
    if said is not None and (said.moment is not None or said.nth is not None):
        sentence.object_to(message("When is the first time? Write for example “starting monday”."))
    if begin is not None and sentence.starting is None and said is not None and said.weekday is not None:
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
        after = days.add_units(first, end.number, end.unit) if end.unit not in (Unit.MINUTE, Unit.HOUR) else None
        until = None if after is None else after - timedelta(days=1)
        if until is None:
            sentence.object_to(message("Until when? Write for example “until 24 dec”."))
    if until is not None and until < first:
        sentence.object_to(message("The repetition ends before it begins."))
    return rule if until is None else replace(rule, until=until)
