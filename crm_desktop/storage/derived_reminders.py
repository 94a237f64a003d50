"""Reminders that come of yearly days and of keeping in touch, and how often one speaks with whom: written, never noted.

All of it can be reckoned anew from what it hangs on, so it leaves no trace in the journal, and it has no words of its own
for the search index. Whoever calls this does so where nothing is noted: see `Work.unnoted`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crm_desktop.storage.engine import Connection

_REMINDER = """INSERT INTO reminders (id, uid, text, contact_id, start_day, zone, rule, repeat_from, action, note, created_at,
    kind, date_id, lead_days) VALUES (?, ?, ?, ?, ?, '', '', 'due', '', '', ?, ?, ?, ?)"""
_OCCURRENCE = """INSERT INTO occurrences (reminder_id, planned_day, due_day, fires_at, snoozed, ended_as, kind)
    VALUES (?1, ?2, ?2, ?3, 0, '', ?4)"""


@dataclass(slots=True)
class DerivedWrites:
    """What a batch of reckoning wants written; days are `YYYY-MM-DD`, instants seconds UTC.

    `reminders`: (id, uid, text, contact_id, start_day, created_at, kind, date_id, lead_days); `occurrences`: (reminder_id,
    planned_day, fires_at, kind); `moved`: (planned_day, fires_at, occurrence id) of whole days; `texts`: (text, contact_id,
    reminder id); the others are ids.
    """

    reminders: list[tuple[object, ...]] = field(default_factory=list)
    occurrences: list[tuple[int, str, int, str]] = field(default_factory=list)
    moved: list[tuple[str, int, int]] = field(default_factory=list)
    texts: list[tuple[str, int, int]] = field(default_factory=list)
    gone_occurrences: list[int] = field(default_factory=list)
    gone_reminders: list[int] = field(default_factory=list)

    def write(self, connection: Connection) -> None:
        """Bring the tables in line, inside the running transaction."""
        connection.executemany("DELETE FROM occurrences WHERE id = ?", [(each,) for each in self.gone_occurrences])
        connection.executemany("DELETE FROM reminders WHERE id = ?", [(each,) for each in self.gone_reminders])
        connection.executemany("UPDATE reminders SET text = ?, contact_id = ? WHERE id = ?", self.texts)
        connection.executemany(
            "UPDATE occurrences SET planned_day = ?1, due_day = ?1, wall_time = NULL, fires_at = ?2 WHERE id = ?3",
            self.moved,
        )
        connection.executemany(_REMINDER, self.reminders)
        connection.executemany(_OCCURRENCE, self.occurrences)


def put_rhythm(connection: Connection, rows: Iterable[tuple[int, int, str, int | None, int]]) -> None:
    """Note how often one speaks with contacts: (contact_id, every_days, source, tag_id, lose_at in seconds UTC) each."""
    connection.executemany(
        "INSERT INTO contact_rhythm (contact_id, every_days, source, tag_id, lose_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (contact_id) DO UPDATE SET every_days = excluded.every_days, source = excluded.source, "
        "tag_id = excluded.tag_id, lose_at = excluded.lose_at WHERE (every_days, source, tag_id, lose_at) IS NOT "
        "(excluded.every_days, excluded.source, excluded.tag_id, excluded.lose_at)",
        rows,
    )


def remove_rhythm(connection: Connection, contact_ids: Iterable[int]) -> None:
    """Nobody wants to keep in touch with these, and there is no rhythm to lose."""
    connection.executemany("DELETE FROM contact_rhythm WHERE contact_id = ?", [(each,) for each in contact_ids])


def ask_for_contact(connection: Connection, contact_id: int) -> None:
    """Have everything reckoned anew that hangs on a contact, because they are called otherwise now."""
    connection.execute("INSERT OR IGNORE INTO to_reckon VALUES ('contact', ?)", (contact_id,))
    connection.execute(
        "INSERT OR IGNORE INTO to_reckon SELECT 'date', id FROM important_dates WHERE contact_id = ?", (contact_id,)
    )
