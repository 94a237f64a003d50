"""The values of the columns of a list of people: a page of rows by one statement, and ids sorted by a column."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from crm_desktop.domain.filter_fields import OWN, OwnFilterField
from crm_desktop.domain.list_columns import ColumnsRow, sort_of
from crm_desktop.domain.yearly_days import BIRTHDAYS
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.filter_days import switch_text
from crm_desktop.storage.queries.filter_sql import Sql, folded
from crm_desktop.storage.queries.filter_texts import COLUMNS
from crm_desktop.storage.queries.filters import Around

_POINT: Final = (
    "(SELECT value FROM contact_points WHERE contact_id = c.id AND kind = '{kind}' ORDER BY position, id LIMIT 1)"
)
_ADDRESS: Final = (
    "(SELECT {part} FROM addresses WHERE contact_id = c.id AND {part} <> '' ORDER BY position, id LIMIT 1)"
)
_STEP: Final = (
    "(SELECT {value} FROM (SELECT id, text FROM reminders WHERE contact_id = c.id UNION ALL SELECT r.id, r.text FROM deals d "
    "JOIN reminders r ON r.deal_id = d.id AND r.contact_id IS NULL WHERE d.contact_id = c.id) r JOIN occurrences o "
    "ON o.reminder_id = r.id WHERE o.ended_at IS NULL AND o.kind <> 'date' ORDER BY o.due_day, o.fires_at LIMIT 1)"
)
_BIRTHDAY: Final = (
    "(SELECT {part} FROM important_dates WHERE contact_id = c.id AND lower(trim(label)) IN ("
    + ", ".join(f"'{label}'" for label in sorted(BIRTHDAYS))
    + ") ORDER BY position, id LIMIT 1)"
)
_TAGS: Final = (
    "(SELECT group_concat(name, ', ') FROM (SELECT t.name FROM contact_tags ct JOIN tags t ON t.id = ct.tag_id "
    "WHERE ct.contact_id = c.id ORDER BY t.compare_key))"
)
_OPEN_DEALS: Final = "(SELECT group_concat(title, ', ') FROM deals WHERE contact_id = c.id AND state = 'open')"
_EXPRESSIONS: Final = {
    **COLUMNS,
    "name": "c.display_name",
    "note": "substr(c.note, 1, 300)",
    "pinned-note": "substr(c.pinned_note, 1, 300)",
    "company": "(SELECT name FROM companies WHERE id = c.company_id)",
    "industry": "(SELECT industry FROM companies WHERE id = c.company_id)",
    "last-talk": "(SELECT last_spoke_at FROM contact_activity WHERE contact_id = c.id)",
    "talks": "coalesce((SELECT talks FROM contact_activity WHERE contact_id = c.id), 0)",
    "next-step": _STEP.format(value="o.due_day"),
    # What is derived from keeping in touch has no words of its own.
    "next-step-text": _STEP.format(value="r.text"),
    "tag": _TAGS,
    "lifecycle": "c.lifecycle",
    "email": _POINT.format(kind="email"),
    "phone": _POINT.format(kind="phone"),
    "link": _POINT.format(kind="link"),
    "city": _ADDRESS.format(part="city"),
    "country": _ADDRESS.format(part="country"),
    "region": _ADDRESS.format(part="region"),
    "postal-code": _ADDRESS.format(part="postal_code"),
    "birthday": _BIRTHDAY.format(part="value"),
    "consent": "(SELECT group_concat(purpose, ', ') FROM consents WHERE contact_id = c.id AND withdrawn_on = '')",
    "deal-value": _OPEN_DEALS,
    "fact": "(SELECT text FROM facts WHERE contact_id = c.id ORDER BY position, id LIMIT 1)",
    "added": "c.created_at",
}
_OPEN: Final = "o.ended_at IS NULL AND o.kind IN ('plain', 'touch')"
# Read once for all of them: looking for the step of each would take a few times as long.
_ALL_STEPS: Final = (
    "steps AS MATERIALIZED (SELECT contact_id, min(due_day) AS day FROM (SELECT r.contact_id, o.due_day FROM occurrences o "
    f"INDEXED BY occurrences_open_of_reminder JOIN reminders r ON r.id = o.reminder_id WHERE {_OPEN} "
    "AND r.contact_id IS NOT NULL UNION ALL SELECT d.contact_id, o.due_day FROM deals d JOIN reminders r ON r.deal_id = d.id "
    f"AND r.contact_id IS NULL JOIN occurrences o ON o.reminder_id = r.id WHERE {_OPEN} AND d.contact_id IS NOT NULL) "
    "GROUP BY contact_id), "
)
_SORTED_AS: Final = {
    "next-step": "(SELECT day FROM steps WHERE contact_id = c.id)",
    "birthday": _BIRTHDAY.format(part="month_day"),
    "name": "c.sort_key",
    "company": "(SELECT compare_key FROM companies WHERE id = c.company_id)",
}
_ORDERED_BY_SORT: Final = dict.fromkeys(("number", "day", "yes-no"), "sort")
_PLACE_OF_CHOICE: Final = "(SELECT key FROM json_each(?) WHERE value = substr(text, 1, instr(text || ';', ';') - 1))"
_NUMBERS: Final = frozenset(("last-talk", "talks", "added"))
"""Columns that are ordered as they are stored."""


def rows(connection: Connection, wanted: Sequence[int], keys: Sequence[str], around: Around) -> list[ColumnsRow]:
    """The lines for these ids (a page of them), in the order asked; ids that are gone are left out."""
    pieces = [_expression(key, around) for key in keys]
    values = "".join(f", {piece.text}" for piece in pieces)
    parameters = [value for piece in pieces for value in piece.parameters]
    found = {
        row[0]: ColumnsRow(row[0], row[1], tuple(row[2:]))
        for row in connection.execute(
            f"SELECT c.id, c.display_name{values} FROM contacts c WHERE c.id IN (SELECT value FROM json_each(?))",
            (*parameters, json.dumps(list(wanted))),
        )
    }
    return [found[contact_id] for contact_id in wanted if contact_id in found]


def sorted_ids(connection: Connection, sort: str, around: Around, condition: Sql) -> list[int]:
    """The ids that a condition lets through, sorted by a column; those without a value last, ties by name.

    An unknown column sorts by name.
    """
    key, descending = sort_of(sort)
    value, compared = _sorted_by(key, around)
    # Each value is read once, and what it is compared by is made of that.
    query = (
        f"WITH {_ALL_STEPS if key == 'next-step' else ''}valued AS MATERIALIZED (SELECT c.id, c.sort_key, {value.text} AS value FROM contacts c "
        f"WHERE {condition.text}) SELECT json_group_array(id) FROM (SELECT id FROM valued "
        f"ORDER BY value IS NULL OR value = '', {compared} {'DESC' if descending else 'ASC'}, sort_key, id)"
    )
    parameters = (*value.parameters, *condition.parameters)
    return list(json.loads(connection.execute(query, parameters).fetchone()[0]))


def _expression(key: str, around: Around) -> Sql:
    own = around.known.own.get(key)
    if own is not None:
        return _own_value(own, "text")
    if key.startswith(OWN):
        return Sql("NULL")
    if key in _EXPRESSIONS:
        return Sql(_EXPRESSIONS[key])
    return switch_text(key, around.now)


def _own_value(own: OwnFilterField, part: str) -> Sql:
    source = {
        "contact": "contact_values WHERE contact_id = c.id",
        "company": "company_values WHERE company_id = c.company_id",
    }.get(own.subject)
    return Sql("NULL") if source is None else Sql(f"(SELECT {part} FROM {source} AND field_id = ?)", (own.id,))


def _own_order(own: OwnFilterField) -> Sql:
    """What a field is ordered by: choices as the user wrote them down, amounts of all currencies by their size."""
    if own.kind in ("choice", "choices"):
        value = _own_value(own, _PLACE_OF_CHOICE)
        return Sql(value.text, (json.dumps(own.options, ensure_ascii=False), *value.parameters))
    # The text of an amount begins with it in whole units; minor units are hundredths or wholes.
    return _own_value(own, {"money": "CAST(text AS REAL)", **_ORDERED_BY_SORT}.get(own.kind, "compare_key"))


def _sorted_by(key: str, around: Around) -> tuple[Sql, str]:
    """The value of a column, and what it is ordered by."""
    own = around.known.own.get(key)
    if own is not None:
        return _own_order(own), "value"
    if key in _SORTED_AS:
        return Sql(_SORTED_AS[key]), "value"
    if key in _NUMBERS:
        return Sql(_EXPRESSIONS[key]), "value"
    if key in _EXPRESSIONS:
        return Sql(f"coalesce({_EXPRESSIONS[key]}, '')"), folded("value")
    switch = switch_text(key, around.now)
    return (switch, "value") if switch.text != "NULL" else (Sql("c.sort_key"), "value")
