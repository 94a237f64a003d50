"""The content of a data file as text that is equal exactly when the content is equal, byte for byte."""

from __future__ import annotations

from crm_desktop.storage.engine import Connection
from crm_desktop.storage.journal import JOURNALED, columns

# What is derived from the rest and from the present moment is no part of what was done; see services/scheduling/series.py.
_KEPT = {
    "reminders": "kind = 'plain'",
    "occurrences": """kind = 'plain' AND NOT (ended_at IS NULL AND snoozed = 0 AND moved = 0 AND EXISTS (
        SELECT 1 FROM reminders r WHERE r.id = reminder_id AND r.rule <> '' AND r.repeat_from = 'due'))""",
}


def canonical_dump(connection: Connection) -> str:
    """Every row of every table that the journal knows, but for derived ones, and every word of both indexes.

    The connection may write: looking into the index takes two temporary tables.
    """
    lines = []
    for table in (*JOURNALED, "contact_activity"):
        names = columns(connection, table)
        quoted = " || ',' || ".join(f"quote({name})" for name in names)
        lines.append(f"== {table} ({', '.join(names)})")
        kept = _KEPT.get(table, "1")
        lines += [
            row[0] for row in connection.execute(f"SELECT {quoted} FROM {table} WHERE {kept} ORDER BY {names[0]}")
        ]
    for table in ("search_names", "search_texts"):
        connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_of_{table} USING fts5vocab (main, {table}, instance)"
        )
        lines.append(f"== {table}")
        lines += [
            f"{term!r} {doc} {column} {offset}"
            for term, doc, column, offset in connection.execute(
                f"SELECT term, doc, col, offset FROM temp.words_of_{table} ORDER BY term, doc, col, offset"
            )
        ]
    return "\n".join(lines)
