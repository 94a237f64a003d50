"""Who is already there: contacts by e-mail, phone, link, name and identifier, looked up for a whole batch at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from crm_desktop.storage.engine import Connection

_MOST_VALUES: Final = 500


@dataclass(slots=True)
class Known:
    """What is known of one contact for telling whether a draft is the same person; keys are folded compare keys."""

    id: int
    uid: str
    sort_key: str
    company_key: str
    points: dict[str, set[str]] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)


def find(
    connection: Connection, points: Iterable[tuple[str, str]], names: Iterable[str], uids: Iterable[str]
) -> dict[int, Known]:
    """The contacts that share a point (kind, compare key), a folded name or an identifier with any of these."""
    by_kind: dict[str, set[str]] = {}
    for kind, key in points:
        by_kind.setdefault(kind, set()).add(key)
    ids: set[int] = set()
    for kind, keys in by_kind.items():
        for batch in _batches(sorted(keys)):
            ids.update(
                row[0]
                for row in connection.execute(
                    f"SELECT contact_id FROM contact_points WHERE kind = ? AND compare_key IN ({_marks(batch)})",
                    (kind, *batch),
                )
            )
    for column, values in (("sort_key", set(names)), ("uid", set(uids) - {""})):
        for batch in _batches(sorted(values)):
            ids.update(
                row[0]
                for row in connection.execute(f"SELECT id FROM contacts WHERE {column} IN ({_marks(batch)})", batch)
            )
    return _known(connection, sorted(ids))


def _known(connection: Connection, ids: list[int]) -> dict[int, Known]:
    found: dict[int, Known] = {}
    for batch in _batches(ids):
        for row in connection.execute(
            "SELECT c.id, c.uid, c.sort_key, coalesce(o.compare_key, '') FROM contacts c "
            f"LEFT JOIN companies o ON o.id = c.company_id WHERE c.id IN ({_marks(batch)})",
            batch,
        ):
            found[row[0]] = Known(*row)
        for contact_id, kind, key, number in connection.execute(
            "SELECT contact_id, kind, compare_key, CASE kind WHEN 'phone' THEN value END FROM contact_points "
            f"WHERE contact_id IN ({_marks(batch)})",
            batch,
        ):
            found[contact_id].points.setdefault(kind, set()).add(key)
            if number is not None:
                found[contact_id].numbers.add(number)
    return found


def keys_and_ids(connection: Connection, table: str) -> dict[str, int]:
    """compare_key -> id of all companies or tags."""
    return dict(connection.execute(f"SELECT compare_key, id FROM {table} ORDER BY id DESC"))


def _batches(values: list[str] | list[int]) -> Iterable[list[str] | list[int]]:
    return (values[start : start + _MOST_VALUES] for start in range(0, len(values), _MOST_VALUES))


def _marks(values: list[str] | list[int]) -> str:
    return ", ".join("?" * len(values))
