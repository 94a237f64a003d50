"""Names of things that are brought back while something else took their name: a number tells them apart."""

from __future__ import annotations

from itertools import count
from typing import Final

from crm_desktop.domain.folding import fold
from crm_desktop.storage.engine import Connection

_UNIQUE: Final = {"tags": (), "own_fields": ("subject",)}
"""Tables in which a name stands once, with the columns it stands once in."""


def with_free_name(connection: Connection, table: str, row: dict[str, object]) -> dict[str, object]:
    """The row, called “client (2)” if a “client” is there."""
    within = _UNIQUE.get(table)
    if within is None:
        return row
    condition = "".join(f" AND {column} = ?" for column in within)
    wanted = str(row["name"])
    for number in count(2):
        taken = connection.execute(
            f"SELECT 1 FROM {table} WHERE compare_key = ?{condition}",
            (row["compare_key"], *(row[column] for column in within)),
        ).fetchone()
        if taken is None:
            break
        name = f"{wanted} ({number})"
        row = {**row, "name": name, "compare_key": fold(name)}
    return row
