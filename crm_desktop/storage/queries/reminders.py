"""Open and ended reminders, what is due, and the log of what was shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.money import Money
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reminders import OccurrenceState, ReminderKind, RepeatFrom, state_of
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import days_of, instant, instant_or_none, marks, time_or_none

_COLUMNS: Final = """SELECT o.id, r.id, r.text, o.due_day, o.wall_time, o.fires_at, r.zone, r.rule, r.action, o.snoozed,
    coalesce(r.contact_id, d.contact_id), coalesce(c.display_name, dc.display_name, ''), coalesce(co.name, ''), r.deal_id, coalesce(d.title, ''),
    d.amount_minor, d.currency, coalesce(s.name, ''), a.last_spoke_at, o.ended_at, o.ended_as,
    (SELECT kind FROM interactions WHERE contact_id = a.contact_id AND occurred_at = a.last_spoke_at AND kind NOT IN ('note', 'promise', 'ticket', 'feedback')),
    r.kind, r.urgent, r.repeat_from, r.start_day, r.except_days, o.planned_day, o.moved, i.label, i.value, r.lead_days,
    v.claimed_at, v.shown_at, v.outcome"""
_TABLES: Final = """FROM occurrences o JOIN reminders r ON r.id = o.reminder_id
    LEFT JOIN deals d ON d.id = r.deal_id LEFT JOIN stages s ON s.id = d.stage_id
    LEFT JOIN contacts c ON c.id = r.contact_id LEFT JOIN contacts dc ON dc.id = d.contact_id
    LEFT JOIN companies co ON co.id = coalesce(c.company_id, dc.company_id)
    LEFT JOIN contact_activity a ON a.contact_id = coalesce(r.contact_id, d.contact_id)
    LEFT JOIN important_dates i ON i.id = r.date_id
    LEFT JOIN deliveries v ON v.occurrence_id = o.id AND v.fires_at = o.fires_at"""
_DUE_OF_THE_SAME: Final = """, (SELECT count(*) FROM occurrences x WHERE x.ended_at IS NULL AND x.kind = o.kind
    AND x.reminder_id = o.reminder_id AND x.fires_at <= {now}), coalesce(c.preferred_channel, ''),
    EXISTS (SELECT 1 FROM interactions p WHERE p.id = r.interaction_id AND p.direction = 'incoming') """
# A reminder stands in a list once, by its earliest open occurrence; keeping in touch has a list of its own, and yearly
# days come into view a month ahead.
_LISTED: Final = """o.ended_at IS NULL AND o.kind <> 'touch' AND NOT EXISTS (SELECT 1 FROM occurrences e
    WHERE e.ended_at IS NULL AND e.kind = o.kind AND e.reminder_id = o.reminder_id AND (e.fires_at, e.id) < (o.fires_at, o.id))"""
DATES_IN_VIEW: Final = 31 * 86_400
"""How far ahead, in seconds, birthdays and other yearly days stand among the reminders."""


def open_rows(
    connection: Connection, now: int, until: int | None = None, limit: int | None = None, *, since: int = 0
) -> list[ReminderRow]:
    """The open reminders, earliest first, each once; only those that fire from one instant on up to another, if given.

    `now`, `since` and `until` are seconds UTC. Yearly days are left out that are more than a month ahead.
    """
    end = until if until is not None else 1 << 62
    condition = f"{_LISTED} AND o.fires_at BETWEEN {int(since)} AND ? AND (o.kind = 'plain' OR o.fires_at <= ?)"
    ending = "" if limit is None else f"LIMIT {int(limit)}"
    query = f"{_query(now)} WHERE {condition} ORDER BY o.fires_at, o.id {ending}"
    return _rows(connection, query, (end, now + DATES_IN_VIEW))


def count_between(connection: Connection, since: int, until: int) -> int:
    """How many `open_rows` there are that fire from one instant (seconds UTC) up to another, at most a month ahead."""
    found: int = connection.execute(
        f"SELECT count(*) FROM occurrences o WHERE {_LISTED} AND o.fires_at BETWEEN ? AND ?", (since, until)
    ).fetchone()[0]
    return found


def open_of_contact(connection: Connection, contact_id: int, now: int = 0) -> tuple[ReminderRow, ...]:
    """The user's own open reminders about a person or about a deal with them, each once."""
    query = (
        f"{_query(now)} WHERE {_LISTED} AND o.kind = 'plain' AND r.id IN (SELECT id FROM reminders WHERE contact_id = ?1 UNION "
        "SELECT id FROM reminders WHERE deal_id IN (SELECT id FROM deals WHERE contact_id = ?1)) ORDER BY o.fires_at, o.id"
    )
    return tuple(_rows(connection, query, (contact_id,)))


