"""Keeping in touch: what the intervals and rhythms of contacts are reckoned from, and whom one is losing touch with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from crm_desktop.domain.front_page import LosingTouchRow
from crm_desktop.domain.rhythm import gone_after, lost_after
from crm_desktop.domain.touch import TouchPlan, TouchSource
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import instant_or_none

_DAY: Final = 86_400
_TALKS: Final = """SELECT occurred_at, zone FROM interactions WHERE contact_id = ? AND kind NOT IN ('note', 'promise', 'ticket', 'feedback')
    ORDER BY occurred_at DESC LIMIT ?"""


@dataclass(slots=True)
class TouchSubject:
    """A contact as far as keeping in touch hangs on it; `tags` are (days, tag id) of its tags that have an interval."""

    contact_id: int
    name: str
    own_days: int | None
    created_at: int
    tags: list[tuple[int, int]] = field(default_factory=list)


def subjects(connection: Connection, contact_ids: Iterable[int]) -> dict[int, TouchSubject]:
    """The contacts of these ids; those that are gone are left out."""
    ids = json.dumps(list(contact_ids))
    found = {
        row[0]: TouchSubject(*row)
        for row in connection.execute(
            # Whoever is not to be contacted is nobody to keep in touch with, whatever was said before.
            "SELECT id, display_name, CASE do_not_contact WHEN 1 THEN 0 ELSE keep_in_touch_days END, created_at FROM contacts "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (ids,),
        )
    }
    for contact_id, days, tag_id in connection.execute(
        "SELECT ct.contact_id, t.keep_in_touch_days, t.id FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id "
        "WHERE ct.contact_id IN (SELECT value FROM json_each(?)) AND t.keep_in_touch_days > 0",
        (ids,),
    ):
        if contact_id in found:
            found[contact_id].tags.append((days, tag_id))
    return found


def talks(connection: Connection, contact_id: int, limit: int) -> list[tuple[int, str]]:
    """The latest talks with a contact: (seconds UTC, the zone it was written down in) each, the latest first."""
    return connection.execute(_TALKS, (contact_id, limit)).fetchall()  # type: ignore[no-any-return]


def open_touches(connection: Connection, contact_id: int) -> list[tuple[int, int, int, int]]:
    """The open occurrences to get in touch with a contact: (id, reminder id, fires_at, how often put off), earliest first."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT o.id, r.id, o.fires_at, o.snoozed FROM reminders r JOIN occurrences o ON o.reminder_id = r.id "
        "WHERE r.kind = 'touch' AND r.contact_id = ? AND o.ended_at IS NULL ORDER BY o.fires_at, o.id",
        (contact_id,),
    ).fetchall()


def touch_reminder(connection: Connection, contact_id: int) -> int | None:
    """The reminder to get in touch with a contact, if there is one."""
    found = connection.execute(
        "SELECT id FROM reminders WHERE kind = 'touch' AND contact_id = ? ORDER BY id LIMIT 1", (contact_id,)
    ).fetchone()
    return found[0] if found else None


