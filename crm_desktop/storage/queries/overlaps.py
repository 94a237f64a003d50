"""Which timed reminders are due at about a moment, and which repeat at about a time of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from crm_desktop.domain.reminders import ReminderKind, RepeatFrom, Series
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import days_of

_MANY: Final = 20
NEAR: Final = """SELECT o.reminder_id, r.text, o.fires_at FROM occurrences o JOIN reminders r ON r.id = o.reminder_id
    WHERE o.ended_at IS NULL AND o.fires_at BETWEEN ? AND ? AND o.wall_time IS NOT NULL AND o.kind = 'plain'
    AND o.reminder_id <> ? ORDER BY o.fires_at LIMIT ?"""
# A time of another zone may be any time here, so only times without one are told by their hands.
_REPEATING: Final = """SELECT r.id, r.text, r.start_day, r.wall_time, r.zone, r.rule, r.except_days,
    coalesce((SELECT max(o.planned_day) FROM occurrences o WHERE o.reminder_id = r.id), '') FROM reminders r
    WHERE r.rule <> '' AND r.repeat_from = 'due' AND r.kind = 'plain' AND r.id <> ?3
    AND r.wall_time IS NOT NULL AND (r.zone <> '' OR CASE WHEN ?1 <= ?2 THEN r.wall_time BETWEEN ?1 AND ?2
        ELSE r.wall_time >= ?1 OR r.wall_time <= ?2 END)"""


@dataclass(frozen=True, slots=True)
class NearTime:
    """An open, timed occurrence: its reminder, words and moment (seconds UTC)."""

    reminder_id: int
    text: str
    fires_at: int


@dataclass(frozen=True, slots=True)
class RepeatingTime:
    """A timed reminder that repeats, and the latest day that it has come on as a row of its own."""

    text: str
    series: Series
    reckoned_to: date | None


def near(connection: Connection, first: int, last: int, besides: int) -> list[NearTime]:
    """The open timed occurrences from one moment to another (seconds UTC), without those of the reminder `besides`."""
    return [NearTime(found[0], found[1], found[2]) for found in connection.execute(NEAR, (first, last, besides, _MANY))]


def repeating(connection: Connection, earliest: time, latest: time, besides: int) -> list[RepeatingTime]:
    """The reminders that repeat from their due day between two times of the day, across midnight if the first is later."""
    found = connection.execute(_REPEATING, (earliest.strftime("%H:%M"), latest.strftime("%H:%M"), besides))
    return [
        RepeatingTime(
            row[1],
            Series(
                reminder_id=row[0],
                kind=ReminderKind.PLAIN,
                start_day=date.fromisoformat(row[2]),
                at=time.fromisoformat(row[3]),
                zone=row[4],
                rule=row[5],
                repeat_from=RepeatFrom.DUE,
                except_days=frozenset(days_of(row[6])),
            ),
            date.fromisoformat(row[7]) if row[7] else None,
        )
        for row in found
    ]