def ended_rows(connection: Connection, limit: int, offset: int = 0) -> list[ReminderRow]:
    """The occurrences that ended, newest first."""
    query = f"{_query(0)} WHERE o.ended_at IS NOT NULL ORDER BY o.ended_at DESC, o.id DESC LIMIT ? OFFSET ?"
    return _rows(connection, query, (limit, offset))


def row(connection: Connection, occurrence_id: int, now: int = 0) -> ReminderRow | None:
    """One occurrence; None when it is gone."""
    found = _rows(connection, f"{_query(now)} WHERE o.id = ?", (occurrence_id,))
    return found[0] if found else None


def rows_of(connection: Connection, wanted: Sequence[int], now: int = 0) -> dict[int, ReminderRow]:
    """Some occurrences by their ids; those that are gone are missing."""
    found = _rows(connection, f"{_query(now)} WHERE o.id IN ({marks(len(wanted))})", tuple(wanted))
    return {row.occurrence_id: row for row in found}


def due_of_reminder(connection: Connection, reminder_id: int, now: int) -> list[int]:
    """The occurrences of a reminder that have come due (seconds UTC) and were not ended, earliest first."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT id FROM occurrences WHERE reminder_id = ? AND ended_at IS NULL AND fires_at <= ? ORDER BY fires_at, id",
            (reminder_id, now),
        )
    ]


def ended_count(connection: Connection, reminder_id: int) -> int:
    """How many occurrences of a reminder have ended."""
    found: int = connection.execute(
        "SELECT count(*) FROM occurrences WHERE reminder_id = ? AND ended_at IS NOT NULL", (reminder_id,)
    ).fetchone()[0]
    return found


def open_occurrence(connection: Connection, reminder_id: int) -> int | None:
    """The earliest open occurrence of a reminder."""
    found = connection.execute(
        "SELECT id FROM occurrences WHERE reminder_id = ? AND ended_at IS NULL ORDER BY fires_at, id", (reminder_id,)
    ).fetchone()
    return found[0] if found else None


def counts(connection: Connection, now: int, today: str, end_of_today: int) -> tuple[int, int, int]:
    """How many reminders are open, due by the end of today, and overdue now (a whole day is overdue only when it is over).

    Each counts once, however often it has come due meanwhile. Keeping in touch does not count, yearly days only once they
    are in view.
    """
    found = connection.execute(
        "SELECT (SELECT count(DISTINCT reminder_id) FROM occurrences WHERE ended_at IS NULL AND kind = 'plain') + "
        "(SELECT count(DISTINCT reminder_id) FROM occurrences INDEXED BY occurrences_open WHERE ended_at IS NULL "
        "AND fires_at <= ? AND kind = 'date'), "
        "(SELECT count(DISTINCT reminder_id) FROM occurrences INDEXED BY occurrences_open WHERE ended_at IS NULL AND fires_at < ? AND kind <> 'touch'), "
        "(SELECT count(DISTINCT reminder_id) FROM occurrences INDEXED BY occurrences_open WHERE ended_at IS NULL AND fires_at < ? AND kind <> 'touch' "
        "AND (wall_time IS NOT NULL OR due_day < ?))",
        (now + DATES_IN_VIEW, end_of_today, now, today),
    ).fetchone()
    return found[0], found[1], found[2]


def _query(now: int) -> str:
    return f"{_COLUMNS} {_DUE_OF_THE_SAME.format(now=int(now))} {_TABLES}"


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
        kind=ReminderKind(found[22]),
        urgent=bool(found[23]),
        repeat_from=RepeatFrom(found[24]),
        start_day=date.fromisoformat(found[25]),
        except_days=days_of(found[26]),
        planned_day=date.fromisoformat(found[27] or found[3]),
        moved=bool(found[28]),
        label=found[29] or "",
        anniversary=PartialDate.parse(found[30]) if found[30] else None,
        lead_days=found[31],
        state=_state(found),
        open_count=max(1, found[35]),
        preferred_channel=found[36],
        owed_to_me=bool(found[37]),
    )


def _state(found: tuple[Any, ...]) -> OccurrenceState:
    claimed, shown = found[32] is not None, found[33] is not None
    return state_of(found[20], claimed=claimed, shown=shown, outcome=found[34] or "", snoozed=found[9] > 0)
