"""Names of things that are brought back while something else took their name: a number tells them apart."""

from __future__ import annotations

from itertools import count
from typing import Final

from crm_desktop.domain.folding import fold
from crm_desktop.storage.engine import Connection

_UNIQUE: Final = {"tags": (), "own_fields": ("subject",), "saved_lists": ("subject",)}
"""Tables in which a name stands once, however it is written, with the columns it stands once in."""


def with_free_name(connection: Connection, table: str, row: dict[str, object]) -> dict[str, object]:
    """The row, called “client (2)” if a “client” is there."""
    within = _UNIQUE.get(table)
    if within is None:
        return row
    condition = " AND ".join(f"{column} = ?" for column in within) or "1"
    others = connection.execute(
        f"SELECT name FROM {table} WHERE {condition}", tuple(row[column] for column in within)
    ).fetchall()
    taken, wanted = {fold(str(other[0])) for other in others}, str(row["name"])
    if fold(wanted) not in taken:
        return row
    name = next(name for number in count(2) if fold(name := f"{wanted} ({number})") not in taken)
    return {**row, "name": name, **({"compare_key": fold(name)} if "compare_key" in row else {})}
