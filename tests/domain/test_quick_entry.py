"""Quick entry beyond the table: people, highlighting, questions, fields, and whatever a keyboard can produce."""
# ruff: noqa: DTZ001 - wall times have no zone, which is what these tests are about.

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.dates import PartialDate, instant_to_wall, wall_to_instant
from crm_desktop.domain.quick_entry import (
    LONGEST_TEXT,
    DayOrder,
    Person,
    SpanKind,
    Understood,
)
from crm_desktop.domain.quick_entry.english import ENGLISH
from crm_desktop.domain.quick_entry.german import GERMAN
from crm_desktop.domain.quick_entry.meanings import MEANINGS
from crm_desktop.domain.quick_entry.reader import understand, understand_day, understand_moment
from crm_desktop.domain.quick_entry.vocabulary import Meaning, Vocabulary
from tests.domain.test_quick_entry_phrases import MOMENTS, find_people

NOW = MOMENTS[0]
TODAY = NOW.date()
BERLIN = ZoneInfo("Europe/Berlin")


def _nobody(_phrase: str) -> Sequence[Person]:
    return ()


def _read(text: str, now: datetime = NOW, order: DayOrder = DayOrder.UNKNOWN) -> Understood:
    return understand(text, now, find_people, day_order=order)


def _names(text: str) -> list[str]:
    return [person.name for person in _read(text).people]


# ------------------------------------------------------------------------------------------------ the two pictures


def test_the_sentence_of_the_reminders_picture_gives_its_three_chips() -> None:
    read = _read("send Élodie the offer every 2nd monday 9:00")
    assert [person.name for person in read.people] == ["Élodie Nguyen"]
    assert (read.day, read.time) == (date(2026, 11, 23), time(9))
    assert str(read.recurrence.describe() if read.recurrence else "") == "every 2 weeks"
    assert read.text == "send Élodie the offer"
    assert read.ready


def test_the_sentence_of_the_palette_picture_is_a_call_on_tuesday_afternoon() -> None:
    read = _read("call marta tue 3pm")
    assert (read.text, read.action, read.day, read.time) == ("call marta", "call", date(2026, 11, 24), time(15))
    assert [person.contact_id for person in read.people] == [1]


def test_every_part_is_marked_where_it_stands() -> None:
    text = "send Élodie the offer every 2nd monday 9:00"
    marked = [(text[span.start : span.end], span.kind) for span in _read(text).spans]
    assert marked == [("Élodie", SpanKind.PERSON), ("every 2nd monday", SpanKind.REPEAT), ("9:00", SpanKind.TIME)]


def test_prepositions_belong_to_the_mark_and_punctuation_does_not() -> None:
    text = "Call Marta (on friday), at 3pm!"
    marked = [text[span.start : span.end] for span in _read(text).spans]
    assert marked == ["Marta", "on friday", "at 3pm", "!"]


# ------------------------------------------------------------------------------------------------ what to do, and who


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("call Marta tomorrow", "call"),
        ("remind me to phone Marta tomorrow", "call"),
        ("tomorrow email Marta", "email"),
        ("meet Marta tomorrow", "meeting"),
        ("Lunch with Marta friday at noon", "meeting"),
        ("text Marta tomorrow", "message"),
        ("send the call notes tomorrow", None),
        ("tomorrow", None),
    ],
)
def test_the_verb_in_front_says_what_kind_of_thing_it_is(sentence: str, action: str | None) -> None:
    assert _read(sentence).action == action


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("call Marta Oliveira", ["Marta Oliveira"]),
        ("CALL MARTA", ["Marta Oliveira"]),
        ("call marta", ["Marta Oliveira"]),
        ("send the offer to elodie nguyen tomorrow", ["Élodie Nguyen"]),
        ("send Marta's invoice tomorrow", ["Marta Oliveira"]),
        ("call Marta and Élodie tomorrow", ["Marta Oliveira", "Élodie Nguyen"]),
        ("call 王芳 tomorrow", ["王芳"]),
        ("call May in May", ["May Chen"]),
        ("call Jan in january", ["Jan Novák"]),
        ("buy milk tomorrow", []),
        ('send "Marta" the card', []),
        ("call Mart tomorrow", []),
    ],
)
def test_people_are_found_by_whole_words_of_their_names(sentence: str, names: list[str]) -> None:
    assert _names(sentence) == names


