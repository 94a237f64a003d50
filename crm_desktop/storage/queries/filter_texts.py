"""Conditions about words: texts of a person and of what belongs to them, and choices such as tags, stages and kinds."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from crm_desktop.domain.contacts import PointKind, compare_key
from crm_desktop.domain.filter_fields import Known, OwnFilterField
from crm_desktop.domain.filters import Condition, Operator, referred
from crm_desktop.domain.folding import fold
from crm_desktop.domain.phones import digits_of
from crm_desktop.storage.queries.filter_sql import Sql, contacts_with, folded, matches, one_of, with_value
from crm_desktop.storage.search_index import SHORTEST_TEXT_PREFIX, match_expression

COLUMNS: Final = {
    "given": "c.given",
    "family": "c.family",
    "nickname": "c.nickname",
    "phonetic": "trim(c.phonetic_given || ' ' || c.phonetic_family)",
    "job-title": "c.job_title",
    "department": "c.department",
    "time-zone": "c.time_zone",
    "preferred-channel": "c.preferred_channel",
    "language": "c.language",
    "source": "c.source",
    "payment-terms": "c.payment_terms",
    "note": "c.note",
    "pinned-note": "c.pinned_note",
}
"""Texts that stand in the row of a contact."""
_POINTS: Final = {
    kind: f"SELECT contact_id FROM contact_points {{by}} WHERE kind = '{kind}'" for kind in ("email", "phone", "link")
}
_PLACES: Final = {
    # Few different ones are compared, then those who live there are found by the index.
    part: f"SELECT contact_id FROM addresses WHERE {part} <> '' AND {part} IN (WITH places AS MATERIALIZED "
    f"(SELECT DISTINCT {part} FROM addresses WHERE {part} <> '') SELECT {part} FROM places WHERE {{matches}})"
    for part in ("city", "country")
}
_OF_MANY: Final = {
    "former-company": (
        "SELECT r.contact_id FROM contact_roles r JOIN companies o ON o.id = r.company_id WHERE 1",
        "o.name",
    ),
    "region": ("SELECT contact_id FROM addresses WHERE region <> ''", "region"),
    "postal-code": ("SELECT contact_id FROM addresses WHERE postal_code <> ''", "postal_code"),
    "consent": ("SELECT contact_id FROM consents WHERE withdrawn_on = ''", "purpose"),
    "fact": ("SELECT contact_id FROM facts WHERE 1", "kind || ' ' || text"),
    "file": ("SELECT contact_id FROM files WHERE contact_id IS NOT NULL", "name"),
}
"""Texts of which a contact may have several: where they stand, and the text."""
_FOUND: Final = (
    "SELECT rowid / 4 FROM search_names WHERE search_names MATCH ? AND rowid % 4 = 0 UNION ALL "
    "SELECT rowid / 4 FROM search_texts WHERE search_texts MATCH ? AND rowid % 4 = 1"
)
_OF_COMPANY: Final = {"company": "name", "industry": "industry"}
_DIGITS: Final = (
    "replace(replace(replace(replace(replace(replace(value, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', '')"
)

_NATIONAL: Final = f"ltrim({_DIGITS}, '+0')"

_TAGS: Final = "SELECT contact_id FROM contact_tags WHERE 1"
_DEALS: Final = "SELECT contact_id FROM deals WHERE contact_id IS NOT NULL"
_CHOICES: Final = {
    "tag": (_TAGS, "tag_id"),
    "deal": (_DEALS, "state"),
    "deal-stage": (f"{_DEALS} AND state = 'open'", "stage_id"),
}


def text(wanted: Condition, known: Known) -> Sql:
    """A condition about a text: IS, ANY_OF, CONTAINS, BEGINS or FILLED."""
    own = known.own.get(wanted.field)
    if own is not None:
        return with_value(own, matches("text", wanted))
    if wanted.field == "name":
        # The name as shown, without case and accents, up to its first 200 letters.
        return matches("c.sort_key", wanted, is_folded=True)
    if wanted.field == "anything":
        return _anything(wanted.value)
    if wanted.field in COLUMNS:
        return matches(COLUMNS[wanted.field], wanted)
    if wanted.field in _OF_COMPANY:
        inner = matches(_OF_COMPANY[wanted.field], wanted)
        # Outside of a company the number is NULL, and so would be the answer.
        companies = f"SELECT id FROM companies WHERE {inner.text}"
        return Sql(f"c.company_id IS NOT NULL AND c.company_id IN ({companies})", inner.parameters)
    if wanted.field in _POINTS:
        return _point(wanted)
    if wanted.field in _PLACES:
        inner = matches(wanted.field, wanted)
        return Sql(f"c.id IN ({_PLACES[wanted.field].format(matches=inner.text)})", inner.parameters)
    source, expression = _OF_MANY[wanted.field]
    return contacts_with(source, matches(expression, wanted))


def _anything(typed: str) -> Sql:
    """What the line above the list finds: every word begins a word of the person's names, details, note or facts."""
    everywhere = match_expression(typed)
    if not everywhere:
        return Sql("0")
    return Sql(f"c.id IN ({_FOUND})", (everywhere, match_expression(typed, shortest_prefix=SHORTEST_TEXT_PREFIX)))


