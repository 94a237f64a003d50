"""What is typed behind a field of the filter builder, as the values of a condition, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.filter_check import amount_of, day_of, number_of
from crm_desktop.domain.filter_fields import (
    COUNTS_DAYS,
    ON_A_DAY,
    WITHOUT_VALUE,
    FilterField,
    FilterKind,
    Known,
)
from crm_desktop.domain.filters import Condition, Operator, reference, referred
from crm_desktop.domain.folding import fold
from crm_desktop.domain.money import decimals, parse_money
from crm_desktop.domain.plain_numbers import plain_number
from crm_desktop.ui.texts import show

ReadDay = Callable[[str], date | None]


def values_of(
    field: FilterField, operator: Operator, typed: str, known: Known, currency: str, read_day: ReadDay
) -> tuple[str, ...]:
    """The values that a typed text means; what cannot be read stays as it was typed, for the check to refuse."""
    text = typed.strip()
    if operator in WITHOUT_VALUE or not text:
        return ()
    if operator in COUNTS_DAYS:
        return (text,)
    if operator in ON_A_DAY:
        day = day_of(text) or read_day(text)
        return (day.isoformat() if day is not None else text,)
    if field.kind is FilterKind.NUMBER:
        return (_number(text),)
    if field.kind is FilterKind.MONEY:
        return _amount(text, currency)
    parts = _parts(text) if operator is Operator.ANY_OF else [text]
    return tuple(_value(field, part, known) for part in parts)


def _parts(text: str) -> list[str]:
    # A semicolon separates where values have commas of their own.
    between = ";" if ";" in text else ","
    return [part.strip() for part in text.split(between) if part.strip()]


def _value(field: FilterField, text: str, known: Known) -> str:
    if field.refers:
        found = next((pair for pair in known.names_of(field.refers).items() if fold(pair[1]) == fold(text)), None)
        return reference(*found) if found is not None else text
    for key, words in field.choices:
        if fold(text) in (fold(key), fold(show(words))):
            return key
    return text


def _number(text: str) -> str:
    sign, digits = ("-", text[1:]) if text[0] in "-−" else ("", text)
    try:
        plain = sign + plain_number(digits)
    except ArithmeticError:
        return text
    return plain if number_of(plain) is not None else text


def _amount(text: str, currency: str) -> tuple[str, ...]:
    try:
        amount = parse_money(text, currency)
    except InvalidInput:
        return (text,)
    return str(amount.minor), amount.currency


def text_of(condition: Condition, field: FilterField, known: Known) -> str:
    """The values of a condition as one would type them."""
    if field.kind is FilterKind.MONEY:
        return _amount_text(condition)
    words = [_one_text(value, field, known) for value in condition.values]
    return ("; " if any("," in word for word in words) else ", ").join(words)


def _one_text(value: str, field: FilterField, known: Known) -> str:
    if field.refers:
        item_id, name = referred(value)
        found = known.resolve(field.refers, item_id, name)
        return known.names_of(field.refers)[found] if found is not None else name
    chosen = dict(field.choices).get(value)
    return show(chosen) if chosen is not None else value


def _amount_text(condition: Condition) -> str:
    found = amount_of(condition)
    if found is None:
        return condition.value
    minor, currency = found
    places = decimals(currency)
    whole, rest = divmod(minor, 10**places)
    return f"{whole}.{rest:0{places}} {currency}" if rest else f"{whole} {currency}"


def names(values: Iterable[str]) -> list[str]:
    """Values to complete with, each once."""
    return list(dict.fromkeys(values))
