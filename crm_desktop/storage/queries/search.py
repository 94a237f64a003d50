"""Finding anything by its words: names first, then long texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from crm_desktop.domain.pages import SearchHit
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import instant_or_none, marks
from crm_desktop.storage.search_index import NAME_KINDS, SHORTEST_TEXT_PREFIX, TEXT_KINDS, match_expression

_MOST_RANKED: Final = 1_500
_SEPARATOR: Final = "\x1f"
_CONTACTS: Final = """SELECT c.id, c.display_name, coalesce(o.name, ''), c.id, c.job_title,
    (SELECT group_concat(value, char(31)) FROM contact_points WHERE contact_id = c.id AND kind = 'email'),
    (SELECT group_concat(value, char(31)) FROM contact_points WHERE contact_id = c.id AND kind = 'phone'),
    NULL, c.note FROM contacts c LEFT JOIN companies o ON o.id = c.company_id WHERE c.id IN ({marks})"""
_QUERIES: Final = {
    "contact": _CONTACTS,
    "company": """SELECT id, name, '', (SELECT min(c.id) FROM contacts c WHERE c.company_id = companies.id), domain,
        NULL, NULL, NULL, '' FROM companies WHERE id IN ({marks})""",
    "deal": """SELECT d.id, d.title, coalesce(o.name, ''), d.contact_id, s.name, NULL, NULL, d.closed_at, d.note
        FROM deals d JOIN stages s ON s.id = d.stage_id LEFT JOIN companies o ON o.id = d.company_id
        WHERE d.id IN ({marks})""",
    "interaction": """SELECT i.id, coalesce(c.display_name, ''), coalesce(o.name, ''), i.contact_id, i.kind, NULL, NULL,
        i.occurred_at, i.subject || ' ' || i.text FROM interactions i LEFT JOIN contacts c ON c.id = i.contact_id
        LEFT JOIN companies o ON o.id = c.company_id WHERE i.id IN ({marks})""",
    "reminder": """SELECT r.id, r.text, coalesce(c.display_name, ''), r.contact_id, '', NULL, NULL, NULL, r.note
        FROM reminders r LEFT JOIN contacts c ON c.id = r.contact_id WHERE r.id IN ({marks})""",
}


def names(connection: Connection, text: str, limit: int) -> list[SearchHit]:
    """Contacts, companies and deals whose names (then other details) have all the words, best first."""
    expression = match_expression(text)
    if not expression:
        return []
    if _is_cheap_to_rank(connection, expression):
        found = _ranked(connection, expression, limit)
    else:
        in_name = match_expression(text, "name")
        ranks = _is_cheap_to_rank(connection, in_name)
        found = _ranked(connection, in_name, limit) if ranks else _first(connection, in_name, limit)
        found = list(dict.fromkeys([*found, *_first(connection, expression, limit)]))[:limit]
    return _hits(connection, [(NAME_KINDS[number % 4], number // 4) for number in found])


def _is_cheap_to_rank(connection: Connection, expression: str) -> bool:
    # Ranking costs time for every match, not for every row shown, so what matches too much is not ranked.
    query = "SELECT count(*) FROM (SELECT 1 FROM search_names WHERE search_names MATCH ? LIMIT ?)"
    return bool(connection.execute(query, (expression, _MOST_RANKED + 1)).fetchone()[0] <= _MOST_RANKED)


def _ranked(connection: Connection, expression: str, limit: int) -> list[int]:
    query = "SELECT rowid FROM search_names WHERE search_names MATCH ? ORDER BY bm25(search_names, 10.0, 1.0) LIMIT ?"
    return [row[0] for row in connection.execute(query, (expression, limit))]


def _first(connection: Connection, expression: str, limit: int) -> list[int]:
    query = "SELECT rowid FROM search_names WHERE search_names MATCH ? LIMIT ?"
    return [row[0] for row in connection.execute(query, (expression, limit))]


def texts(connection: Connection, text: str, limit: int) -> list[SearchHit]:
    """Interactions, notes, deals and reminders whose text has all the words, newest first."""
    expression = match_expression(text, shortest_prefix=SHORTEST_TEXT_PREFIX)
    if not expression:
        return []
    found = connection.execute(
        "SELECT rowid FROM search_texts WHERE search_texts MATCH ? ORDER BY rowid DESC LIMIT ?", (expression, limit)
    ).fetchall()
    return _hits(connection, [(TEXT_KINDS[row[0] % 4], row[0] // 4) for row in found])


def _hits(connection: Connection, wanted: Sequence[tuple[str, int]]) -> list[SearchHit]:
    found: dict[tuple[str, int], SearchHit] = {}
    for kind, query in _QUERIES.items():
        ids = [row_id for of_kind, row_id in wanted if of_kind == kind]
        if ids:
            for row in connection.execute(query.format(marks=marks(len(ids))), ids):
                found[kind, row[0]] = _hit(kind, row)
    return [found[key] for key in wanted if key in found]


def _hit(kind: str, row: tuple[Any, ...]) -> SearchHit:
    return SearchHit(
        kind=kind,
        id=row[0],
        name=row[1],
        company=row[2],
        contact_id=row[3],
        detail=row[4] or "",
        snippet=(row[8] or "")[:20_000],
        at=instant_or_none(row[7]),
        emails=tuple(row[5].split(_SEPARATOR)) if row[5] else (),
        phones=tuple(row[6].split(_SEPARATOR)) if row[6] else (),
    )
