"""What was deleted and is not there now, read from the change journal: no table knows of anything deleted."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from crm_desktop.domain.trash import NOT_DELETED, Thrown, TrashKind, TrashRow
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.journal import DONE
from crm_desktop.storage.queries.instants import instant

TABLES: Final = {
    TrashKind.CONTACT: "contacts",
    TrashKind.COMPANY: "companies",
    TrashKind.DEAL: "deals",
    TrashKind.REMINDER: "reminders",
    TrashKind.INTERACTION: "interactions",
    TrashKind.TAG: "tags",
    TrashKind.OWN_FIELD: "own_fields",
    TrashKind.SAVED_LIST: "saved_lists",
}
"""The tables of the things that the trash shows; what hangs on them comes back with them."""
_COMPANY: Final = "(SELECT name FROM companies WHERE id = n.old ->> '$.company_id')"
_CONTACT: Final = "(SELECT display_name FROM contacts WHERE id = n.old ->> '$.contact_id')"
_NAME: Final = "n.old ->> '$.name'"
_NAMES: Final = {
    TrashKind.CONTACT: "n.old ->> '$.display_name'",
    TrashKind.DEAL: "n.old ->> '$.title'",
    TrashKind.REMINDER: "n.old ->> '$.text'",
    TrashKind.INTERACTION: "coalesce(nullif(n.old ->> '$.subject', ''), substr(n.old ->> '$.text', 1, 300))",
}
_DETAILS: Final = {
    TrashKind.CONTACT: _COMPANY,
    TrashKind.DEAL: f"coalesce({_CONTACT}, {_COMPANY})",
    TrashKind.REMINDER: _CONTACT,
    TrashKind.INTERACTION: f"coalesce({_CONTACT}, {_COMPANY})",
    TrashKind.COMPANY: "n.old ->> '$.domain'",
}
_DELETED_TOO: Final = (
    "EXISTS (SELECT 1 FROM changes p WHERE p.operation = 'delete' AND p.table_name = '{table}' "
    "AND p.row_id = {value} AND p.group_id = n.group_id)"
)
_WITH_CONTACT: Final = _DELETED_TOO.format(table="contacts", value="n.owner_id")
_WITH_COMPANY: Final = _DELETED_TOO.format(table="companies", value="n.old ->> '$.company_id'")
_WITH_DEAL: Final = _DELETED_TOO.format(table="deals", value="n.old ->> '$.deal_id'")
_WITH_PROMISE: Final = _DELETED_TOO.format(table="interactions", value="n.old ->> '$.interaction_id'")
# What went with something else is no line of its own; an event with several people is one line.
_OWN_LINE: Final = {
    TrashKind.REMINDER: f"AND NOT {_WITH_CONTACT} AND n.old ->> '$.kind' = 'plain' AND NOT {_WITH_DEAL} AND NOT {_WITH_PROMISE}",
    TrashKind.INTERACTION: f"AND NOT {_WITH_CONTACT} AND NOT (n.owner_id IS NULL AND {_WITH_COMPANY}) "
    "AND (coalesce(n.old ->> '$.event_uid', '') = '' OR NOT EXISTS (SELECT 1 FROM changes s WHERE s.group_id = n.group_id "
    "AND s.operation = 'delete' AND s.table_name = 'interactions' AND s.row_id < n.row_id "
    "AND s.old ->> '$.event_uid' = n.old ->> '$.event_uid'))",
}
# The newest deletion of a row counts; what was taken back or is about to be done again is no deletion.
_LINES: Final = """SELECT * FROM (SELECT n.id, n.row_id, g.made_at, '{kind}', {name}, {detail}, n.old ->> '$.kind'
    FROM changes n INDEXED BY changes_deleted JOIN change_groups g ON g.id = n.group_id
    WHERE n.operation = 'delete' AND n.table_name = '{table}' AND n.id < :before AND g.state = 'done' {own_line}
    AND json_extract(g.label, '$[0]') NOT IN (SELECT value FROM json_each(:kept))
    AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = n.row_id)
    AND NOT EXISTS (SELECT 1 FROM changes m JOIN change_groups mg ON mg.id = m.group_id WHERE m.operation = 'delete'
    AND m.table_name = '{table}' AND m.row_id = n.row_id AND m.id > n.id AND mg.state = 'done')
    ORDER BY n.id DESC LIMIT :limit)"""


@dataclass(frozen=True, slots=True)
class Note:
    """The newest note of a deletion: its group, and the row as it was, by the names of the columns of that time."""

    group_id: int
    row_id: int
    values: dict[str, object]


def rows(connection: Connection, before: int, limit: int, kinds: Collection[TrashKind]) -> list[TrashRow]:
    """What was deleted and is not there, the newest first; `before` is the place of the last row of the page before."""
    lines = [
        _LINES.format(
            kind=kind.value,
            table=TABLES[kind],
            name=_NAMES.get(kind, _NAME),
            detail=_DETAILS.get(kind, "''"),
            own_line=_OWN_LINE.get(kind, ""),
        )
        for kind in TrashKind
        if kind in kinds
    ]
    if not lines:
        return []
    query = f"{' UNION ALL '.join(lines)} ORDER BY 1 DESC LIMIT :limit"
    kept = json.dumps(NOT_DELETED)
    return [
        TrashRow(
            Thrown(TrashKind(row[3]), row[1]),
            row[4] or "",
            row[5] or "",
            instant(row[2]),
            row[0],
            row[6] or "" if row[3] == TrashKind.INTERACTION else "",
        )
        for row in connection.execute(query, {"before": before, "limit": limit, "kept": kept})
    ]


def name(connection: Connection, thing: Thrown) -> str:
    """What a deleted thing was called; empty when it is not in the trash."""
    row = connection.execute(
        f"SELECT {_NAMES.get(thing.kind, _NAME)} FROM changes n WHERE n.operation = 'delete' "
        "AND n.table_name = ? AND n.row_id = ? ORDER BY n.id DESC LIMIT 1",
        (TABLES[thing.kind], thing.id),
    ).fetchone()
    return str(row[0] or "")[:100] if row else ""


def newest_deletion(connection: Connection, table: str, row_id: int) -> Note | None:
    """How a row that is not there now was deleted last; None when it is there or never was."""
    if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row_id,)).fetchone() is not None:
        return None
    row = connection.execute(
        "SELECT n.group_id, n.row_id, n.old FROM changes n JOIN change_groups g ON g.id = n.group_id "
        "WHERE n.operation = 'delete' AND n.table_name = ? AND n.row_id = ? AND g.state = ? ORDER BY n.id DESC LIMIT 1",
        (table, row_id, DONE),
    ).fetchone()
    return Note(row[0], row[1], json.loads(row[2])) if row else None


def oldest_note(connection: Connection) -> int | None:
    """How far back the journal goes, in seconds UTC; None while nothing was written."""
    row = connection.execute(
        "SELECT made_at FROM change_groups WHERE id = (SELECT min(group_id) FROM changes)"
    ).fetchone()
    return row[0] if row else None
