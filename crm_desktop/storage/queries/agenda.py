"""What the Reminders view reads: which occurrences stand in an agenda, and what is on each day of some weeks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crm_desktop.domain.agenda import AgendaFilter, AgendaRule
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import marks

Span = tuple[int, int, int]
"""A day by its number, with its first second (UTC) and the first second of the next day."""
StandRow = tuple[int, int, str, str | None, str, int]
"""(occurrence, fires_at, due_day, wall_time, zone of the reminder, 1 for a yearly day)."""

_RULES: Final = {
    AgendaRule.ANY: "",
    AgendaRule.REPEATING: " AND r.kind = 'plain' AND r.rule <> ''",
    AgendaRule.ONCE: " AND r.kind = 'plain' AND r.rule = ''",
    AgendaRule.YEARLY: " AND r.kind = 'date' AND r.lead_days = 0",
    AgendaRule.NOTICE: " AND r.kind = 'date' AND r.lead_days > 0",
}
_FIRST_OF_ITS_REMINDER: Final = """NOT EXISTS (SELECT 1 FROM occurrences e WHERE e.ended_at IS NULL AND e.kind = o.kind
    AND e.reminder_id = o.reminder_id AND (e.fires_at, e.id) < (o.fires_at, o.id))"""
_STANDS: Final = "SELECT o.id, o.fires_at, o.due_day, o.wall_time, r.zone, o.kind = 'date' FROM occurrences o JOIN reminders r ON r.id = o.reminder_id"
# The plain ones are found by their kind, of which there is an index; yearly days (there may be a hundred thousand) by time.
_PLAIN: Final = (
    f"{_STANDS} WHERE o.ended_at IS NULL AND o.kind = 'plain' AND {_FIRST_OF_ITS_REMINDER} AND o.fires_at <= ?"
)
_YEARLY: Final = (
    f"{_STANDS} WHERE o.ended_at IS NULL AND +o.kind = 'date' AND {_FIRST_OF_ITS_REMINDER} AND o.fires_at <= ?"
)


def open_stands(connection: Connection, asked: AgendaFilter, until: int, dates_until: int) -> list[StandRow]:
    """Where each open reminder stands, by its earliest open occurrence: up to `until`, yearly days up to `dates_until`."""
    condition, values = conditions(asked)
    found: list[StandRow] = []
    if asked.rule not in (AgendaRule.YEARLY, AgendaRule.NOTICE):
        found += connection.execute(_PLAIN + condition, (until, *values))
    if asked.rule not in (AgendaRule.REPEATING, AgendaRule.ONCE):
        found += connection.execute(_YEARLY + condition, (min(until, dates_until), *values))
    return found


def open_stands_of_day(connection: Connection, asked: AgendaFilter, first: int, last: int) -> list[StandRow]:
    """Every open occurrence between two instants (seconds UTC, the last left out), but for keeping in touch."""
    condition, values = conditions(asked)
    query = (
        f"{_STANDS} WHERE o.ended_at IS NULL AND o.fires_at >= ? AND o.fires_at < ? AND o.kind <> 'touch'{condition}"
    )
    return list(connection.execute(query, (first, last, *values)))


def dates_told(connection: Connection, first: int, last: int) -> set[int]:
    """The yearly days that stand in an agenda themselves between two instants (seconds UTC, the last left out)."""
    found = connection.execute(
        "SELECT r.date_id FROM occurrences o JOIN reminders r ON r.id = o.reminder_id WHERE o.ended_at IS NULL "
        "AND o.fires_at >= ? AND o.fires_at < ? AND o.kind = 'date' AND r.lead_days = 0",
        (first, last),
    )
    return {row[0] for row in found}


def ended_stands(connection: Connection, asked: AgendaFilter, first: int, last: int) -> list[tuple[int, int]]:
    """(occurrence, ended_at) of what ended between two instants (seconds UTC, the last left out), newest first."""
    condition, values = conditions(asked)
    joined = "JOIN reminders r ON r.id = o.reminder_id" if condition else ""
    query = (
        f"SELECT o.id, o.ended_at FROM occurrences o {joined} WHERE o.ended_at >= ? AND o.ended_at < ?{condition} "
        "ORDER BY o.ended_at DESC, o.id DESC"
    )
    return list(connection.execute(query, (first, last, *values)))


def open_count(connection: Connection, until: int, dates_until: int) -> int:
    """How many reminders an agenda without a filter shows."""
    plain: int = connection.execute(
        "SELECT count(DISTINCT reminder_id) FROM occurrences WHERE ended_at IS NULL AND kind = 'plain' AND fires_at <= ?",
        (until,),
    ).fetchone()[0]
    dates: int = connection.execute(
        "SELECT count(DISTINCT reminder_id) FROM occurrences WHERE ended_at IS NULL AND +kind = 'date' AND fires_at <= ?",
        (min(until, dates_until),),
    ).fetchone()[0]
    return plain + dates


def ended_count(connection: Connection) -> int:
    """How many occurrences have ended."""
    found: int = connection.execute("SELECT count(*) FROM occurrences WHERE ended_at IS NOT NULL").fetchone()[0]
    return found


def conditions(asked: AgendaFilter) -> tuple[str, list[object]]:
    """The filter as a condition on the reminder `r`, beginning with AND, and its values."""
    condition, values = _RULES[asked.rule], []
    if asked.contact_id is not None:
        condition += " AND (r.contact_id = ? OR r.deal_id IN (SELECT id FROM deals WHERE contact_id = ?))"
        values += [asked.contact_id] * 2
    if asked.company_id is not None:
        condition += (
            " AND (r.contact_id IN (SELECT id FROM contacts WHERE company_id = ?) OR r.deal_id IN (SELECT id FROM deals "
            "WHERE company_id = ? OR contact_id IN (SELECT id FROM contacts WHERE company_id = ?)))"
        )
        values += [asked.company_id] * 3
    if asked.deal_id is not None:
        condition += " AND r.deal_id = ?"
        values.append(asked.deal_id)
    return condition, list(values)


def _spans(count: int) -> str:
    return f"WITH days (number, first, last) AS (VALUES {', '.join(['(?, ?, ?)'] * count)})"


def counts_of_days(connection: Connection, spans: Sequence[Span], dates_until: int) -> dict[int, int]:
    """How many occurrences are open on each day, by its number; yearly days up to an instant (seconds UTC)."""
    query = (
        f"{_spans(len(spans))} SELECT d.number, count(*) FROM days d CROSS JOIN occurrences o ON o.ended_at IS NULL "
        "AND o.fires_at >= d.first AND o.fires_at < d.last "
        "WHERE o.kind = 'plain' OR (o.kind = 'date' AND o.fires_at <= ?) GROUP BY d.number"
    )
    return dict(connection.execute(query, (*_flat(spans), dates_until)).fetchall())


def first_of_days(
    connection: Connection, asked: AgendaFilter, spans: Sequence[Span], most: int, *, ended: bool
) -> list[tuple[int, int, int]]:
    """(day number, occurrence, how many there are that day): the first `most` of each day.

    A yearly day itself is left out, unless it is what is asked for: the calendar has it anyway.
    """
    condition, values = conditions(asked)
    column = "ended_at" if ended else "fires_at"
    standing = "" if ended else "AND o.ended_at IS NULL"
    wanted = "" if ended or asked.rule is AgendaRule.YEARLY else "AND (o.kind = 'plain' OR r.lead_days > 0)"
    query = (
        f"{_spans(len(spans))} SELECT number, id, many FROM (SELECT d.number, o.id, "
        "count(*) OVER (PARTITION BY d.number) AS many, row_number() OVER "
        f"(PARTITION BY d.number ORDER BY o.kind = 'date', o.wall_time IS NULL, o.{column}, o.id) AS place "
        f"FROM days d CROSS JOIN occurrences o ON o.{column} >= d.first AND o.{column} < d.last {standing} "
        f"JOIN reminders r ON r.id = o.reminder_id WHERE o.kind <> 'touch' {wanted} {condition}) WHERE place <= ? "
        "ORDER BY number, place"
    )
    return list(connection.execute(query, (*_flat(spans), *values, most)))


def _flat(spans: Sequence[Span]) -> list[int]:
    return [number for span in spans for number in span]


def repeating(connection: Connection, asked: AgendaFilter, before: str, most: int) -> list[tuple[int, str, int, str]]:
    """(reminder, its words, urgent, the last day that stands already) of what repeats from its due day, if before a day."""
    condition, values = conditions(asked)
    return list(
        connection.execute(
            "SELECT r.id, r.text, r.urgent, max(CASE o.planned_day WHEN '' THEN o.due_day ELSE o.planned_day END) AS last "
            "FROM occurrences o JOIN reminders r ON r.id = o.reminder_id WHERE o.ended_at IS NULL AND o.kind = 'plain' "
            f"AND r.rule <> '' AND r.repeat_from = 'due'{condition} GROUP BY r.id HAVING last < ? ORDER BY last, r.id LIMIT ?",
            (*values, before, most),
        )
    )


def yearly_counts(connection: Connection, asked: AgendaFilter, month_days: Sequence[str]) -> dict[str, int]:
    """How many yearly days of contacts there are on each `MM-DD`; of one person or company, if the filter says so."""
    condition, values = _of_whom(asked)
    query = (
        f"SELECT i.month_day, count(*) FROM important_dates i WHERE i.month_day IN ({marks(len(month_days))}){condition} "
        "GROUP BY i.month_day"
    )
    return dict(connection.execute(query, (*month_days, *values)).fetchall())


def yearly_on(
    connection: Connection, asked: AgendaFilter, month_day: str, most: int
) -> list[tuple[int, str, str, str]]:
    """(id, label, value, name) of the first yearly days on one `MM-DD`."""
    condition, values = _of_whom(asked)
    query = (
        "SELECT i.id, i.label, i.value, c.display_name FROM important_dates i JOIN contacts c ON c.id = i.contact_id "
        f"WHERE i.month_day = ?{condition} ORDER BY i.id LIMIT ?"
    )
    return list(connection.execute(query, (month_day, *values, most)))


def _of_whom(asked: AgendaFilter) -> tuple[str, list[int]]:
    if asked.contact_id is not None:
        return " AND i.contact_id = ?", [asked.contact_id]
    if asked.company_id is not None:
        return " AND i.contact_id IN (SELECT id FROM contacts WHERE company_id = ?)", [asked.company_id]
    return "", []


def yearly_rows(connection: Connection, wanted: Sequence[int]) -> list[tuple[int, int, str, str, str, str, str]]:
    """(id, contact id, name, company, label, value, channel) of yearly days, in no order."""
    return list(
        connection.execute(
            "SELECT d.id, c.id, c.display_name, coalesce(o.name, ''), d.label, d.value, c.preferred_channel "
            "FROM important_dates d JOIN contacts c ON c.id = d.contact_id LEFT JOIN companies o ON o.id = c.company_id "
            f"WHERE d.id IN ({marks(len(wanted))})",
            tuple(wanted),
        )
    )


def people_with_open(connection: Connection, most: int) -> list[tuple[int, str, str]]:
    """(id, name, company) of the people whose reminders come first."""
    return list(
        connection.execute(
            "SELECT c.id, c.display_name, coalesce(co.name, '') FROM (SELECT r.contact_id AS id, min(o.fires_at) AS first "
            "FROM occurrences o JOIN reminders r ON r.id = o.reminder_id WHERE o.ended_at IS NULL AND o.kind = 'plain' "
            "AND r.contact_id IS NOT NULL GROUP BY r.contact_id ORDER BY first LIMIT ?) f JOIN contacts c ON c.id = f.id "
            "LEFT JOIN companies co ON co.id = c.company_id ORDER BY f.first",
            (most,),
        )
    )
