"""Lists of leads, who is there already, and what came of the leads of each source."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from crm_desktop.domain.leads import KnownPerson, LeadFilter, LeadOrder
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import contacts
from crm_desktop.storage.queries.instants import marks

_IS_LEAD: Final = "c.lifecycle IN ('lead', 'interested', 'qualified')"
_WAS_LEAD: Final = """SELECT contact_id FROM lifecycle_steps WHERE stage IN ('lead', 'interested', 'qualified')
    UNION SELECT id FROM contacts WHERE lifecycle IN ('lead', 'interested', 'qualified')"""
_HAS_DEAL: Final = "EXISTS (SELECT 1 FROM deals d WHERE d.contact_id = c.id AND d.state = 'open')"
_SINCE: Final = "(SELECT min(s.day) FROM lifecycle_steps s WHERE s.contact_id = c.id)"
_NEWNESS: Final = f"coalesce({_SINCE}, date(c.created_at, 'unixepoch'))"
_STEP: Final = "CASE c.lifecycle WHEN 'qualified' THEN 0 WHEN 'interested' THEN 1 ELSE 2 END"
_ORDERS: Final = {
    LeadOrder.NEWEST: f"{_NEWNESS} DESC, c.id DESC",
    LeadOrder.OLDEST: f"{_NEWNESS}, c.id",
    LeadOrder.NAME: "c.sort_key, c.id",
    LeadOrder.STEP: f"{_STEP}, {_NEWNESS} DESC, c.id DESC",
    LeadOrder.QUIET: "a.last_spoke_at NULLS FIRST, c.id",
}
_POINT: Final = (
    "coalesce((SELECT p.value FROM contact_points p WHERE p.contact_id = c.id AND p.kind = '{kind}' "
    "ORDER BY p.position, p.id LIMIT 1), '')"
)
_NEXT: Final = (
    "(SELECT json_array(o.due_day, CASE r.kind WHEN 'plain' THEN r.text ELSE '' END) FROM occurrences o "
    "JOIN reminders r ON r.id = o.reminder_id WHERE r.contact_id = c.id AND o.ended_at IS NULL AND o.kind <> 'date' "
    "ORDER BY o.fires_at, o.id LIMIT 1)"
)
_TAGS: Final = (
    "(SELECT json_group_array(name) FROM (SELECT t.name FROM contact_tags m JOIN tags t ON t.id = m.tag_id "
    "WHERE m.contact_id = c.id ORDER BY t.compare_key))"
)


def ids(connection: Connection, wanted: LeadFilter, sources: Sequence[str] | None = None) -> list[int]:
    """The ids of the leads that the filter lets through, in its order; `sources` are all spellings of its source."""
    conditions, values = [_IS_LEAD, _HAS_DEAL if wanted.with_deal else f"NOT {_HAS_DEAL}"], list[str]()
    if wanted.steps:
        conditions.append(f"c.lifecycle IN ({marks(len(wanted.steps))})")
        values += sorted(wanted.steps)
    if sources is not None:
        conditions.append(f"c.source IN ({marks(len(sources))})")
        values += sources
    if wanted.fit is not None:
        conditions.append("c.lead_fit = ?")
        values.append(wanted.fit.value)
    found = [
        row[0]
        for row in connection.execute(
            "SELECT c.id FROM contacts c LEFT JOIN contact_activity a ON a.contact_id = c.id "
            f"WHERE {' AND '.join(conditions)} ORDER BY {_ORDERS[wanted.order]}",
            values,
        )
    ]
    if wanted.text.strip():
        matching = contacts.matching_ids(connection, wanted.text)
        found = [each for each in found if each in matching]
    return found


def rows(connection: Connection, wanted: Sequence[int]) -> list[tuple[Any, ...]]:
    """The lines of the list for these ids, in no order: (id, name, company, source, lifecycle, first day as a lead or None,
    created at, fit, why, last spoke at, JSON of day and text of what is next, e-mail, phone, note, JSON of tags, open deals).
    """
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT c.id, c.display_name, coalesce(o.name, ''), c.source, c.lifecycle, "
        f"{_SINCE}, c.created_at, c.lead_fit, c.lead_fit_reason, a.last_spoke_at, {_NEXT}, "
        f"{_POINT.format(kind='email')}, {_POINT.format(kind='phone')}, c.note, {_TAGS}, "
        "(SELECT count(*) FROM deals d WHERE d.contact_id = c.id AND d.state = 'open') FROM contacts c "
        "LEFT JOIN companies o ON o.id = c.company_id LEFT JOIN contact_activity a ON a.contact_id = c.id "
        f"WHERE c.id IN ({marks(len(wanted))})",
        tuple(wanted),
    ).fetchall()


def ever(connection: Connection) -> bool:
    """Whether anybody is a lead, or ever was one."""
    return bool(connection.execute(f"SELECT EXISTS ({_WAS_LEAD})").fetchone()[0])


def counts(connection: Connection) -> dict[str, int]:
    """How many leads without an open deal stand at each step."""
    query = f"SELECT c.lifecycle, count(*) FROM contacts c WHERE {_IS_LEAD} AND NOT {_HAS_DEAL} GROUP BY c.lifecycle"
    return dict(connection.execute(query).fetchall())


def sources(connection: Connection, limit: int) -> list[tuple[str, int]]:
    """(source, how many people have it), the most usual first."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT source, count(*) FROM contacts WHERE source <> '' GROUP BY source ORDER BY 2 DESC, source LIMIT ?",
        (limit,),
    ).fetchall()


