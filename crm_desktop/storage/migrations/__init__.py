"""Numbered steps from an empty file to the present tables; each is frozen once released and atomic with its number."""

from __future__ import annotations

from typing import Final

from crm_desktop.storage import journal, search_index
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.migrations import step_0001, step_0002, step_0003, step_0004

STEPS: Final = (step_0001, step_0002, step_0003, step_0004)
LATEST: Final = len(STEPS)
_NAMES_INDEXED_ANEW: Final = 3
"""Since this step the index of names holds more: every part of a telephone number, whole addresses, former companies."""


def version(connection: Connection) -> int:
    """The number of the last step that the file has seen; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: Connection) -> int:
    """Run the steps that the file has not seen, each in one transaction with its number; returns how many ran."""
    before = version(connection)
    for number, step in enumerate(STEPS[before:], start=before + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in step.STATEMENTS:
                connection.execute(statement)
            journal.install_triggers(connection)
            if number == LATEST and 0 < before < _NAMES_INDEXED_ANEW:
                search_index.rebuild_names(connection)
            connection.execute(f"PRAGMA user_version = {number}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    return LATEST - before
