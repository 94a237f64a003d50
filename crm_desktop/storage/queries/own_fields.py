"""Fields that the user made, and what they hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from crm_desktop.domain.own_fields import FieldKind, OwnField, OwnValue
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import marks

_COLUMNS: Final = "f.id, f.subject, f.name, f.kind, f.options, f.position, f.hidden"


def fields(connection: Connection, subject: str, *, with_hidden: bool = False) -> list[OwnField]:
    """The fields of contacts, companies or deals in the user's order; `used` counts what has something in it."""
    shown = "" if with_hidden else "AND f.hidden = 0"
    return [
        _field(row)
        for row in connection.execute(
            f"SELECT {_COLUMNS}, (SELECT count(*) FROM {subject}_values WHERE field_id = f.id), f.uid FROM own_fields f "
            f"WHERE f.subject = ? {shown} ORDER BY f.position, f.id",
            (subject,),
        )
    ]


def plain_fields(connection: Connection, subject: str) -> list[OwnField]:
    """All fields of a subject, hidden ones too, without counting what they hold."""
    return [
        _field(row)
        for row in connection.execute(
            f"SELECT {_COLUMNS}, 0, f.uid FROM own_fields f WHERE f.subject = ? ORDER BY f.position, f.id", (subject,)
        )
    ]


def field(connection: Connection, field_id: int) -> OwnField | None:
    """One field; None when it is gone."""
    row = connection.execute(f"SELECT {_COLUMNS}, 0, f.uid FROM own_fields f WHERE f.id = ?", (field_id,)).fetchone()
    return _field(row) if row else None


def values(connection: Connection, subject: str, owner_id: int) -> tuple[OwnValue, ...]:
    """Every shown field in order with what it holds for one owner; an empty text where that is nothing."""
    return tuple(
        OwnValue(_field(row), row[9] or "", row[10])
        for row in connection.execute(
            f"SELECT {_COLUMNS}, 0, f.uid, v.text, v.sort FROM own_fields f LEFT JOIN {subject}_values v "
            f"ON v.field_id = f.id AND v.{subject}_id = ? WHERE f.subject = ? AND f.hidden = 0 ORDER BY f.position, f.id",
            (owner_id, subject),
        )
    )


def stored(connection: Connection, subject: str, owner_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """What the fields, hidden ones too, hold for some owners: owner -> (field id, text) in the order of the fields."""
    found: dict[int, list[tuple[int, str]]] = {}
    for owner_id, field_id, text in connection.execute(
        f"SELECT v.{subject}_id, v.field_id, v.text FROM {subject}_values v JOIN own_fields f ON f.id = v.field_id "
        f"WHERE v.{subject}_id IN ({marks(len(owner_ids))}) ORDER BY v.{subject}_id, f.position, f.id",
        tuple(owner_ids),
    ):
        found.setdefault(owner_id, []).append((field_id, text))
    return found


def value_row(connection: Connection, subject: str, owner_id: int, field_id: int) -> tuple[int, str] | None:
    """(row id, text) of what a field holds for one owner."""
    row = connection.execute(
        f"SELECT id, text FROM {subject}_values WHERE {subject}_id = ? AND field_id = ?", (owner_id, field_id)
    ).fetchone()
    return (row[0], row[1]) if row else None


def rows_with_text(connection: Connection, subject: str, field_id: int) -> list[tuple[int, str]]:
    """(row id, text) of everything that a field holds."""
    return [
        (row[0], row[1])
        for row in connection.execute(
            f"SELECT id, text FROM {subject}_values WHERE field_id = ? ORDER BY id", (field_id,)
        )
    ]


def owner_name(connection: Connection, subject: str, owner_id: int) -> str | None:
    """What the owner of values is called; None when it is gone."""
    table, column = {
        "contact": ("contacts", "display_name"),
        "company": ("companies", "name"),
        "deal": ("deals", "title"),
    }[subject]
    row = connection.execute(f"SELECT {column} FROM {table} WHERE id = ?", (owner_id,)).fetchone()
    return row[0] if row else None


def _field(row: tuple[Any, ...]) -> OwnField:
    return OwnField(
        id=row[0],
        subject=row[1],
        name=row[2],
        kind=FieldKind(row[3]),
        options=tuple(json.loads(row[4])),
        position=row[5],
        hidden=bool(row[6]),
        used=row[7],
        uid=row[8],
    )
