"""From a sentence to a reminder, from a date field to a day: the three ways into the grammar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry.draft import Sentence
from crm_desktop.domain.quick_entry.languages import choose, vocabularies
from crm_desktop.domain.quick_entry.naming import Asked, action_of, attempt, doubts, urgent_mark
from crm_desktop.domain.quick_entry.people import MOST_QUESTIONS, FindPeople, find_named
from crm_desktop.domain.quick_entry.readings import (
    LONGEST_TEXT,
    DayOrder,
    DayUnderstood,
    Language,
    MomentUnderstood,
    Span,
    Understood,
)
from crm_desktop.domain.quick_entry.said import Situation
from crm_desktop.domain.quick_entry.vocabulary import Vocabulary
from crm_desktop.domain.quick_entry.words import Word
from crm_desktop.domain.reminders import RepeatFrom

ALL_LANGUAGES = (Language.ENGLISH, Language.GERMAN)

_EDGES = " ,;:-–—."


def understand(
    text: str,
    now: datetime,
    find_people: FindPeople,
    *,
    day_order: DayOrder = DayOrder.UNKNOWN,
    zone: tzinfo | None = None,
    languages: Sequence[Language] = ALL_LANGUAGES,
) -> Understood:
    """Read a sentence as a reminder; never raises, whatever is typed, and reads at most `LONGEST_TEXT` characters.

    `now` is naive wall time of the user. `zone`, the user's, when given, lets "in 2 hours" count real hours across a clock
    change, and is needed for times of other zones. `languages` are those the user writes in, the usual one first.
    `find_people` is asked for likely names, at most six times: it returns the people one of whose names contains every word
    of the phrase as a whole word, without regard to case and accents. No day or time returned is over at `now` unless
    `problem` is set. How open words are read is written at each meaning in `days.py`, `times.py` and `repeats.py`.
    """
    asked = Asked(find_people)
    read = choose(
        [
            attempt(text[:LONGEST_TEXT], Situation(now, vocabulary, day_order, zone=zone), asked)
            for vocabulary in vocabularies(languages)
        ]
    )
    words, sentence, vocabulary = read.words, read.sentence, read.vocabulary
    named = find_named(words, sentence.used, vocabulary, asked, MOST_QUESTIONS - asked.questions)
    problem = sentence.problem or named.problem or doubts(sentence, named, asked)
    left = _without_opening([word for number, word in enumerate(words) if number not in sentence.used], vocabulary)
    mark = urgent_mark(text[:LONGEST_TEXT])
    return Understood(
        text=_left_text(left, words, mark),
        people=named.people,
        day=sentence.day,
        time=sentence.time,
        recurrence=sentence.recurrence,
        action=action_of(left, vocabulary),
        spans=tuple(sorted((*sentence.spans, *named.spans, *mark), key=lambda span: span.start)),
        problem=_too_long(text) or problem,
        urgent=sentence.urgent or bool(mark),
        zone=sentence.zone,
        repeat_from=RepeatFrom.DONE if sentence.from_done else RepeatFrom.DUE,
    )


def _left_text(left: Sequence[Word], words: Sequence[Word], mark: Sequence[Span]) -> str:
    """What is to be done, without the exclamation marks at the very end."""
    text = " ".join(word.raw for word in left)
    if mark and left and left[-1] is words[-1]:
        text = text.rstrip("!")
    return text.strip(_EDGES)


def _too_long(text: str) -> Message | None:
    return message("Too long: at most {most} characters.", most=LONGEST_TEXT) if len(text) > LONGEST_TEXT else None


def _without_opening(words: Sequence[Word], vocabulary: Vocabulary) -> Sequence[Word]:
    plain = tuple(word.plain for word in words)
    for opening in vocabulary.openings:
        if plain[: len(opening)] == opening:
            return words[len(opening) :]
    return words


def understand_day(
    text: str,
    today: date,
    day_order: DayOrder = DayOrder.UNKNOWN,
    *,
    languages: Sequence[Language] = ALL_LANGUAGES,
) -> DayUnderstood:
    """Read a date field: `3 March`, `3 March 1988`, `1988-03-03`, `24.12.`, `March 3rd`, `tomorrow`, `--03-03`.

    Past days are fine. A date without a year keeps that in `partial`; `day` is then the next time it comes round. Everything
    typed has to be understood, otherwise `problem` says so. An empty field is an empty answer.
    """
    try:
        partial = PartialDate.parse(text[:LONGEST_TEXT])
    except ValueError:
        pass
    else:
        if partial.year is not None:
            return DayUnderstood(day=partial.complete(), partial=partial)
        text = f"{partial.day}.{partial.month}."
    midnight = datetime.combine(today, time.min)
    sentence, problem = _read_field(
        text, [Situation(midnight, each, day_order, past_allowed=True) for each in vocabularies(languages)]
    )
    if problem is not None:
        return DayUnderstood(problem=problem)
    return DayUnderstood(sentence.day, sentence.time, sentence.partial)


def understand_moment(
    text: str,
    now: datetime,
    day_order: DayOrder = DayOrder.UNKNOWN,
    *,
    past_allowed: bool = False,
    zone: tzinfo | None = None,
    languages: Sequence[Language] = ALL_LANGUAGES,
) -> MomentUnderstood:
    """Read a day and time field in wall time: `tomorrow 9:00` for a snooze, `yesterday 3pm` for what has happened.

    `past_allowed`: open days and times look back (`friday` is the latest one before today, `9:00` the latest 9:00) and past ones
    are fine; otherwise as in `understand`. A field that holds a time only gets the day of the next (or latest) such time.
    """
    known = vocabularies(languages)
    if any(text.strip().lower() in vocabulary.now for vocabulary in known):
        return MomentUnderstood(now.date(), now.time().replace(second=0, microsecond=0))
    sentence, problem = _read_field(
        text,
        [
            Situation(now, vocabulary, day_order, looks_back=past_allowed, past_allowed=past_allowed, zone=zone)
            for vocabulary in known
        ],
    )
    return MomentUnderstood(None if problem else sentence.day, None if problem else sentence.time, problem)


def _read_field(text: str, situations: Sequence[Situation]) -> tuple[Sentence, Message | None]:
    """A field holds a day and perhaps a time, and nothing else."""
    read = choose([attempt(text[:LONGEST_TEXT], situation, Asked(lambda _phrase: ())) for situation in situations])
    sentence = read.sentence
    left = [word.raw for number, word in enumerate(read.words) if number not in sentence.used]
    if sentence.problem is None and left:
        sentence.object_to(message("“{phrase}” cannot be read as a day or time.", phrase=" ".join(left)[:60]))
    if sentence.recurrence is not None:
        sentence.object_to(message("Only one day fits here, not a repetition."))
    if sentence.zone:
        sentence.object_to(message("A time zone does not fit here."))
    return sentence, _too_long(text) or sentence.problem
