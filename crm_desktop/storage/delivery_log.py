"""The log of what was shown: claims before showing, marks after, and what became of it; never undone.

A claim is one row for an occurrence and the moment it fires at. It is durable before anything is shown; a crash between
the two leaves a claim that was not shown, which is shown again and replaces its bubble.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crm_desktop.storage.engine import Connection


def claim(connection: Connection, rows: Iterable[tuple[int, int, str]], now: int, *, ahead: int = 0) -> None:
    """Note for each (occurrence id, fires_at, title) that it is about to be shown; again is no second row.

    `ahead` is by how many seconds the wall clock is suspected to be ahead, 0 for a trusted one: see `withdraw`.
    """
    connection.executemany(
        "INSERT INTO deliveries (occurrence_id, fires_at, title, claimed_at, daemon_id, outcome, suspect) "
        "VALUES (?, ?, ?, ?, 0, '', ?) ON CONFLICT (occurrence_id, fires_at) DO UPDATE SET claimed_at = excluded.claimed_at, "
        "suspect = excluded.suspect, outcome = '', outcome_at = NULL WHERE shown_at IS NULL",
        [(*row, now, ahead) for row in rows],
    )


def mark_shown(connection: Connection, occurrences: Sequence[tuple[int, int]], daemon_id: int, now: int) -> None:
    """Note that a daemon took it, under its own number; whatever stood under that number stands no more."""
    connection.execute(
        "UPDATE deliveries SET outcome = 'replaced', outcome_at = ? WHERE daemon_id = ? AND daemon_id > 0 AND outcome = ''",
        (now, daemon_id),
    )
    connection.executemany(
        "UPDATE deliveries SET shown_at = ?, daemon_id = ? WHERE occurrence_id = ? AND fires_at = ?",
        [(now, daemon_id, *occurrence) for occurrence in occurrences],
    )


def mark_outcome(connection: Connection, occurrences: Sequence[tuple[int, int]], outcome: str, now: int) -> None:
    """Note what became of it; what was pressed is not overwritten by the bubble closing afterwards."""
    connection.executemany(
        "UPDATE deliveries SET outcome = ?, outcome_at = ? WHERE occurrence_id = ? AND fires_at = ? "
        "AND outcome NOT IN ('done', 'snoozed', 'opened', 'withdrawn')",
        [(outcome, now, *occurrence) for occurrence in occurrences],
    )


def bubbles_of_ended(connection: Connection, since: int = 0) -> list[int]:
    """The daemon's numbers of bubbles claimed since an instant, unanswered, that speak of nothing still open.

    One that speaks of several stays until all have ended; the summary of a morning stays until the user closes it.
    """
    return [
        row[0]
        for row in connection.execute(
            "SELECT d.daemon_id FROM deliveries d LEFT JOIN occurrences o ON o.id = d.occurrence_id AND o.ended_at IS NULL "
            "AND o.fires_at = d.fires_at WHERE d.claimed_at >= ? AND d.shown_at IS NOT NULL AND d.outcome = '' "
            "AND d.daemon_id > 0 GROUP BY d.daemon_id HAVING count(o.id) = 0 AND min(d.occurrence_id) > 0",
            (since,),
        )
    ]


def last_suspect_claim(connection: Connection) -> int:
    """When (seconds UTC, by the wall clock of then) something suspect was claimed last; 0 for never."""
    found: int = connection.execute("SELECT coalesce(max(claimed_at), 0) FROM deliveries WHERE suspect > 0").fetchone()[
        0
    ]
    return found


def withdraw(connection: Connection, now: int, *, less: int = 0) -> list[int]:
    """Take back what was shown too soon, each by as much as the clock was ahead when it was, so that it is shown at its time.

    It was ahead by so many seconds `less` than it was suspected to be. Returns the daemon's numbers of the bubbles to close.
    """
    too_soon = f"suspect > 0 AND fires_at > claimed_at - suspect + {int(less)}"
    bubbles = [
        row[0]
        for row in connection.execute(
            f"SELECT DISTINCT daemon_id FROM deliveries WHERE {too_soon} AND shown_at IS NOT NULL AND outcome = '' "
            "AND daemon_id > 0"
        )
    ]
    connection.execute(
        "UPDATE deliveries SET outcome_at = ?, shown_at = NULL, daemon_id = 0, outcome = 'withdrawn', suspect = 0 "
        f"WHERE {too_soon}",
        (now,),
    )
    return bubbles


def trust(connection: Connection) -> None:
    """Nothing that was shown is suspect any longer."""
    connection.execute("UPDATE deliveries SET suspect = 0 WHERE suspect > 0")
