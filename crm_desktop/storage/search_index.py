"""The full-text index over names and, apart from them, over long texts; folded by us, kept by the unit of work.

Documents are numbered `id * 4 + kind`, so that a hit needs no second table to tell what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from crm_desktop.domain.folding import fold_for_index
from crm_desktop.domain.search_words import national_digits
from crm_desktop.storage.engine import Connection, DatabaseError
from crm_desktop.storage.journal import SAME_NAME, Touched
from crm_desktop.storage.search_expressions import SHORTEST_TEXT_PREFIX, match_expression

__all__ = [
    "NAME_KINDS", "SHORTEST_TEXT_PREFIX", "TEXT_KINDS", "damage", "differences", "match_expression", "rebuild",
    "rebuild_names", "refresh",
]  # fmt: skip

NAME_KINDS: Final = ("contact", "company", "deal")
TEXT_KINDS: Final = ("interaction", "contact", "deal", "reminder")
_SHORTEST_NUMBER_PART: Final = 4
_BATCH: Final = 500

_NAME_QUERIES: Final = {
    "contact": """SELECT c.id,
        c.display_name || ' ' || c.given || ' ' || c.middle || ' ' || c.family || ' ' || c.nickname
        || ' ' || c.phonetic_given || ' ' || c.phonetic_family,
        coalesce(o.name, '') || ' ' || c.job_title || ' ' || c.department || ' ' || c.source || ' ' || c.payment_terms
        FROM contacts c LEFT JOIN companies o ON o.id = c.company_id WHERE c.id IN ({marks})""",
    "company": """SELECT id, name, domain || ' ' || email || ' ' || website || ' ' || industry || ' ' || address || ' ' ||
        phone || ' ' || note || ' ' || coalesce((SELECT group_concat(text, ' ') FROM company_values
        WHERE company_id = companies.id), '') FROM companies WHERE id IN ({marks})""",
    "deal": """SELECT d.id, d.title, coalesce((SELECT display_name FROM contacts WHERE id = d.contact_id), '') || ' ' ||
        coalesce((SELECT name FROM companies WHERE id = d.company_id), '')
        FROM deals d WHERE d.id IN ({marks})""",
}
# What else a contact is found by: (contact id, kind of point or '', text); one query for many contacts takes a third of
# the time of a subquery for each.
_DETAIL_QUERIES: Final = (
    """SELECT ct.contact_id, '', t.name FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id
        WHERE ct.contact_id IN ({marks}) ORDER BY ct.contact_id, ct.id""",
    """SELECT r.contact_id, '', o.name || ' ' || r.title FROM contact_roles r JOIN companies o ON o.id = r.company_id
        WHERE r.contact_id IN ({marks}) ORDER BY r.contact_id, r.id""",
    """SELECT contact_id, '', city || ' ' || street || ' ' || extended || ' ' || postal_code || ' ' || region || ' ' || country
        || ' ' || formatted FROM addresses WHERE contact_id IN ({marks}) ORDER BY contact_id, id""",
    "SELECT contact_id, '', text FROM contact_values WHERE contact_id IN ({marks}) ORDER BY contact_id, id",
    "SELECT contact_id, kind, value FROM contact_points WHERE contact_id IN ({marks}) ORDER BY contact_id, id",
)
_TEXT_QUERIES: Final = {
    "interaction": "SELECT id, subject || ' ' || text FROM interactions WHERE id IN ({marks})",
    "contact": """SELECT c.id, c.note || ' ' || c.pinned_note || ' ' || coalesce((SELECT group_concat(kind || ' ' || text, ' ')
        FROM facts WHERE contact_id = c.id), '') || ' ' || coalesce((SELECT group_concat(name, ' ')
        FROM files WHERE contact_id = c.id), '') FROM contacts c WHERE c.id IN ({marks})""",
    "deal": """SELECT d.id, d.note || ' ' || d.lost_reason || ' ' || coalesce((SELECT group_concat(text, ' ')
        FROM deal_values WHERE deal_id = d.id), '') FROM deals d WHERE d.id IN ({marks})""",
    # What is derived from a birthday or from keeping in touch has no words of its own.
    "reminder": "SELECT id, text || ' ' || note FROM reminders WHERE id IN ({marks}) AND kind = 'plain'",
}
_PEOPLE_OF_COMPANIES: Final = (
    "SELECT id FROM contacts WHERE company_id IN ({marks})",
    "SELECT contact_id FROM contact_roles WHERE company_id IN ({marks})",
)
_KIND_OF_TABLE: Final = {
    "companies": "company",
    "deals": "deal",
    "interactions": "interaction",
    "reminders": "reminder",
}
_TABLES_OF_OWNER: Final = {
    **dict.fromkeys(("contacts", "contact_points", "addresses", "facts", "contact_tags", "contact_roles", "contact_values", "files"), "contact"),
    "company_values": "company", "deal_values": "deal",
}  # fmt: skip
"""Tables whose rows are found by way of what they belong to."""
_TABLE_OF_KIND: Final = {
    "contact": "contacts", "company": "companies", "deal": "deals", "interaction": "interactions", "reminder": "reminders",
}  # fmt: skip


def refresh(connection: Connection, touched: Iterable[Touched]) -> None:
    """Bring the index up to what the tables say about the rows that changed, in the same transaction."""
    stale: dict[str, set[int]] = {}
    fresh: dict[str, set[int]] = {}
    renamed_companies: set[int] = set()
    renamed_tags: set[int] = set()
    for row in touched:
        owner = _TABLES_OF_OWNER.get(row.table)
        if owner is not None:
            if row.owner_id is not None:
                stale.setdefault(owner, set()).add(row.owner_id)
            if row.table == "contacts" and row.operation == "insert":
                fresh.setdefault("contact", set()).add(row.row_id)
        elif row.table in _KIND_OF_TABLE:
            kind = _KIND_OF_TABLE[row.table]
            stale.setdefault(kind, set()).add(row.row_id)
            if row.operation == "insert":
                fresh.setdefault(kind, set()).add(row.row_id)
        elif row.table == "tags" and row.operation != SAME_NAME:
            renamed_tags.add(row.row_id)
        if row.table == "companies" and row.operation != "insert":
            renamed_companies.add(row.row_id)
    _add_relatives(connection, stale, renamed_companies, renamed_tags, fresh.get("contact", set()))
    for kind, ids in stale.items():
        known = ids - fresh.get(kind, set())
        for batch in _batches(sorted(known)):
            _remove(connection, kind, batch)
        for batch in _batches(sorted(ids)):
            _write(connection, kind, batch)


def rebuild(connection: Connection) -> None:
    """Make the whole index anew from the tables, inside the running transaction."""
    connection.execute("INSERT INTO search_names (search_names) VALUES ('delete-all')")
    connection.execute("INSERT INTO search_texts (search_texts) VALUES ('delete-all')")
    for kind, table in _TABLE_OF_KIND.items():
        for ids in _batches([row[0] for row in connection.execute(f"SELECT id FROM {table} ORDER BY id")]):
            _write(connection, kind, ids)


def rebuild_names(connection: Connection) -> None:
    """Make the index of names and details anew, inside the running transaction; the long texts stay."""
    connection.execute("INSERT INTO search_names (search_names) VALUES ('delete-all')")
    for kind in NAME_KINDS:
        table = _TABLE_OF_KIND[kind]
        for ids in _batches([row[0] for row in connection.execute(f"SELECT id FROM {table} ORDER BY id")]):
            _write_names(connection, kind, ids)


def differences(connection: Connection) -> list[str]:
    """Where the index and the tables disagree; empty when they are the same. Makes a second index to compare with."""
    found = []
    temporary = "CREATE VIRTUAL TABLE temp.{name} USING fts5 ({columns}, content = '', tokenize = \"unicode61 remove_diacritics 0\")"
    for name, columns in (("search_names", "name, details"), ("search_texts", "body")):
        connection.execute(temporary.format(name=f"fresh_{name}", columns=columns))
        marks = ", ".join("?" * (columns.count(",") + 2))
        for kind, table in _TABLE_OF_KIND.items():
            for ids in _batches([row[0] for row in connection.execute(f"SELECT id FROM {table} ORDER BY id")]):
                documents = _names(connection, kind, ids) if name == "search_names" else _texts(connection, kind, ids)
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


def _add_relatives(
    connection: Connection, stale: dict[str, set[int]], companies: set[int], tags: set[int], fresh: set[int]
) -> None:
    # A person is found by the company's and the tags' names, a deal by the person's: they follow when those change.
    contacts = stale.setdefault("contact", set())
    for ids in _batches(sorted(companies)):
        for query in _PEOPLE_OF_COMPANIES:
            contacts.update(_ids(connection, query, ids))
        stale.setdefault("deal", set()).update(
            _ids(connection, "SELECT id FROM deals WHERE company_id IN ({marks})", ids)
        )
    for ids in _batches(sorted(tags)):
        contacts.update(_ids(connection, "SELECT contact_id FROM contact_tags WHERE tag_id IN ({marks})", ids))
    for ids in _batches(sorted(contacts - fresh)):
        stale.setdefault("deal", set()).update(
            _ids(connection, "SELECT id FROM deals WHERE contact_id IN ({marks})", ids)
        )


def _ids(connection: Connection, query: str, ids: Sequence[int]) -> Iterator[int]:
    return (row[0] for row in connection.execute(query.format(marks=", ".join("?" * len(ids))), ids))


def _remove(connection: Connection, kind: str, ids: Sequence[int]) -> None:
    if kind in NAME_KINDS:
        numbers = [(row_id * 4 + NAME_KINDS.index(kind),) for row_id in ids]
        connection.executemany("DELETE FROM search_names WHERE rowid = ?", numbers)
    if kind in TEXT_KINDS:
        numbers = [(row_id * 4 + TEXT_KINDS.index(kind),) for row_id in ids]
        connection.executemany("DELETE FROM search_texts WHERE rowid = ?", numbers)


def _write_names(connection: Connection, kind: str, ids: Sequence[int]) -> None:
    connection.executemany(
        "INSERT INTO search_names (rowid, name, details) VALUES (?, ?, ?)", list(_names(connection, kind, ids))
    )


def _write(connection: Connection, kind: str, ids: Sequence[int]) -> None:
    _write_names(connection, kind, ids)
    connection.executemany("INSERT INTO search_texts (rowid, body) VALUES (?, ?)", list(_texts(connection, kind, ids)))


def _names(connection: Connection, kind: str, ids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    if kind not in NAME_KINDS:
        return
    more = _details(connection, ids) if kind == "contact" else {}
    query, number = _NAME_QUERIES[kind].format(marks=", ".join("?" * len(ids))), NAME_KINDS.index(kind)
    for row_id, name, details in connection.execute(query, ids):
        whole = " ".join((details, *more.get(row_id, ()), _run_together(name)))
        yield row_id * 4 + number, fold_for_index(name), fold_for_index(whole)


def _details(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for query in _DETAIL_QUERIES:
        for contact_id, kind, text in connection.execute(query.format(marks=", ".join("?" * len(ids))), ids):
            found.setdefault(contact_id, []).append(_phone_text(text) if kind == "phone" else text)
    return found


def _run_together(name: str) -> str:
    # O'Brien is typed obrien as often as not; the index takes an apostrophe for a gap between two words.
    if "'" not in name and "’" not in name:
        return ""
    return " ".join(word.replace("'", "").replace("’", "") for word in name.split() if "'" in word or "’" in word)


def _phone_text(value: str) -> str:
    # People search a number with and without its country code, in any grouping, and by its end: every part of it begins
    # one of these.
    digits = national_digits(value)
    return " ".join((value, *(digits[start:] for start in range(max(1, len(digits) - _SHORTEST_NUMBER_PART + 1)))))


def _texts(connection: Connection, kind: str, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    if kind not in TEXT_KINDS:
        return
    query, number = _TEXT_QUERIES[kind].format(marks=", ".join("?" * len(ids))), TEXT_KINDS.index(kind)
    for row_id, body in connection.execute(query, ids):
        if body and not body.isspace():
            yield row_id * 4 + number, fold_for_index(body)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
