"""The user's settings as they lie in the file."""

from __future__ import annotations

from crm_desktop.storage.engine import Connection


def get(connection: Connection, name: str) -> str | None:
    """The value, None when it was never set."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def put(connection: Connection, name: str, value: str) -> None:
    """Set the value, inside a unit of work."""
    connection.execute(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
    )
