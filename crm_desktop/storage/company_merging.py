"""Moving everything that belongs to one company to another, inside a unit of work whose triggers note it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from crm_desktop.storage.engine import Connection


def move_all(connection: Connection, into: int, others: Sequence[int]) -> None:
    """People, other roles, deals, entries and files of the others belong to `into` from now on.

    A role that the same person has there already in the same words stays where it is and goes with its company.
    """
    those = json.dumps(list(others))
    for table in ("contacts", "deals", "interactions", "files"):
        connection.execute(
            f"UPDATE {table} SET company_id = ? WHERE company_id IN (SELECT value FROM json_each(?))", (into, those)
        )
    connection.execute(
        "UPDATE contact_roles SET company_id = ?1 WHERE company_id IN (SELECT value FROM json_each(?2)) AND NOT EXISTS "
        "(SELECT 1 FROM contact_roles k WHERE k.company_id = ?1 AND k.contact_id = contact_roles.contact_id "
        "AND (k.title, k.from_day, k.until_day) = (contact_roles.title, contact_roles.from_day, contact_roles.until_day))",
        (into, those),
    )


def move_values(connection: Connection, into: int, other: int) -> list[tuple[str, str]]:
    """Own fields that `into` has nothing in take the other's value; returns what differs: (field, the other's value)."""
    differing = connection.execute(
        "SELECT f.name, v.text FROM company_values v JOIN own_fields f ON f.id = v.field_id JOIN company_values k "
        "ON k.field_id = v.field_id AND k.company_id = ?1 WHERE v.company_id = ?2 AND k.text <> v.text ORDER BY f.position, f.id",
        (into, other),
    ).fetchall()
    connection.execute(
        "UPDATE company_values SET company_id = ?1 WHERE company_id = ?2 AND field_id NOT IN "
        "(SELECT field_id FROM company_values WHERE company_id = ?1)",
        (into, other),
    )
    return differing  # type: ignore[no-any-return]


def entries_alone(connection: Connection, company_id: int) -> list[int]:
    """The entries about the company as such, which nobody else's timeline shows."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT id FROM interactions WHERE company_id = ? AND contact_id IS NULL", (company_id,)
        )
    ]
