"""Tags with how many bear them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from crm_desktop.domain.pages import TagRow
from crm_desktop.domain.tags import CountedTag
from crm_desktop.storage.engine import Connection


def counted(connection: Connection) -> list[CountedTag]:
    """All tags by name, each with the number of people who bear it."""
    return [
        CountedTag(TagRow(*row[:4]), row[4])
        for row in connection.execute(
            "SELECT t.id, t.name, t.colour, t.keep_in_touch_days, (SELECT count(*) FROM contact_tags c WHERE c.tag_id = t.id) "
            "FROM tags t ORDER BY t.compare_key"
        )
    ]


def tag(connection: Connection, tag_id: int) -> TagRow | None:
    """One tag; None when it is gone."""
    row = connection.execute("SELECT id, name, colour, keep_in_touch_days FROM tags WHERE id = ?", (tag_id,)).fetchone()
    return TagRow(*row) if row else None


def give_to_bearers(connection: Connection, into: int, others: Sequence[int]) -> None:
    """Everybody who bears one of the others bears `into`, too, inside a unit of work."""
    connection.execute(
        "INSERT OR IGNORE INTO contact_tags (contact_id, tag_id) SELECT DISTINCT contact_id, ? FROM contact_tags "
        "WHERE tag_id IN (SELECT value FROM json_each(?)) ORDER BY contact_id",
        (into, json.dumps(list(others))),
    )
