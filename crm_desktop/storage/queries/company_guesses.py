"""Which company a mail domain speaks for, and which domain a company's people share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import marks
from crm_desktop.storage.search_index import match_expression

# The pluses below keep SQLite from beginning with all addresses there are instead of with those of a few people.
_PEOPLE_LOOKED_AT: Final = 300
"""Enough to see who works where; a domain of thousands must not hold anybody up."""


def by_domain(connection: Connection, domains: Sequence[str]) -> tuple[int, str] | None:
    """The company that has one of these domains, the first one rather than the next: (id, name)."""
    found = {
        row[2]: (row[0], row[1])
        for row in connection.execute(
            # The same words as those of the partial index, so that SQLite knows that it may use it.
            f"SELECT id, name, domain FROM companies WHERE domain <> '' AND domain IN ({marks(len(domains))}) ORDER BY id DESC",
            tuple(domains),
        )
    }
    return next((found[domain] for domain in domains if domain in found), None)


def by_people(connection: Connection, domain: str) -> tuple[int, str] | None:
    """The company that most people with an address of that domain belong to, if that is more than half of them: (id, name).

    The search index finds the people, by the whole words of the domain: a scan of all addresses would take longer the more
    there are.
    """
    found = connection.execute(
        "SELECT c.company_id, o.name, count(*) AS members FROM contacts c LEFT JOIN companies o ON o.id = c.company_id "
        "WHERE c.id IN (SELECT p.contact_id FROM contact_points p WHERE +p.kind = 'email' AND p.contact_id IN "
        "(SELECT rowid / 4 FROM search_names WHERE search_names MATCH ? AND rowid % 4 = 0 LIMIT ?) "
        "AND substr(p.compare_key, instr(p.compare_key, '@') + 1) = ?) AND c.company_id IS NOT NULL "
        "GROUP BY c.company_id ORDER BY members DESC, c.company_id",
        (match_expression(domain).replace("*", ""), _PEOPLE_LOOKED_AT, domain),
    ).fetchall()
    if not found or found[0][2] * 2 <= sum(row[2] for row in found):
        return None
    return found[0][0], found[0][1]


def emails_of(connection: Connection, contact_id: int) -> list[str]:
    """The mail addresses of a person, in order; none for who has a company already or is gone."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT p.value FROM contact_points p JOIN contacts c ON c.id = p.contact_id WHERE p.contact_id = ? "
            "AND p.kind = 'email' AND c.company_id IS NULL ORDER BY p.position, p.id",
            (contact_id,),
        )
    ]


def shared_domains(connection: Connection, company_id: int) -> list[tuple[str, int]]:
    """The mail domains of a company's people and how many have each, the most frequent first; of the first few hundred."""
    return connection.execute(  # type: ignore[no-any-return]
        "SELECT substr(p.compare_key, instr(p.compare_key, '@') + 1) AS domain, count(DISTINCT p.contact_id) AS members "
        "FROM contact_points p WHERE +p.kind = 'email' AND instr(p.compare_key, '@') > 1 AND p.contact_id IN "
        "(SELECT id FROM contacts WHERE company_id = ? LIMIT ?) GROUP BY domain HAVING members > 1 "
        "ORDER BY members DESC, domain",
        (company_id, _PEOPLE_LOOKED_AT),
    ).fetchall()