def _point(wanted: Condition) -> Sql:
    """E-mails and links by what they are compared by, phones by their digits, in whatever grouping they were written."""
    source = _POINTS[wanted.field]
    if wanted.operator is Operator.FILLED:
        # In the order of the contacts: nearly all of them are collected.
        return Sql(f"c.id IN ({source.format(by='INDEXED BY contact_points_by_contact')})")
    if wanted.field == "phone":
        # From the first to the last row, because what is compared stands in no index.
        return contacts_with(source.format(by="NOT INDEXED"), _phone(wanted))
    kind = PointKind(wanted.field)
    keys = tuple(compare_key(kind, value.strip()) or value for value in wanted.values)
    return contacts_with(source.format(by=""), matches("compare_key", replace(wanted, values=keys)))


def _phone(wanted: Condition) -> Sql:
    digits = [digits_of(value) for value in wanted.values]
    if not all(digits):
        return matches("value", wanted)
    if wanted.operator in (Operator.CONTAINS, Operator.BEGINS):
        # The first test is quick and lets everything through that the second can find.
        loosely = "%".join(("", *digits[0], ""))
        exact = f"instr({_DIGITS}, ?) > 0" if wanted.operator is Operator.CONTAINS else f"{_NATIONAL} LIKE ?"
        sought = digits[0] if wanted.operator is Operator.CONTAINS else f"{digits[0].lstrip('0')}%"
        return Sql(f"value LIKE ? AND {exact}", (loosely, sought))
    inner = one_of(_NATIONAL, [each.lstrip("0") for each in digits])
    tails = one_of("compare_key", [compare_key(PointKind.PHONE, value) for value in wanted.values])
    return Sql(f"{tails.text} AND {inner.text}", (*tails.parameters, *inner.parameters))


def choice(wanted: Condition, known: Known) -> Sql:
    """A condition about a choice: IS, ANY_OF or FILLED."""
    own = known.own.get(wanted.field)
    if own is not None:
        return _own_choice(own, wanted)
    if wanted.field == "lifecycle":
        # The index holds those only that have a stage.
        inner = Sql("1") if wanted.operator is Operator.FILLED else one_of("c.lifecycle", wanted.values)
        return Sql(f"c.lifecycle <> '' AND {inner.text}", inner.parameters)
    source, column = _CHOICES[wanted.field]
    if wanted.operator is Operator.FILLED:
        return Sql(f"c.id IN ({source})")
    refers = known.fields[wanted.field].refers
    if not refers:
        return contacts_with(source, one_of(column, wanted.values))
    found = (known.resolve(refers, *referred(value)) for value in wanted.values)
    return contacts_with(source, one_of(column, [each for each in found if each is not None]))


def _own_choice(own: OwnFilterField, wanted: Condition) -> Sql:
    if wanted.operator is Operator.FILLED:
        return with_value(own, Sql("text <> ''"))
    text = folded("text")
    among = f"EXISTS (SELECT 1 FROM json_each(?) WHERE instr('; ' || {text} || '; ', '; ' || value || '; '))"
    keys = json.dumps([fold(value) for value in wanted.values], ensure_ascii=False)
    return with_value(own, Sql(among, (keys,)))
