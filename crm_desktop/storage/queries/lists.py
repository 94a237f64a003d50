"""Saved lists, what there is to filter by, and the people that a filter lets through: ids in order, counts, and rows of columns."""

from __future__ import annotations

import json
from typing import Final

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.filter_fields import Known, OwnFilterField, known
from crm_desktop.domain.filters import NOBODY, Filter, from_json
from crm_desktop.domain.saved_lists import SavedList
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.filter_sql import Sql

_COMPLETED: Final = {
    "company": "SELECT name FROM companies",
    "industry": "SELECT DISTINCT industry FROM companies WHERE industry <> ''",
    "city": "SELECT DISTINCT city FROM addresses WHERE city <> ''",
    "region": "SELECT DISTINCT region FROM addresses WHERE region <> ''",
    "country": "SELECT DISTINCT country FROM addresses WHERE country <> ''",
    "consent": "SELECT DISTINCT purpose FROM consents",
    "job-title": "SELECT DISTINCT job_title FROM contacts WHERE job_title <> ''",
    "department": "SELECT DISTINCT department FROM contacts WHERE department <> ''",
    "time-zone": "SELECT DISTINCT time_zone FROM contacts WHERE time_zone <> ''",
    "preferred-channel": "SELECT DISTINCT preferred_channel FROM contacts WHERE preferred_channel <> ''",
    "language": "SELECT DISTINCT language FROM contacts WHERE language <> ''",
    "source": "SELECT DISTINCT source FROM contacts WHERE source <> ''",
    "payment-terms": "SELECT DISTINCT payment_terms FROM contacts WHERE payment_terms <> ''",
}
_COLUMNS: Final = "SELECT id, name, filter, columns, sort, position FROM saved_lists WHERE subject = 'contact'"


def what_is_known(connection: Connection) -> Known:
    """The fields, tags and stages there are."""
    own = [
        OwnFilterField(row[0], row[1], row[2], row[3], tuple(json.loads(row[4])), row[5])
        for row in connection.execute(
            "SELECT id, uid, name, kind, options, subject FROM own_fields ORDER BY subject = 'deal', subject = 'company', position, id"
        )
    ]
    tags = dict(connection.execute("SELECT id, name FROM tags ORDER BY compare_key").fetchall())
    stages = dict(connection.execute("SELECT id, name FROM stages ORDER BY pipeline_id, position, id").fetchall())
    return known(own, tags, stages)


def saved(connection: Connection) -> list[SavedList]:
    """All lists in their order."""
    return [_saved(row) for row in connection.execute(f"{_COLUMNS} ORDER BY position, id")]


def saved_one(connection: Connection, list_id: int) -> SavedList | None:
    """One list; None when it is gone."""
    row = connection.execute(f"{_COLUMNS} AND id = ?", (list_id,)).fetchone()
    return _saved(row) if row else None


def _saved(row: tuple[int, str, str, str, str, int]) -> SavedList:
    wanted: Filter
    try:
        wanted, readable = from_json(row[2]), True
    except InvalidInput:
        wanted, readable = NOBODY, False
    try:
        columns = tuple(str(key) for key in json.loads(row[3]))
    except (ValueError, TypeError):
        columns = ()
    return SavedList(row[0], row[1], wanted, columns, row[4], row[5], readable)


def count(connection: Connection, condition: Sql) -> int:
    """How many people a condition lets through."""
    query = f"SELECT count(*) FROM contacts c WHERE {condition.text}"
    return int(connection.execute(query, condition.parameters).fetchone()[0])


def matching(connection: Connection, condition: Sql) -> frozenset[int]:
    """The ids of the people that a condition lets through."""
    query = f"SELECT json_group_array(c.id) FROM contacts c WHERE {condition.text}"
    return frozenset(json.loads(connection.execute(query, condition.parameters).fetchone()[0]))


def completions(connection: Connection, what: str, limit: int) -> list[str]:
    """Values that occur in a field that `FilterField.completes` names, by the alphabet."""
    query = _COMPLETED.get(what)
    if query is None:
        return []
    return [row[0] for row in connection.execute(f"{query} ORDER BY 1 COLLATE NOCASE LIMIT ?", (limit,))]
