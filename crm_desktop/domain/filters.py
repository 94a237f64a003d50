"""A filter over people: conditions joined by all, any and not, as plain values that go to JSON and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.errors import InvalidInput

_DEEPEST: Final = 8
_MOST_PARTS: Final = 200
_MOST_VALUES: Final = 200
_LONGEST_TEXT: Final = 200_000


class Operator(StrEnum):
    """How a field is compared with the values of a condition."""

    CONTAINS = "contains"
    LACKS = "lacks"
    IS = "is"
    IS_NOT = "is-not"
    ANY_OF = "any-of"
    BEGINS = "begins"
    FILLED = "filled"
    EMPTY = "empty"
    YES = "yes"
    NO = "no"
    WITHIN_DAYS = "within-days"
    """At most so many days ago; what lies ahead is not."""
    NOT_WITHIN_DAYS = "not-within-days"
    """Never, or more than so many days ago, or ahead: the opposite of WITHIN_DAYS."""
    OVER_DAYS_AGO = "over-days-ago"
    NEXT_DAYS = "next-days"
    """From today on, at most so many days ahead."""
    ON = "on"
    BEFORE = "before"
    AFTER = "after"
    THIS_MONTH = "this-month"
    MORE = "more"
    LESS = "less"
    EQUAL = "equal"


NEGATIVE: Final = {
    Operator.LACKS: Operator.CONTAINS,
    Operator.IS_NOT: Operator.IS,
    Operator.EMPTY: Operator.FILLED,
    Operator.NO: Operator.YES,
    Operator.NOT_WITHIN_DAYS: Operator.WITHIN_DAYS,
}
"""The operators that hold exactly where another one does not."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One field compared with values: `field` is a key of `filter_fields`, days are ISO, amounts minor units and currency.

    A tag or a stage is named `id:name`, so that it is found by its number and can be told by its name when it is gone.
    Of a field about what happened (`FilterField.spans`), only the last `days` days count, today too; None: all that ever did.
    """

    field: str
    operator: Operator
    values: tuple[str, ...] = ()
    days: int | None = None

    @property
    def value(self) -> str:
        """The first value, empty when there is none."""
        return self.values[0] if self.values else ""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; without parts: everybody."""

    parts: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; without parts: nobody."""

    parts: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Filter


Filter = Condition | AllOf | AnyOf | Not
EVERYBODY: Final = AllOf()
NOBODY: Final = AnyOf()


def conditions(wanted: Filter) -> Iterator[Condition]:
    """Every condition in it, from left to right."""
    if isinstance(wanted, Condition):
        yield wanted
    elif isinstance(wanted, Not):
        yield from conditions(wanted.part)
    else:
        for part in wanted.parts:
            yield from conditions(part)


def mapped(wanted: Filter, change: Callable[[Condition], Condition]) -> Filter:
    """The same filter with other conditions."""
    match wanted:
        case AllOf(parts):
            return AllOf(tuple(mapped(part, change) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(mapped(part, change) for part in parts))
        case Not(part):
            return Not(mapped(part, change))
        case _:
            return change(wanted)


def to_json(wanted: Filter) -> str:
    """The filter as it is stored; `from_json` reads it back."""
    return json.dumps(_plain(wanted), ensure_ascii=False)


def from_json(text: str) -> Filter:
    """The filter that `to_json` wrote. Raises InvalidInput (field "filter") for anything else."""
    try:
        if len(text) > _LONGEST_TEXT:
            raise ValueError("too long")
        found = _read(json.loads(text), 0)
        if sum(1 for _each in conditions(found)) > _MOST_PARTS:
            raise ValueError("too many conditions")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise InvalidInput("filter", "This filter cannot be read.") from None
    return found


def _plain(wanted: Filter) -> dict[str, Any]:
    match wanted:
        case Condition(field, operator, values, days):
            plain = {"field": field, "is": operator.value, "values": list(values)}
            return plain if days is None else {**plain, "days": days}
        case AllOf(parts):
            return {"all": [_plain(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [_plain(part) for part in parts]}
        case Not(part):
            return {"not": _plain(part)}


def _read(found: dict[str, Any], depth: int) -> Filter:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    if "all" in found:
        return AllOf(tuple(_read(part, depth + 1) for part in found["all"]))
    if "any" in found:
        return AnyOf(tuple(_read(part, depth + 1) for part in found["any"]))
    if "not" in found:
        return Not(_read(found["not"], depth + 1))
    values = tuple(clean_line(str(value), 500) for value in found.get("values", ())[:_MOST_VALUES])
    days = int(found["days"]) if found.get("days") is not None else None
    return Condition(clean_line(str(found["field"]), 200), Operator(found["is"]), values, days)


def reference(item_id: int, name: str) -> str:
    """A tag or stage as the value of a condition."""
    return f"{item_id}:{name}"


def referred(value: str) -> tuple[int, str]:
    """The id and the name in the value of a condition about a tag or a stage; id 0 where there is only a name."""
    number, separator, name = value.partition(":")
    if separator and number.isascii() and number.isdigit():
        return int(number[:18]), name
    return 0, value
