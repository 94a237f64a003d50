"""What the scheduler looks at: what is due, what a reminder's occurrences hang on, and what waits to be reckoned anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.reminders import DueOccurrence, OpenOccurrence, ReminderKind, RepeatFrom, Series
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import days_of, instant, marks, time_or_none

_DUE: Final = """SELECT o.id, r.id, r.text, coalesce(r.contact_id, d.contact_id), coalesce(c.display_name, dc.display_name, ''),
    coalesce(co.name, ''), coalesce(d.title, ''), o.due_day, o.wall_time, o.fires_at, r.kind, r.urgent, coalesce(i.label, ''),
    i.value, r.lead_days, EXISTS (SELECT 1 FROM interactions p WHERE p.id = r.interaction_id AND p.direction = 'incoming')
    FROM occurrences o JOIN reminders r ON r.id = o.reminder_id
    LEFT JOIN deliveries v ON v.occurrence_id = o.id AND v.fires_at = o.fires_at
    LEFT JOIN deals d ON d.id = r.deal_id
    LEFT JOIN contacts c ON c.id = r.contact_id LEFT JOIN contacts dc ON dc.id = d.contact_id
    LEFT JOIN companies co ON co.id = coalesce(c.company_id, dc.company_id)
    LEFT JOIN important_dates i ON i.id = r.date_id
    WHERE o.ended_at IS NULL AND o.fires_at <= ? AND v.shown_at IS NULL AND (o.fires_at >= ? OR r.urgent >= ?)
    ORDER BY o.fires_at, o.id"""


def due(connection: Connection, now: int, since: int = -(1 << 62), *, urgent_too: bool = True) -> list[DueOccurrence]:
    """What is due at an instant (seconds UTC) and has not been shown for its present moment, earliest first.

    Only what came due at `since` or later, and what is urgent if `urgent_too`.
    """
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
            kind=ReminderKind(found[10]),
            urgent=bool(found[11]),
            label=found[12],
            anniversary=PartialDate.parse(found[13]) if found[13] else None,
            lead_days=found[14],
            owed_to_me=bool(found[15]),
        )
        for found in connection.execute(_DUE, (now, since, 1 if urgent_too else 2))
    ]


def series(connection: Connection, reminder_id: int) -> Series | None:
    """A reminder as far as its occurrences hang on it; None when it is gone."""
    found = connection.execute(
        "SELECT id, kind, start_day, wall_time, zone, rule, repeat_from, except_days, contact_id, date_id, lead_days, created_at "
        "FROM reminders WHERE id = ?",
        (reminder_id,),
    ).fetchone()
    if found is None:
        return None
    return Series(
        reminder_id=found[0],
        kind=ReminderKind(found[1]),
        start_day=date.fromisoformat(found[2]),
        at=time_or_none(found[3]),
        zone=found[4],
        rule=found[5],
        repeat_from=RepeatFrom(found[6]),
        except_days=frozenset(days_of(found[7])),
        contact_id=found[8],
        date_id=found[9],
        lead_days=found[10],
        created_at=found[11],
    )


def owners_of_derived(connection: Connection, reminder_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """What derived reminders come of: ("date", id of the yearly day) or ("touch", id of the contact), by reminder."""
    return {
        row[0]: (row[1], row[2])
        for row in connection.execute(
            "SELECT id, kind, coalesce(date_id, contact_id) FROM reminders WHERE kind <> 'plain' "
            f"AND coalesce(date_id, contact_id) IS NOT NULL AND id IN ({marks(len(reminder_ids))})",
            tuple(reminder_ids),
        )
    }


def open_occurrences(connection: Connection, reminder_id: int) -> list[OpenOccurrence]:
    """The occurrences of a reminder that have not ended, in the order of the days that the rule gave."""
    return [
        OpenOccurrence(
            id=found[0],
            planned_day=date.fromisoformat(found[1] or found[2]),
            day=date.fromisoformat(found[2]),
            at=time_or_none(found[3]),
            fires_at=found[4],
            snoozed=found[5] > 0,
            moved=bool(found[6]),
            shown=found[7] is not None,
        )
        for found in connection.execute(
            "SELECT o.id, o.planned_day, o.due_day, o.wall_time, o.fires_at, o.snoozed, o.moved, v.shown_at FROM occurrences o "
            "LEFT JOIN deliveries v ON v.occurrence_id = o.id AND v.fires_at = o.fires_at "
            "WHERE o.reminder_id = ? AND o.ended_at IS NULL ORDER BY o.planned_day, o.id",
            (reminder_id,),
        )
    ]


def last_planned(connection: Connection, reminder_id: int, until: date) -> date | None:
    """The latest day up to `until` that the rule of a reminder ever gave an occurrence; None when there is none.

    One that was done ahead of its time says nothing of the days before it.
    """
    found = connection.execute(
        "SELECT max(planned_day) FROM occurrences WHERE reminder_id = ? AND planned_day <= ? "
        "AND (ended_at IS NULL OR date(ended_at, 'unixepoch') >= planned_day)",
        (reminder_id, until.isoformat()),
    ).fetchone()[0]
    return date.fromisoformat(found) if found else None


def planned_after(connection: Connection, reminder_id: int, day: date) -> dict[date, int | None]:
    """The days later than `day` that have an occurrence: its id where it is only derived, None where the user knows it.

    They know one that they moved, put off, ended or heard.
    """
    found: dict[date, int | None] = {}
    for planned, row_id, known in connection.execute(
        "SELECT o.planned_day, o.id, o.snoozed > 0 OR o.moved OR o.ended_at IS NOT NULL OR v.shown_at IS NOT NULL "
        "FROM occurrences o LEFT JOIN deliveries v ON v.occurrence_id = o.id AND v.fires_at = o.fires_at "
        "WHERE o.reminder_id = ? AND o.planned_day > ? ORDER BY 3",
        (reminder_id, day.isoformat()),
    ):
        found[date.fromisoformat(planned)] = None if known else row_id
    return found


def unheard(connection: Connection) -> list[tuple[int, str, str | None, int, int, str]]:
    """The open occurrences that were not heard yet: (id, due_day, wall_time, fires_at, snoozed, the reminder's zone)."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT o.id, o.due_day, o.wall_time, o.fires_at, o.snoozed, r.zone FROM occurrences o "
        "JOIN reminders r ON r.id = o.reminder_id WHERE o.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM deliveries v "
        "WHERE v.occurrence_id = o.id AND v.fires_at = o.fires_at AND v.shown_at IS NOT NULL)"
    ).fetchall()


def waiting(connection: Connection, limit: int) -> list[tuple[str, int]]:
    """What waits to be reckoned anew: (subject, id), where subject is "reminder", "date" or "contact"."""
    # The user's own reminders come first: they may be due at any moment, an import brings thousands of birthdays.
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT subject, id FROM to_reckon ORDER BY subject DESC, id LIMIT ?", (limit,)
    ).fetchall()


def anything_waiting(connection: Connection) -> bool:
    """Whether anything waits to be reckoned anew."""
    return connection.execute("SELECT 1 FROM to_reckon LIMIT 1").fetchone() is not None
