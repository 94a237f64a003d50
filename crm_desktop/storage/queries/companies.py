"""Lists and pages of companies, and who belongs to them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from crm_desktop.domain.company_pages import CompanyOrder, CompanyPerson, CompanyRow
from crm_desktop.domain.folding import fold
from crm_desktop.domain.money import Money
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.deal_worth import WORTH
from crm_desktop.storage.queries.instants import instant_or_none, marks
from crm_desktop.storage.search_index import match_expression

_UNSPOKEN: Final = "('note', 'promise', 'ticket', 'feedback')"
_BY_NAME: Final = "SELECT id FROM companies ORDER BY compare_key, id"
# Those with nobody, or nobody one ever spoke with, stand at the end, by name.
_ORDERS: Final = {
    CompanyOrder.NAME: _BY_NAME,
    CompanyOrder.ADDED: "SELECT id FROM companies ORDER BY id DESC",
    CompanyOrder.PEOPLE: "SELECT o.id FROM companies o ORDER BY (SELECT count(*) FROM contacts c WHERE c.company_id = o.id) DESC, "
    "o.compare_key, o.id",
    CompanyOrder.LAST_SPOKE: "SELECT o.id FROM companies o LEFT JOIN (SELECT c.company_id AS company, max(a.last_spoke_at) AS spoke "
    "FROM contact_activity a JOIN contacts c ON c.id = a.contact_id WHERE c.company_id IS NOT NULL GROUP BY c.company_id) s "
    "ON s.company = o.id ORDER BY s.spoke DESC NULLS LAST, o.compare_key, o.id",
}
# Deals of the company, and those of its people that name no other. The pluses keep SQLite from beginning with all that are
# open or without a company, of which there are thousands, instead of with the few of the company.
_PEOPLES_DEALS: Final = "contacts c CROSS JOIN deals d ON d.contact_id = c.id AND +d.company_id IS NULL"
_DEALS: Final = f"""SELECT id FROM deals WHERE company_id = {{company}} UNION SELECT d.id FROM {_PEOPLES_DEALS}
    WHERE c.company_id = {{company}}"""
_OPEN_DEALS: Final = f"""(SELECT count(*) FROM deals d WHERE d.company_id = o.id AND +d.state = 'open') +
    (SELECT count(*) FROM {_PEOPLES_DEALS} WHERE c.company_id = o.id AND +d.state = 'open')"""
_LAST_SPOKE: Final = f"""max(coalesce((SELECT max(a.last_spoke_at) FROM contacts c JOIN contact_activity a ON a.contact_id = c.id
    WHERE c.company_id = o.id), 0), coalesce((SELECT max(i.occurred_at) FROM interactions i WHERE i.company_id = o.id
    AND i.kind NOT IN {_UNSPOKEN}), 0))"""


def ordered_ids(connection: Connection, order: CompanyOrder) -> list[int]:
    """The ids of all companies in order."""
    return _ids(connection, _ORDERS[order], ())


def matching_ids(connection: Connection, text: str) -> frozenset[int]:
    """The ids of the companies that match what is typed.

    Every word must begin a word of anything that is known of the company itself; where none does, any part of a name will do.
    """
    expression = match_expression(text.strip())
    if not expression:
        return frozenset()
    query = "SELECT rowid / 4 AS id FROM search_names WHERE search_names MATCH ? AND rowid % 4 = 1"
    found = _ids(connection, query, (expression,))
    if not found:
        part = fold(text.strip())[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = _ids(connection, "SELECT id FROM companies WHERE compare_key LIKE ? ESCAPE '\\'", (f"%{part}%",))
    return frozenset(found)


def _ids(connection: Connection, query: str, parameters: tuple[str, ...]) -> list[int]:
    # As one JSON text: fetching row by row takes three times as long.
    found: list[int] = json.loads(
        connection.execute(f"SELECT json_group_array(id) FROM ({query})", parameters).fetchone()[0]
    )
    return found


def rows(connection: Connection, wanted: Sequence[int]) -> list[CompanyRow]:
    """The lines of the list for these ids, in the order asked; ids that are gone are left out."""
    found = {
        row[0]: CompanyRow(row[0], row[1], row[2], row[3], row[4], instant_or_none(row[5] or None))
        for row in connection.execute(
            "SELECT o.id, o.name, o.domain, (SELECT count(*) FROM contacts c WHERE c.company_id = o.id), "
            f"{_OPEN_DEALS}, {_LAST_SPOKE} FROM companies o WHERE o.id IN ({marks(len(wanted))})",
            tuple(wanted),
        )
    }
    return [found[company_id] for company_id in wanted if company_id in found]


def count(connection: Connection) -> int:
    """How many companies there are."""
    return int(connection.execute("SELECT count(*) FROM companies").fetchone()[0])


def shown_name(connection: Connection, company_id: int) -> str | None:
    """The name of one company; None when it is gone."""
    row = connection.execute("SELECT name FROM companies WHERE id = ?", (company_id,)).fetchone()
    return row[0] if row else None


def texts(connection: Connection, company_id: int) -> dict[str, object] | None:
    """The columns of a company by their names; None when it is gone."""
    cursor = connection.execute("SELECT * FROM companies WHERE id = ?", (company_id,))
    row = cursor.fetchone()
    return None if row is None else dict(zip((column[0] for column in cursor.description), row, strict=True))


def people(connection: Connection, company_id: int, limit: int, offset: int = 0) -> tuple[CompanyPerson, ...]:
    """Those whose main company it is, with whom one spoke last first, then by name."""
    return tuple(
        CompanyPerson(row[0], row[1], row[2], last_spoke=instant_or_none(row[3]))
        for row in connection.execute(
            "SELECT c.id, c.display_name, c.job_title, a.last_spoke_at FROM contacts c LEFT JOIN contact_activity a "
            "ON a.contact_id = c.id WHERE c.company_id = ? ORDER BY a.last_spoke_at DESC NULLS LAST, c.sort_key, c.id "
            "LIMIT ? OFFSET ?",
            (company_id, limit, offset),
        )
    )


def people_count(connection: Connection, company_id: int) -> int:
    """For how many it is the main company."""
    query = "SELECT count(*) FROM contacts WHERE company_id = ?"
    return int(connection.execute(query, (company_id,)).fetchone()[0])


def other_people(connection: Connection, company_id: int, limit: int) -> tuple[CompanyPerson, ...]:
    """Those who have another role there, or had one: present ones first, then those who left last."""
    return tuple(
        CompanyPerson(row[0], row[1], row[2], row[3], row[4], row[5], instant_or_none(row[6]))
        for row in connection.execute(
            "SELECT c.id, c.display_name, r.title, r.id, r.from_day, r.until_day, a.last_spoke_at FROM contact_roles r "
            "JOIN contacts c ON c.id = r.contact_id LEFT JOIN contact_activity a ON a.contact_id = c.id "
            "WHERE r.company_id = ? ORDER BY r.until_day <> '', r.until_day DESC, c.sort_key, r.id LIMIT ?",
            (company_id, limit),
        )
    )


def last_spoke(connection: Connection, company_id: int) -> int | None:
    """When one last spoke with anybody there, in seconds UTC."""
    row = connection.execute(f"SELECT {_LAST_SPOKE} FROM companies o WHERE o.id = ?", (company_id,)).fetchone()
    return (row[0] or None) if row else None


def deal_ids(connection: Connection, company_id: int, limit: int) -> list[int]:
    """The deals of a company and of its people: open ones first, then those that ended last."""
    query = (
        f"SELECT id FROM deals WHERE id IN ({_DEALS.format(company='?1')}) "
        "ORDER BY state <> 'open', closed_at DESC, id DESC LIMIT ?2"
    )
    return [row[0] for row in connection.execute(query, (company_id, limit))]


def deals_taken_part_in(connection: Connection, company_id: int, limit: int) -> list[int]:
    """The open deals of others in which somebody of the company has a part, the newest first."""
    query = (
        "SELECT id FROM deals WHERE +state = 'open' AND id IN (SELECT p.deal_id FROM contacts c JOIN deal_contacts p "
        "ON p.contact_id = c.id WHERE c.company_id = ?1) "
        f"AND +id NOT IN ({_DEALS.format(company='?1')}) ORDER BY id DESC LIMIT ?2"
    )
    return [row[0] for row in connection.execute(query, (company_id, limit))]


def deal_sums(connection: Connection, company_id: int) -> list[tuple[str, int, Money | None]]:
    """(state, how many, their sum) for each state and currency; no sum where no amount is known."""
    query = (
        f"SELECT state, count(*), sum({WORTH}), currency FROM deals WHERE id IN "
        f"({_DEALS.format(company='?1')}) GROUP BY state, currency ORDER BY 3 DESC"
    )
    return [
        (row[0], row[1], None if row[2] is None else Money(row[2], row[3]))
        for row in connection.execute(query, (company_id,))
    ]


def open_occurrences(connection: Connection, company_id: int, limit: int) -> tuple[list[int], int]:
    """The earliest open occurrences of reminders about its people and deals, each reminder once, and how many there are."""
    query = (
        "SELECT o.id, count(*) OVER () FROM occurrences o JOIN reminders r ON r.id = o.reminder_id WHERE o.ended_at IS NULL "
        "AND o.kind = 'plain' AND r.id IN (SELECT x.id FROM contacts c JOIN reminders x ON x.contact_id = c.id "
        f"WHERE c.company_id = ?1 UNION SELECT id FROM reminders WHERE deal_id IN ({_DEALS.format(company='?1')})) "
        "AND NOT EXISTS (SELECT 1 FROM occurrences e WHERE e.ended_at IS NULL AND e.kind = o.kind "
        "AND e.reminder_id = o.reminder_id AND (e.fires_at, e.id) < (o.fires_at, o.id)) ORDER BY o.fires_at, o.id LIMIT ?2"
    )
    found = connection.execute(query, (company_id, limit)).fetchall()
    return [row[0] for row in found], found[0][1] if found else 0
