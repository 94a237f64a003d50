"""A filter as one SQL condition about `contacts c`: values are always parameters, and what it says is 0 or 1, never NULL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from crm_desktop.domain.filter_check import usable
from crm_desktop.domain.filter_fields import FilterKind, Known
from crm_desktop.domain.filters import NEGATIVE, AllOf, Condition, Filter, Not
from crm_desktop.storage.queries import filter_days, filter_talks, filter_texts
from crm_desktop.storage.queries.filter_sql import Sql


@dataclass(frozen=True, slots=True)
class Around:
    """What a filter is reckoned with besides the file: the user's day and zone, the instant (seconds UTC), what there is."""

    today: date
    zone: tzinfo
    now: int
    known: Known


def condition(wanted: Filter, around: Around) -> Sql:
    """The condition for a WHERE over `contacts c`.

    A condition that cannot be used (its field was deleted) never lets anybody in, denied or not: a list must not grow by
    what was taken away.
    """
    return _compiled(wanted, around, denied=False)


def _compiled(wanted: Filter, around: Around, *, denied: bool) -> Sql:
    if isinstance(wanted, Condition):
        if not usable(wanted, around.known):
            return Sql("1" if denied else "0")
        return _one(wanted, around)
    if isinstance(wanted, Not):
        inner = _compiled(wanted.part, around, denied=not denied)
        return Sql(f"NOT ({inner.text})", inner.parameters)
    parts = [_compiled(part, around, denied=denied) for part in wanted.parts]
    if isinstance(wanted, AllOf):
        return _joined(parts, " AND ", "1")
    return _joined(parts, " OR ", "0")


def _joined(parts: Sequence[Sql], word: str, without: str) -> Sql:
    if not parts:
        return Sql(without)
    texts = word.join(f"({part.text})" for part in parts)
    return Sql(texts, tuple(value for part in parts for value in part.parameters))


def _one(wanted: Condition, around: Around) -> Sql:
    positive = NEGATIVE.get(wanted.operator)
    if positive is not None:
        inner = _positive(replace(wanted, operator=positive), around)
        return Sql(f"NOT ({inner.text})", inner.parameters)
    return _positive(wanted, around)


def _positive(wanted: Condition, around: Around) -> Sql:
    field = around.known.fields[wanted.field]
    if field.kind is FilterKind.DAY:
        return filter_days.day(wanted, around.today, around.zone, around.known)
    if field.kind is FilterKind.YEARLY:
        return filter_days.yearly(wanted, around.today)
    if field.kind is FilterKind.TEXT:
        return filter_texts.text(wanted, around.known)
    if field.spans:
        return filter_talks.happened(wanted, around.today, around.zone)
    if field.kind is FilterKind.CHOICE:
        return filter_texts.choice(wanted, around.known)
    if field.kind is FilterKind.YES_NO:
        return filter_days.switch(wanted, around.now, around.known)
    return filter_days.amount(wanted, around.known)
