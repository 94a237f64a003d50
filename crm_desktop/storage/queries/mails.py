"""Whose addresses stand in e-mails, and which e-mails are logged already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import marks

_AT_ONCE = 500


def contacts_by_address(connection: Connection, keys: Collection[str]) -> dict[str, list[tuple[int, str]]]:
    """Who has an address, by its compare key: (contact id, name); several people may share one."""
    found: dict[str, list[tuple[int, str]]] = {}
    for chunk in _chunks(sorted(keys)):
        query = (
            "SELECT DISTINCT p.compare_key, c.id, c.display_name FROM contact_points p JOIN contacts c ON c.id = p.contact_id "
            f"WHERE p.kind = 'email' AND p.compare_key IN ({marks(len(chunk))}) ORDER BY c.id"
        )
        for key, contact_id, name in connection.execute(query, tuple(chunk)):
            found.setdefault(key, []).append((contact_id, name))
    return found


def logged(connection: Connection, uids: Collection[str]) -> dict[str, list[tuple[int | None, int, str]]]:
    """What of some events is logged, by event_uid: (contact id, seconds UTC, subject)."""
    found: dict[str, list[tuple[int | None, int, str]]] = {}
    for chunk in _chunks(sorted(uids)):
        query = (
            "SELECT event_uid, contact_id, occurred_at, subject FROM interactions "
            f"WHERE event_uid <> '' AND event_uid IN ({marks(len(chunk))})"
        )
        for uid, contact_id, at, subject in connection.execute(query, tuple(chunk)):
            found.setdefault(uid, []).append((contact_id, at, subject))
    return found


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