def lead_sources(connection: Connection) -> list[tuple[str, int]]:
    """(source, how many present leads have it), the most usual first; "" for those without."""
    query = f"SELECT c.source, count(*) FROM contacts c WHERE {_IS_LEAD} GROUP BY c.source ORDER BY 2 DESC, c.source"
    return connection.execute(query).fetchall()  # type: ignore[no-any-return]


def known(connection: Connection, sort_key: str, points: Iterable[tuple[str, str]], limit: int) -> list[KnownPerson]:
    """Who has one of these points (kind, compare key), or else this folded name; those with a point first."""
    found: dict[int, str] = {}
    for kind, key in points:
        for row in connection.execute(
            "SELECT contact_id FROM contact_points WHERE kind = ? AND compare_key = ? LIMIT ?", (kind, key, limit)
        ):
            found.setdefault(row[0], kind)
    if sort_key:
        for row in connection.execute("SELECT id FROM contacts WHERE sort_key = ? LIMIT ?", (sort_key, limit)):
            found.setdefault(row[0], "name")
    return _people(connection, found, limit)


def _people(connection: Connection, found: dict[int, str], limit: int) -> list[KnownPerson]:
    wanted = list(found)[:limit]
    people = {
        row[0]: KnownPerson(row[0], row[1], row[2], row[3], found[row[0]])
        for row in connection.execute(
            "SELECT c.id, c.display_name, coalesce(o.name, ''), c.lifecycle FROM contacts c "
            f"LEFT JOIN companies o ON o.id = c.company_id WHERE c.id IN ({marks(len(wanted))})",
            wanted,
        )
    }
    return [people[each] for each in wanted if each in people]


def person(connection: Connection, contact_id: int) -> tuple[str, str, str, str, str] | None:
    """(name, company, source, note, lifecycle) of one person; None when they are gone."""
    row: tuple[str, str, str, str, str] | None = connection.execute(
        "SELECT c.display_name, coalesce(o.name, ''), c.source, c.note, c.lifecycle FROM contacts c "
        "LEFT JOIN companies o ON o.id = c.company_id WHERE c.id = ?",
        (contact_id,),
    ).fetchone()
    return row


def names(connection: Connection, wanted: Collection[int]) -> dict[int, tuple[str, str]]:
    """(name, lifecycle) of those of these people who are still there."""
    found = connection.execute(
        "SELECT id, display_name, lifecycle FROM contacts WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(wanted)),),
    )
    return {row[0]: (row[1], row[2]) for row in found}


def people_by_source(connection: Connection) -> list[tuple[str, int, int, int]]:
    """(source, people who ever were leads, how many of them got a deal, how many won one)."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT c.source, count(*), sum(EXISTS (SELECT 1 FROM deals d WHERE d.contact_id = c.id)), "
        "sum(EXISTS (SELECT 1 FROM deals d WHERE d.contact_id = c.id AND d.state = 'won')) "
        f"FROM contacts c WHERE c.id IN ({_WAS_LEAD}) GROUP BY c.source"
    ).fetchall()


def won_by_source(connection: Connection) -> list[tuple[str, int, str, str, int | None]]:
    """(source, amount in minor units, currency, period, times) of every won deal of somebody who ever was a lead."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT c.source, d.amount_minor, d.currency, d.amount_period, d.amount_times FROM deals d "
        f"JOIN contacts c ON c.id = d.contact_id WHERE d.state = 'won' AND d.amount_minor IS NOT NULL AND c.id IN ({_WAS_LEAD})"
    ).fetchall()
