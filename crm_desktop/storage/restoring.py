"""Brings deleted rows back under their old ids with everything that went with them, however much has changed since.

It runs inside a unit of work, so it is noted, indexed, announced and undone like any other. A parent that is gone by now is
left out: the row comes back without it, or, where it cannot be without it (a tag on a contact), not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from crm_desktop.storage.engine import Connection
from crm_desktop.storage.journal import columns
from crm_desktop.storage.queries.trash import Note, newest_deletion
from crm_desktop.storage.references import ORDER, Reference, references
from crm_desktop.storage.restored_names import with_free_name

Row = dict[str, object]
Rows = dict[str, dict[int, Row]]
"""Rows by table and id."""

_BETWEEN: Final = (
    "contact_tags", "contact_roles", "relations", "contact_values", "company_values", "deal_values", "deal_contacts", "deal_tags",
)  # fmt: skip
"""Tables whose rows stand between two things: they come back when the second of them does."""
_OWNERS: Final = {
    "interactions": ("contact_id", "company_id"),
    "files": ("contact_id", "company_id", "deal_id", "interaction_id"),
}
"""What at least one of is needed for a row to be seen anywhere."""


def restore(connection: Connection, wanted: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Bring these rows (table, id) back; returns those that could be. What is there already, or unknown, is left alone."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    return _Restoring(connection).run(wanted)


class _Restoring:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._references = references(connection)
        self._back: Rows = {}

    def run(self, wanted: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
        groups: dict[int, Rows] = {}
        for table, row_id in wanted:
            note = newest_deletion(self._connection, table, row_id)
            if note is not None:
                groups.setdefault(note.group_id, {}).setdefault(table, {})[row_id] = note.values
        lost = {group_id: self._with_what_went_along(group_id, tops) for group_id, tops in groups.items()}
        together: Rows = {}
        for rows in lost.values():
            for table, found in rows.items():
                together.setdefault(table, {}).update(found)
        self._insert(together)
        for group_id, rows in lost.items():
            self._link_again(group_id, rows)
            if "interactions" in groups[group_id]:
                self._end_again(group_id)
        self._insert(self._between())
        return [(table, row_id) for table, row_id in wanted if row_id in self._back.get(table, {})]

    # ---------------------------------------------------------------------------------------- what went along

    def _with_what_went_along(self, group_id: int, tops: Rows) -> Rows:
        found: Rows = {table: dict(rows) for table, rows in tops.items()}
        self._add_same_event(group_id, found)
        level = {table: set(rows) for table, rows in found.items()}
        while level:
            following: dict[str, set[int]] = {}
            for reference in self._references:
                if reference.parent in level:
                    for row_id, row in self._deleted_with(group_id, reference, level[reference.parent]):
                        if row_id not in found.setdefault(reference.table, {}):
                            found[reference.table][row_id] = row
                            following.setdefault(reference.table, set()).add(row_id)
            level = following
        return found

    def _deleted_with(self, group_id: int, reference: Reference, parents: Iterable[int]) -> Iterator[tuple[int, Row]]:
        alone = (reference.table, reference.column) == ("interactions", "company_id")
        if not reference.goes_with_it and not alone:
            return
        for row_id, old in self._notes(reference, parents, group_id):
            row = json.loads(old)
            # An entry about a company goes with it only if it is about nobody.
            if not alone or row.get("contact_id") is None:
                yield row_id, row

    def _notes(self, reference: Reference, parents: Iterable[int], group_id: int) -> list[tuple[int, str]]:
        where = "owner_id" if reference.is_owner else f"old ->> '$.{reference.column}'"
        # The plan is plain for an owner; the other columns are looked for among what the group deleted.
        by = "INDEXED BY changes_deleted_owner" if reference.is_owner else "INDEXED BY changes_by_group"
        return self._connection.execute(  # type: ignore[no-any-return]
            f"SELECT row_id, old FROM changes {by} WHERE operation = 'delete' AND table_name = ? AND group_id = ? "
            f"AND {where} IN (SELECT value FROM json_each(?))",
            (reference.table, group_id, json.dumps(sorted(parents))),
        ).fetchall()

    def _add_same_event(self, group_id: int, found: Rows) -> None:
        """An event with several people was deleted as one, and comes back as one."""
        entries = found.get("interactions", {})
        for event in {str(row.get("event_uid") or "") for row in entries.values()} - {""}:
            for row_id, old in self._connection.execute(
                "SELECT row_id, old FROM changes WHERE group_id = ? AND operation = 'delete' AND table_name = 'interactions' "
                "AND old ->> '$.event_uid' = ?",
                (group_id, event),
            ).fetchall():
                entries.setdefault(row_id, json.loads(old))

    # --------------------------------------------------------------------------------------------- writing

    def _insert(self, rows: Rows) -> None:
        for table in ORDER:
            fitting = self._fitting(table, rows.get(table, {}))
            known = columns(self._connection, table)
            batches: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
            for row_id, row in sorted(fitting.items()):
                # Columns that came since the deletion take their defaults.
                names = tuple(name for name in known if name in row)
                batches.setdefault(names, []).append(tuple(row[name] for name in names))
                self._back.setdefault(table, {})[row_id] = row
            for names, values in batches.items():
                # The user may have put the same tag on the same contact again: that one stays.
                how = "INSERT OR IGNORE" if table in _BETWEEN else "INSERT"
                marks = ", ".join("?" * len(names))
                self._connection.executemany(f"{how} INTO {table} ({', '.join(names)}) VALUES ({marks})", values)

    def _fitting(self, table: str, rows: dict[int, Row]) -> dict[int, Row]:
        """The rows that can be there, without what is gone."""
        if not rows:
            return {}
        there = self._there(table, rows)
        fitting = {row_id: dict(row) for row_id, row in rows.items() if row_id not in there}
        for reference in (each for each in self._references if each.table == table):
            column = reference.column
            parents = self._there(reference.parent, {row.get(column) for row in fitting.values()} - {None})
            for row_id, row in list(fitting.items()):
                if row.get(column) is None or row[column] in parents:
                    continue
                row[column] = self._stand_in(reference)
                if row[column] is None and reference.needed:
                    del fitting[row_id]
        owners = _OWNERS.get(table)
        if owners is not None:
            fitting = {each: row for each, row in fitting.items() if any(row.get(one) is not None for one in owners)}
        return {row_id: with_free_name(self._connection, table, row) for row_id, row in fitting.items()}

    def _there(self, table: str, ids: Iterable[object]) -> set[object]:
        found = self._connection.execute(
            f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
        )
        return {row[0] for row in found}

    def _stand_in(self, reference: Reference) -> object:
        """A deal whose stage is gone begins anew in the first one."""
        if reference.parent != "stages":
            return None
        row = self._connection.execute(
            "SELECT s.id FROM stages s JOIN pipelines p ON p.id = s.pipeline_id ORDER BY p.archived, p.position, p.id, "
            "s.position, s.id LIMIT 1"
        ).fetchone()
        return row[0] if row else None

    # ------------------------------------------------------------------------------- what had lost sight of it

    def _link_again(self, group_id: int, rows: Rows) -> None:
        """What only lost sight of them sees them again, unless it was given something else meanwhile."""
        for reference in self._references:
            ids = set(rows.get(reference.parent, {})) & set(self._back.get(reference.parent, {}))
            if reference.goes_with_it or reference.needed or not ids:
                continue
            table, column = reference.table, reference.column
            lost = self._connection.execute(
                f"SELECT old ->> '$.{column}', row_id FROM changes WHERE group_id = ? AND operation = 'update' AND table_name = ? "
                f"AND old ->> '$.{column}' IN (SELECT value FROM json_each(?))",
                (group_id, table, json.dumps(sorted(ids))),
            ).fetchall()
            self._connection.executemany(f"UPDATE {table} SET {column} = ? WHERE id = ? AND {column} IS NULL", lost)

    def _end_again(self, group_id: int) -> None:
        """A reminder to get in touch that a talk had ended stood again without the talk: now it has ended again."""
        self._connection.executemany(
            "UPDATE occurrences SET ended_at = ?, ended_as = ? WHERE id = ? AND ended_at IS NULL",
            self._connection.execute(
                "SELECT old ->> '$.ended_at', old ->> '$.ended_as', row_id FROM changes WHERE group_id = ? "
                "AND operation = 'update' AND table_name = 'occurrences' AND old ->> '$.ended_at' IS NOT NULL",
                (group_id,),
            ).fetchall(),
        )

    def _between(self) -> Rows:
        """What stands between something that is back now and something that came back, or was never gone, before."""
        found: Rows = {}
        for reference in self._references:
            parents = self._back.get(reference.parent)
            if reference.table not in _BETWEEN or not parents:
                continue
            for note in self._gone_between(reference, parents):
                found.setdefault(reference.table, {})[note.row_id] = note.values
        return found

    def _gone_between(self, reference: Reference, parents: Iterable[int]) -> Iterator[Note]:
        table = reference.table
        where = "n.owner_id" if reference.is_owner else f"n.old ->> '$.{reference.column}'"
        by = "changes_deleted_owner" if reference.is_owner else "changes_deleted"
        # Only what went because something else did: what the user took off stays off.
        causes = " OR ".join(
            "EXISTS (SELECT 1 FROM changes p WHERE p.operation = 'delete' AND p.group_id = n.group_id "
            f"AND p.table_name = '{each.parent}' AND p.row_id = n.old ->> '$.{each.column}')"
            for each in self._references
            if each.table == table
        )
        notes = self._connection.execute(
            f"SELECT n.group_id, n.row_id, n.old FROM changes n INDEXED BY {by} JOIN change_groups g ON g.id = n.group_id "
            f"WHERE n.operation = 'delete' AND n.table_name = ? AND {where} IN (SELECT value FROM json_each(?)) "
            f"AND g.state = 'done' AND ({causes}) AND NOT EXISTS (SELECT 1 FROM changes m JOIN change_groups mg "
            "ON mg.id = m.group_id WHERE m.operation = 'delete' AND m.table_name = n.table_name AND m.row_id = n.row_id "
            "AND m.id > n.id AND mg.state = 'done')",
            (table, json.dumps(sorted(parents))),
        )
        for group_id, row_id, old in notes.fetchall():
            yield Note(group_id, row_id, json.loads(old))
