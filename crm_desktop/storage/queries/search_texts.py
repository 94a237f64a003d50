"""Finding what was said and written, by whole words or, where no word begins so, by any part of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from crm_desktop.domain.marking import terms_of
from crm_desktop.domain.search_hits import Rank, SearchHit
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.search_conditions import (
    MOST_RESTRICTED,
    UNRESTRICTED,
    Restriction,
    restricted_query,
)
from crm_desktop.storage.queries.search_hits import Found, text_hits
from crm_desktop.storage.search_expressions import SHORTEST_TEXT_PREFIX, match_expression
from crm_desktop.storage.search_index import TEXT_KINDS

_LOOKED_AT: Final = 100
"""So many of the newest documents are ordered by when it was said."""
_SHORTEST_PART: Final = 3
_MOST_PARTS: Final = 5
_SCANNED_AT_ONCE: Final = 25_000
_HAS_PART: Final = "subject || ' ' || text LIKE ? ESCAPE '!'"


def texts(connection: Connection, text: str, limit: int, restriction: Restriction = UNRESTRICTED) -> list[SearchHit]:
    """Interactions, notes, deals and reminders whose text has all the words, newest first."""
    expression = match_expression(text, shortest_prefix=SHORTEST_TEXT_PREFIX)
    if not expression:
        return []
    if restriction is UNRESTRICTED:
        query, values = "SELECT n FROM found", ()
        most = max(_LOOKED_AT, limit)
    else:
        query, values = restricted_query(restriction, TEXT_KINDS, "SELECT n FROM found")
        query, most = f"{query} LIMIT {max(_LOOKED_AT, limit)}", MOST_RESTRICTED
    rows = connection.execute(
        "WITH found (n) AS MATERIALIZED (SELECT rowid FROM search_texts WHERE search_texts MATCH ? ORDER BY rowid DESC LIMIT ?) "
        f"{query}",
        (expression, most, *values),
    ).fetchall()
    found = [(TEXT_KINDS[row[0] % 4], row[0] // 4, Rank.TEXT) for row in rows]
    return text_hits(connection, found, terms_of(text))[:limit]


def parts_of_texts(
    connection: Connection, text: str, limit: int, restriction: Restriction = UNRESTRICTED
) -> Iterator[list[SearchHit]]:
    """What has the words anywhere, inside of other words too: 25,000 texts at each step, the newest first.

    Letters with accents have to be typed as they stand there; only case does not matter.
    """
    typed = [word for word in text.split() if len(word) >= _SHORTEST_PART][:_MOST_PARTS]
    if not typed or any("\x00" in word or not word.isprintable() for word in typed):
        return
    hits: list[SearchHit] = []
    newest = int(connection.execute("SELECT coalesce(max(id), 0) FROM interactions").fetchone()[0])
    for start in range(newest, 0, -_SCANNED_AT_ONCE):
        if len(hits) >= limit:
            return
        found = _scanned(connection, typed, (start - _SCANNED_AT_ONCE, start), limit - len(hits), restriction)
        hits += text_hits(connection, found, terms_of(text))
        yield list(hits)


def _scanned(
    connection: Connection, typed: Sequence[str], between: tuple[int, int], limit: int, restriction: Restriction
) -> list[Found]:
    condition = restriction.sql("interaction", "id")
    if condition is None:
        return []
    wanted = [_spellings(word) for word in typed]
    having = " AND ".join(f"({' OR '.join([_HAS_PART] * len(each))})" for each in wanted)
    rows = connection.execute(
        f"SELECT id FROM interactions WHERE id > ? AND id <= ? AND {having} AND {condition[0]} ORDER BY id DESC LIMIT ?",
        (*between, *(spelling for each in wanted for spelling in each), *condition[1], limit),
    ).fetchall()
    return [("interaction", row[0], Rank.TEXT) for row in rows]


def _spellings(word: str) -> list[str]:
    # SQLite knows upper and lower case of plain Latin letters only.
    cases = [word] if word.isascii() else list(dict.fromkeys((word, word.lower(), word.upper(), word.capitalize())))
    return [f"%{each.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%" for each in cases]
