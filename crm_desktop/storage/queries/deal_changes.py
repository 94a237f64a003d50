"""What the change journal says about a deal: "Value changed from … to …", own fields, and who takes part."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.money import Money
from crm_desktop.storage.engine import Connection

# The same words as in the indexes `changes_of_deals` and `changes_about_deals`, or SQLite would not use them.
_INDEXED: Final = "IN ('deals', 'deal_values', 'deal_contacts')"
_PARTS: Final = "IN ('deal_values', 'deal_contacts')"
TABLES: Final = "changes c CROSS JOIN change_groups g ON g.id = c.group_id"
OF_DEAL: Final = (
    f"c.id IN (SELECT id FROM changes WHERE table_name {_INDEXED} AND table_name = 'deals' AND row_id = :owner "
    f"UNION ALL SELECT id FROM changes WHERE table_name {_PARTS} AND owner_id = :owner)"
)
"""Which notes of the journal are about a deal, as SQL."""
# Only what is not taken back; not what belongs to adding the deal itself.
SHOWN: Final = f"""g.state = 'done' AND instr(g.label, 'Imported {{file}}') = 0 AND NOT EXISTS (SELECT 1 FROM changes x
    WHERE x.table_name {_INDEXED} AND x.table_name = 'deals' AND x.row_id = :owner AND x.group_id = c.group_id
    AND x.operation <> 'update')"""
_AMOUNT: Final = ("amount_minor", "currency", "amount_period", "amount_times")
_NAMES: Final = {
    "title": message("Title"), "contact_id": message("Main contact"), "company_id": message("Company"),
    "amount_minor": message("Value"), "expected_close": message("Expected close"), "source": message("Source"),
    "note": message("Note"),
}  # fmt: skip
_KEPT: Final = {
    "deals": (*_NAMES, *_AMOUNT[1:]),
    "deal_values": ("field_id", "text"),
    "deal_contacts": ("contact_id", "role"),
}
_PERIODS: Final = {
    "week": "{amount} a week", "month": "{amount} a month", "quarter": "{amount} a quarter", "year": "{amount} a year",
}  # fmt: skip
_LONGEST: Final = 200
Shown = str | Message | Money | date


def _present(table: str, columns: tuple[str, ...]) -> str:
    pairs = ", ".join(f"'{name}', {name}" for name in columns)
    return f"WHEN '{table}' THEN (SELECT json_object({pairs}) FROM {table} WHERE id = c.row_id)"


# What stood there afterwards is what the next change found, or what stands there now.
_AFTER: Final = f"""coalesce((SELECT n.old FROM changes n JOIN change_groups ng ON ng.id = n.group_id
    WHERE n.table_name {_INDEXED} AND n.table_name = c.table_name AND n.row_id = c.row_id AND n.id > c.id AND ng.state = 'done'
    AND n.operation <> 'insert' ORDER BY n.id LIMIT 1),
    CASE c.table_name {" ".join(_present(table, columns) for table, columns in _KEPT.items())} END)"""
COLUMNS: Final = {"subject": "c.table_name", "text": "c.old", "word1": "c.operation", "word2": _AFTER}
"""What a row of the timeline holds of a change: table, row before, operation, row afterwards (both as JSON)."""


def words(
    connection: Connection, table: str, old: str | None, operation: str, new: str | None
) -> tuple[Message, Message | None] | None:
    """The heading and the second line of a change of a deal; None when nothing changed that anybody sees."""
    before: Mapping[str, Any] = json.loads(old) if old else {}
    after: Mapping[str, Any] = json.loads(new) if new and operation != "delete" else {}
    if table == "deals":
        return _of_deal(connection, before, after) if operation == "update" else None
    if table == "deal_contacts":
        return _of_person(connection, before, after)
    found = connection.execute(
        "SELECT name FROM own_fields WHERE id = ?", ((after or before).get("field_id"),)
    ).fetchone()
    was, became = (str(row.get("text", ""))[:_LONGEST] for row in (before, after))
    if found is None or was == became:
        return None
    return _heading(message("{name}", name=found[0]), was, became), _detail(was, became)


def of_these(table: str) -> bool:
    """Whether the words for the changes of a table are found here."""
    return table in _KEPT


def _of_deal(
    connection: Connection, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Message, Message | None] | None:
    def differs(column: str) -> bool:
        columns = _AMOUNT if column == "amount_minor" else (column,)
        return any(before.get(each) != after.get(each) for each in columns)

    column = next((each for each in _NAMES if differs(each)), None)
    if column is None:
        return None
    was, became = (_shown(connection, column, row) for row in (before, after))
    return (_heading(_NAMES[column], was, became), _detail(was, became)) if was or became else None


def _of_person(
    connection: Connection, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Message, Message | None] | None:
    name = _name(connection, "contacts", "display_name", (after or before).get("contact_id"))
    was, became = (str(row.get("role", ""))[:_LONGEST] for row in (before, after))
    if before and after:
        role = became or was
        return (message("Role changed"), message("{name}: {role}", name=name, role=role)) if was != became else None
    role = was or became
    detail = message("{name}: {role}", name=name, role=role) if role else message("{text}", text=name)
    return message("Takes part") if after else message("No longer takes part"), detail


def _heading(name: Message, was: Shown, became: Shown) -> Message:
    if not was:
        return message("{field} added", field=name)
    return message("{field} changed", field=name) if became else message("{field} removed", field=name)


def _detail(was: Shown, became: Shown) -> Message:
    if was and became:
        return message("from “{before}” to “{after}”", before=was, after=became)
    return message("{text}", text=was or became)


def _shown(connection: Connection, column: str, row: Mapping[str, Any]) -> Shown:
    value = row.get(column)
    if value is None:
        return ""
    if column == "amount_minor":
        return _amount(row)
    if column == "expected_close":
        return _day(str(value))
    if column == "contact_id":
        return _name(connection, "contacts", "display_name", value)
    return _name(connection, "companies", "name", value) if column == "company_id" else str(value)[:_LONGEST]


def _amount(row: Mapping[str, Any]) -> Shown:
    """The amount, and how often it comes."""
    amount = Money(int(row["amount_minor"]), str(row.get("currency", "")))
    period = _PERIODS.get(str(row.get("amount_period") or ""))
    return message(period, amount=amount) if period else amount


def _day(value: str) -> Shown:
    try:
        return date.fromisoformat(value) if value else ""
    except ValueError:
        return value


def _name(connection: Connection, table: str, column: str, row_id: object) -> str:
    found = connection.execute(f"SELECT {column} FROM {table} WHERE id = ?", (row_id,)).fetchone()
    return str(found[0])[:_LONGEST] if found else "…"
