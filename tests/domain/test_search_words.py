"""What is typed into the search taken apart: conditions, words, telephone numbers; whatever is no condition stays words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.search_words import (
    OPERATORS,
    Condition,
    asked,
    digits_of,
    first_day,
    national_digits,
    number_beginnings,
    numbers_in,
    unfinished,
)

_TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "words", "conditions"),
    [
        ("marta", "marta", ()),
        ("tag:vip", "", (("tag", "vip"),)),
        ("TAG:Vip marta", "marta", (("tag", "vip"),)),
        ('tag:"past client" offer', "offer", (("tag", "past client"),)),
        ('tag:"never closed', "", (("tag", "never closed"),)),
        ("company:lume in:münchen", "", (("company", "lume"), ("in", "munchen"))),
        ("is:client has:deals", "", (("is", "client"), ("has", "deal"))),
        ('is:"past client"', "", (("is", "past"),)),
        ("is:nonsense", "is:nonsense", ()),
        ("has:nothing", "has:nothing", ()),
        ("before:soon", "before:soon", ()),
        ("re: offer", "re: offer", ()),
        ("colour:red", "colour:red", ()),
        ("https://example.org", "https://example.org", ()),
        ("a tag:", "a", ()),
        ("xtag:vip", "xtag:vip", ()),
        ("", "", ()),
    ],
)
def test_conditions_are_taken_out_of_the_words(typed: str, words: str, conditions: tuple[tuple[str, str], ...]) -> None:
    found = asked(typed, _TODAY)
    assert found.words == words
    assert tuple((each.name, each.value) for each in found.conditions) == conditions


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026", date(2026, 1, 1)),
        ("2026-5", date(2026, 5, 1)),
        ("2026-05-03", date(2026, 5, 3)),
        ("today", _TODAY),
        ("yesterday", date(2026, 11, 23)),
        ("30d", date(2026, 10, 25)),
        ("2w", date(2026, 11, 10)),
        ("3m", date(2026, 8, 24)),
        ("1y", date(2025, 11, 24)),
        ("2026-13", None),
        ("2026-02-30", None),
        ("0000", None),
        ("9999", None),
        ("9999y", None),
        ("", None),
    ],
)
def test_days_are_understood_as_people_shorten_them(value: str, day: date | None) -> None:
    assert first_day(value, _TODAY) == day


def test_before_and_after_know_their_day() -> None:
    (condition,) = asked("before:2026-05", _TODAY).conditions
    assert condition == Condition("before", "2026-05", date(2026, 5, 1))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tag:", ("", "tag", "")),
        ("offer tag:vi", ("offer ", "tag", "vi")),
        ('company:"casa l', ("", "company", "casa l")),
        ("tag:vip ", None),
        ('tag:"vip"', None),
        ("tag", None),
        ("re:", None),
        ("", None),
    ],
)
def test_the_condition_at_the_end_can_be_completed(typed: str, found: tuple[str, str, str] | None) -> None:
    assert unfinished(typed) == found


@pytest.mark.parametrize(
    "number", ["+49 (0)30 1234567", "0049 30 1234567", "+49-30-123.45.67", "+49 (30) 123 4567", "+٤٩ ٣٠ ١٢٣٤٥٦٧"]
)
def test_a_number_is_the_same_in_every_formatting(number: str) -> None:
    assert national_digits(number) == "49301234567"


def test_a_number_with_its_country_finds_one_without() -> None:
    assert "301234567" in number_beginnings("+49 30 1234567")
    assert number_beginnings("030 1234567") == ("301234567",)
    assert number_beginnings("12") == ()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("call 030 1234567 now", ("030 1234567",)),
        ("+49 (0)30 123", ("+49 (0)30 123",)),
        ("room 12", ()),
        ("v2.0", ()),
        ("1234", ("1234",)),
    ],
)
def test_numbers_are_seen_among_words(typed: str, found: tuple[str, ...]) -> None:
    assert numbers_in(typed) == found


@given(st.text(max_size=60))
def test_no_text_is_an_error(text: str) -> None:
    found = asked(text, _TODAY)
    unfinished(text)
    numbers_in(text)
    digits_of(text)
    assert all(condition.name in OPERATORS and condition.value for condition in found.conditions)


@given(st.sampled_from(OPERATORS), st.text(max_size=30))
def test_no_value_of_a_condition_is_an_error(name: str, value: str) -> None:
    asked(f"{name}:{value}", _TODAY)
    asked(f'{name}:"{value}"', _TODAY)
