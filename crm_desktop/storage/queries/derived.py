"""What derived reminders hang on, read for a whole batch at once: yearly days, and the occurrences that there are already."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from crm_desktop.storage.engine import Connection


@dataclass(frozen=True, slots=True)
class StoredOccurrence:
    """An occurrence of a derived reminder; `planned_day` is `YYYY-MM-DD`, `fires_at` and `ended_at` are seconds UTC.

    `touched`: the user put it off or moved it; `shown`: a notification stood for its present moment.
    """

    id: int
    planned_day: str
    fires_at: int
    ended_at: int | None
    touched: bool
    shown: bool

    @property
    def is_derived(self) -> bool:
        """Whether it is open and nobody has seen or touched it: it may be reckoned anew or taken away."""
        return self.ended_at is None and not self.touched and not self.shown


@dataclass(slots=True)
class StoredReminder:
    """A derived reminder with all its occurrences, in the order of their planned days."""

    id: int
    contact_id: int
    text: str
    lead_days: int
    occurrences: list[StoredOccurrence] = field(default_factory=list)


def yearly_days(connection: Connection, date_ids: Iterable[int]) -> list[tuple[int, int, str, str, str, str]]:
    """Yearly days: (id, contact id, label, value, notice, name of the contact) each; those that are gone are left out."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT d.id, d.contact_id, d.label, d.value, d.notice, c.display_name FROM important_dates d "
        "JOIN contacts c ON c.id = d.contact_id WHERE d.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(date_ids)),),
    ).fetchall()


def of_dates(connection: Connection, date_ids: Iterable[int]) -> dict[int, list[StoredReminder]]:
    """The reminders of yearly days, by the id of the day."""
    return _by_owner(connection, "date_id", "r.date_id IN (SELECT value FROM json_each(?))", date_ids)


def of_contacts(connection: Connection, contact_ids: Iterable[int]) -> dict[int, list[StoredReminder]]:
    """The reminders to get in touch, by the id of the contact."""
    condition = "r.kind = 'touch' AND r.contact_id IN (SELECT value FROM json_each(?))"
    return _by_owner(connection, "contact_id", condition, contact_ids)


def _by_owner(
    connection: Connection, owner: str, condition: str, ids: Iterable[int]
) -> dict[int, list[StoredReminder]]:
    reminders: dict[int, StoredReminder] = {}
    found: dict[int, list[StoredReminder]] = {}
    for row in connection.execute(
        f"SELECT r.{owner}, r.id, r.contact_id, r.text, r.lead_days, o.id, o.planned_day, o.fires_at, o.ended_at, "
        "o.snoozed > 0 OR o.moved, v.shown_at IS NOT NULL FROM reminders r LEFT JOIN occurrences o ON o.reminder_id = r.id "
        "LEFT JOIN deliveries v ON v.occurrence_id = o.id AND v.fires_at = o.fires_at "
        f"WHERE {condition} ORDER BY r.id, o.planned_day, o.id",
        (json.dumps(list(ids)),),
    ):
        reminder = reminders.get(row[1])
        if reminder is None:
            reminder = reminders[row[1]] = StoredReminder(row[1], row[2], row[3], row[4])
            found.setdefault(row[0], []).append(reminder)
        if row[5] is not None:
            reminder.occurrences.append(StoredOccurrence(row[5], row[6], row[7], row[8], bool(row[9]), bool(row[10])))
    return found
