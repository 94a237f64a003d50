"""The pieces that conditions are put together from: SQL with its parameters, and texts compared without case and accents."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

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


def contacts_with(source: str, inner: Sql) -> Sql:
    """Contacts that a row of a source (`SELECT contact_id FROM … WHERE …`) is about, of which `inner` holds."""
    return Sql(f"c.id IN ({source} AND {inner.text})", inner.parameters)
