"""The pieces that conditions are put together from: SQL with its parameters, and texts compared without case and accents."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crm_desktop.domain.filter_fields import OwnFilterField
from crm_desktop.domain.filters import Condition, Operator
from crm_desktop.domain.folding import fold


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL and the values for its question marks, in order."""

    text: str
    parameters: tuple[object, ...] = ()


def folded(expression: str) -> str:
    """The text of an expression without case and accents (`folded` is taught to reading connections); only what is not plain ASCII leaves SQLite's own code for it."""
    plain = f"length({expression}) = octet_length({expression})"
    return f"CASE WHEN {plain} THEN lower({expression}) ELSE folded({expression}) END"


def matches(expression: str, wanted: Condition, *, is_folded: bool = False) -> Sql:
    """Whether a text is what a condition asks for; `wanted` is about IS, ANY_OF, CONTAINS, BEGINS or FILLED."""
    if wanted.operator is Operator.FILLED:
        return Sql(f"{expression} <> ''")
    text = expression if is_folded else folded(expression)
    if wanted.operator is Operator.ANY_OF:
        return one_of(text, [fold(value.strip()) for value in wanted.values])
    sought = fold(wanted.value.strip())
    if wanted.operator is Operator.IS:
        return Sql(f"{text} = ?", (sought,))
    if wanted.operator is Operator.BEGINS:
        return Sql(f"substr({text}, 1, ?) = ?", (len(sought), sought))
    return Sql(f"instr({text}, ?) > 0", (sought,))


def one_of(expression: str, values: Iterable[object]) -> Sql:
    """Whether an expression is one of the values."""
    return Sql(f"{expression} IN (SELECT value FROM json_each(?))", (json.dumps(list(values), ensure_ascii=False),))


_VALUES: Final = {
    "contact": "c.id IN (SELECT contact_id FROM contact_values WHERE field_id = ?{inner})",
    # Outside of a company the number is NULL, and so would be the answer.
    "company": "c.company_id IS NOT NULL AND c.company_id IN (SELECT company_id FROM company_values WHERE field_id = ?{inner})",
    "deal": "c.id IN (SELECT contact_id FROM deals WHERE contact_id IS NOT NULL AND id IN "
    "(SELECT deal_id FROM deal_values WHERE field_id = ?{inner}))",
}


def with_value(own: OwnFilterField, inner: Sql) -> Sql:
    """Contacts for whom, for whose company or for one of whose deals a field holds a value of which `inner` is so."""
    text = _VALUES[own.subject].format(inner=f" AND {inner.text}")
    return Sql(text, (own.id, *inner.parameters))


def contacts_with(source: str, inner: Sql) -> Sql:
    """Contacts that a row of a source (`SELECT contact_id FROM … WHERE …`) is about, of which `inner` holds."""
    return Sql(f"c.id IN ({source} AND {inner.text})", inner.parameters)
