"""Conditions about words: texts of a person and of what belongs to them, and choices such as tags, stages and kinds."""

from __future__ import annotations

import json
from typing import Final

from crm_desktop.domain.filter_fields import Known
from crm_desktop.domain.filters import Condition, Operator, referred
from crm_desktop.domain.folding import fold
from crm_desktop.storage.queries.filter_sql import Sql, contacts_with, folded, matches, one_of

COLUMNS: Final = {
    "name": "c.display_name",
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
_POINTS: Final = "SELECT contact_id FROM contact_points WHERE kind = '{kind}'"
_OF_MANY: Final = {
    "former-company": (
        "SELECT r.contact_id FROM contact_roles r JOIN companies o ON o.id = r.company_id WHERE 1",
        "o.name",
    ),
    "email": (_POINTS.format(kind="email"), "value"),
    "phone": (_POINTS.format(kind="phone"), "value"),
    "link": (_POINTS.format(kind="link"), "value"),
    "city": ("SELECT contact_id FROM addresses WHERE city <> ''", "city"),
    "region": ("SELECT contact_id FROM addresses WHERE region <> ''", "region"),
    "postal-code": ("SELECT contact_id FROM addresses WHERE postal_code <> ''", "postal_code"),
    "country": ("SELECT contact_id FROM addresses WHERE country <> ''", "country"),
    "consent": ("SELECT contact_id FROM consents WHERE withdrawn_on = ''", "purpose"),
    "fact": ("SELECT contact_id FROM facts WHERE 1", "kind || ' ' || text"),
    "file": ("SELECT contact_id FROM files WHERE contact_id IS NOT NULL", "name"),
}
"""Texts of which a contact may have several: where they stand, and the text."""
_OF_COMPANY: Final = {"company": "name", "industry": "industry"}
_DIGITS: Final = (
    "replace(replace(replace(replace(replace(replace(value, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', '')"
)

_TAGS: Final = "SELECT contact_id FROM contact_tags WHERE 1"
_TALKS: Final = "SELECT contact_id FROM interactions WHERE contact_id IS NOT NULL"
_MOODS: Final = "SELECT contact_id FROM interactions WHERE contact_id IS NOT NULL AND mood <> ''"
_DEALS: Final = "SELECT contact_id FROM deals WHERE contact_id IS NOT NULL"
_CHOICES: Final = {
    "tag": (_TAGS, "tag_id"),
    "talk-kind": (_TALKS, "kind"),
    "mood": (_MOODS, "mood"),
    "deal": (_DEALS, "state"),
    "deal-stage": (f"{_DEALS} AND state = 'open'", "stage_id"),
}
OWN_VALUES: Final = "SELECT contact_id FROM contact_values WHERE field_id = ?"


def text(wanted: Condition, known: Known) -> Sql:
    """A condition about a text: IS, ANY_OF, CONTAINS, BEGINS or FILLED."""
    own = known.own.get(wanted.field)
    if own is not None:
        inner = matches("text", wanted)
        return Sql(f"c.id IN ({OWN_VALUES} AND {inner.text})", (own.id, *inner.parameters))
    if wanted.field in COLUMNS:
        return matches(COLUMNS[wanted.field], wanted)
    if wanted.field in _OF_COMPANY:
        inner = matches(_OF_COMPANY[wanted.field], wanted)
        # Outside of a company the number is NULL, and so would be the answer.
        companies = f"SELECT id FROM companies WHERE {inner.text}"
        return Sql(f"c.company_id IS NOT NULL AND c.company_id IN ({companies})", inner.parameters)
    source, expression = _OF_MANY[wanted.field]
    if wanted.field == "phone":
        return contacts_with(source, _phone(wanted))
    return contacts_with(source, matches(expression, wanted))


def _phone(wanted: Condition) -> Sql:
    """Numbers are compared by their digits, in whatever grouping they were written."""
    digits = ["".join(filter(str.isdecimal, value)) for value in wanted.values]
    if wanted.operator is Operator.FILLED or not all(digits):
        return matches("value", wanted)
    if wanted.operator is Operator.CONTAINS:
        return Sql(f"instr({_DIGITS}, ?) > 0", (digits[0],))
    if wanted.operator is Operator.BEGINS:
        return Sql(f"ltrim({_DIGITS}, '+0') LIKE ?", (f"{digits[0].lstrip('0')}%",))
    return one_of(f"ltrim({_DIGITS}, '+')", digits)


def choice(wanted: Condition, known: Known) -> Sql:
    """A condition about a choice: IS, ANY_OF or FILLED."""
    own = known.own.get(wanted.field)
    if own is not None:
        return _own_choice(own.id, wanted)
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


def _own_choice(field_id: int, wanted: Condition) -> Sql:
    if wanted.operator is Operator.FILLED:
        return Sql(f"c.id IN ({OWN_VALUES} AND text <> '')", (field_id,))
    text = folded("text")
    among = f"EXISTS (SELECT 1 FROM json_each(?) WHERE instr('; ' || {text} || '; ', '; ' || value || '; '))"
    keys = json.dumps([fold(value) for value in wanted.values], ensure_ascii=False)
    return Sql(f"c.id IN ({OWN_VALUES} AND {among})", (field_id, keys))
