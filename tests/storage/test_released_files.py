"""Files that earlier versions left behind: they are brought up to date whole, or not at all, and nothing in them is lost."""

from __future__ import annotations

import gzip
import os
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.domain.reminders import ReminderKind
from crm_desktop.storage import database, engine, journal, migrations, search_index
from crm_desktop.storage.database import Database
from crm_desktop.storage.migrations import step_0001, step_0002
from tests.support.clock import FixedClock
from tests.support.home import opened_home

_DATA = Path(__file__).parent.parent / "data"
_SAVED = FixedClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
"""When the stored file was written."""


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A file as step 1 left it: 15 people, deals, reminders of every kind, some things undone."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    path = folder / "crm.db"
    path.write_bytes(gzip.decompress((_DATA / "step_0001.db.gz").read_bytes()))
    path.chmod(0o600)
    return path


def _columns(connection: engine.Connection) -> dict[str, str]:
    found = {table: ", ".join(journal.columns(connection, table)) for table in journal.JOURNALED}
    return {table: names for table, names in found.items() if names}


def _rows(connection: engine.Connection, columns: dict[str, str]) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in the columns named."""
    return {
        table: connection.execute(f"SELECT {names} FROM {table} ORDER BY id").fetchall()
        for table, names in columns.items()
    }


def test_every_row_of_an_older_file_is_there_afterwards(old_file: Path) -> None:
    before = engine.connect(str(old_file), read_only=True)
    columns = _columns(before)
    expected = _rows(before, columns)
    before.close()
    opened = Database.open(old_file, old_file.parent / "backups")
    assert migrations.version(opened.writer) == migrations.LATEST
    assert _rows(opened.writer, columns) == expected
    assert database.check(opened.writer) == []
    assert search_index.differences(opened.writer) == []
    opened.close()


def test_what_was_done_before_the_update_can_still_be_undone(old_file: Path) -> None:
    with opened_home(old_file.parent, _SAVED) as core:
        undoing, reminders = core.services.undoing, core.services.reminders
        assert str(undoing.undo()) == "Deleted reminder: Deleted and brought back after the step"
        (back,) = [row for row in reminders.agenda() if row.text.startswith("Deleted and")]
        assert (back.day, back.planned_day) == (date(2026, 11, 25), date(2026, 11, 25))
        while undoing.undo() is not None:
            pass
        assert reminders.agenda() == []
        while undoing.redo() is not None:
            pass
        assert len([row for row in reminders.agenda() if row.kind is ReminderKind.PLAIN]) == 13


def test_a_repetition_of_an_older_file_has_its_next_time_and_keeps_the_open_one(old_file: Path) -> None:
    with opened_home(old_file.parent, _SAVED) as core:
        core.services.reckoning.catch_up()
        days = [
            row[0]
            for row in core.database.reader().execute(
                "SELECT due_day FROM occurrences JOIN reminders r ON r.id = reminder_id WHERE text = 'Water the plants' ORDER BY 1"
            )
        ]
        assert days == ["2026-11-16", "2026-11-23"]
        assert not core.services.reckoning.behind()


@pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL")
@pytest.mark.parametrize("place", range(len(step_0002.STATEMENTS) + 1))
def test_an_update_killed_at_any_statement_begins_anew_at_the_next_start(place: int, old_file: Path) -> None:
    process = os.fork()
    if process == 0:
        try:
            connection = engine.connect_for_writing(str(old_file))
            connection.create_function("end_here", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
            step_0002.STATEMENTS = (  # type: ignore[assignment, misc]
                *step_0002.STATEMENTS[:place],
                "SELECT end_here()",
                *step_0002.STATEMENTS[place:],
            )
            migrations.migrate(connection)
        finally:
            os._exit(1)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status)
    half = engine.connect(str(old_file), read_only=True)
    assert (migrations.version(half), "planned_day" in journal.columns(half, "occurrences")) == (1, False)
    half.close()
    opened = Database.open(old_file)
    assert (migrations.version(opened.writer), database.check(opened.writer)) == (migrations.LATEST, [])
    opened.close()


def test_the_tables_of_an_updated_file_are_those_of_a_new_one(old_file: Path, tmp_path: Path) -> None:
    updated, fresh = Database.open(old_file), Database.open(tmp_path / "new.db")
    query = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2"
    assert updated.writer.execute(query).fetchall() == fresh.writer.execute(query).fetchall()
    assert len(migrations.STEPS) > len([step_0001])
    updated.close()
    fresh.close()
