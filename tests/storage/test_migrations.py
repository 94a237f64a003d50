"""The steps from an empty file to the present tables: they agree with the tables in use, and each is all or nothing."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column as AlchemyColumn
from sqlmodel import SQLModel

from crm_desktop.domain.errors import StorageFailure
from crm_desktop.storage import database, engine, journal, migrations
from crm_desktop.storage import tables as _registered  # noqa: F401 - defines the tables in the metadata
from crm_desktop.storage.database import Database
from crm_desktop.storage.migrations import step_0001

_WITHOUT_A_MODEL = {
    "contact_activity": "kept by triggers",
    "contact_rhythm": "derived, written by who reckons it",
    "to_reckon": "filled by triggers",
    "former_occurrences": "numbers only, written by who reckons",
    "settings": "read before SQLModel is loaded",
    "drafts": "what is half typed; never announced, journaled or searched",
    "change_groups": "written by the journal",
    "changes": "written by triggers",
    "journal_state": "written by the journal",
}


def _schema(connection: engine.Connection) -> list[tuple[Any, ...]]:
    return list(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2").fetchall())


def _columns_in_the_file(connection: engine.Connection, table: str) -> list[tuple[str, bool, bool]]:
    """(name, may be NULL, primary key) of each column."""
    return [
        (name, not not_null and not key, bool(key))
        for _, name, _, not_null, _, key in connection.execute(f"PRAGMA table_info({table})")
    ]


def _column_in_use(column: AlchemyColumn[Any]) -> tuple[str, bool, bool]:
    return column.name, bool(column.nullable) and not column.primary_key, column.primary_key


def test_the_tables_that_the_steps_make_are_those_that_units_of_work_write_to(tmp_path: Path) -> None:
    opened = Database.open(tmp_path / "crm.db")
    made = {
        row[0]
        for row in opened.writer.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'search_*'"
        )
    }
    assert made == set(SQLModel.metadata.tables) | set(_WITHOUT_A_MODEL)
    for name, table in SQLModel.metadata.tables.items():
        assert _columns_in_the_file(opened.writer, name) == [_column_in_use(column) for column in table.columns], name
    opened.close()


def test_the_foreign_keys_in_the_file_are_those_of_the_tables_in_use(tmp_path: Path) -> None:
    opened = Database.open(tmp_path / "crm.db")
    for name, table in SQLModel.metadata.tables.items():
        in_file = {
            (row[3], f"{row[2]}.{row[4]}")
            for row in opened.writer.execute(f"PRAGMA foreign_key_list({name})").fetchall()
        }
        in_use = {(key.parent.name, key.target_fullname) for key in table.foreign_keys}
        assert in_file == in_use, name
    opened.close()


def test_every_foreign_key_has_an_index_so_that_deleting_never_reads_a_whole_table(tmp_path: Path) -> None:
    opened = Database.open(tmp_path / "crm.db")
    bare = []
    for table in SQLModel.metadata.tables:
        indexed = set()
        for _, index, *_ in opened.writer.execute(f"PRAGMA index_list({table})").fetchall():
            indexed.add(opened.writer.execute(f"PRAGMA index_info({index})").fetchone()[2])
        bare += [
            f"{table}.{row[3]}"
            for row in opened.writer.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            if row[3] not in indexed
        ]
    opened.close()
    assert bare == []


def test_migrating_twice_runs_nothing_the_second_time(tmp_path: Path) -> None:
    opened = Database.open(tmp_path / "crm.db")
    before = _schema(opened.writer)
    assert migrations.migrate(opened.writer) == 0
    assert _schema(opened.writer) == before
    opened.close()
    again = Database.open(tmp_path / "crm.db")
    assert (_schema(again.writer), migrations.version(again.writer)) == (before, migrations.LATEST)
    again.close()


class _Step:
    """A step with the statements of another."""

    def __init__(self, *statements: str) -> None:
        self.STATEMENTS = statements


@pytest.mark.parametrize("place", range(len(step_0001.STATEMENTS) + 1))
def test_a_step_that_fails_at_any_statement_leaves_the_file_as_it_was(
    place: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = step_0001.STATEMENTS
    broken = _Step(*statements[:place], "SELECT * FROM no_such_table", *statements[place:])
    monkeypatch.setattr(migrations, "STEPS", (broken,))
    connection = engine.connect_for_writing(str(tmp_path / "crm.db"))

    with pytest.raises(engine.DatabaseError, match="no_such_table"):
        migrations.migrate(connection)

    assert (_schema(connection), migrations.version(connection)) == ([], 0)
    assert connection.execute("PRAGMA application_id").fetchone() == (0,)
    assert not connection.in_transaction
    connection.close()


def test_a_failing_update_becomes_a_sentence_and_leaves_the_contents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Database.open(tmp_path / "crm.db")
    opened.writer.execute("INSERT INTO tags (name, compare_key, colour) VALUES ('kept', 'kept', '')")
    opened.close()
    before = hashlib.sha256((tmp_path / "crm.db").read_bytes()).hexdigest()
    second = _Step("ALTER TABLE tags ADD COLUMN more TEXT", "DELETE FROM tags", "SELECT * FROM no_such_table")
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, second))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)

    with pytest.raises(StorageFailure):
        Database.open(tmp_path / "crm.db", tmp_path / "backups")

    assert hashlib.sha256((tmp_path / "crm.db").read_bytes()).hexdigest() == before
    monkeypatch.undo()
    again = Database.open(tmp_path / "crm.db")
    assert again.writer.execute("SELECT name FROM tags").fetchall() == [("kept",)]
    again.close()


def test_an_update_keeps_a_whole_copy_of_the_file_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Database.open(tmp_path / "crm.db")
    opened.writer.execute("INSERT INTO tags (name, compare_key, colour) VALUES ('kept', 'kept', '')")
    opened.close()
    before = migrations.LATEST
    second = _Step("DROP TABLE contact_tags", "DROP TABLE tags")
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, second))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    updated = Database.open(tmp_path / "crm.db", tmp_path / "backups")
    assert migrations.version(updated.writer) == before + 1
    updated.close()

    copy = engine.connect(str(tmp_path / "backups" / f"before-update-from-{before}.db"), read_only=True)
    assert copy.execute("SELECT name FROM tags").fetchall() == [("kept",)]
    assert (migrations.version(copy), database.check(copy)) == (before, [])
    copy.close()


@pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL")
@pytest.mark.parametrize("place", [0, 1, 20, len(step_0001.STATEMENTS) - 1, len(step_0001.STATEMENTS)])
def test_a_step_that_is_killed_half_way_begins_anew_at_the_next_start(place: int, tmp_path: Path) -> None:
    path = tmp_path / "crm.db"

    def child() -> None:
        steps = [*step_0001.STATEMENTS]
        connection = engine.connect_for_writing(str(path))
        connection.create_function("end_here", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
        steps.insert(place, "SELECT end_here()")
        migrations.STEPS = (_Step(*steps),)  # type: ignore[assignment, misc]
        migrations.migrate(connection)

    _killed(child)

    opened = Database.open(path)
    assert migrations.version(opened.writer) == migrations.LATEST
    assert database.check(opened.writer) == []
    assert all(journal.columns(opened.writer, table) for table in SQLModel.metadata.tables)
    opened.close()


def _killed(work: Callable[[], None]) -> None:
    process = os.fork()
    if process == 0:
        try:
            work()
        finally:
            os._exit(1)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL
