"""From the numbers of the index to what a search shows of each thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from crm_desktop.domain.marking import marked
from crm_desktop.domain.search_hits import Rank, SearchHit
from crm_desktop.domain.snippets import snippet
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.instants import instant_or_none, marks

_SEPARATOR: Final = "\x1f"
_COMPANY_ID: Final = 9
"""The place of the company's id in rows that have one."""
_LONGEST_TEXT: Final = 20_000
_CONTACTS: Final = """SELECT c.id, c.display_name, coalesce(o.name, ''), c.id, c.job_title,
    (SELECT group_concat(value, char(31)) FROM contact_points WHERE contact_id = c.id AND kind = 'email'),
    (SELECT group_concat(value, char(31)) FROM contact_points WHERE contact_id = c.id AND kind = 'phone'),
    NULL, c.pinned_note || ' ' || c.note || ' ' || coalesce((SELECT group_concat(kind || ': ' || text, ' · ') FROM facts
    WHERE contact_id = c.id), '') || ' ' || coalesce((SELECT group_concat(name, ' ') FROM files WHERE contact_id = c.id), '')
    FROM contacts c LEFT JOIN companies o ON o.id = c.company_id WHERE c.id IN ({marks})"""
_QUERIES: Final[Mapping[str, str]] = {
    "contact": _CONTACTS,
    "company": """SELECT id, name, '', (SELECT min(c.id) FROM contacts c WHERE c.company_id = companies.id), domain,
        NULL, NULL, NULL, '' FROM companies WHERE id IN ({marks})""",
    "deal": """SELECT d.id, d.title, coalesce(o.name, ''), d.contact_id,
        CASE d.state WHEN 'open' THEN s.name ELSE d.state END, NULL, NULL, d.closed_at,
        d.note || ' ' || d.lost_reason || ' ' || coalesce((SELECT group_concat(text, ' ') FROM deal_values WHERE deal_id = d.id), '')
        FROM deals d JOIN stages s ON s.id = d.stage_id LEFT JOIN companies o ON o.id = d.company_id
        WHERE d.id IN ({marks})""",
    "interaction": """SELECT i.id, coalesce(c.display_name, own.name, ''), coalesce(o.name, own.name, ''), i.contact_id, i.kind,
        NULL, NULL, i.occurred_at, i.subject || ' ' || i.text, i.company_id FROM interactions i LEFT JOIN contacts c ON c.id = i.contact_id
        LEFT JOIN companies o ON o.id = c.company_id LEFT JOIN companies own ON own.id = i.company_id WHERE i.id IN ({marks})""",
    "reminder": """SELECT r.id, r.text, coalesce(c.display_name, ''), r.contact_id, '', NULL, NULL, NULL, r.note
        FROM reminders r LEFT JOIN contacts c ON c.id = r.contact_id WHERE r.id IN ({marks})""",
}
# What a person or company may have been found by that is not shown anyway, the likeliest first.
_DETAILS: Final[Mapping[str, str]] = {
    "contact": """SELECT contact_id, t.name FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id WHERE contact_id IN ({marks})
        UNION ALL SELECT id, trim(given || ' ' || middle || ' ' || family) FROM contacts WHERE id IN ({marks})
        UNION ALL SELECT id, nickname FROM contacts WHERE id IN ({marks})
        UNION ALL SELECT id, department FROM contacts WHERE id IN ({marks})
        UNION ALL SELECT contact_id, value FROM contact_points WHERE kind NOT IN ('email', 'phone') AND contact_id IN ({marks})
        UNION ALL SELECT contact_id, trim(CASE WHEN city = '' THEN formatted ELSE street || ' ' || postal_code || ' ' || city || ' '
            || country END) FROM addresses WHERE contact_id IN ({marks})
        UNION ALL SELECT v.contact_id, f.name || ': ' || v.text FROM contact_values v JOIN own_fields f ON f.id = v.field_id
            WHERE v.contact_id IN ({marks})
        UNION ALL SELECT r.contact_id, o.name || ', ' || r.title FROM contact_roles r JOIN companies o ON o.id = r.company_id
            WHERE r.contact_id IN ({marks})
        UNION ALL SELECT id, source FROM contacts WHERE id IN ({marks})
        UNION ALL SELECT id, payment_terms FROM contacts WHERE id IN ({marks})""",
    "company": """SELECT id, industry FROM companies WHERE id IN ({marks})
        UNION ALL SELECT id, email FROM companies WHERE id IN ({marks})
        UNION ALL SELECT id, phone FROM companies WHERE id IN ({marks})
        UNION ALL SELECT id, address FROM companies WHERE id IN ({marks})
        UNION ALL SELECT id, website FROM companies WHERE id IN ({marks})
        UNION ALL SELECT v.company_id, f.name || ': ' || v.text FROM company_values v JOIN own_fields f ON f.id = v.field_id
            WHERE v.company_id IN ({marks})
        UNION ALL SELECT id, note FROM companies WHERE id IN ({marks})""",
    "deal": "SELECT d.id, c.display_name FROM deals d JOIN contacts c ON c.id = d.contact_id WHERE d.id IN ({marks})",
}

