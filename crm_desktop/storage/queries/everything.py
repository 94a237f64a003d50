"""Reading all there is, in batches, for exports and for moving out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from crm_desktop.domain.background import NOTHING_ELSE
from crm_desktop.domain.contacts import Address, ContactDraft, Fact, ImportantDate, Name, Point, PointKind
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import backgrounds
from crm_desktop.storage.queries.instants import marks

_BATCH: Final = 500
TABLES: Final = (
    "companies",
    "tags",
    "pipelines",
    "stages",
    "deals",
    "stage_moves",
    "interactions",
    "reminders",
    "occurrences",
    "lifecycle_steps",
    "contact_roles",
    "relations",
    "consents",
    "files",
    "own_fields",
    "contact_values",
    "company_values",
    "deal_values",
    "saved_lists",
    "deal_contacts",
    "deal_tags",
    "deal_changes",
    "exchange_rates",
    "lost_reasons",
)
"""What a complete export holds besides the contacts with their parts."""


_CONTACTS: Final = (
    "SELECT c.id, c.given, c.family, c.middle, c.prefix, c.suffix, c.nickname, c.formatted, c.display_name, "
    "coalesce(o.name, ''), c.job_title, c.department, c.note, c.source, c.language, c.time_zone, "
    "c.preferred_channel, c.keep_in_touch_days, c.uid, c.origin, c.created_at, c.company_id, c.photo, "
    "c.lead_fit, c.lead_fit_reason FROM contacts c LEFT JOIN companies o ON o.id = c.company_id"
)


_BESIDE: Final = ("shown", "origin", "created_at", "company_id", "photo", "lead_fit", "lead_fit_reason")


def drafts(
    connection: Connection, first: int = 0, only: Sequence[int] | None = None
) -> Iterator[tuple[int, ContactDraft, dict[str, Any]]]:
    """Every contact, from the id `first` on: id, everything one can say about the person, and what a draft has no place for.

    With `only`, those of these ids that are there, in their order.
    """
    batches = _from(connection, first) if only is None else _of(connection, only)
    for found in batches:
        parts = _Parts(connection, [row[0] for row in found])
        for row in found:
            yield (
                row[0],
                parts.draft(row),
                dict(zip(_BESIDE, (row[8], *row[19:]), strict=True)),
            )


def _from(connection: Connection, first: int) -> Iterator[list[tuple[Any, ...]]]:
    last = first - 1
    while found := connection.execute(f"{_CONTACTS} WHERE c.id > ? ORDER BY c.id LIMIT ?", (last, _BATCH)).fetchall():
        last = found[-1][0]
        yield found


def _of(connection: Connection, only: Sequence[int]) -> Iterator[list[tuple[Any, ...]]]:
    for start in range(0, len(only), _BATCH):
        wanted = only[start : start + _BATCH]
        query = f"{_CONTACTS} WHERE c.id IN ({marks(len(wanted))})"
        there = {row[0]: row for row in connection.execute(query, tuple(wanted))}
        yield [there[each] for each in wanted if each in there]


def rows(connection: Connection, table: str) -> Iterator[dict[str, Any]]:
    """Every row of one of `TABLES` as a dictionary of its columns, by id."""
    cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")
    names = [column[0] for column in cursor.description]
    while batch := cursor.fetchmany(_BATCH):
        for row in batch:
            yield dict(zip(names, row, strict=True))


def count(connection: Connection) -> int:
    """How many contacts and rows of `TABLES` there are."""
    return sum(
        int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in ("contacts", *TABLES)
    )


def people(connection: Connection) -> int:
    """How many contacts there are."""
    return int(connection.execute("SELECT count(*) FROM contacts").fetchone()[0])


def contents(connection: Connection) -> list[tuple[str, str]]:
    """Every content that a file or a photo points to, once: the name under which it lies in the folder, and what it is called."""
    query = "SELECT stored, name FROM files UNION ALL SELECT photo, display_name FROM contacts WHERE photo <> ''"
    found: dict[str, str] = {}
    for stored, name in connection.execute(query):
        found.setdefault(stored, name)
    return list(found.items())


@contextmanager
def one_moment(connection: Connection) -> Iterator[None]:
    """What is read inside the block is how it stood at its beginning, whatever is written meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def interactions_of(connection: Connection, contact_id: int) -> Iterator[dict[str, Any]]:
    """Everything logged with one person, newest first, as dictionaries of the columns."""
    cursor = connection.execute(
        "SELECT * FROM interactions WHERE contact_id = ? ORDER BY occurred_at DESC", (contact_id,)
    )
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def about(connection: Connection, contact_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row that hangs on a person, directly or by another one that does, by table, found by the foreign keys.

    What a person only points to (company, tag) is no part of them, nor is what was said with others about their deals.
    """
    keys = _foreign_keys(connection)
    found: dict[str, dict[int, dict[str, Any]]] = {}
    waiting = [("contacts", contact_id)]
    while waiting:
        parent, row_id = waiting.pop()
        for table, column in keys.get(parent, ()):
            cursor = connection.execute(f"SELECT * FROM {table} WHERE {column} = ?", (row_id,))
            names = [each[0] for each in cursor.description]
            for row in (dict(zip(names, values, strict=True)) for values in cursor.fetchall()):
                of_another = row.get("contact_id", contact_id) not in (contact_id, None)
                if "id" in row and not of_another and row["id"] not in found.setdefault(table, {}):
                    found[table][row["id"]] = row
                    waiting.append((table, row["id"]))
    return {table: [rows[row_id] for row_id in sorted(rows)] for table, rows in found.items()}


def _foreign_keys(connection: Connection) -> dict[str, list[tuple[str, str]]]:
    """Parent table -> the (table, column) that point to it."""
    keys: dict[str, list[tuple[str, str]]] = {}
    for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall():
        for row in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            keys.setdefault(row[2], []).append((table, row[3]))
    return keys


class _Parts:
    """The parts of a batch of contacts, each read by one statement."""

    def __init__(self, connection: Connection, ids: Sequence[int]) -> None:
        inside = f"contact_id IN ({marks(len(ids))})"
        order = "ORDER BY contact_id, position, id"
        self._points = _grouped(
            connection, f"SELECT contact_id, kind, value, label FROM contact_points WHERE {inside} {order}", ids
        )
        self._addresses = _grouped(
            connection,
            "SELECT contact_id, label, street, extended, po_box, city, region, postal_code, country, formatted "
            f"FROM addresses WHERE {inside} {order}",
            ids,
        )
        self._dates = _grouped(
            connection, f"SELECT contact_id, label, value, notice FROM important_dates WHERE {inside} {order}", ids
        )
        self._facts = _grouped(connection, f"SELECT contact_id, kind, text FROM facts WHERE {inside} {order}", ids)
        self._more = backgrounds.backgrounds(connection, ids)
        self._tags = _grouped(
            connection,
            f"SELECT ct.contact_id, t.name FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id WHERE {inside} ORDER BY t.name",
            ids,
        )

    def draft(self, row: tuple[Any, ...]) -> ContactDraft:
        contact_id = row[0]
        return ContactDraft(
            name=Name(*row[1:8]),
            company=row[9],
            job_title=row[10],
            department=row[11],
            points=tuple(Point(PointKind(part[0]), part[1], part[2]) for part in self._points.get(contact_id, ())),
            addresses=tuple(Address(*part) for part in self._addresses.get(contact_id, ())),
            dates=tuple(ImportantDate(*part) for part in self._dates.get(contact_id, ())),
            facts=tuple(Fact(*part) for part in self._facts.get(contact_id, ())),
            tags=tuple(part[0] for part in self._tags.get(contact_id, ())),
            note=row[12],
            source=row[13],
            language=row[14],
            time_zone=row[15],
            preferred_channel=row[16],
            keep_in_touch_days=row[17],
            uid=row[18],
            more=self._more.get(contact_id, NOTHING_ELSE),
        )


def _grouped(connection: Connection, query: str, ids: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in connection.execute(query, ids):
        found.setdefault(row[0], []).append(row[1:])
    return found