def test_a_name_of_several_people_is_asked_and_all_of_them_are_offered() -> None:
    read = _read("call Jonas friday")
    assert [person.name for person in read.people] == ["Jonas Keller", "Jonas Brandt"]
    assert str(read.problem) == "Which Jonas? Jonas Keller, Jonas Brandt"
    assert not read.ready
    assert _read("call Jonas Keller friday").ready


def test_a_name_that_is_also_a_month_is_asked_only_when_a_contact_has_it() -> None:
    assert "May Chen" in str(_read("call May 5").problem)
    assert understand("call May 5", NOW, _nobody).problem is None


def test_the_contacts_are_asked_at_most_a_handful_of_times() -> None:
    asked: list[str] = []

    def find(phrase: str) -> Sequence[Person]:
        asked.append(phrase)
        return ()

    for text in ("Alpha Beta Gamma Delta Epsilon Zeta Eta Theta tomorrow", "May 5 and Sun 3pm " + "Word " * 150):
        asked.clear()
        understand(text, NOW, find)
        assert 1 <= len(asked) <= 7


def test_the_same_person_named_twice_is_one_person() -> None:
    assert _names("call Marta about Marta Oliveira") == ["Marta Oliveira"]


# ------------------------------------------------------------------------------------------------ questions instead of guesses


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("call Marta 3/12", "Is that 3 December or 12 March? Write the month as a word."),
        ("call Marta at 3", "Is that 03:00 or 15:00?"),
        ("call Marta tomorrow 3:30", "Is that 03:30 or 15:30?"),
        ("call Marta at 12 in the night", "Is that 00:00 or 12:00?"),
        ("31 feb", "There is no 31 February."),
        ("31.4.2027", "There is no 31 April 2027."),
        ("call Marta yesterday", "2026-11-20 is already over."),
        ("today 9:00", "09:00 today is already over."),
        ("wed 24 nov", "2026-11-24 is a Tuesday. Which of the two is meant?"),
        ("friday or monday", "Two days are named. Which one is it?"),
        ("friday at 9:00 or 10:00", "Two times are named. Which one is it?"),
        ("every day every week", "Two repetitions are named. Which one is it?"),
        ("every 3rd monday", "Every 3 weeks on Monday, or one Monday “of the month”? Write which."),
        ("every day until yesterday", "The repetition ends before it begins."),
        ("every day until friday 5 times", "Two ends are named. Which one is it?"),
        ("until friday", "An end is named, but nothing repeats."),
        ("in 5000 years", "That day is too far away."),
        ("call Marta 25:00", "There is no time 25:00."),
        ("meet 3pm-4pm", "“3pm-4pm” cannot be read as a day or time."),
        ("friday midnight", "Midnight at the beginning or at the end of 2026-11-27? Write 00:00 or 23:59."),
        ("24.12.88", "Write the year with four digits."),
    ],
)
def test_what_is_impossible_or_has_two_readings_is_asked(sentence: str, question: str) -> None:
    read = _read(sentence)
    assert str(read.problem) == question
    assert not read.ready


def test_the_order_of_day_and_month_decides_slashed_dates_and_nothing_else() -> None:
    assert _read("3/12", order=DayOrder.DAY_FIRST).day == date(2026, 12, 3)
    assert _read("3/12", order=DayOrder.MONTH_FIRST).day == date(2027, 3, 12)
    assert _read("3/3").day == date(2027, 3, 3)
    for order in DayOrder:
        assert _read("24/12", order=order).day == date(2026, 12, 24)
        assert _read("12/24", order=order).day == date(2026, 12, 24)
        assert _read("3.12.", order=order).day == date(2026, 12, 3)
        assert _read("2027-03-12", order=order).day == date(2027, 3, 12)
        assert _read("31/31", order=order).problem is not None