Found = tuple[str, int, Rank]
"""Kind, id and how good it is."""


def named_hits(connection: Connection, found: Sequence[Found], terms: Sequence[str]) -> list[SearchHit]:
    """The things found by their names or details, in order, with the words marked; what is gone is left out."""
    rows = _rows(connection, found)
    hits = []
    for kind, item_id, rank in found:
        hit = rows.get((kind, item_id))
        if hit is not None:
            hits.append(replace(hit, snippet="", rank=rank, marked=marked(hit.name, terms), terms=tuple(terms)))
    return _explained(connection, hits)


def text_hits(connection: Connection, found: Sequence[Found], terms: Sequence[str]) -> list[SearchHit]:
    """The things found by their long texts, newest first, each with a piece of the text and the words marked in it."""
    rows = _rows(connection, found)
    known = [rows[kind, item_id] for kind, item_id, _ in found if (kind, item_id) in rows]
    known.sort(key=lambda hit: hit.at.timestamp() if hit.at is not None else 0.0, reverse=True)
    hits = []
    for hit in known:
        piece = snippet(hit.snippet, terms)
        hits.append(replace(hit, snippet=piece, rank=Rank.TEXT, marked=marked(piece, terms), terms=tuple(terms)))
    return hits


def _rows(connection: Connection, found: Sequence[Found]) -> dict[tuple[str, int], SearchHit]:
    result: dict[tuple[str, int], SearchHit] = {}
    for kind, query in _QUERIES.items():
        ids = [item_id for of_kind, item_id, _ in found if of_kind == kind]
        if ids:
            for row in connection.execute(query.format(marks=marks(len(ids))), ids):
                result[kind, row[0]] = _hit(kind, row)
    return result


def _hit(kind: str, row: tuple[Any, ...]) -> SearchHit:
    return SearchHit(
        kind=kind,
        id=row[0],
        name=row[1],
        company=row[2],
        contact_id=row[3],
        company_id=row[_COMPANY_ID] if len(row) > _COMPANY_ID else None,
        detail=row[4] or "",
        snippet=(row[8] or "")[:_LONGEST_TEXT],
        at=instant_or_none(row[7]),
        emails=tuple(row[5].split(_SEPARATOR)) if row[5] else (),
        phones=tuple(row[6].split(_SEPARATOR)) if row[6] else (),
    )


def _explained(connection: Connection, hits: Sequence[SearchHit]) -> list[SearchHit]:
    """Say of those whose name does not have the words which detail has."""
    asking = [hit for hit in hits if hit.rank is Rank.DETAIL]
    known: dict[tuple[str, int], list[str]] = {}
    for kind, query in _DETAILS.items():
        ids = [hit.id for hit in asking if hit.kind == kind]
        if ids:
            values = ids * query.count("{marks}")
            for item_id, text in connection.execute(query.format(marks=marks(len(ids))), values):
                known.setdefault((kind, item_id), []).append(text)
    return [replace(hit, because=_because(hit, known.get((hit.kind, hit.id), []))) for hit in hits]


def _because(hit: SearchHit, details: Sequence[str]) -> str:
    shown = (hit.company, *hit.phones, *hit.emails, hit.detail)
    if hit.rank is not Rank.DETAIL:
        return ""
    return next((text for text in (*shown, *details) if text and marked(text, hit.terms)), "")
