"""What the notifier looks at beside what is due: bubbles that still stand, mornings told of, and the log of what was shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from crm_desktop.domain.pages import DeliveryRow
from crm_desktop.domain.reminders import state_of
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import instant, instant_or_none

SUMMARY_OF_MORNING: Final = 0
"""Stands where an occurrence's id stands in the log, for the summary of a morning; the moment is that morning."""

_DUE: Final = """FROM occurrences o JOIN reminders r ON r.id = o.reminder_id
    LEFT JOIN deliveries v ON v.occurrence_id = o.id AND v.fires_at = o.fires_at
    WHERE o.ended_at IS NULL AND o.fires_at <= ? AND v.shown_at IS NULL"""


def anything_due(connection: Connection, now: int, since: int, *, urgent_too: bool) -> bool:
    """Whether something is due at `now` and was not shown, that came due at `since` or later, or that is urgent."""
    found = connection.execute(
        f"SELECT 1 {_DUE} AND (o.fires_at >= ? OR r.urgent >= ?) LIMIT 1", (now, since, 1 if urgent_too else 2)
    ).fetchone()
    return found is not None


def due_count(connection: Connection, now: int) -> int:
    """How many reminders are due at `now` and were not shown for their present moment."""
    found: int = connection.execute(f"SELECT count(DISTINCT r.id) {_DUE}", (now,)).fetchone()[0]
    return found


def morning_told(connection: Connection, first: int, end: int) -> bool:
    """Whether the summary of a morning from `first` up to, not including, `end` (seconds UTC) was shown."""
    found = connection.execute(
        "SELECT 1 FROM deliveries WHERE occurrence_id = ? AND fires_at >= ? AND fires_at < ? AND shown_at IS NOT NULL",
        (SUMMARY_OF_MORNING, first, end),
    ).fetchone()
    return found is not None


def standing(connection: Connection, since: int) -> dict[int, set[int]]:
    """The bubbles shown since an instant that nobody answered: the daemon's number and the reminders each speaks of."""
    found: dict[int, set[int]] = {}
    for daemon_id, reminder_id in connection.execute(
        "SELECT d.daemon_id, o.reminder_id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence_id "
        "WHERE d.claimed_at >= ? AND d.shown_at IS NOT NULL AND d.outcome = '' AND d.daemon_id > 0",
        (since,),
    ):
        found.setdefault(daemon_id, set()).add(reminder_id)
    return found


def not_to_be_contacted(connection: Connection, contact_id: int) -> bool:
    """Whether a person is marked so."""
    row = connection.execute("SELECT do_not_contact FROM contacts WHERE id = ?", (contact_id,)).fetchone()
    return row is not None and bool(row[0])


def preferred_channel(connection: Connection, contact_id: int) -> str:
    """How a person likes to be reached, in the user's words; empty if that is not known."""
    found = connection.execute("SELECT preferred_channel FROM contacts WHERE id = ?", (contact_id,)).fetchone()
    return found[0] if found else ""


def last_talk(connection: Connection, contact_id: int) -> tuple[int, str] | None:
    """When (seconds UTC) and by what kind of interaction one last spoke with somebody."""
    found = connection.execute(
        "SELECT occurred_at, kind FROM interactions WHERE contact_id = ? AND kind NOT IN ('note', 'promise', 'ticket', 'feedback') "
        "ORDER BY occurred_at DESC LIMIT 1",
        (contact_id,),
    ).fetchone()
    return (found[0], found[1]) if found else None


def log_ids(connection: Connection, limit: int = 100_000) -> list[int]:
    """The log, newest first, by the ids of its lines; a morning with nothing to say is no line."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT id FROM deliveries WHERE title <> '' ORDER BY claimed_at DESC, id DESC LIMIT ?", (limit,)
        )
    ]


def log_rows(connection: Connection, ids: Sequence[int]) -> list[DeliveryRow | None]:
    """The lines of the log with these ids, in this order; None for one that is gone."""
    found = {
        row[0]: _delivery(row)
        for row in connection.execute(
            "SELECT d.id, d.title, d.claimed_at, d.shown_at, d.outcome, d.outcome_at, d.fires_at, d.occurrence_id, "
            "o.id, o.fires_at, o.ended_as, o.snoozed FROM deliveries d LEFT JOIN occurrences o ON o.id = d.occurrence_id "
            "WHERE d.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
    }
    return [found.get(each) for each in ids]


def newest_shown(connection: Connection) -> DeliveryRow | None:
    """The line of the log that was shown last."""
    found = connection.execute(
        "SELECT id FROM deliveries WHERE shown_at IS NOT NULL AND title <> '' ORDER BY claimed_at DESC, id DESC LIMIT 1"
    ).fetchone()
    return log_rows(connection, [found[0]])[0] if found else None


def next_ahead(connection: Connection, now: int) -> tuple[str, int, str] | None:
    """The next reminder that will be heard after an instant: (text, fires_at, the zone it is fixed to or "")."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT r.text, o.fires_at, r.zone FROM occurrences o JOIN reminders r ON r.id = o.reminder_id "
        "WHERE o.ended_at IS NULL AND o.fires_at > ? ORDER BY o.fires_at, o.id LIMIT 1",
        (now,),
    ).fetchone()


def _delivery(row: tuple[Any, ...]) -> DeliveryRow:
    _id, title, claimed, shown, outcome, outcome_at, fires, occurrence, still_there, fires_now, ended, snoozed = row
    gone = still_there is None and occurrence != SUMMARY_OF_MORNING
    return DeliveryRow(
        title,
        instant(claimed),
        instant_or_none(shown),
        outcome,
        instant_or_none(outcome_at),
        fires_at=instant(fires),
        occurrence_id=None if gone else occurrence,
        state=state_of(
            ended or "",
            claimed=True,
            shown=shown is not None,
            outcome=outcome,
            snoozed=bool(snoozed),
        ),
        moved_on=fires_now is not None and fires_now != fires,
    )
