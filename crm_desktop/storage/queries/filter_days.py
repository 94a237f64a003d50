"""Conditions about days, numbers, amounts, and what is so or is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta, tzinfo
from typing import Final

from crm_desktop.domain.dates import day_start_instant
from crm_desktop.domain.filter_check import amount_of, day_of, days_of, number_of
from crm_desktop.domain.filter_fields import FilterKind, Known
from crm_desktop.domain.filters import Condition, Operator
from crm_desktop.domain.yearly_days import BIRTHDAYS
from crm_desktop.storage.queries.filter_sql import Sql, one_of, with_value

_EPOCH: Final = date(1970, 1, 1)
_OPEN: Final = "o.ended_at IS NULL AND o.kind IN ('plain', 'touch')"
# About the person, or about one of their deals; a birthday is no step.
_STEPS: Final = (
    f"SELECT r.contact_id FROM occurrences o INDEXED BY occurrences_open_of_reminder JOIN reminders r ON r.id = o.reminder_id WHERE {_OPEN} "
    "AND r.contact_id IS NOT NULL{bounds} UNION ALL SELECT d.contact_id FROM occurrences o "
    f"JOIN reminders r ON r.id = o.reminder_id JOIN deals d ON d.id = r.deal_id WHERE {_OPEN} AND r.contact_id IS NULL "
    "AND d.contact_id IS NOT NULL{bounds}"
)
_COLUMN: Final = {"last-talk": "last_spoke_at", "added": "c.created_at"}
_SWITCHES: Final = {
    "do-not-contact": "c.do_not_contact = 1",
    "open-promise": "c.id IN (SELECT contact_id FROM interactions INDEXED BY interactions_promised "
    "WHERE kind = 'promise' AND state = '' AND contact_id IS NOT NULL)",
    "open-ticket": "c.id IN (SELECT contact_id FROM interactions INDEXED BY interactions_tickets "
    "WHERE kind = 'ticket' AND state <> 'solved' AND contact_id IS NOT NULL)",
}
# As `gone_after` and `lost_after` of domain/rhythm.py reckon it; an interval that was chosen is never given up.
_NOT_GONE: Final = "(source <> 'usual' OR lose_at > ? - 86400 * (min(max(every_days * 8, 180), 730) - every_days * 2))"
_COMPARED: Final = {Operator.MORE: ">", Operator.LESS: "<", Operator.EQUAL: "="}


def day(wanted: Condition, today: date, zone: tzinfo, known: Known) -> Sql:
    """A condition about a day; the bounds are days of the user's calendar, whatever the field is stored as."""
    first, last = _bounds(wanted, today)
    own = known.own.get(wanted.field)
    if own is not None:
        inner = _within("sort", first, last, _ordinal)
        return with_value(own, Sql(f"sort IS NOT NULL{inner.text}", inner.parameters))
    if wanted.field == "next-step":
        return _next_step(first, last)
    inner = _within(_COLUMN[wanted.field], first, last, lambda each: _seconds(each, zone))
    if wanted.field == "added":
        return Sql(f"1{inner.text}", inner.parameters)
    source = "SELECT 1 FROM contact_activity a WHERE a.contact_id = c.id"
    return Sql(f"EXISTS ({source}{inner.text})", inner.parameters)


def _next_step(first: date | None, last: date | None) -> Sql:
    """The earliest open reminder lies within the bounds: there is one before the end, and none before the beginning."""
    before_end = _within("o.due_day", None, last, date.isoformat)
    inside = f"c.id IN ({_STEPS.format(bounds=before_end.text)})"
    parameters = before_end.parameters * 2
    if first is None:
        return Sql(inside, parameters)
    too_early = _within("o.due_day", None, first, date.isoformat)
    text = f"{inside} AND c.id NOT IN ({_STEPS.format(bounds=too_early.text)})"
    return Sql(text, (*parameters, *too_early.parameters * 2))


def _bounds(wanted: Condition, today: date) -> tuple[date | None, date | None]:
    """The first day that counts, and the first one after it that does not any more; None: no end."""
    days = days_of(wanted.value) or 0
    match wanted.operator:
        case Operator.WITHIN_DAYS:
            return _later(today, -days), _later(today, 1)
        case Operator.OVER_DAYS_AGO:
            return None, _later(today, -days)
        case Operator.NEXT_DAYS:
            return today, _later(today, days + 1)
        case Operator.FILLED:
            return None, None
    named = day_of(wanted.value) or today
    if wanted.operator is Operator.BEFORE:
        return None, named
    return (_later(named, 1), None) if wanted.operator is Operator.AFTER else (named, _later(named, 1))


