"""What happened with a person, newest first."""

from __future__ import annotations

from typing import Final

from crm_desktop.domain.interactions import Direction
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.pages import TimelineEntry
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import instant

# Five kinds of things in one order, without reminders that nobody set and without those that a talk ended; `before` is (seconds, rank of the kind, id), so that pages follow without gaps.
_ENTRIES: Final = """
    SELECT occurred_at AS at, 0 AS rank, id, kind, subject, text, direction, duration_minutes, mood, '', '', 0
    FROM interactions WHERE contact_id = :contact AND (occurred_at, 0, id) < (:at, :rank, :id)
    UNION ALL
    SELECT m.moved_at, 1, m.id, 'moved', d.title, '', '', NULL, '', m.from_stage, m.to_stage, m.days
    FROM stage_moves m JOIN deals d ON d.id = m.deal_id
    WHERE d.contact_id = :contact AND (m.moved_at, 1, m.id) < (:at, :rank, :id)
    UNION ALL
    SELECT d.closed_at, 2, d.id, d.state, d.title, '', '', NULL, '', d.lost_reason, '', 0
    FROM deals d WHERE d.contact_id = :contact AND d.closed_at IS NOT NULL AND (d.closed_at, 2, d.id) < (:at, :rank, :id)
    UNION ALL
    SELECT r.created_at, 3, r.id, 'reminder-set', r.text, '', '', NULL, '', r.start_day, '', 0
    FROM reminders r WHERE r.contact_id = :contact AND r.kind = 'plain' AND (r.created_at, 3, r.id) < (:at, :rank, :id)
    UNION ALL
    SELECT o.ended_at, 4, o.id, 'reminder-done', r.text, '', '', NULL, '', o.ended_as, '', 0
    FROM occurrences o JOIN reminders r ON r.id = o.reminder_id
    WHERE r.contact_id = :contact AND r.kind <> 'touch' AND o.ended_at IS NOT NULL AND (o.ended_at, 4, o.id) < (:at, :rank, :id)
    ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT :limit"""
_RANKS: Final = {"moved": 1, "won": 2, "lost": 2, "reminder-set": 3, "reminder-done": 4}
_FAR_FUTURE: Final = 2**62


def entries(connection: Connection, contact_id: int, before: TimelineEntry | None, limit: int) -> list[TimelineEntry]:
    """The entries older than `before` (None: from the newest on)."""
    at, rank, entry_id = _FAR_FUTURE, 9, _FAR_FUTURE
    if before is not None:
        at, rank, entry_id = int(before.at.timestamp()), _RANKS.get(before.kind, 0), before.id
    found = connection.execute(
        _ENTRIES, {"contact": contact_id, "at": at, "rank": rank, "id": entry_id, "limit": limit}
    )
    return [_entry(row) for row in found]


def latest_interactions(connection: Connection, contact_id: int, limit: int) -> list[TimelineEntry]:
    """Only what was logged, newest first, for exports and briefs."""
    return [
        _entry((*row, "", "", 0))
        for row in connection.execute(
            "SELECT occurred_at, 0, id, kind, subject, text, direction, duration_minutes, mood FROM interactions "
            "WHERE contact_id = ? ORDER BY occurred_at DESC, id DESC LIMIT ?",
            (contact_id, limit),
        )
    ]


def interaction_owner(connection: Connection, interaction_id: int) -> tuple[int, str] | None:
    """Whose interaction it is: (contact id, name); None when it is gone."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT c.id, c.display_name FROM interactions i JOIN contacts c ON c.id = i.contact_id WHERE i.id = ?",
        (interaction_id,),
    ).fetchone()


def _entry(row: tuple[object, ...]) -> TimelineEntry:
    at, _rank, entry_id, kind, subject, text, direction, minutes, mood, first, second, days = row
    heading, detail = _words(str(kind), str(subject), str(first), str(second), int(str(days)))
    return TimelineEntry(
        kind=str(kind),
        id=int(str(entry_id)),
        at=instant(int(str(at))),
        heading=heading,
        detail=detail,
        subject=str(subject),
        text=str(text),
        direction=Direction(str(direction)) if direction else Direction.NONE,
        duration_minutes=None if minutes is None else int(str(minutes)),
        mood=str(mood),
    )


def _words(kind: str, title: str, first: str, second: str, days: int) -> tuple[Message | None, Message | None]:
    """The heading and the second line of what is no interaction."""
    if kind == "moved":
        one, many = "from {stage}, after {count} day", "from {stage}, after {count} days"
        return message("{title} moved to {stage}", title=title, stage=second), Message(
            one, {"stage": first}, many, days
        )
    if kind == "won":
        return message("{title} won", title=title), None
    if kind == "lost":
        return message("{title} lost", title=title), message("{reason}", reason=first) if first else None
    if kind == "reminder-set":
        return message("Reminder set"), message("{text}", text=title)
    if kind == "reminder-done":
        heading = message("Reminder done") if first == "done" else message("Reminder skipped")
        return heading, message("{text}", text=title)
    return None, None
