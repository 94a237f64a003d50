"""Conditions about what was logged with people: its kind, its mood, its direction, ever or in the last days."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo
from typing import Final

from crm_desktop.domain.dates import day_start_instant
from crm_desktop.domain.filters import Condition, Operator
from crm_desktop.domain.interactions import UNSPOKEN
from crm_desktop.storage.queries.filter_sql import Sql, contacts_with, one_of

_ALL: Final = "SELECT contact_id FROM interactions WHERE contact_id IS NOT NULL"
# A promise has a direction too, but it says who owes.
_TALKS: Final = f"kind NOT IN ({', '.join(repr(kind.value) for kind in sorted(UNSPOKEN))})"
_COLUMNS: Final = {"talk-kind": "kind", "mood": "mood", "direction": "direction"}
_ALSO: Final = {"talk-kind": "1", "mood": "mood <> ''", "direction": _TALKS}
# Those of a kind or mood are looked up in the table; else the days of all are read off an index, and the table for those only.
_RECENT: Final = (
    "SELECT contact_id FROM interactions INDEXED BY {index} "
    "WHERE contact_id IS NOT NULL AND occurred_at >= ? AND occurred_at < ?"
)
_EARLIEST: Final = date(2, 1, 1)


def happened(wanted: Condition, today: date, zone: tzinfo) -> Sql:
    """Whether something of the kind is in the timeline of `contacts c`; `wanted` is IS, ANY_OF or FILLED."""
    inner = Sql(_ALSO[wanted.field])
    if wanted.operator is not Operator.FILLED:
        among = one_of(_COLUMNS[wanted.field], wanted.values)
        inner = Sql(f"{inner.text} AND {among.text}", among.parameters)
    if wanted.days is None:
        return contacts_with(_ALL, inner)
    first = max(_EARLIEST, today - timedelta(days=min(wanted.days, today.toordinal() - _EARLIEST.toordinal())))
    bounds = tuple(int(day_start_instant(day, zone).timestamp()) for day in (first, today + timedelta(days=1)))
    found = contacts_with(_RECENT.format(index=_index(wanted)), inner)
    return Sql(found.text, (*bounds, *found.parameters))


def _index(wanted: Condition) -> str:
    if wanted.field == "mood":
        return "interactions_by_mood"
    of_kinds = wanted.field == "talk-kind" and wanted.operator is not Operator.FILLED
    return "interactions_by_kind" if of_kinds else "interactions_by_contact"