def _later(from_day: date, days: int) -> date:
    try:
        return from_day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def _within(column: str, first: date | None, last: date | None, scale: Callable[[date], object]) -> Sql:
    low = ("", ()) if first is None else (f" AND {column} >= ?", (scale(first),))
    high = ("", ()) if last is None else (f" AND {column} < ?", (scale(last),))
    return Sql(low[0] + high[0], (*low[1], *high[1]))


def _seconds(each: date, zone: tzinfo) -> int:
    # No zone is further from UTC than a day, and year 1 and 9999 have no room for that.
    inside = min(max(each, date(2, 1, 1)), date(9998, 12, 31))
    return int(day_start_instant(inside, zone).timestamp())


def _ordinal(each: date) -> int:
    return (each - _EPOCH).days


def yearly(wanted: Condition, today: date) -> Sql:
    """A condition about birthdays: whether there is one, this month, or in so many days from today on."""
    labels = one_of("lower(trim(label))", sorted(BIRTHDAYS))
    parameters: tuple[object, ...] = ()
    when = ""
    if wanted.operator is Operator.THIS_MONTH:
        when, parameters = " AND month_day >= ? AND month_day < ?", (f"{today.month:02}-", f"{today.month:02}-99")
    elif wanted.operator is Operator.NEXT_DAYS:
        days = min(days_of(wanted.value) or 0, 366)
        coming = {_later(today, ahead).strftime("%m-%d") for ahead in range(days + 1)}
        # 29 February is kept on a neighbour in other years.
        coming |= {"02-29"} if coming & {"02-28", "03-01"} else set()
        among = one_of("month_day", sorted(coming))
        when, parameters = f" AND {among.text}", among.parameters
    text = f"c.id IN (SELECT contact_id FROM important_dates WHERE {labels.text}{when})"
    return Sql(text, (*labels.parameters, *parameters))


def switch(wanted: Condition, now: int, known: Known) -> Sql:
    """A condition about what is so or is not; `wanted` is YES."""
    own = known.own.get(wanted.field)
    if own is not None:
        return with_value(own, Sql("sort = 1"))
    return switch_text(wanted.field, now)


def switch_text(key: str, now: int) -> Sql:
    """What is so (1) or is not (0) of `contacts c`; NULL for a key that is no switch."""
    if key == "losing-touch":
        return Sql(f"c.id IN (SELECT contact_id FROM contact_rhythm WHERE lose_at <= ? AND {_NOT_GONE})", (now, now))
    return Sql(_SWITCHES.get(key, "NULL"))


def amount(wanted: Condition, known: Known) -> Sql:
    """A condition about a number or an amount: MORE, LESS, EQUAL or FILLED."""
    own = known.own.get(wanted.field)
    money = known.fields[wanted.field].kind is FilterKind.MONEY
    minor, currency = amount_of(wanted) or (0, "")
    compared = _COMPARED.get(wanted.operator, "")
    value = minor if money else float(number_of(wanted.value) or 0)
    if own is not None and wanted.operator is Operator.FILLED:
        return with_value(own, Sql("1"))
    if own is not None:
        in_currency = " AND instr(text, ?) > 0" if money else ""
        return with_value(own, Sql(f"sort {compared} ?{in_currency}", (value, currency) if money else (value,)))
    if wanted.field == "talks":
        return _talks(wanted.operator, value)
    among = "" if wanted.operator is Operator.FILLED else f" AND amount_minor {compared} ? AND currency = ?"
    source = "SELECT contact_id FROM deals WHERE state = 'open' AND contact_id IS NOT NULL AND amount_minor IS NOT NULL"
    return Sql(f"c.id IN ({source}{among})", (value, currency) if among else ())


def _talks(operator: Operator, value: float) -> Sql:
    """How often one spoke; who has no row never did, and would have to be looked for among all."""
    within = "c.id IN (SELECT contact_id FROM contact_activity WHERE talks {compared} ?)"
    if operator is Operator.LESS:
        return Sql(f"? > 0 AND NOT ({within.format(compared='>=')})", (value, value))
    if operator is Operator.EQUAL and value == 0:
        return Sql(f"NOT ({within.format(compared='>')})", (value,))
    if operator is Operator.MORE and value < 0:
        return Sql("1")
    return Sql(within.format(compared=_COMPARED[operator]), (value,))
