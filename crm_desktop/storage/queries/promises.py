"""Promises that are open, both ways, and requests for help that are not solved."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from crm_desktop.domain.interactions import SPOKEN, Direction
from crm_desktop.domain.promises import PromiseRow, TicketRow
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import day_or_none, instant

_PROMISES: Final = """SELECT i.id, c.id, c.display_name, i.direction, CASE i.text WHEN '' THEN i.subject ELSE i.text END, i.due_day, i.occurred_at
    FROM interactions i JOIN contacts c ON c.id = i.contact_id WHERE i.kind = 'promise' AND i.state = ''"""
_SPOKEN: Final = ", ".join(f"'{kind.value}'" for kind in SPOKEN)
_TICKETS: Final = f"""SELECT i.id, c.id, c.display_name, CASE i.subject WHEN '' THEN i.text ELSE i.subject END, i.state, i.occurred_at,
    (SELECT count(*) FROM interactions t WHERE t.contact_id = i.contact_id AND t.kind IN ({_SPOKEN}) AND t.occurred_at >= i.occurred_at)
    FROM interactions i JOIN contacts c ON c.id = i.contact_id WHERE i.kind = 'ticket' AND i.state <> 'solved'"""


def open_promises(connection: Connection, contact_id: int) -> list[PromiseRow]:
    """What is owed between the user and a person: what has a day first, the earliest on top."""
    query = f"{_PROMISES} AND i.contact_id = ? ORDER BY i.due_day = '', i.due_day, i.occurred_at, i.id"
    return [_promise(row) for row in connection.execute(query, (contact_id,))]


def promises_due(connection: Connection, until: date, limit: int) -> list[PromiseRow]:
    """The open promises with a day up to `until`, earliest first."""
    query = f"{_PROMISES} AND i.due_day > '' AND i.due_day <= ? ORDER BY i.due_day, i.id LIMIT ?"
    return [_promise(row) for row in connection.execute(query, (until.isoformat(), limit))]


def open_tickets(connection: Connection, contact_id: int | None = None, limit: int = 100) -> list[TicketRow]:
    """What is not solved, of a person or of everybody, the oldest first."""
    condition, values = ("AND contact_id = ?", (contact_id, limit)) if contact_id is not None else ("", (limit,))
    # Only of those that are shown is it counted how often one spoke.
    chosen = (
        "SELECT id FROM interactions WHERE kind = 'ticket' AND state <> 'solved' AND contact_id IS NOT NULL "
        f"{condition} ORDER BY occurred_at, id LIMIT ?"
    )
    query = f"{_TICKETS} AND i.id IN (SELECT id FROM ({chosen})) ORDER BY i.occurred_at, i.id"
    return [_ticket(row) for row in connection.execute(query, values)]


def count_open_tickets(connection: Connection) -> int:
    """How many requests for help are not solved."""
    found: int = connection.execute(
        "SELECT count(*) FROM interactions WHERE kind = 'ticket' AND state <> 'solved'"
    ).fetchone()[0]
    return found


def watching(connection: Connection, interaction_id: int) -> list[int]:
    """The reminders that watch over a promise."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT id FROM reminders WHERE interaction_id = ? ORDER BY id", (interaction_id,)
        )
    ]


def about(connection: Connection, interaction_id: int) -> tuple[int | None, int | None]:
    """Whom a promise is to or from, and which deal it belongs to: (contact id, deal id)."""
    found = connection.execute(
        "SELECT contact_id, deal_id FROM interactions WHERE id = ?", (interaction_id,)
    ).fetchone()
    return found or (None, None)


def promise_of(connection: Connection, reminder_id: int) -> tuple[int, str] | None:
    """The promise that a reminder watches over: (id, state); None for a reminder of another kind."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT i.id, i.state FROM reminders r JOIN interactions i ON i.id = r.interaction_id "
        "WHERE r.id = ? AND i.kind = 'promise'",
        (reminder_id,),
    ).fetchone()


def open_occurrences(connection: Connection, reminder_id: int) -> list[int]:
    """What of a reminder has not ended."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT id FROM occurrences WHERE reminder_id = ? AND ended_at IS NULL ORDER BY id", (reminder_id,)
        )
    ]


def last_ended(connection: Connection, reminder_id: int) -> int | None:
    """The occurrence of a reminder that ended last."""
    found = connection.execute(
        "SELECT id FROM occurrences WHERE reminder_id = ? AND ended_at IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT 1",
        (reminder_id,),
    ).fetchone()
    return found[0] if found else None


def _promise(row: tuple[Any, ...]) -> PromiseRow:
    promise_id, contact_id, contact, direction, text, due_day, made_at = row
    return PromiseRow(
        promise_id, contact_id, contact, Direction(direction), text, day_or_none(due_day), instant(made_at)
    )


def _ticket(row: tuple[Any, ...]) -> TicketRow:
    ticket_id, contact_id, contact, text, state, opened_at, talks = row
    return TicketRow(ticket_id, contact_id, contact, text, state, instant(opened_at), talks)