def ended_by_talk(connection: Connection, contact_id: int, occurred_at: int) -> list[int]:
    """The occurrences to get in touch that ended as done with a talk at an instant (seconds UTC)."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT o.id FROM reminders r JOIN occurrences o ON o.reminder_id = r.id "
            "WHERE r.kind = 'touch' AND r.contact_id = ? AND o.ended_at = ? AND o.ended_as = 'done'",
            (contact_id, occurred_at),
        )
    ]


def plan(connection: Connection, contact_id: int) -> TouchPlan | None:
    """How often one wants to speak with a contact, or does, and when they are due; None where nothing is known."""
    row = connection.execute(
        "SELECT k.every_days, k.source, coalesce(t.name, ''), k.lose_at, (SELECT o.due_day FROM reminders r "
        "JOIN occurrences o ON o.reminder_id = r.id WHERE r.kind = 'touch' AND r.contact_id = k.contact_id "
        "AND o.ended_at IS NULL ORDER BY o.fires_at LIMIT 1) FROM contact_rhythm k LEFT JOIN tags t ON t.id = k.tag_id "
        "WHERE k.contact_id = ?",
        (contact_id,),
    ).fetchone()
    if row is None:
        return None
    lost = instant_or_none(row[3])
    assert lost is not None  # the column is never empty
    return TouchPlan(row[0], TouchSource(row[1]), row[2], lost, date.fromisoformat(row[4]) if row[4] else None)


def losing_touch(
    connection: Connection, now: int, limit: int, day_of: Callable[[int], date]
) -> tuple[list[LosingTouchRow], int]:
    """Whom one is losing touch with at an instant (seconds UTC), and how many they are in all.

    First those past an interval that was chosen, then those past their usual rhythm, in each the latest relative to the
    interval first. `day_of` gives the user's day of an instant. By index: for each interval that occurs, the first few.
    """
    windows = _windows(connection, now)
    many = sum(_how_many(connection, window) for window in windows)
    late: list[tuple[bool, float, int]] = []
    for by_habit in (False, True):
        if len(late) < limit:
            found = [
                row
                for w in windows
                if (w.source is TouchSource.USUAL) == by_habit
                for row in _latest(connection, w, limit)
            ]
            late += sorted(found)[: limit - len(late)]
    return [_row(connection, contact_id, day_of(now), day_of) for _habit, _late, contact_id in late], many


@dataclass(frozen=True, slots=True)
class _Window:
    """The contacts of one source and interval whose moment lies in (after, now] are those one is losing touch with."""

    source: TouchSource
    every_days: int
    after: int
    now: int

    @property
    def values(self) -> tuple[str, int, int, int]:
        return self.source.value, self.every_days, self.after, self.now


_WITHIN: Final = "FROM contact_rhythm WHERE source = ? AND every_days = ? AND lose_at > ? AND lose_at <= ?"
_INTERVALS: Final = """WITH RECURSIVE every (days) AS (
    SELECT min(every_days) FROM contact_rhythm WHERE source = ?1
    UNION ALL SELECT (SELECT min(every_days) FROM contact_rhythm WHERE source = ?1 AND every_days > every.days)
    FROM every WHERE every.days IS NOT NULL)
    SELECT days FROM every WHERE days IS NOT NULL"""


def _windows(connection: Connection, now: int) -> list[_Window]:
    found = []
    for source in TouchSource:
        for (days,) in connection.execute(_INTERVALS, (source.value,)):
            still = (gone_after(days) - lost_after(days)) * _DAY
            found.append(_Window(source, days, now - still if source is TouchSource.USUAL else -(1 << 62), now))
    return found


def _how_many(connection: Connection, window: _Window) -> int:
    found: int = connection.execute(f"SELECT count(*) {_WITHIN}", window.values).fetchone()[0]
    return found


def _latest(connection: Connection, window: _Window, limit: int) -> list[tuple[bool, float, int]]:
    by_habit = window.source is TouchSource.USUAL
    return [
        (by_habit, (lose_at - window.now) / (window.every_days * _DAY), contact_id)
        for contact_id, lose_at in connection.execute(
            f"SELECT contact_id, lose_at {_WITHIN} ORDER BY lose_at LIMIT ?", (*window.values, limit)
        )
    ]


def _row(connection: Connection, contact_id: int, today: date, day_of: Callable[[int], date]) -> LosingTouchRow:
    found: Sequence[int | str | None] = connection.execute(
        "SELECT c.display_name, coalesce(o.name, ''), a.last_spoke_at, c.created_at, k.every_days, k.source, coalesce(t.name, '') "
        "FROM contact_rhythm k JOIN contacts c ON c.id = k.contact_id LEFT JOIN companies o ON o.id = c.company_id "
        "LEFT JOIN contact_activity a ON a.contact_id = k.contact_id LEFT JOIN tags t ON t.id = k.tag_id WHERE k.contact_id = ?",
        (contact_id,),
    ).fetchone()
    name, company, spoke, created, every, source, tag = found
    since = int(spoke if spoke is not None else created or 0)
    return LosingTouchRow(
        contact_id=contact_id,
        contact=str(name),
        company=str(company),
        last_spoke=instant_or_none(None if spoke is None else int(spoke)),
        days_since=max((today - day_of(since)).days, 0),
        every_days=int(every or 0),
        source=TouchSource(str(source)),
        tag=str(tag),
    )


def talk(connection: Connection, interaction_id: int) -> tuple[int, int] | None:
    """With whom and when (seconds UTC) one spoke; None for a note, for nobody, and where the entry is gone."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT contact_id, occurred_at FROM interactions WHERE id = ? AND contact_id IS NOT NULL AND kind NOT IN ('note', 'promise', 'ticket', 'feedback')",
        (interaction_id,),
    ).fetchone()
