"""The table of phrases: what each sentence means at five moments, checked word by word."""
# ruff: noqa: DTZ001 - wall times have no zone, which is what these tests are about.

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from crm_desktop.domain.quick_entry import Person, Understood
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
TABLE = Path(__file__).with_name("quick_entry_phrases.txt")


def _folded(text: str) -> list[str]:
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).split()


def find_people(phrase: str) -> Sequence[Person]:
    """The contacts with every word of the phrase as a whole word of their name."""
    return [person for person in PEOPLE if set(_folded(phrase)) <= set(_folded(person.name))]


def _rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if line and not line.startswith("#")]


def _answer(understood: Understood) -> str:
    if understood.problem is not None:
        return "?"
    day = "-" if understood.day is None else f"{understood.day:%a %Y-%m-%d}"
    return day if understood.time is None else f"{day} {understood.time:%H:%M}"


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row[0])
def test_every_phrase_means_the_same_as_in_the_table_at_five_moments(row: list[str]) -> None:
    sentence, text, rule, *answers = row
    understood = [understand(sentence, now, find_people) for now in MOMENTS]
    rules = {each.recurrence.rrule() if each.recurrence else "-" for each in understood if each.problem is None}
    assert [_answer(each) for each in understood] == (answers if len(answers) == 5 else answers * 5)
    assert {each.text or "-" for each in understood} == {text}
    assert rules <= {rule}


def test_the_table_has_at_least_150_phrases_and_none_twice() -> None:
    sentences = [row[0] for row in _rows()]
    assert len(sentences) >= 150
    assert len(set(sentences)) == len(sentences)


def test_every_rule_in_the_table_really_begins_on_the_day_that_is_shown() -> None:
    for row in _rows():
        for now in MOMENTS:
            understood = understand(row[0], now, find_people)
            if understood.recurrence is not None and understood.problem is None:
                assert understood.day is not None
                assert next(understood.recurrence.occurrences(understood.day)) == understood.day, row[0]
