"""Open and ended reminders, what is due, and the log of what was shown."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from crm_desktop.domain.money import Money
from crm_desktop.domain.pages import DeliveryRow, ReminderRow
from crm_desktop.domain.reminders import DueOccurrence
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import instant, instant_or_none, time_or_none

_ROW: Final = """SELECT o.id, r.id, r.text, o.due_day, o.wall_time, o.fires_at, r.zone, r.rule, r.action, o.snoozed,
    coalesce(r.contact_id, d.contact_id), coalesce(c.display_name, dc.display_name, ''), coalesce(co.name, ''), r.deal_id, coalesce(d.title, ''),
    d.amount_minor, d.currency, coalesce(s.name, ''), a.last_spoke_at, o.ended_at, o.ended_as,
    (SELECT kind FROM interactions WHERE contact_id = a.contact_id AND occurred_at = a.last_spoke_at AND kind <> 'note')
    FROM occurrences o JOIN reminders r ON r.id = o.reminder_id
    LEFT JOIN deals d ON d.id = r.deal_id LEFT JOIN stages s ON s.id = d.stage_id
    LEFT JOIN contacts c ON c.id = r.contact_id LEFT JOIN contacts dc ON dc.id = d.contact_id
    LEFT JOIN companies co ON co.id = coalesce(c.company_id, dc.company_id)
    LEFT JOIN contact_activity a ON a.contact_id = coalesce(r.contact_id, d.contact_id)"""
_DUE: Final = """SELECT o.id, r.id, r.text, coalesce(r.contact_id, d.contact_id), coalesce(c.display_name, dc.display_name, ''),
    coalesce(co.name, ''), coalesce(d.title, ''), o.due_day, o.wall_time, o.fires_at, coalesce(v.daemon_id, 0)
    FROM occurrences o JOIN reminders r ON r.id = o.reminder_id
    LEFT JOIN deliveries v ON v.occurrence_id = o.id AND v.fires_at = o.fires_at
    LEFT JOIN deals d ON d.id = r.deal_id
    LEFT JOIN contacts c ON c.id = r.contact_id LEFT JOIN contacts dc ON dc.id = d.contact_id
    LEFT JOIN companies co ON co.id = coalesce(c.company_id, dc.company_id)
    WHERE o.ended_at IS NULL AND o.fires_at <= ? AND v.shown_at IS NULL ORDER BY o.fires_at, o.id"""


def open_rows(connection: Connection, until: int | None = None, limit: int | None = None) -> list[ReminderRow]:
    """The open occurrences, earliest first; only those that fire up to an instant (seconds UTC), if one is given."""
    condition = "" if until is None else "AND o.fires_at <= ?"
    ending = "" if limit is None else f"LIMIT {int(limit)}"
    parameters = () if until is None else (until,)
    return _rows(
        connection, f"{_ROW} WHERE o.ended_at IS NULL {condition} ORDER BY o.fires_at, o.id {ending}", parameters
    )


def open_of_contact(connection: Connection, contact_id: int) -> tuple[ReminderRow, ...]:
    """The open reminders about a person or about a deal with them."""
    query = (
        f"{_ROW} WHERE o.ended_at IS NULL AND r.id IN (SELECT id FROM reminders WHERE contact_id = ?1 UNION "
        "SELECT id FROM reminders WHERE deal_id IN (SELECT id FROM deals WHERE contact_id = ?1)) ORDER BY o.fires_at, o.id"
    )
    return tuple(_rows(connection, query, (contact_id,)))


def ended_rows(connection: Connection, limit: int) -> list[ReminderRow]:
    """The occurrences that ended, newest first."""
    return _rows(
        connection, f"{_ROW} WHERE o.ended_at IS NOT NULL ORDER BY o.ended_at DESC, o.id DESC LIMIT ?", (limit,)
    )


def row(connection: Connection, occurrence_id: int) -> ReminderRow | None:
    """One occurrence; None when it is gone."""
    found = _rows(connection, f"{_ROW} WHERE o.id = ?", (occurrence_id,))
    return found[0] if found else None


def open_occurrence(connection: Connection, reminder_id: int) -> int | None:
    """The open occurrence of a reminder."""
    found = connection.execute(
        "SELECT id FROM occurrences WHERE reminder_id = ? AND ended_at IS NULL", (reminder_id,)
    ).fetchone()
    return found[0] if found else None


def rule(connection: Connection, reminder_id: int) -> tuple[str, str, str, str | None, str] | None:
    """What a reminder repeats by: (rule, repeat_from, start_day, wall_time, zone); None when it is gone."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT rule, repeat_from, start_day, wall_time, zone FROM reminders WHERE id = ?", (reminder_id,)
    ).fetchone()


