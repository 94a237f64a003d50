"""The full-text index over names and, apart from them, over long texts; folded by us, kept by the unit of work.

Documents are numbered `id * 4 + kind`, so that a hit needs no second table to tell what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from crm_desktop.storage.engine import Connection, DatabaseError
from crm_desktop.storage.journal import SAME_NAME, Touched
from crm_desktop.storage.search_documents import NAME_KINDS, TEXT_KINDS, names, texts
from crm_desktop.storage.search_expressions import SHORTEST_TEXT_PREFIX, match_expression
from crm_desktop.storage.watching import tell

__all__ = [
    "NAME_KINDS", "SHORTEST_TEXT_PREFIX", "TEXT_KINDS", "damage", "differences", "match_expression", "rebuild",
    "rebuild_names", "refresh",
]  # fmt: skip

_BATCH: Final = 500

_PEOPLE_OF_COMPANIES: Final = (
    "SELECT id FROM contacts WHERE company_id IN ({marks})",
    "SELECT contact_id FROM contact_roles WHERE company_id IN ({marks})",
)
_NAMES_OF: Final = {
    "contacts": "contact", "contact_points": "contact", "addresses": "contact", "contact_tags": "contact",
    "contact_roles": "contact", "contact_values": "contact", "companies": "company", "company_values": "company",
    "deals": "deal",
}  # fmt: skip
"""Tables whose rows stand in the names and details of what owns them, by its kind."""
_TEXTS_OF: Final = {
    "contacts": "contact", "facts": "contact", "files": "contact", "deals": "deal", "deal_values": "deal",
    "interactions": "interaction", "reminders": "reminder",
}  # fmt: skip
"""Tables whose rows stand in the long texts of what owns them, by its kind."""
_TABLE_OF_KIND: Final = {
    "contact": "contacts", "company": "companies", "deal": "deals", "interaction": "interactions", "reminder": "reminders",
}  # fmt: skip
_THINGS: Final = frozenset(_TABLE_OF_KIND.values())
_DOCUMENTS: Final = {
    "search_names": (NAME_KINDS, names, "INSERT INTO search_names (rowid, name, details) VALUES (?, ?, ?)"),
    "search_texts": (TEXT_KINDS, texts, "INSERT INTO search_texts (rowid, body) VALUES (?, ?)"),
}
_Stale = dict[str, set[int]]
"""Ids by kind."""


def refresh(connection: Connection, touched: Iterable[Touched]) -> None:
    """Bring the index up to what the tables say about the rows that changed, in the same transaction.

    Only what can have changed is written anew: a tag stands among the names and leaves the long texts alone. Who watches
    the connection (`watching.watched`) is told of each batch and may stop it by an error.
    """
    stale: dict[str, _Stale] = {"search_names": {}, "search_texts": {}}
    fresh: _Stale = {}
    renamed: _Stale = {"companies": set(), "tags": set(), "contacts": set()}
    for row in touched:
        # A row of its own is found under its id, a part of something under the id of what it belongs to.
        owner = row.row_id if row.table in _THINGS else row.owner_id
        for index, kinds in (("search_names", _NAMES_OF), ("search_texts", _TEXTS_OF)):
            if owner is not None and row.table in kinds:
                stale[index].setdefault(kinds[row.table], set()).add(owner)
        if row.operation == "insert" and row.table in _THINGS:
            fresh.setdefault(row.table, set()).add(row.row_id)
        elif row.table in renamed and row.operation != SAME_NAME:
            renamed[row.table].add(row.row_id)
    _add_relatives(connection, stale["search_names"], renamed)
    _write_anew(connection, stale, fresh)


def _write_anew(connection: Connection, stale: dict[str, _Stale], fresh: _Stale) -> None:
    total = sum(len(ids) for kinds in stale.values() for ids in kinds.values())
    done = 0
    for index, kind, ids in ((index, kind, ids) for index, kinds in stale.items() for kind, ids in kinds.items()):
        # All at first: the index writes to the disk each time that the numbers do not go up.
        for batch in _batches(sorted(ids - fresh.get(_TABLE_OF_KIND[kind], set()))):
            tell(connection, done, total)
            _remove(connection, index, kind, batch)
        for batch in _batches(sorted(ids)):
            tell(connection, done, total)
            _write(connection, index, kind, batch)
            done += len(batch)


def rebuild(connection: Connection) -> None:
    """Make the whole index anew from the tables, inside the running transaction."""
    for index in _DOCUMENTS:
        _rebuild(connection, index)


def rebuild_names(connection: Connection) -> None:
    """Make the index of names and details anew, inside the running transaction; the long texts stay."""
    _rebuild(connection, "search_names")


def _rebuild(connection: Connection, index: str) -> None:
    connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
    for kind in _DOCUMENTS[index][0]:
        table = _TABLE_OF_KIND[kind]
        for ids in _batches([row[0] for row in connection.execute(f"SELECT id FROM {table} ORDER BY id")]):
            _write(connection, index, kind, ids)


def differences(connection: Connection) -> list[str]:
    """Where the index and the tables disagree; empty when they are the same. Makes a second index to compare with."""
    found = []
    temporary = "CREATE VIRTUAL TABLE temp.{name} USING fts5 ({columns}, content = '', tokenize = \"unicode61 remove_diacritics 0\")"
    for name, columns in (("search_names", "name, details"), ("search_texts", "body")):
        connection.execute(temporary.format(name=f"fresh_{name}", columns=columns))
        marks = ", ".join("?" * (columns.count(",") + 2))
        for kind, table in _TABLE_OF_KIND.items():
            for ids in _batches([row[0] for row in connection.execute(f"SELECT id FROM {table} ORDER BY id")]):
                documents = (names if name == "search_names" else texts)(connection, kind, ids)
                connection.executemany(
                    f"INSERT INTO temp.fresh_{name} (rowid, {columns}) VALUES ({marks})",
                    list(documents),
                )
        for schema, other in (("main", "temp"), ("temp", "main")):
            table = name if schema == "main" else f"fresh_{name}"
            rival = name if other == "main" else f"fresh_{name}"
            connection.execute(f"CREATE VIRTUAL TABLE temp.seen_{schema} USING fts5vocab ({schema}, {table}, instance)")
            connection.execute(f"CREATE VIRTUAL TABLE temp.want_{schema} USING fts5vocab ({other}, {rival}, instance)")
            extra = connection.execute(
                f"SELECT count(*) FROM (SELECT term, doc, col, offset FROM temp.seen_{schema} "
                f"EXCEPT SELECT term, doc, col, offset FROM temp.want_{schema})"
            ).fetchone()[0]
            if extra:
                found.append(f"{name}: {extra} words {'too many' if schema == 'main' else 'missing'}")
            connection.execute(f"DROP TABLE temp.seen_{schema}")
            connection.execute(f"DROP TABLE temp.want_{schema}")
        connection.execute(f"DROP TABLE temp.fresh_{name}")
    return found


def damage(connection: Connection) -> list[str]:
    """What SQLite itself finds wrong inside the index; quick, and blind to words that are missing altogether."""
    found = []
    for name in ("search_names", "search_texts"):
        try:
            connection.execute(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')")
        except DatabaseError as error:
            found.append(f"{name}: {error}")
    return found


def _add_relatives(connection: Connection, stale: _Stale, renamed: _Stale) -> None:
    # A person is found by the company's and the tags' names, a deal by the person's: they follow when those change.
    contacts, deals = stale.setdefault("contact", set()), stale.setdefault("deal", set())
    for ids in _batches(sorted(renamed["companies"])):
        for query in _PEOPLE_OF_COMPANIES:
            contacts.update(_ids(connection, query, ids))
        deals.update(_ids(connection, "SELECT id FROM deals WHERE company_id IN ({marks})", ids))
    for ids in _batches(sorted(renamed["tags"])):
        contacts.update(_ids(connection, "SELECT contact_id FROM contact_tags WHERE tag_id IN ({marks})", ids))
    for ids in _batches(sorted(renamed["contacts"])):
        deals.update(_ids(connection, "SELECT id FROM deals WHERE contact_id IN ({marks})", ids))


def _ids(connection: Connection, query: str, ids: Sequence[int]) -> Iterator[int]:
    return (row[0] for row in connection.execute(query.format(marks=", ".join("?" * len(ids))), ids))


def _remove(connection: Connection, index: str, kind: str, ids: Sequence[int]) -> None:
    number = _DOCUMENTS[index][0].index(kind)
    connection.executemany(f"DELETE FROM {index} WHERE rowid = ?", [(row_id * 4 + number,) for row_id in ids])


def _write(connection: Connection, index: str, kind: str, ids: Sequence[int]) -> None:
    _kinds, documents, statement = _DOCUMENTS[index]
    connection.executemany(statement, list(documents(connection, kind, ids)))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
