"""The tables of phrases: what each sentence means at five moments, checked word by word, in English and in German."""
# ruff: noqa: DTZ001 - wall times have no zone, which is what these tests are about.

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.domain.quick_entry import Language, Person, Understood
from crm_desktop.domain.quick_entry.reader import understand

MOMENTS = (
    datetime(2026, 11, 21, 12, 20),
    datetime(2026, 12, 31, 23, 59),
    datetime(2028, 2, 29, 9, 0),
    datetime(2026, 3, 29, 1, 30),
    datetime(2026, 10, 25, 2, 30),
)
PEOPLE = (
    *(Person(1, "Marta Oliveira"), Person(2, "Élodie Nguyen"), Person(3, "Jonas Keller"), Person(4, "May Chen")),
    *(Person(5, "Sun Li"), Person(6, "Jonas Brandt"), Person(7, "王芳"), Person(8, "Jan Novák")),
)
ENGLISH_FIRST = (Language.ENGLISH, Language.GERMAN)
GERMAN_FIRST = (Language.GERMAN, Language.ENGLISH)
TABLES = {
    Language.ENGLISH: Path(__file__).with_name("quick_entry_phrases.txt"),
    Language.GERMAN: Path(__file__).with_name("quick_entry_phrases_german.txt"),
}
BERLIN = ZoneInfo("Europe/Berlin")
_COUNTS_TIME = re.compile(r"[0-9 ](?:h|min|minutes?|minuten?)\b|hour|stunde|std", re.IGNORECASE)


def _folded(text: str) -> list[str]:
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).split()


def find_people(phrase: str) -> Sequence[Person]:
    """The contacts with every word of the phrase as a whole word of their name."""
    return [person for person in PEOPLE if set(_folded(phrase)) <= set(_folded(person.name))]


def rows(language: Language) -> list[list[str]]:
    """The lines of a table, split: sentence, text that is left, rule, and one answer or five."""
    lines = TABLES[language].read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if line and not line.startswith("#")]


ALL_ROWS = [*rows(Language.ENGLISH), *rows(Language.GERMAN)]


def _answer(understood: Understood) -> str:
    if understood.problem is not None:
        return "?"
    day = "-" if understood.day is None else f"{understood.day:%a %Y-%m-%d}"
    return day if understood.time is None else f"{day} {understood.time:%H:%M}"


def _check(row: list[str], languages: Sequence[Language]) -> None:
    sentence, text, rule, *answers = row
    understood = [understand(sentence, now, find_people, languages=languages) for now in MOMENTS]
    rules = {each.recurrence.rrule() if each.recurrence else "-" for each in understood if each.problem is None}
    assert [_answer(each) for each in understood] == (answers if len(answers) == 5 else answers * 5)
    assert {each.text or "-" for each in understood} == {text}
    assert rules <= {rule}


@pytest.mark.parametrize("row", ALL_ROWS, ids=lambda row: row[0])
def test_every_phrase_means_the_same_as_in_the_table_at_five_moments(row: list[str]) -> None:
    _check(row, ENGLISH_FIRST)


@pytest.mark.parametrize("row", ALL_ROWS, ids=lambda row: row[0])
def test_every_phrase_means_the_same_to_somebody_who_mostly_writes_german(row: list[str]) -> None:
    _check(row, GERMAN_FIRST)


@pytest.mark.parametrize("language", Language)
def test_a_table_read_in_its_own_language_alone_asks_only_what_it_says(language: Language) -> None:
    for sentence, _text, _rule, *answers in rows(language):
        for place, now in enumerate(MOMENTS):
            read = understand(sentence, now, find_people, languages=(language,))
            answer = answers[place] if len(answers) == 5 else answers[0]
            assert _answer(read) == answer or (sentence, answer) == ("24.12", "?")


@pytest.mark.parametrize("row", ALL_ROWS, ids=lambda row: row[0])
def test_a_known_zone_changes_nothing_but_hours_and_minutes_from_now(row: list[str]) -> None:
    if _COUNTS_TIME.search(row[0]):
        return
    for now in MOMENTS:
        assert understand(row[0], now, find_people, zone=BERLIN) == understand(row[0], now, find_people)


@pytest.mark.parametrize(("language", "least"), [(Language.ENGLISH, 300), (Language.GERMAN, 150)])
def test_a_table_has_enough_phrases_and_none_twice(language: Language, least: int) -> None:
    sentences = [row[0] for row in rows(language)]
    assert len(sentences) >= least
    assert len(set(sentences)) == len(sentences)


def test_the_five_moments_have_the_last_minute_a_leap_day_and_both_clock_changes() -> None:
    assert any((now.hour, now.minute) == (23, 59) for now in MOMENTS)
    assert any((now.month, now.day) == (2, 29) for now in MOMENTS)
    offsets = [
        {datetime(now.year, now.month, now.day, hour, tzinfo=BERLIN).utcoffset() for hour in (0, 12)} for now in MOMENTS
    ]
    assert sum(len(each) == 2 for each in offsets) == 2


def test_every_rule_in_the_tables_really_begins_on_the_day_that_is_shown() -> None:
    for row in ALL_ROWS:
        for now in MOMENTS:
            understood = understand(row[0], now, find_people)
            if understood.recurrence is not None and understood.problem is None:
                assert understood.day is not None
                assert next(understood.recurrence.occurrences(understood.day)) == understood.day, row[0]
