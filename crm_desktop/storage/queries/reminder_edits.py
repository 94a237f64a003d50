"""What a change of a reminder needs to know of it: all its columns as a draft, and the days it has come on."""

from __future__ import annotations

from datetime import date

from crm_desktop.domain.reminders import ReminderDraft, RepeatFrom
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import days_of, time_or_none


def stored(connection: Connection, reminder_id: int) -> ReminderDraft | None:
    """One of the user's own reminders as it was written down, from its first day on; None when it is gone or derived."""
    found = connection.execute(
        "SELECT text, start_day, wall_time, zone, rule, repeat_from, contact_id, deal_id, action, note, except_days, urgent "
        "FROM reminders WHERE id = ? AND kind = 'plain'",
        (reminder_id,),
    ).fetchone()
    if found is None:
        return None
    return ReminderDraft(
        text=found[0],
        day=date.fromisoformat(found[1]),
        at=time_or_none(found[2]),
        zone=found[3],
        rule=found[4],
        repeat_from=RepeatFrom(found[5]),
        contact_id=found[6],
        deal_id=found[7],
        action=found[8],
        note=found[9],
        except_days=tuple(days_of(found[10])),
        urgent=bool(found[11]),
    )


def ended_days(connection: Connection, reminder_id: int, first: date) -> list[date]:
    """The days from `first` on that the rule gave and that have ended."""
    return [
        date.fromisoformat(row[0])
        for row in connection.execute(
            "SELECT planned_day FROM occurrences WHERE reminder_id = ? AND ended_at IS NOT NULL AND planned_day >= ?",
            (reminder_id, first.isoformat()),
        )
    ]


def has_occurrences(connection: Connection, reminder_id: int) -> bool:
    """Whether anything of a reminder is open or has ended."""
    found = connection.execute("SELECT 1 FROM occurrences WHERE reminder_id = ? LIMIT 1", (reminder_id,))
    return found.fetchone() is not None
