"""Which rows hang on which, read from the tables themselves: what goes with a row, and what only loses sight of it."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.storage.engine import Connection
from crm_desktop.storage.journal import JOURNALED

ORDER = (
    "companies", "tags", "own_fields", "saved_lists", "pipelines", "stages", "contacts", "deals", "stage_moves",
    "contact_points", "addresses", "important_dates", "facts", "contact_tags", "lifecycle_steps", "contact_roles",
    "relations", "consents", "interactions", "files", "reminders", "occurrences", "contact_values", "company_values",
    "deal_values", "deal_contacts", "deal_tags", "deal_changes", "exchange_rates", "lost_reasons",
)  # fmt: skip
"""Every table of the journal, behind those that its rows point to."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column of `table` that holds the id of a row of `parent`.

    `goes_with_it`: the row goes when its parent does; otherwise the column is emptied. `needed`: it cannot be empty.
    """

    table: str
    column: str
    parent: str
    goes_with_it: bool
    needed: bool

    @property
    def is_owner(self) -> bool:
        """Whether the journal notes this column beside each change."""
        return JOURNALED[self.table] == self.column


def references(connection: Connection) -> tuple[Reference, ...]:
    """All references between tables of the journal."""
    found = []
    for table in ORDER:
        needed = {row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[3]}
        for row in connection.execute(f"PRAGMA foreign_key_list({table})"):
            parent, column, on_delete = row[2], row[3], row[6]
            if parent in JOURNALED:
                found.append(Reference(table, column, parent, on_delete == "CASCADE", column in needed))
    return tuple(found)