def test_a_sentence_that_is_too_long_is_refused_and_not_cut_in_silence() -> None:
    read = _read("call Marta tomorrow " + "x" * 1_000_000)
    assert str(LONGEST_TEXT) in str(read.problem)
    assert not read.ready


def test_a_clock_far_outside_of_its_century_is_named_as_the_problem() -> None:
    assert "9999" in str(understand("tomorrow", datetime(9999, 12, 31, 23, 59), _nobody).problem)


# ------------------------------------------------------------------------------------------------ rules that depend on the day


@pytest.mark.parametrize(
    ("sentence", "now", "first", "rrule"),
    [
        ("call every month", MOMENTS[0], "2026-11-21", "FREQ=MONTHLY"),
        ("call every month", MOMENTS[1], "2026-12-31", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ("call every month", MOMENTS[2], "2028-02-29", "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1"),
        ("call every quarter", MOMENTS[1], "2026-12-31", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ("call every year", MOMENTS[2], "2028-02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"),
        ("call every year", MOMENTS[3], "2026-03-29", "FREQ=YEARLY"),
        ("call every day until 24.12.", MOMENTS[1], "2026-12-31", "FREQ=DAILY;UNTIL=20271224"),
        ("call every day for 2 weeks", MOMENTS[3], "2026-03-29", "FREQ=DAILY;UNTIL=20260411"),
        (
            "call every friday until the end of the year",
            MOMENTS[0],
            "2026-11-27",
            "FREQ=WEEKLY;UNTIL=20261231;BYDAY=FR",
        ),
        ("call every day at 9:00 for 3 days", MOMENTS[0], "2026-11-22", "FREQ=DAILY;UNTIL=20261124"),
    ],
)
def test_a_rule_starts_and_ends_where_the_day_of_writing_puts_it(
    sentence: str, now: datetime, first: str, rrule: str
) -> None:
    read = _read(sentence, now)
    assert read.problem is None
    assert read.day == date.fromisoformat(first)
    assert read.recurrence is not None
    assert read.recurrence.rrule() == rrule


def test_an_end_beyond_the_calendar_is_a_problem_and_not_no_end() -> None:
    assert _read("call every day for 9999 years").problem is not None


# ------------------------------------------------------------------------------------------------ clock changes


def test_hours_from_now_are_real_hours_when_the_zone_is_known() -> None:
    before_the_gap = datetime(2026, 3, 29, 1, 30)
    read = understand("call in 1 hour", before_the_gap, _nobody, zone=BERLIN)
    assert (read.day, read.time) == (date(2026, 3, 29), time(3, 30))
    before_the_overlap = datetime(2026, 10, 25, 1, 30)
    read = understand("call in 2 hours", before_the_overlap, _nobody, zone=BERLIN)
    assert (read.day, read.time) == (date(2026, 10, 25), time(2, 30))


def test_minutes_from_now_in_the_repeated_hour_are_never_before_now() -> None:
    now = datetime(2026, 10, 25, 2, 45)
    read = understand("call in 30 minutes", now, _nobody, zone=BERLIN)
    assert read.ready
    assert read.day is not None
    assert read.time is not None
    waited = wall_to_instant(read.day, read.time, BERLIN) - wall_to_instant(now.date(), now.time(), BERLIN)
    assert waited.total_seconds() == 30 * 60


def test_begun_minutes_are_rounded_up_so_that_nothing_comes_early() -> None:
    read = understand("call in 1 minute", datetime(2026, 11, 21, 12, 20, 59), _nobody)
    assert read.time == time(12, 22)


# ------------------------------------------------------------------------------------------------ fields


@pytest.mark.parametrize(
    ("typed", "day", "partial"),
    [
        ("3 March", "2027-03-03", "--03-03"),
        ("3 March 1988", "1988-03-03", "1988-03-03"),
        ("1988-03-03", "1988-03-03", "1988-03-03"),
        ("24.12.", "2026-12-24", "--12-24"),
        ("24.12.1990", "1990-12-24", "1990-12-24"),
        ("March 3rd", "2027-03-03", "--03-03"),
        ("3rd of march, 1988", "1988-03-03", "1988-03-03"),
        ("--02-29", "2028-02-29", "--02-29"),
        ("29 feb", "2028-02-29", "--02-29"),
        ("21 nov", "2026-11-21", "--11-21"),
        ("tomorrow", "2026-11-22", "2026-11-22"),
        ("yesterday", "2026-11-20", "2026-11-20"),
        ("in 2 weeks", "2026-12-05", "2026-12-05"),
        ("sun", "2026-11-22", "2026-11-22"),
        ("end of month", "2026-11-30", "2026-11-30"),
    ],
)
def test_a_date_field_takes_what_quick_entry_takes_with_and_without_a_year(typed: str, day: str, partial: str) -> None:
    understood = understand_day(typed, TODAY)
    assert understood.problem is None
    assert understood.day == date.fromisoformat(day)
    assert understood.partial == PartialDate.parse(partial)


@pytest.mark.parametrize(
    "typed", ["soon", "3 March foo", "3 March 88", "march 1990", "1990", "every day", "29.2.2027", "3/12", "24.12.88"]
)
def test_a_date_field_refuses_what_is_no_single_day(typed: str) -> None:
    understood = understand_day(typed, TODAY)
    assert understood.problem is not None
    assert (understood.day, understood.partial) == (None, None)


def test_an_empty_date_field_is_empty_and_no_problem() -> None:
    assert understand_day("  ", TODAY) == understand_day("", TODAY)
    assert understand_day("", TODAY).problem is None


@pytest.mark.parametrize(
    ("typed", "ahead", "back"),
    [
        ("friday", "2026-11-27", "2026-11-20"),
        ("saturday", "2026-11-28", "2026-11-14"),
        ("9:00", "2026-11-22 09:00", "2026-11-21 09:00"),
        ("15:00", "2026-11-21 15:00", "2026-11-20 15:00"),
        ("24.12.", "2026-12-24", "2025-12-24"),
        ("the 5th", "2026-12-05", "2026-11-05"),
        ("tomorrow 10am", "2026-11-22 10:00", "2026-11-22 10:00"),
        ("yesterday 3pm", "?", "2026-11-20 15:00"),
        ("last friday", "?", "2026-11-20"),
        ("2 days ago", "?", "2026-11-19"),
        ("2 hours ago", "?", "2026-11-21 10:20"),
        ("this morning", "?", "2026-11-21 09:00"),
        ("now", "2026-11-21 12:20", "2026-11-21 12:20"),
        ("next week", "2026-11-23", "2026-11-23"),
        ("call Marta", "?", "?"),
    ],
)
def test_a_moment_field_looks_ahead_for_a_snooze_and_back_for_what_has_happened(
    typed: str, ahead: str, back: str
) -> None:
    for expected, past_allowed in ((ahead, False), (back, True)):
        understood = understand_moment(typed, NOW, past_allowed=past_allowed)
        shown = f"{understood.day}" if understood.time is None else f"{understood.day} {understood.time:%H:%M}"
        assert ("?" if understood.problem else shown) == expected


# ------------------------------------------------------------------------------------------------ the vocabulary, and anything else


def test_every_meaning_has_a_function_and_a_phrase() -> None:
    phrases = (*ENGLISH.phrases, *GERMAN.phrases)
    assert set(MEANINGS) == set(Meaning) == {phrase.meaning for phrase in phrases}


def test_every_word_of_the_vocabulary_is_written_as_it_is_compared() -> None:
    for language in (ENGLISH, GERMAN):
        tables = (
            language.weekdays,
            language.months,
            language.units,
            language.numbers,
            language.ordinals,
            language.actions,
        )
        sets = (language.carriers, language.not_names, language.name_words, language.vague, language.topical)
        words = {word for table in (*tables, *sets) for word in table} | {each.pattern for each in language.phrases}
        assert all(word == word.lower() for word in words)
        assert not {letter for word in words for letter in word} & set(language.letters)


def _pattern_words(language: Vocabulary) -> set[str]:
    tables = (language.weekdays, language.months, language.units, language.numbers, language.ordinals, language.parts)
    patterns = {part for phrase in language.phrases for part in phrase.pattern.split()}
    marks = {
        *language.carriers,
        *language.vague,
        *language.until,
        *language.starting,
        *language.titles,
        *language.joining,
    }
    return {word for part in patterns for word in part.strip("?").split("|")} | marks | {*tables[0]}.union(*tables[1:])


_FIGURES = "3 12 31 24.12. 3/12 5th 3pm 15:00 23:59 00:00 2026-12-24 5. 3.12 14.30 15uhr 2h 9-5 99".split()
_MORE = [
    "Marta",
    "May",
    "Frau",
    "Freitag",
    '"',
    ",",
    "!",
    "-",
    "UTC",
    "Tokyo",
    "time",
    "Londoner",
    "Zeit",
    "überm",
    "März",
]
_PATTERN_WORDS = sorted({*_pattern_words(ENGLISH), *_pattern_words(GERMAN), *_FIGURES, *_MORE})
_SENTENCES = st.lists(st.sampled_from(_PATTERN_WORDS), min_size=1, max_size=9).map(" ".join)


@settings(max_examples=400)
@given(_SENTENCES, st.sampled_from(MOMENTS), st.sampled_from(DayOrder))
def test_no_sentence_made_of_known_words_fails_or_gives_a_past_reminder(
    sentence: str, now: datetime, order: DayOrder
) -> None:
    for zone in (None, BERLIN):
        read = understand(sentence, now, find_people, day_order=order, zone=zone)
        assert all(0 <= span.start < span.end <= len(sentence) for span in read.spans)
        if read.problem is not None or read.day is None:
            continue
        here = now
        if read.zone:
            here = instant_to_wall(wall_to_instant(now.date(), now.time(), BERLIN), ZoneInfo(read.zone))
        assert read.day >= here.date()
        if read.time is not None and read.time.fold == 0 and read.day == here.date():
            assert read.time >= here.time()
        if read.recurrence is not None:
            assert next(read.recurrence.occurrences(read.day)) == read.day
    understand_day(sentence, now.date(), order)
    past = understand_moment(sentence, now, order, past_allowed=True)
    assert past.problem is None or past.day is None


@settings(max_examples=200)
@given(st.text(max_size=60), st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)))
def test_no_text_at_no_time_makes_it_fail(text: str, now: datetime) -> None:
    read = understand(text, now, find_people)
    assert read.day is None or read.problem is not None or read.day >= now.date()
    understand_day(text, now.date())
    understand_moment(text, now, past_allowed=True)


@pytest.mark.parametrize(
    "text",
    ["\ud800", "\x00" * 500, "“" * 1000, "1" * 1000, "٣ مارس", "１５:００", "İ" * 400 + " tomorrow", "ﬁ tomorrow"],
)
def test_odd_characters_are_text(text: str) -> None:
    assert isinstance(_read(text), Understood)


def test_quoted_words_are_never_read_as_a_day() -> None:
    for quoted in ('"call friday 3pm"', "“tomorrow”", "„morgen friday“", "'next week'", "«friday»"):
        read = _read(f"send {quoted} to Marta")
        assert (read.day, read.time, read.problem) == (None, None, None)
        assert quoted in read.text
