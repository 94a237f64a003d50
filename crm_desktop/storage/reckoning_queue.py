"""What is derived: the queue of what has to be reckoned anew, filled by triggers, and the moments reckoned; never undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crm_desktop.storage.engine import Connection


def finish(connection: Connection, done: Iterable[tuple[str, int]]) -> None:
    """Take out what was reckoned: (subject, id) each."""
    connection.executemany("DELETE FROM to_reckon WHERE subject = ? AND id = ?", done)


def ask_for_series(connection: Connection, occurrences: Iterable[tuple[int, int]]) -> None:
    """Have the reminders that repeat reckoned whose occurrences (id, fires_at) are about to be shown: their next is wanted."""
    connection.executemany(
        "INSERT OR IGNORE INTO to_reckon SELECT 'reminder', r.id FROM occurrences o JOIN reminders r ON r.id = o.reminder_id "
        "WHERE o.id = ?1 AND o.fires_at = ?2 AND (r.rule <> '' OR r.kind <> 'plain')",
        occurrences,
    )


def ask_for_all(connection: Connection, subject: str) -> None:
    """Have everything of one kind reckoned anew ("reminder", "date" or "contact"), because a setting changed."""
    table = {"reminder": "reminders", "date": "important_dates", "contact": "contacts"}[subject]
    connection.execute(f"INSERT OR IGNORE INTO to_reckon SELECT ?, id FROM {table}", (subject,))


def move(connection: Connection, moments: Iterable[tuple[str, str | None, int, int]]) -> None:
    """Set occurrences to other moments: (due_day, wall_time, fires_at, occurrence id) each."""
    connection.executemany("UPDATE occurrences SET due_day = ?, wall_time = ?, fires_at = ? WHERE id = ?", moments)


def remove_occurrence(connection: Connection, occurrence_id: int) -> None:
    """Take away a derived occurrence that its rule no longer gives; its number is kept for when it comes again."""
    connection.execute(
        "INSERT OR REPLACE INTO former_occurrences SELECT reminder_id, planned_day, id FROM occurrences WHERE id = ?",
        (occurrence_id,),
    )
    connection.execute("DELETE FROM occurrences WHERE id = ?", (occurrence_id,))


def former_number(connection: Connection, reminder_id: int, planned_day: str) -> int | None:
    """The number that the occurrence of a day had before it was taken away, given out once; None when it had none.

    The journal knows rows by their number: what was done to an occurrence could not be redone to another one.
    """
    found = connection.execute(
        "DELETE FROM former_occurrences WHERE reminder_id = ? AND planned_day = ? RETURNING occurrence_id",
        (reminder_id, planned_day),
    ).fetchone()
    taken = found and connection.execute("SELECT 1 FROM occurrences WHERE id = ?", found).fetchone()
    return found[0] if found and not taken else None


def bring_back(connection: Connection, occurrence_id: int, values: Mapping[str, object]) -> None:
    """Make a derived occurrence anew that has to be changed and is gone, as it was before anybody touched it; not to be noted.

    `values` are its columns after the change. What was done to a day that had passed can so be redone at a later time, when
    the reckoning would not make that day up any more. Another one that is derived for the same day gives way.
    """
    # What the first version noted knows neither the day that the rule gave nor a kind.
    reminder_id, day = values["reminder_id"], values.get("planned_day", values["due_day"])
    if connection.execute("SELECT 1 FROM occurrences WHERE id = ?", (occurrence_id,)).fetchone():
        return
    if not connection.execute("SELECT 1 FROM reminders WHERE id = ?", (reminder_id,)).fetchone():
        return
    connection.execute(
        "DELETE FROM occurrences WHERE reminder_id = ? AND planned_day = ? AND ended_at IS NULL AND snoozed = 0 AND moved = 0 "
        "AND NOT EXISTS (SELECT 1 FROM deliveries v WHERE v.occurrence_id = occurrences.id AND v.shown_at IS NOT NULL)",
        (reminder_id, day),
    )
    connection.execute(
        "INSERT INTO occurrences (id, reminder_id, planned_day, due_day, wall_time, fires_at, snoozed, ended_as, kind) "
        "VALUES (?, ?, ?, ?, ?, ?, 0, '', ?)",
        (occurrence_id, reminder_id, day, day, values["wall_time"], values["fires_at"], values.get("kind", "plain")),
    )
