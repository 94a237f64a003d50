"""In which order the parts of a person stand: e-mails, phones and links each by themselves, addresses, days, facts."""

from __future__ import annotations

from crm_desktop.storage.engine import Connection

# By name of the table, so that no name of a table is put together from what somebody hands in.
_ALIKE = {
    "contact_points": "SELECT id, position FROM contact_points WHERE contact_id = ?1 AND kind = "
    "(SELECT kind FROM contact_points WHERE id = ?2) ORDER BY position, id",
    "addresses": "SELECT id, position FROM addresses WHERE contact_id = ?1 AND ?2 > 0 ORDER BY position, id",
    "important_dates": "SELECT id, position FROM important_dates WHERE contact_id = ?1 AND ?2 > 0 ORDER BY position, id",
    "facts": "SELECT id, position FROM facts WHERE contact_id = ?1 AND ?2 > 0 ORDER BY position, id",
}


def alike(connection: Connection, table: str, contact_id: int, part_id: int) -> list[tuple[int, int]]:
    """(id, position) of all parts of a person that are of the same kind as this one, in order; the first is the main one."""
    return [(row[0], row[1]) for row in connection.execute(_ALIKE[table], (contact_id, part_id))]
