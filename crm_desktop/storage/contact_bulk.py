"""The same written for many contacts by one statement a batch: tags, companies, reminders, and taking them away."""

from __future__ import annotations

import json
from collections.abc import Sequence

from crm_desktop.storage.engine import Connection

_THESE = "(SELECT value FROM json_each(?))"


def tag(connection: Connection, contact_ids: Sequence[int], tag_id: int) -> int:
    """Mark contacts with a tag; returns how many did not bear it."""
    return _changed(
        connection,
        "INSERT INTO contact_tags (contact_id, tag_id) SELECT id, ?1 FROM contacts c WHERE id IN (SELECT value FROM json_each(?2)) "
        "AND NOT EXISTS (SELECT 1 FROM contact_tags t WHERE t.contact_id = c.id AND t.tag_id = ?1)",
        (tag_id, _listed(contact_ids)),
    )


def untag(connection: Connection, contact_ids: Sequence[int], tag_id: int) -> int:
    """Take a tag off contacts; returns how many bore it."""
    query = f"DELETE FROM contact_tags WHERE tag_id = ? AND contact_id IN {_THESE}"
    return _changed(connection, query, (tag_id, _listed(contact_ids)))


def set_company(connection: Connection, contact_ids: Sequence[int], company_id: int | None) -> int:
    """Put contacts into a company, or out of any; returns for how many that is new."""
    query = f"UPDATE contacts SET company_id = ?1 WHERE company_id IS NOT ?1 AND id IN {_THESE.replace('?', '?2')}"
    return _changed(connection, query, (company_id, _listed(contact_ids)))


def delete(connection: Connection, contact_ids: Sequence[int]) -> int:
    """Take contacts away with everything that hangs on them; returns how many were there."""
    # Counted before: what is deleted with a contact is counted as a change, too.
    there = connection.execute(f"SELECT count(*) FROM contacts WHERE id IN {_THESE}", (_listed(contact_ids),))
    count = int(there.fetchone()[0])
    connection.execute(f"DELETE FROM contacts WHERE id IN {_THESE}", (_listed(contact_ids),))
    return count


def remind_like(connection: Connection, reminder_id: int, contact_ids: Sequence[int]) -> int:
    """Give contacts the same reminder as the one of `reminder_id`, with its first occurrence; returns how many are there."""
    first = connection.execute("SELECT coalesce(max(id), 0) FROM reminders").fetchone()[0]
    connection.execute(
        "INSERT INTO reminders (uid, text, contact_id, start_day, wall_time, zone, rule, repeat_from, action, note, "
        "created_at, except_days, urgent) SELECT lower(hex(randomblob(16))), r.text, c.id, r.start_day, r.wall_time, r.zone, "
        "r.rule, r.repeat_from, r.action, r.note, r.created_at, r.except_days, r.urgent FROM reminders r, contacts c "
        f"WHERE r.id = ? AND c.id IN {_THESE}",
        (reminder_id, _listed(contact_ids)),
    )
    made = connection.execute("SELECT count(*) FROM reminders WHERE id > ?", (first,)).fetchone()[0]
    connection.execute(
        "INSERT INTO occurrences (reminder_id, due_day, wall_time, fires_at, planned_day, kind, snoozed, ended_as) SELECT r.id, "
        "o.due_day, o.wall_time, o.fires_at, o.planned_day, o.kind, 0, '' FROM reminders r, occurrences o WHERE r.id > ? AND o.id = "
        "(SELECT min(id) FROM occurrences WHERE reminder_id = ?)",
        (first, reminder_id),
    )
    return int(made)


def _listed(contact_ids: Sequence[int]) -> str:
    return json.dumps(list(contact_ids))


def _changed(connection: Connection, query: str, parameters: tuple[object, ...]) -> int:
    return max(int(connection.execute(query, parameters).rowcount), 0)
