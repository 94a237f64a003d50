"""Whether a condition can be used as it stands: its field is there, its values are of the right kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.filter_fields import (
    COUNTS_DAYS,
    ON_A_DAY,
    WITHOUT_VALUE,
    FilterField,
    FilterKind,
    Known,
)
from crm_desktop.domain.filters import Condition, Filter, conditions, referred
from crm_desktop.domain.messages import Message

MOST_DAYS: Final = 36_500


def check(condition: Condition, known: Known) -> None:
    """Raises InvalidInput (field "field", "operator", "days" or "value") with a sentence when the condition cannot be used."""
    field = known.fields.get(condition.field)
    if field is None:
        raise InvalidInput("field", "This field was deleted. Choose another one, or take this line away.")
    if condition.operator not in field.operators:
        raise InvalidInput("operator", "This field cannot be compared like that.")
    if condition.days is not None and not (field.spans and 0 <= condition.days <= MOST_DAYS):
        raise InvalidInput("days", "Write a number of days, such as 90.")
    if condition.operator in WITHOUT_VALUE:
        return
    if not any(value.strip() for value in condition.values):
        raise InvalidInput("value", "Say what to compare with.")
    for value in condition.values:
        _check_value(field, condition, value, known)


def _check_value(field: FilterField, condition: Condition, value: str, known: Known) -> None:
    if condition.operator in COUNTS_DAYS:
        if days_of(value) is None:
            raise InvalidInput("value", "Write a number of days, such as 90.")
    elif condition.operator in ON_A_DAY:
        if day_of(value) is None:
            raise InvalidInput("value", "“{text}” is not a day.", text=value[:40])
    elif field.kind is FilterKind.NUMBER:
        if number_of(value) is None:
            raise InvalidInput("value", "“{text}” is not a number.", text=value[:40])
    elif field.kind is FilterKind.MONEY:
        if amount_of(condition) is None:
            raise InvalidInput("value", "Write an amount, such as 1000 EUR.")
    elif field.refers:
        item_id, name = referred(value)
        if known.resolve(field.refers, item_id, name) is None:
            raise InvalidInput("value", "There is no “{name}” any more.", name=name[:60])
    elif field.kind is FilterKind.CHOICE and field.choices and value not in {key for key, _words in field.choices}:
        raise InvalidInput("value", "“{name}” is no choice here.", name=value[:60])


def usable(condition: Condition, known: Known) -> bool:
    """Whether `check` has nothing against it."""
    try:
        check(condition, known)
    except InvalidInput:
        return False
    return True


def problems(wanted: Filter, known: Known) -> Iterator[tuple[Condition, Message]]:
    """The conditions that cannot be used as things are, each with the reason."""
    for condition in conditions(wanted):
        try:
            check(condition, known)
        except InvalidInput as error:
            yield condition, error.sentence


def days_of(value: str) -> int | None:
    """A number of days, 0 to a hundred years; None for anything else."""
    text = value.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        return None
    return int(text) if int(text) <= MOST_DAYS else None


def day_of(value: str) -> date | None:
    """The day of an ISO text `YYYY-MM-DD`."""
    try:
        return date.fromisoformat(value) if len(value) == len("2026-11-24") else None
    except ValueError:
        return None


def number_of(value: str) -> Decimal | None:
    """A plain decimal number."""
    try:
        found = Decimal(value.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < Decimal(10) ** 15 else None


def amount_of(condition: Condition) -> tuple[int, str] | None:
    """The amount of a condition about money: minor units and ISO 4217 currency."""
    if len(condition.values) != len(("minor", "currency")) or not condition.values[0].isdecimal():
        return None
    return int(condition.values[0][:18]), condition.values[1]
