"""Half-typed texts as they lie in the file."""

from __future__ import annotations

from crm_desktop.storage.engine import Connection


def get(connection: Connection, place: str) -> str | None:
    """The text, None when nothing is kept for that place."""
    row = connection.execute("SELECT text FROM drafts WHERE place = ?", (place,)).fetchone()
    return row[0] if row else None


def put(connection: Connection, place: str, text: str) -> None:
    """Keep a text for a place, inside a unit of work; an empty one takes it away."""
    if not text:
        connection.execute("DELETE FROM drafts WHERE place = ?", (place,))
        return
    connection.execute(
        "INSERT INTO drafts VALUES (?, ?) ON CONFLICT (place) DO UPDATE SET text = excluded.text", (place, text)
    )
