"""What an operator of the search can be completed with: tags, companies and places that exist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crm_desktop.domain.folding import fold
from crm_desktop.storage.engine import Connection

_MOST_READ: Final = 2_000
_TAGS: Final = """SELECT t.name, count(ct.id) FROM tags t LEFT JOIN contact_tags ct ON ct.tag_id = t.id
    GROUP BY t.id ORDER BY 2 DESC, t.compare_key"""
_COMPANIES: Final = """SELECT o.name, (SELECT count(*) FROM contacts WHERE company_id = o.id) FROM companies o
    WHERE o.compare_key >= ?1 AND o.compare_key < ?1 || char(1114111) ORDER BY o.compare_key LIMIT ?2"""
_PLACES: Final = """SELECT city, count(*) FROM (SELECT city FROM addresses WHERE city <> '' ORDER BY id DESC LIMIT ?)
    GROUP BY city ORDER BY 2 DESC"""


def tags(connection: Connection, begun: str, limit: int) -> list[tuple[str, int]]:
    """The tags that have a word that begins so, with how many people bear each, the most used first."""
    return _beginning(connection.execute(_TAGS).fetchall(), begun, limit)


def companies(connection: Connection, begun: str, limit: int) -> list[tuple[str, int]]:
    """The companies whose names begin so, by name, with how many people belong to each."""
    return [(row[0], row[1]) for row in connection.execute(_COMPANIES, (fold(begun), limit))]


def places(connection: Connection, begun: str, limit: int) -> list[tuple[str, int]]:
    """The towns that begin so among the newest 2,000 addresses, the commonest first."""
    return _beginning(connection.execute(_PLACES, (_MOST_READ,)).fetchall(), begun, limit)


def _beginning(rows: Sequence[tuple[str, int]], begun: str, limit: int) -> list[tuple[str, int]]:
    wanted = f" {fold(begun)}"
    return [(name, count) for name, count in rows if wanted in f" {fold(name)}"][:limit]
