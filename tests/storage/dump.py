"""The content of a data file as text that is equal exactly when the content is equal, byte for byte."""

from __future__ import annotations

from crm_desktop.storage.engine import Connection
from crm_desktop.storage.journal import JOURNALED, columns


def canonical_dump(connection: Connection) -> str:
    """Every row of every table that the journal knows, what is derived from them, and every word of both indexes.

    The connection may write: looking into the index takes two temporary tables.
    """
    lines = []
    for table in (*JOURNALED, "contact_activity"):
        names = columns(connection, table)
        quoted = " || ',' || ".join(f"quote({name})" for name in names)
        lines.append(f"== {table} ({', '.join(names)})")
        lines += [row[0] for row in connection.execute(f"SELECT {quoted} FROM {table} ORDER BY {names[0]}")]
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
