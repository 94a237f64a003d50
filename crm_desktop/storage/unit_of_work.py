"""The unit of work: one transaction over the SQLModel tables that ends well or leaves nothing behind.

The journal, the search index and the announcement hang on its end, so no write can forget them. Importing this module
costs SQLModel's 0.6 to 0.8 seconds; see `writing.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, Literal

from sqlalchemy import delete, event, insert, update
from sqlalchemy.engine import Connection as AlchemyConnection
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2
from sqlmodel import SQLModel, create_engine

from crm_desktop.domain.changes import (
    COMPANY,
    CONTACT,
    DEAL,
    FILE,
    INTERACTION,
    OWN_FIELD,
    RATE,
    REMINDER,
    SAVED_LIST,
    STAGE,
    TAG,
    Change,
)  # fmt: skip
from crm_desktop.domain.messages import Message
from crm_desktop.storage import engine, journal, search_index
from crm_desktop.storage import tables as _registered  # noqa: F401 - defines the tables in the metadata
from crm_desktop.storage.database import Database, failure
from crm_desktop.storage.labels import decode_label, encode_label

TableName = Literal[
    "companies", "contacts", "contact_points", "addresses", "important_dates", "facts", "tags", "contact_tags",
    "pipelines", "stages", "deals", "stage_moves", "interactions", "reminders", "occurrences", "deliveries",
    "lifecycle_steps", "contact_roles", "relations", "consents", "files", "own_fields", "contact_values",
    "company_values", "deal_values", "saved_lists", "deal_contacts", "deal_tags", "deal_changes", "exchange_rates",
    "lost_reasons",
]  # fmt: skip
_TABLES: Final = SQLModel.metadata.tables
_KIND_OF_TABLE: Final = {
    "companies": COMPANY,
    "contacts": CONTACT,
    "tags": TAG,
    "pipelines": STAGE,
    "stages": STAGE,
    "deals": DEAL,
    "interactions": INTERACTION,
    "reminders": REMINDER,
    "files": FILE,
    "own_fields": OWN_FIELD,
    "saved_lists": SAVED_LIST,
    "exchange_rates": RATE,
}
_OWNERS: Final = {"contact_id": CONTACT, "company_id": COMPANY, "deal_id": DEAL, "reminder_id": REMINDER}
"""What a row belongs to, by the column that the journal takes its owner from."""  # fmt: skip
_TOO_MANY_TO_LIST: Final = 2000
_MUCH_CACHE: Final = -64_000
"""In KiB, as SQLite wants it: with less, an import writes pages of the indexes to the disk and reads them again."""


class Work:
    """What may be done inside one unit of work; `now` is the moment it began, in whole seconds UTC."""

    def __init__(self, connection: AlchemyConnection, raw: engine.Connection, now: int) -> None:
        self._connection = connection
        self.read = raw
        self.now = now
        self.label: Message | None = None
        self._usual_cache: int | None = None

    def insert(self, table: TableName, **values: object) -> int:
        """Add one row; what is not named takes the table's default. Returns its id."""
        return int(self._connection.execute(insert(_TABLES[table]), values).inserted_primary_key[0])  # type: ignore[index]

    def insert_many(self, table: TableName, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add many rows by one prepared statement, for imports; every column without a database default is named."""
        marks = ", ".join("?" * len(columns))
        self.read.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

    def insert_fresh(self, table: TableName, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Like `insert_many`, for contacts and the parts of contacts that this unit of work itself adds.

        The journal notes such rows by one range. Ids, where they are named, go on from `last_id` without a gap.
        """
        with journal.noted_as_range(self.read, table):
            self.insert_many(table, columns, rows)

    @contextmanager
    def unnoted(self) -> Iterator[None]:
        """What the block writes is derived: it leaves no note in the journal and is not undone with the rest."""
        with journal.paused(self.read):
            yield

    def last_id(self, table: TableName) -> int:
        """The largest id ever given in a table, so that an import can number its rows itself."""
        return journal.last_id(self.read, table)

    def expect_much(self) -> None:
        """Take more memory for pages until this unit of work ends: for an import, whose rows go all over the file."""
        if self._usual_cache is None:
            self._usual_cache = self.read.execute("PRAGMA cache_size").fetchone()[0]
            self.read.execute(f"PRAGMA cache_size = {_MUCH_CACHE}")

    def end(self) -> None:
        """Give back the memory that `expect_much` took, after the commit or the way back."""
        if self._usual_cache is not None:
            self.read.execute(f"PRAGMA cache_size = {self._usual_cache}")

    def update(self, table: TableName, row_id: int, **values: object) -> None:
        """Change columns of one row."""
        target = _TABLES[table]
        self._connection.execute(update(target).where(target.c.id == row_id), values)

    def delete(self, table: TableName, row_id: int) -> None:
        """Remove one row and what hangs on it."""
        target = _TABLES[table]
        self._connection.execute(delete(target).where(target.c.id == row_id))


class Writer:
    """The one door for writes; used by one thread at a time."""

    def __init__(self, database: Database, announce: Callable[[Change], None]) -> None:
        self._raw = database.writer
        self._announce = announce
        self._engine = _engine(self._raw)
        self._connection = self._engine.connect()

    @contextmanager
    def write(self, label: Message | None, now: int) -> Iterator[Work]:
        """Begin at once, roll back unless the block ends well, announce after the commit.

        `label` says what Ctrl+Z takes back; None leaves no trace in the journal (derived data, deliveries).
        Raises StorageFailure when the file cannot be written; nothing is kept then.
        """
        change = Change()
        work = Work(self._connection, self._raw, now)
        work.label = label
        try:
            with self._connection.begin():
                group = journal.begin_group(self._raw, encode_label(label), now) if label else None
                yield work
                if group is not None:
                    change = self._finish(group, work)
        except DBAPIError as error:
            raise failure(error.orig if isinstance(error.orig, Exception) else error) from error
        except engine.DatabaseError as error:
            raise failure(error) from error
        finally:
            work.end()
        if change.ids or change.everything:
            self._announce(change)

    def flip(self, group: journal.Group, state: str) -> None:
        """Take a group of the journal back or do it again, with the index, and announce it."""
        try:
            with self._connection.begin():
                before = journal.touched(self._raw, group.id)
                journal.flip(self._raw, group, state)
                touched = [*before, *journal.touched(self._raw, group.id)]
                # A row may be new under an old id: nothing counts as fresh here.
                search_index.refresh(self._raw, (_as_update(row) for row in touched))
        except DBAPIError as error:
            raise failure(error.orig if isinstance(error.orig, Exception) else error) from error
        except engine.DatabaseError as error:
            raise failure(error) from error
        self._announce(_change(touched, decode_label(group.label)))

    def rebuild_index(self) -> None:
        """Make the search index anew."""
        with self._connection.begin():
            search_index.rebuild(self._raw)

    def close(self) -> None:
        """Give the raw connection back; the database closes it."""
        self._connection.close()

    def _finish(self, group: int, work: Work) -> Change:
        if not journal.end_group(self._raw, group):
            return Change()
        if work.label is not None:
            journal.relabel(self._raw, group, encode_label(work.label))
        touched = journal.touched(self._raw, group)
        search_index.refresh(self._raw, touched)
        return _change(touched, work.label)


def _change(touched: Iterable[journal.Touched], label: Message | None) -> Change:
    ids: dict[str, set[int]] = {}
    for row in touched:
        kind = _KIND_OF_TABLE.get(row.table)
        if kind is not None:
            ids.setdefault(kind, set()).add(row.row_id)
        owner = _OWNERS.get(journal.JOURNALED[row.table])
        if owner is not None and row.owner_id is not None:
            ids.setdefault(owner, set()).add(row.owner_id)
    if sum(map(len, ids.values())) > _TOO_MANY_TO_LIST:
        return Change(label=label, everything=True)
    return Change({kind: frozenset(found) for kind, found in ids.items()}, label)


def _as_update(row: journal.Touched) -> journal.Touched:
    return row if row.operation == journal.SAME_NAME else journal.Touched(row.table, row.row_id, row.owner_id, "update")


def _engine(raw: engine.Connection) -> Engine:
    # One connection for good: SQLite has one writer, and the same connection does the checkpoints.
    made = create_engine("sqlite://", module=dbapi2, creator=lambda: raw, poolclass=StaticPool, hide_parameters=True)

    @event.listens_for(made, "begin")
    def begin_at_once(connection: AlchemyConnection) -> None:
        # A deferred transaction that turns into a write fails at once when somebody else wrote (SQLITE_BUSY_SNAPSHOT).
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made