def due(connection: Connection, now: int) -> list[DueOccurrence]:
    """What is due at an instant (seconds UTC) and has not been shown for its present moment."""
    return [
        DueOccurrence(
            occurrence_id=found[0],
            reminder_id=found[1],
            text=found[2],
            contact_id=found[3],
            contact=found[4],
            company=found[5],
            deal=found[6],
            facts=(),
            day=date.fromisoformat(found[7]),
            at=time_or_none(found[8]),
            fires_at=instant(found[9]),
            daemon_id=found[10],
        )
        for found in connection.execute(_DUE, (now,))
    ]


def floating(connection: Connection) -> list[tuple[int, str, str | None, int]]:
    """The open occurrences, not snoozed, that float with the user's zone: (id, due_day, wall_time, fires_at)."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT o.id, o.due_day, o.wall_time, o.fires_at FROM occurrences o JOIN reminders r ON r.id = o.reminder_id "
        "WHERE o.ended_at IS NULL AND r.zone = '' AND o.snoozed = 0"
    ).fetchall()


def counts(connection: Connection, now: int, today: str, end_of_today: int) -> tuple[int, int, int]:
    """How many are open, due by the end of today, and overdue now (a whole day is overdue only when it is over)."""
    found = connection.execute(
        "SELECT (SELECT count(*) FROM occurrences WHERE ended_at IS NULL), "
        "(SELECT count(*) FROM occurrences WHERE ended_at IS NULL AND fires_at < ?), "
        "(SELECT count(*) FROM occurrences WHERE ended_at IS NULL AND fires_at < ? "
        "AND (wall_time IS NOT NULL OR due_day < ?))",
        (end_of_today, now, today),
    ).fetchone()
    return found[0], found[1], found[2]


def days_between(connection: Connection, first: str, last: str) -> dict[date, int]:
    """How many reminders are open on each day of a span of days."""
    return {
        date.fromisoformat(day): count
        for day, count in connection.execute(
            "SELECT due_day, count(*) FROM occurrences WHERE ended_at IS NULL AND due_day BETWEEN ? AND ? GROUP BY due_day",
            (first, last),
        )
    }


def log(connection: Connection, limit: int) -> list[DeliveryRow]:
    """What was shown and what became of it, newest first."""
    return [
        DeliveryRow(found[0], instant(found[1]), instant_or_none(found[2]), found[3], instant_or_none(found[4]))
        for found in connection.execute(
            "SELECT title, claimed_at, shown_at, outcome, outcome_at FROM deliveries ORDER BY claimed_at DESC, id DESC LIMIT ?",
            (limit,),
        )
    ]


def _rows(connection: Connection, query: str, parameters: tuple[object, ...]) -> list[ReminderRow]:
    return [_reminder(found) for found in connection.execute(query, parameters)]


def _reminder(found: tuple[Any, ...]) -> ReminderRow:
    return ReminderRow(
        occurrence_id=found[0],
        reminder_id=found[1],
        text=found[2],
        day=date.fromisoformat(found[3]),
        at=time_or_none(found[4]),
        fires_at=instant(found[5]),
        zone=found[6],
        rule=found[7],
        action=found[8],
        snoozed=found[9],
        contact_id=found[10],
        contact=found[11],
        company=found[12],
        deal_id=found[13],
        deal=found[14],
        deal_value=None if found[15] is None else Money(found[15], found[16]),
        deal_stage=found[17],
        last_spoke=instant_or_none(found[18]),
        ended_at=instant_or_none(found[19]),
        ended_as=found[20],
        last_kind=found[21] or "",
    )
