"""What is typed behind a field of the filter builder, as the values of a condition, and back."""

from __future__ import annotations

from collections.abc import Callable, Collection
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
    return (_value(field, text, known),)


def several(typed: str, offered: Collection[str]) -> list[str]:
    """The values of a line for any of several: `Berlin, Mitte` is one, unless it is none that is `offered` and its parts all are.

    A semicolon separates in any case, quotation marks keep together what stands between them.
    """
    text = typed.strip()
    known = {fold(each) for each in offered}
    if len(text) > 1 and text[0] in '"“„«' and text[-1] in '"”“»':
        return [text[1:-1].strip()] if text[1:-1].strip() else []
    if fold(text) in known:
        return [text]
    if ";" in text:
        return [each for part in text.split(";") for each in several(part, offered)]
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > 1 and all(fold(part) in known for part in parts):
        return parts
    return [text] if text else []


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


def texts_of(condition: Condition, field: FilterField, known: Known) -> list[str]:
    """The values of a condition as one would type them."""
    if field.kind is FilterKind.MONEY:
        return [_amount_text(condition)]
    return [_one_text(value, field, known) for value in condition.values]


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
