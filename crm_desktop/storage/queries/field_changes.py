"""What the change journal says about the fields of a person or a company: "Phone number changed from … to …"."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.messages import Message, message
from crm_desktop.storage.engine import Connection

OF_CONTACTS: Final = (
    "'contacts', 'contact_points', 'addresses', 'important_dates', 'facts', 'contact_values', 'contact_tags', 'contact_roles', "
    "'relations', 'consents'"
)
"""The tables whose changes stand on the timeline of a person, as SQL."""
OF_COMPANIES: Final = "'companies', 'company_values'"
"""The tables whose changes stand on the timeline of a company, as SQL."""
# The same words as in the indexes `changes_of_fields` and `changes_of_beginnings`, or SQLite would not use them.
INDEXED: Final = (
    "IN ('contacts', 'contact_points', 'addresses', 'important_dates', 'facts', 'contact_values', 'companies', "
    "'company_values', 'files', 'contact_tags', 'contact_roles', 'relations', 'consents')"
)
"""Which tables the index `changes_of_fields` knows; SQLite uses it for these very words only."""
TABLES: Final = "changes c CROSS JOIN change_groups g ON g.id = c.group_id"
# Only what is not taken back; not what belongs to adding or deleting the person itself (a company made in passing may have the
# same number), and not what an import brought.
SHOWN: Final = f"""c.table_name {INDEXED} AND g.state = 'done' AND instr(g.label, 'Imported {{file}}') = 0 AND NOT EXISTS (
    SELECT 1 FROM changes x WHERE x.owner_id = c.owner_id AND x.group_id = c.group_id
    AND x.table_name IN ('contacts', 'companies') AND x.operation <> 'update'
    AND x.table_name = CASE WHEN c.table_name IN ({OF_COMPANIES}) THEN 'companies' ELSE 'contacts' END)"""

_NAMES: Final = {
    "contacts": {
        "display_name": message("Name"), "job_title": message("Job title"), "department": message("Department"),
        "company_id": message("Company"), "note": message("About"), "pinned_note": message("Pinned note"),
        "source": message("Source"), "language": message("Language"), "time_zone": message("Time zone"),
        "preferred_channel": message("Preferred channel"), "keep_in_touch_days": message("Keep in touch"),
        "payment_terms": message("Payment terms"), "lifecycle": message("Lifecycle"),
        "do_not_contact": message("Do not contact"), "photo": message("Photo"),
    },
    "companies": {
        "name": message("Name"), "domain": message("Domain"), "note": message("About"), "phone": message("Phone number"),
        "email": message("E-mail address"), "website": message("Website"), "address": message("Address"),
        "industry": message("Industry"),
    },
}  # fmt: skip
_POINTS: Final = {
    "email": message("E-mail address"), "phone": message("Phone number"), "link": message("Link"),
}  # fmt: skip
_BACKGROUND: Final = {
    "contact_tags": message("Tag"), "contact_roles": message("Role"), "relations": message("Relation"),
    "consents": message("Consent"),
}  # fmt: skip
_PARTS: Final = ("street", "extended", "po_box", "postal_code", "city", "region", "country")
_KEPT: Final = {
    "contacts": tuple(_NAMES["contacts"]),
    "companies": tuple(_NAMES["companies"]),
    "contact_points": ("kind", "label", "value"),
    "addresses": (*_PARTS, "formatted"),
    "important_dates": ("label", "value"),
    "facts": ("kind", "text"),
    "contact_values": ("field_id", "text"),
    "company_values": ("field_id", "text"),
    "contact_tags": ("tag_id",),
    "contact_roles": ("company_id", "title", "from_day", "until_day"),
    "relations": ("other_id", "kind", "note"),
    "consents": ("purpose", "basis", "source", "given_on", "withdrawn_on"),
}
_WITHOUT_VALUES: Final = frozenset({"photo", "do_not_contact"})
"""Columns that hold a stored name or a 1, which say nothing to anybody."""
_LONGEST: Final = 200


def _present(table: str, columns: tuple[str, ...]) -> str:
    pairs = ", ".join(f"'{name}', {name}" for name in columns)
    return f"WHEN '{table}' THEN (SELECT json_object({pairs}) FROM {table} WHERE id = c.row_id)"


# What stood there afterwards is what the next change found, or what stands there now.
_AFTER: Final = f"""coalesce((SELECT n.old FROM changes n JOIN change_groups ng ON ng.id = n.group_id
    WHERE n.owner_id = c.owner_id AND n.table_name {INDEXED} AND n.table_name = c.table_name AND n.row_id = c.row_id
    AND n.id > c.id AND ng.state = 'done' AND n.operation <> 'insert' ORDER BY n.id LIMIT 1),
    CASE c.table_name {" ".join(_present(table, columns) for table, columns in _KEPT.items())} END)"""
COLUMNS: Final = {"subject": "c.table_name", "text": "c.old", "word1": "c.operation", "word2": _AFTER}
"""What a row of the timeline holds of a change: table, row before, operation, row afterwards (both as JSON)."""


def words(
    connection: Connection, table: str, old: str | None, operation: str, new: str | None
) -> tuple[Message, Message | None] | None:
    """The heading and the second line of a change; None when nothing changed that anybody sees."""
    before: Mapping[str, Any] = json.loads(old) if old else {}
    after: Mapping[str, Any] = json.loads(new) if new and operation != "delete" else {}
    if table in _NAMES:
        return _of_columns(connection, table, before, after) if operation == "update" else None
    named = _named(connection, table, after or before)
    if named is None:
        return None
    was, became = _value(connection, table, before), _value(connection, table, after)
    if was == became:
        return None
    return _heading(named, was, became), _detail(was, became)


def _of_columns(
    connection: Connection, table: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Message, Message | None] | None:
    changed = [column for column in _NAMES[table] if before.get(column) != after.get(column)]
    if not changed:
        return None
    column, name = changed[0], _NAMES[table][changed[0]]
    if column in _WITHOUT_VALUES:
        return message("{field} changed", field=name), None
    was, became = (_shown(connection, column, row.get(column)) for row in (before, after))
    if not was and not became:
        return None
    return _heading(name, was, became), _detail(was, became)


def _heading(name: Message, was: str, became: str) -> Message:
    if not was:
        return message("{field} added", field=name)
    return message("{field} changed", field=name) if became else message("{field} removed", field=name)


def _detail(was: str, became: str) -> Message:
    if was and became:
        return message("from “{before}” to “{after}”", before=was, after=became)
    return message("{text}", text=was or became)


def _named(connection: Connection, table: str, row: Mapping[str, Any]) -> Message | None:
    if table == "contact_points":
        return _POINTS.get(row.get("kind", ""))
    if table in ("contact_values", "company_values"):
        found = connection.execute("SELECT name FROM own_fields WHERE id = ?", (row.get("field_id"),)).fetchone()
        return message("{name}", name=found[0]) if found else None
    if table in _BACKGROUND:
        return _BACKGROUND[table]
    if table == "important_dates":
        label = str(row.get("label", ""))
        return message("{label}", label=label[:1].upper() + label[1:]) if label else message("Day to remember")
    return message("Address") if table == "addresses" else message("Fact")


def _value(connection: Connection, table: str, row: Mapping[str, Any]) -> str:
    if table in _BACKGROUND:
        return _background(connection, table, row)[:_LONGEST] if row else ""
    if table == "contact_points":
        return str(row.get("value", ""))[:_LONGEST]
    if table == "addresses":
        return (", ".join(_filled(row, _PARTS)) or str(row.get("formatted", "")).replace("\n", ", "))[:_LONGEST]
    if table == "important_dates":
        return _day(str(row.get("value", "")))
    return str(row.get("text", ""))[:_LONGEST]


def _background(connection: Connection, table: str, row: Mapping[str, Any]) -> str:
    """A tag, a role, a relation or a consent in a few words; what it points to is "…" when that is gone."""
    if table == "contact_tags":
        return _name_of(connection, "tags", "name", row.get("tag_id"))
    if table == "contact_roles":
        company = _name_of(connection, "companies", "name", row.get("company_id"))
        days = " – ".join(_filled(row, ("from_day", "until_day")))
        return ", ".join(each for each in (row.get("title", ""), company, days) if each)
    if table == "relations":
        other = _name_of(connection, "contacts", "display_name", row.get("other_id"))
        return ", ".join((f"{other} ({row.get('kind', '')})", *_filled(row, ("note",))))
    return ", ".join(_filled(row, ("purpose", "basis", "source", "given_on", "withdrawn_on")))


def _name_of(connection: Connection, table: str, column: str, row_id: object) -> str:
    found = connection.execute(f"SELECT {column} FROM {table} WHERE id = ?", (row_id,)).fetchone()
    return str(found[0]) if found else "…"


def _filled(row: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    return (str(row[name]) for name in names if row.get(name))


def _day(value: str) -> str:
    try:
        return PartialDate.parse(value).isoformat() if value else ""
    except ValueError:
        return value[:_LONGEST]


def _shown(connection: Connection, column: str, value: object) -> str:
    if column == "company_id" and value is not None:
        return _name_of(connection, "companies", "name", value)
    return "" if value is None else str(value)[:_LONGEST]
