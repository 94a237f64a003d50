"""Numbered steps from an empty file to the present tables; each is frozen once released and atomic with its number."""

from __future__ import annotations

from typing import Final

from crm_desktop.storage import journal
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.migrations import step_0001, step_0002, step_0003

STEPS: Final = (step_0001, step_0002, step_0003)
LATEST: Final = len(STEPS)


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
            connection.execute(f"PRAGMA user_version = {number}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    return LATEST - before
