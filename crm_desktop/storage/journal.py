"""The change journal: triggers note what a unit of work did, so that it can be undone and redone, also after a restart.

The rows of a group are always what is needed to flip it: to undo it while it is done, to redo it while it is undone.
Flipping reads them newest first, applies the opposite of each, and the same triggers note the way back.

An import adds some six rows for each contact; these are noted as ranges of ids (`noted_as_range`), not one by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final

from crm_desktop.storage import reckoning_queue
from crm_desktop.storage.engine import Connection

# Every table whose changes can be undone, with the column that tells whose page it belongs to.
JOURNALED: Final = {
    "companies": "id",
    "contacts": "id",
    "contact_points": "contact_id",
    "addresses": "contact_id",
    "important_dates": "contact_id",
    "facts": "contact_id",
    "tags": "id",
    "contact_tags": "contact_id",
    "pipelines": "id",
    "stages": "id",
    "deals": "contact_id",
    "stage_moves": "deal_id",
    "interactions": "contact_id",
    "reminders": "contact_id",
    "occurrences": "reminder_id",
    "lifecycle_steps": "contact_id",
    "contact_roles": "contact_id",
    "relations": "contact_id",
    "consents": "contact_id",
    "files": "contact_id",
    "own_fields": "id",
    "contact_values": "contact_id",
    "company_values": "company_id",
    "deal_values": "deal_id",
    "saved_lists": "id",
    "deal_contacts": "deal_id",
    "deal_tags": "deal_id",
    "deal_changes": "deal_id",
    "exchange_rates": "id",
    "lost_reasons": "id",
}
# An operation beside the triggers' own: all rows from `row_id` to the number in `old` were inserted.
_INSERT_RANGE: Final = "insert-range"
SAME_NAME: Final = "update-same-name"
"""What `touched` calls the update of a tag that left its name: nobody who bears it is found by other words."""
_PARTS: Final = "'contact_points', 'addresses', 'important_dates', 'facts', 'contact_tags', 'contact_values'"
DONE, UNDONE, DROPPED = "done", "undone", "dropped"
_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Group:
    """One unit of work as the user may take it back: `label` is JSON of a Message."""

    id: int
    label: str
    made_at: int


@dataclass(frozen=True, slots=True)
class Touched:
    """One row that changed: its table, its id and whose page shows it."""

    table: str
    row_id: int
    owner_id: int | None
    operation: str


def columns(connection: Connection, table: str) -> list[str]:
    """The columns of a table, in order; empty when there is no such table."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def install_triggers(connection: Connection) -> None:
    """Make the triggers anew from the tables as they are now."""
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE name GLOB 'journal_*_*' AND type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for table, owner in JOURNALED.items():
        names = columns(connection, table)
        if names:
            for statement in _triggers(table, owner, names):
                connection.execute(statement)


def _triggers(table: str, owner: str, names: list[str]) -> Iterator[str]:
    old = "json_object(" + ", ".join(f"'{name}', OLD.{name}" for name in names) + ")"
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in names)
    group = "(SELECT group_id FROM journal_state)"
    note = "INSERT INTO changes (group_id, table_name, row_id, owner_id, operation, old) VALUES"
    yield (
        f"CREATE TRIGGER journal_{table}_insert AFTER INSERT ON {table} WHEN {group} IS NOT NULL BEGIN "
        f"{note} ({group}, '{table}', NEW.id, NEW.{owner}, 'insert', NULL); END"
    )
    yield (
        f"CREATE TRIGGER journal_{table}_update AFTER UPDATE ON {table} WHEN {group} IS NOT NULL AND ({changed}) BEGIN "
        f"{note} ({group}, '{table}', OLD.id, NEW.{owner}, 'update', {old}); END"
    )
    yield (
        f"CREATE TRIGGER journal_{table}_delete AFTER DELETE ON {table} WHEN {group} IS NOT NULL BEGIN "
        f"{note} ({group}, '{table}', OLD.id, OLD.{owner}, 'delete', {old}); END"
    )


