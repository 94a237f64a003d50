"""What is typed into an own field: what it takes, how it is kept, and the sentence for what it does not take."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.money import Money
from crm_desktop.domain.own_fields import (
    FieldKind,
    Habits,
    OwnField,
    clean_options,
    day_of,
    money_of,
    money_text,
    parse_value,
    values_of_choices,
)

OPTIONS = ("small", "medium, or so", "Große", "large")


def field(kind: FieldKind, options: tuple[str, ...] = OPTIONS) -> OwnField:
    return OwnField(1, "contact", "Size", kind, options)


@pytest.mark.parametrize(
    ("kind", "typed", "text", "sort"),
    [
        (FieldKind.TEXT, " two\r\nlines\x00 ", "two\nlines", None),
        (FieldKind.NUMBER, "42", "42", 42.0),
        (FieldKind.NUMBER, "−1.234,5", "-1234.5", -1234.5),
        (FieldKind.NUMBER, "+1 234.50", "1234.50", 1234.5),
        (FieldKind.NUMBER, "1,234.567", "1234.5670", 1234.567),
        (FieldKind.NUMBER, "0.125", "0.1250", 0.125),
        (FieldKind.NUMBER, "٤٢٫٥", "42.5", 42.5),
        (FieldKind.MONEY, "95", "95.00 EUR", 9500.0),
        (FieldKind.MONEY, "1.200,50 chf", "1200.50 CHF", 120050.0),
        (FieldKind.MONEY, "¥500", "500 JPY", 500.0),
        (FieldKind.MONEY, "0.250 KWD", "0.250 KWD", 250.0),
        (FieldKind.MONEY, "120.500 KWD", "120.500 KWD", 120500.0),
        (FieldKind.MONEY, "9 XAF", "9 XAF", 9.0),
        (FieldKind.DAY, "2026-03-31", "2026-03-31", 20543.0),
        (FieldKind.DAY, "19700101", "1970-01-01", 0.0),
        (FieldKind.DAY, "1969-12-31", "1969-12-31", -1.0),
        (FieldKind.CHOICE, "SMALL", "small", None),
        (FieldKind.CHOICE, "grosse", "Große", None),
        (FieldKind.CHOICE, "medium, or so", "medium, or so", None),
        (FieldKind.CHOICES, "large, small", "small; large", None),
        (FieldKind.CHOICES, "large; medium, or so; large", "medium, or so; large", None),
        (FieldKind.YES_NO, "Ja", "yes", 1.0),
        (FieldKind.YES_NO, "✗", "no", 0.0),
        (FieldKind.LINK, "example.com/a?b=c", "example.com/a?b=c", None),
        (FieldKind.LINK, "mailto:a@b.example", "mailto:a@b.example", None),
    ],
)
def test_what_is_typed_is_kept_in_one_form(kind: FieldKind, typed: str, text: str, sort: float | None) -> None:
    assert parse_value(field(kind), typed) == (text, sort)
    assert parse_value(field(kind), text) == (text, sort)


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize("typed", ["", "  ", "\n\x00"])
def test_nothing_typed_is_nothing_held(kind: FieldKind, typed: str) -> None:
    assert parse_value(field(kind), typed) == ("", None)


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (FieldKind.NUMBER, "1e5", "“1e5” is not a number"),
        (FieldKind.NUMBER, "NaN", "is not a number"),
        (FieldKind.NUMBER, "-", "is not a number"),
        (FieldKind.NUMBER, "1_000", "is not a number"),
        (FieldKind.NUMBER, "1234567890123456", "A number can have 15 digits"),
        (FieldKind.MONEY, "12 BTC", "“BTC” is not a currency"),
        (FieldKind.MONEY, "1.5 JPY", "JPY has 0 decimals"),
        (FieldKind.MONEY, "many", "is not an amount"),
        (FieldKind.DAY, "2026-02-30", "is not a day"),
        (FieldKind.DAY, "--03-03", "is not a day"),
        (FieldKind.CHOICE, "tiny", "no choice here. Take one of: small, medium"),
        (FieldKind.CHOICES, "small; tiny", "“tiny” is no choice"),
        (FieldKind.YES_NO, "maybe", "Write yes or no."),
        (FieldKind.LINK, "javascript:alert(1)", "is not a link"),
        (FieldKind.LINK, "file:///etc/passwd", "is not a link"),
        (FieldKind.LINK, "a b.example", "no spaces"),
        (FieldKind.LINK, "word", "is not a link"),
    ],
)
def test_what_a_field_does_not_take_is_said(kind: FieldKind, typed: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence.replace("(", r"\(")) as refused:
        parse_value(field(kind), typed)
    assert refused.value.field == "value"


def test_a_field_of_choices_without_any_says_where_to_write_them() -> None:
    with pytest.raises(InvalidInput, match="“Size” has no choices yet"):
        parse_value(field(FieldKind.CHOICE, ()), "x")


def test_the_habits_of_the_user_decide_what_is_not_said() -> None:
    habits = Habits("GBP", lambda text: date(2027, 1, 2) if text == "tomorrow" else date.max)
    assert parse_value(field(FieldKind.MONEY), "5", habits)[0] == "5.00 GBP"
    assert parse_value(field(FieldKind.DAY), "tomorrow", habits)[0] == "2027-01-02"


@pytest.mark.parametrize("kind", FieldKind)
@given(typed=st.text(st.characters(codec="utf-8"), max_size=60))
def test_whatever_is_typed_is_refused_or_reads_back_as_itself(kind: FieldKind, typed: str) -> None:
    try:
        text, sort = parse_value(field(kind), typed)
    except InvalidInput:
        return
    # Whatever the user writes by habit elsewhere: what is stored says everything itself.
    assert parse_value(field(kind), text, Habits("JPY")) == (text, sort)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_every_number_with_three_decimals_reads_back_as_the_same_number(number: object) -> None:
    typed = str(number)
    whole = f"{abs(int(float(typed))):,}"
    text, sort = parse_value(field(FieldKind.NUMBER), f"{whole}{typed[typed.index('.') :]}0")
    assert parse_value(field(FieldKind.NUMBER), text) == (text, sort)


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "JPY", "KWD", "CLF", "XPF", "TND"]))
def test_every_amount_reads_back_with_the_decimals_of_its_currency(minor: int, currency: str) -> None:
    assert money_of(money_text(Money(minor, currency))) == Money(minor, currency)


@given(st.dates())
def test_a_day_is_ordered_by_a_number_that_leads_back_to_it(day: date) -> None:
    text, sort = parse_value(field(FieldKind.DAY), day.isoformat())
    assert text == day.isoformat()
    assert sort is not None
    assert day_of(sort) == day


def test_choices_are_cleaned_and_each_stands_once() -> None:
    assert clean_options([" a ", "", "A", "b,c", "é", "e"]) == ("a", "b,c", "é")
    with pytest.raises(InvalidInput, match="semicolon"):
        clean_options(["a; b"])
    with pytest.raises(InvalidInput, match="more than 200"):
        clean_options([str(number) for number in range(201)])
    assert values_of_choices("a; b,c;;") == ("a", "b,c")
