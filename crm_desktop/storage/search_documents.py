"""The documents of the search index, made from the tables: what each person, company, deal, entry and reminder is found by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from crm_desktop.domain.folding import fold_for_index
from crm_desktop.domain.search_words import national_digits
from crm_desktop.storage.engine import Connection

NAME_KINDS: Final = ("contact", "company", "deal")
TEXT_KINDS: Final = ("interaction", "contact", "deal", "reminder")
_SHORTEST_NUMBER_PART: Final = 4

_NAME_QUERIES: Final = {
    "contact": """SELECT c.id,
        c.display_name || ' ' || c.given || ' ' || c.middle || ' ' || c.family || ' ' || c.nickname
        || ' ' || c.phonetic_given || ' ' || c.phonetic_family,
        coalesce(o.name, '') || ' ' || c.job_title || ' ' || c.department || ' ' || c.source || ' ' || c.payment_terms
        FROM contacts c LEFT JOIN companies o ON o.id = c.company_id WHERE c.id IN ({marks})""",
    "company": """SELECT id, name, domain || ' ' || email || ' ' || website || ' ' || industry || ' ' || address || ' ' ||
        phone || ' ' || note || ' ' || coalesce((SELECT group_concat(text, ' ') FROM company_values
        WHERE company_id = companies.id), '') FROM companies WHERE id IN ({marks})""",
    "deal": """SELECT d.id, d.title, coalesce((SELECT display_name FROM contacts WHERE id = d.contact_id), '') || ' ' ||
        coalesce((SELECT name FROM companies WHERE id = d.company_id), '')
        FROM deals d WHERE d.id IN ({marks})""",
}
# What else a contact is found by: (contact id, kind of point or '', text); one query for many contacts takes a third of
# the time of a subquery for each.
_DETAIL_QUERIES: Final = (
    """SELECT ct.contact_id, '', t.name FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id
        WHERE ct.contact_id IN ({marks}) ORDER BY ct.contact_id, ct.id""",
    """SELECT r.contact_id, '', o.name || ' ' || r.title FROM contact_roles r JOIN companies o ON o.id = r.company_id
        WHERE r.contact_id IN ({marks}) ORDER BY r.contact_id, r.id""",
    """SELECT contact_id, '', city || ' ' || street || ' ' || extended || ' ' || postal_code || ' ' || region || ' ' || country
        || ' ' || formatted FROM addresses WHERE contact_id IN ({marks}) ORDER BY contact_id, id""",
    "SELECT contact_id, '', text FROM contact_values WHERE contact_id IN ({marks}) ORDER BY contact_id, id",
    "SELECT contact_id, kind, value FROM contact_points WHERE contact_id IN ({marks}) ORDER BY contact_id, id",
)
_TEXT_QUERIES: Final = {
    "interaction": "SELECT id, subject || ' ' || text FROM interactions WHERE id IN ({marks})",
    "contact": """SELECT c.id, c.note || ' ' || c.pinned_note || ' ' || coalesce((SELECT group_concat(kind || ' ' || text, ' ')
        FROM facts WHERE contact_id = c.id), '') || ' ' || coalesce((SELECT group_concat(name, ' ')
        FROM files WHERE contact_id = c.id), '') FROM contacts c WHERE c.id IN ({marks})""",
    "deal": """SELECT d.id, d.note || ' ' || d.lost_reason || ' ' || coalesce((SELECT group_concat(text, ' ')
        FROM deal_values WHERE deal_id = d.id), '') FROM deals d WHERE d.id IN ({marks})""",
    # What is derived from a birthday or from keeping in touch has no words of its own.
    "reminder": "SELECT id, text || ' ' || note FROM reminders WHERE id IN ({marks}) AND kind = 'plain'",
}


def names(connection: Connection, kind: str, ids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """The documents of names: number (id * 4 + kind), folded name, folded details; none for a kind without names."""
    if kind not in NAME_KINDS:
        return
    more = _details(connection, ids) if kind == "contact" else {}
    query, number = _NAME_QUERIES[kind].format(marks=", ".join("?" * len(ids))), NAME_KINDS.index(kind)
    for row_id, name, details in connection.execute(query, ids):
        whole = " ".join((details, *more.get(row_id, ()), _run_together(name)))
        yield row_id * 4 + number, fold_for_index(name), fold_for_index(whole)


def _details(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for query in _DETAIL_QUERIES:
        for contact_id, kind, text in connection.execute(query.format(marks=", ".join("?" * len(ids))), ids):
            found.setdefault(contact_id, []).append(_phone_text(text) if kind == "phone" else text)
    return found


def _run_together(name: str) -> str:
    # O'Brien is typed obrien as often as not; the index takes an apostrophe for a gap between two words.
    if "'" not in name and "’" not in name:
        return ""
    return " ".join(word.replace("'", "").replace("’", "") for word in name.split() if "'" in word or "’" in word)


def _phone_text(value: str) -> str:
    # People search a number with and without its country code, in any grouping, and by its end: every part of it begins
    # one of these.
    digits = national_digits(value)
    parts = [digits[start:] for start in range(max(1, len(digits) - _SHORTEST_NUMBER_PART + 1))]
    return f"{value} {' '.join(parts)}"


def texts(connection: Connection, kind: str, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The documents of long texts: number (id * 4 + kind) and folded text, of those that have any."""
    if kind not in TEXT_KINDS:
        return
    query, number = _TEXT_QUERIES[kind].format(marks=", ".join("?" * len(ids))), TEXT_KINDS.index(kind)
    for row_id, body in connection.execute(query, ids):
        if body and not body.isspace():
            yield row_id * 4 + number, fold_for_index(body)