def begin_group(connection: Connection, label: str, now: int) -> int:
    """Open a group inside the running transaction."""
    cursor = connection.execute(
        "INSERT INTO change_groups (label, made_at, state) VALUES (?, ?, ?)", (label, now, DONE)
    )
    _record(connection, cursor.lastrowid)
    return int(cursor.lastrowid)


@contextmanager
def paused(connection: Connection) -> Iterator[int | None]:
    """What the block writes is not noted; gives the group that is open, if one is."""
    group_id = connection.execute("SELECT group_id FROM journal_state").fetchone()[0]
    _record(connection, None)
    yield group_id
    _record(connection, group_id)


@contextmanager
def noted_as_range(connection: Connection, table: str) -> Iterator[None]:
    """Note the rows that the block inserts into the table, at its end and in order, by one note for them all.

    The parts of contacts must be those of contacts that the same group added: `touched` does not speak of them.
    """
    before = last_id(connection, table)
    with paused(connection) as group_id:
        yield
    last = last_id(connection, table)
    if group_id is not None and last > before:
        connection.execute(
            "INSERT INTO changes (group_id, table_name, row_id, operation, old) VALUES (?, ?, ?, ?, ?)",
            (group_id, table, before + 1, _INSERT_RANGE, str(last)),
        )


def last_id(connection: Connection, table: str) -> int:
    """The largest id ever given in a table: whoever has the running transaction may number new rows from there."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return row[0] if row else 0


def end_group(connection: Connection, group_id: int) -> bool:
    """Close the group and return whether there is something to undo.

    What was undone before can then no longer be redone; a group that changed nothing leaves no trace and ends nothing.
    """
    _record(connection, None)
    if connection.execute("SELECT 1 FROM changes WHERE group_id = ? LIMIT 1", (group_id,)).fetchone() is None:
        connection.execute("DELETE FROM change_groups WHERE id = ?", (group_id,))
        return False
    for (undone,) in connection.execute("SELECT id FROM change_groups WHERE state = ?", (UNDONE,)).fetchall():
        connection.execute("DELETE FROM changes WHERE group_id = ?", (undone,))
        connection.execute("UPDATE change_groups SET state = ? WHERE id = ?", (DROPPED, undone))
    return True


def relabel(connection: Connection, group_id: int, label: str) -> None:
    """Name the group by what it did in the end (an import knows its numbers only then)."""
    connection.execute("UPDATE change_groups SET label = ? WHERE id = ?", (label, group_id))


def next_to_undo(connection: Connection) -> Group | None:
    """The newest group that is done."""
    row = connection.execute(
        "SELECT id, label, made_at FROM change_groups WHERE state = ? ORDER BY id DESC LIMIT 1", (DONE,)
    ).fetchone()
    return Group(*row) if row else None


def next_to_redo(connection: Connection) -> Group | None:
    """The oldest group that is undone: they come back in the order in which they were first made."""
    row = connection.execute(
        "SELECT id, label, made_at FROM change_groups WHERE state = ? ORDER BY id LIMIT 1", (UNDONE,)
    ).fetchone()
    return Group(*row) if row else None


def flip(connection: Connection, group: Group, state: str) -> None:
    """Take the group back or do it again, inside the running transaction, and leave it in `state`."""
    # Parents and children come back in the journal's order, not in the order that the foreign keys would like.
    connection.execute("PRAGMA defer_foreign_keys = ON")
    newest = connection.execute("SELECT max(id) FROM changes WHERE group_id = ?", (group.id,)).fetchone()[0] or 0
    _record(connection, group.id)
    for (table, operation), notes in groupby(_newest_first(connection, group.id, newest), key=itemgetter(0, 2)):
        # So many by one statement: one by one, the statements take longer than what they do.
        alike = [(row_id, old) for _table, row_id, _operation, old in notes]
        for start in range(0, len(alike), _BATCH):
            _apply_opposite(connection, table, operation, alike[start : start + _BATCH])
    _record(connection, None)
    connection.execute("DELETE FROM changes WHERE group_id = ? AND id <= ?", (group.id, newest))
    connection.execute("UPDATE change_groups SET state = ? WHERE id = ?", (state, group.id))


def touched(connection: Connection, group_id: int) -> list[Touched]:
    """The rows that the group's notes speak of, each once a table and operation.

    What belongs to a contact that the group itself added goes without saying: an import adds some six such rows each.
    """
    added = [
        Touched("contacts", row_id, row_id, "insert")
        for first, last in connection.execute(
            "SELECT row_id, old FROM changes WHERE group_id = ? AND operation = ? AND table_name = 'contacts'",
            (group_id, _INSERT_RANGE),
        )
        for row_id in range(first, int(last) + 1)
    ]
    return added + [
        Touched(*row)
        for row in connection.execute(
            "SELECT DISTINCT table_name, row_id, owner_id, CASE WHEN table_name = 'tags' AND operation = 'update' "
            f"AND json_extract(old, '$.name') = (SELECT name FROM tags WHERE id = row_id) THEN '{SAME_NAME}' ELSE operation END "
            "FROM changes WHERE group_id = ?1 "
            f"AND operation <> '{_INSERT_RANGE}' AND NOT (table_name IN ({_PARTS}) AND owner_id IN (SELECT row_id FROM changes "
            "WHERE group_id = ?1 AND table_name = 'contacts' AND operation = 'insert'))",
            (group_id,),
        )
    ]


def _record(connection: Connection, group_id: int | None) -> None:
    connection.execute("UPDATE journal_state SET group_id = ?", (group_id,))


def _newest_first(connection: Connection, group_id: int, newest: int) -> Iterator[tuple[str, int, str, str | None]]:
    before = newest + 1
    while True:
        rows = connection.execute(
            "SELECT id, table_name, row_id, operation, old FROM changes WHERE group_id = ? AND id < ? "
            "ORDER BY id DESC LIMIT ?",
            (group_id, before, _BATCH),
        ).fetchall()
        for row in rows:
            yield row[1:]
        if len(rows) < _BATCH:
            return
        before = rows[-1][0]


def _apply_opposite(connection: Connection, table: str, operation: str, notes: list[tuple[int, str | None]]) -> None:
    """Flip notes of one table and operation: (row id, row before as JSON) each, the newest first."""
    if operation == "insert":
        ids = json.dumps([row_id for row_id, _old in notes])
        connection.execute(f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    elif operation == _INSERT_RANGE:
        ranges = [(row_id, int(old or row_id)) for row_id, old in notes]
        connection.executemany(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", ranges)
    else:
        rows = [(row_id, json.loads(old or "{}")) for row_id, old in notes]
        # An earlier version of the program noted fewer columns.
        for names, same in groupby(rows, key=lambda row: [name for name in row[1] if name != "id"]):
            (_change_back if operation == "update" else _insert_again)(connection, table, names, list(same))


_Rows = list[tuple[int, dict[str, object]]]


def _change_back(connection: Connection, table: str, names: list[str], rows: _Rows) -> None:
    if table == "occurrences":
        # They may have been derived ones, taken away meanwhile: without them, the changes would be lost for good.
        with paused(connection):
            for row_id, values in rows:
                reckoning_queue.bring_back(connection, row_id, values)
    connection.executemany(
        f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?",
        [(*(values[name] for name in names), row_id) for row_id, values in rows],
    )


def _insert_again(connection: Connection, table: str, names: list[str], rows: _Rows) -> None:
    marks = ", ".join("?" * (len(names) + 1))
    connection.executemany(
        f"INSERT INTO {table} (id, {', '.join(names)}) VALUES ({marks})",
        [(row_id, *(values[name] for name in names)) for row_id, values in rows],
    )
