"""What calendar files are compared with and made of: reminders by their identifiers, people by e-mail, all that is open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from crm_desktop.domain.calendar_entries import Moment, WrittenReminder
from crm_desktop.domain.reminders import RepeatFrom
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import days_of, instant, marks, time_or_none

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class StoredReminder:
    """A reminder of the user's own as it is compared with an entry: its columns as they stand, and its open moments.

    `open_moments` are (due_day, wall_time) of the occurrences that have not ended.
    """

    id: int
    columns: dict[str, Any]
    open_moments: tuple[tuple[str, str | None], ...]


_COMPARED: Final = (
    "text", "start_day", "wall_time", "zone", "rule", "except_days", "repeat_from", "urgent", "action", "note",
    "contact_id", "deal_id",
)  # fmt: skip


def stored(connection: Connection, uids: Iterable[str]) -> dict[str, StoredReminder]:
    """The reminders that have one of these identifiers, by it; the oldest where several have the same."""
    found: dict[str, StoredReminder] = {}
    for batch in _batches(uids):
        rows = connection.execute(
            f"SELECT uid, id, {', '.join(_COMPARED)} FROM reminders WHERE kind = 'plain' AND uid IN ({marks(len(batch))}) "
            "ORDER BY id",
            batch,
        ).fetchall()
        moments = _open_moments(connection, [row[1] for row in rows])
        for row in rows:
            columns = dict(zip(_COMPARED, row[2:], strict=True))
            found.setdefault(row[0], StoredReminder(row[1], columns, tuple(moments.get(row[1], ()))))
    return found


def _open_moments(connection: Connection, ids: list[int]) -> dict[int, list[tuple[str, str | None]]]:
    moments: dict[int, list[tuple[str, str | None]]] = {}
    for reminder_id, day, at in connection.execute(
        f"SELECT reminder_id, due_day, wall_time FROM occurrences WHERE ended_at IS NULL AND reminder_id IN ({marks(len(ids))}) "
        "ORDER BY fires_at, id",
        ids,
    ):
        moments.setdefault(reminder_id, []).append((day, at))
    return moments


def people_by_email(connection: Connection, keys: Iterable[str]) -> dict[str, set[int]]:
    """compare key of an e-mail address -> the contacts who have it."""
    found: dict[str, set[int]] = {}
    for batch in _batches(keys):
        for key, contact_id in connection.execute(
            f"SELECT compare_key, contact_id FROM contact_points WHERE kind = 'email' AND compare_key IN ({marks(len(batch))})",
            batch,
        ):
            found.setdefault(key, set()).add(contact_id)
    return found


def contacts_by_uid(connection: Connection, uids: Iterable[str]) -> dict[str, int]:
    """uid -> id of contacts."""
    return _by_uid(connection, "contacts", uids)


def deals_by_uid(connection: Connection, uids: Iterable[str]) -> dict[str, int]:
    """uid -> id of deals."""
    return _by_uid(connection, "deals", uids)


def _by_uid(connection: Connection, table: str, uids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in _batches(uid for uid in uids if uid):
        query = f"SELECT uid, id FROM {table} WHERE uid IN ({marks(len(batch))}) ORDER BY id DESC"
        found.update(connection.execute(query, batch).fetchall())
    return found


def names_of(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """id -> shown name of contacts."""
    found: dict[int, str] = {}
    for batch in _batches(ids):
        query = f"SELECT id, display_name FROM contacts WHERE id IN ({marks(len(batch))})"
        found.update(connection.execute(query, batch).fetchall())
    return found


def open_reminders(connection: Connection, ids: Collection[int] | None) -> Iterator[WrittenReminder]:
    """The reminders of the user's own that are open, earliest first; only those with one of `ids`, if any are given."""
    moments: dict[int, list[tuple[str, str | None, str]]] = {}
    for reminder_id, day, at, planned in connection.execute(
        "SELECT reminder_id, due_day, wall_time, planned_day FROM occurrences WHERE ended_at IS NULL AND kind = 'plain' "
        "ORDER BY fires_at, id"
    ):
        if ids is None or reminder_id in ids:
            moments.setdefault(reminder_id, []).append((day, at, planned or day))
    for batch in _batches(moments):
        rows = {row[0]: row for row in connection.execute(_written(len(batch)), batch)}
        for reminder_id in batch:
            if reminder_id in rows:
                yield _reminder(rows[reminder_id], moments[reminder_id])


def _written(count: int) -> str:
    return f"""SELECT r.id, r.uid, r.text, r.start_day, r.wall_time, r.zone, r.rule, r.except_days, r.repeat_from, r.note, r.urgent,
        r.action, r.created_at, coalesce(c.display_name, ''), CASE WHEN r.contact_id IS NULL THEN '' ELSE c.uid END,
        coalesce(d.uid, ''),
        coalesce((SELECT value FROM contact_points p WHERE p.contact_id = c.id AND p.kind = 'email' ORDER BY p.position, p.id
            LIMIT 1), '')
        FROM reminders r LEFT JOIN deals d ON d.id = r.deal_id LEFT JOIN contacts c ON c.id = coalesce(r.contact_id, d.contact_id)
        WHERE r.kind = 'plain' AND r.id IN ({marks(count)})"""


def _reminder(row: tuple[Any, ...], moments: list[tuple[str, str | None, str]]) -> WrittenReminder:
    repeat_from = RepeatFrom(row[8])
    from_due = bool(row[6]) and repeat_from is RepeatFrom.DUE
    day, at, planned = moments[0]
    starts = Moment(date.fromisoformat(day), time_or_none(at), row[5])
    if row[6]:
        # A repetition goes on from its first day, one that counts from its completion from the day that comes next.
        starts = Moment(date.fromisoformat(row[3] if from_due else planned), time_or_none(row[4]), row[5])
    return WrittenReminder(
        uid=row[1],
        text=row[2],
        starts=starts,
        rule=row[6],
        except_days=days_of(row[7]),
        repeat_from=repeat_from,
        note=row[9],
        urgent=bool(row[10]),
        action=row[11],
        created_at=instant(row[12]),
        contact=row[13],
        contact_uid=row[14],
        deal_uid=row[15],
        email=row[16],
        open_days=tuple(date.fromisoformat(each[2]) for each in moments) if row[6] else (starts.day,),
    )


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    known = list(dict.fromkeys(values))
    return (known[start : start + _BATCH] for start in range(0, len(known), _BATCH))
