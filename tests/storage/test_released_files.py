"""Files that earlier versions left behind: they are brought up to date whole, or not at all, and nothing in them is lost."""

from __future__ import annotations

import gzip
import os
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from crm_desktop.domain.contacts import PointKind, compare_key
from crm_desktop.domain.reminders import ReminderKind
from crm_desktop.storage import database, engine, journal, migrations, search_index
from crm_desktop.storage.database import Database
from crm_desktop.storage.migrations import step_0001, step_0002, step_0003, step_0004
from tests.support.clock import FixedClock
from tests.support.home import opened_home

_DATA = Path(__file__).parent.parent / "data"
_SAVED = FixedClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
"""When the stored file was written."""


def _stored(step: int, folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    path = folder / "crm.db"
    path.write_bytes(gzip.decompress((_DATA / f"step_000{step}.db.gz").read_bytes()))
    path.chmod(0o600)
    return path


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A file as step 1 left it: 15 people, deals, reminders of every kind, some things undone."""
    return _stored(1, tmp_path / "home")


@pytest.fixture(params=[1, 2, 3])
def any_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same, and files as later steps left them: the people of the sample and Ann Holm, with what that step was about."""
    return _stored(request.param, tmp_path / "home")


@pytest.fixture
def second_file(tmp_path: Path) -> Path:
    """The file that step 2 left."""
    return _stored(2, tmp_path / "home")


def _columns(connection: engine.Connection) -> dict[str, str]:
    found = {table: ", ".join(journal.columns(connection, table)) for table in journal.JOURNALED}
    return {table: names for table, names in found.items() if names}


def _rows(connection: engine.Connection, columns: dict[str, str]) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that the file has, in the columns named; telephone numbers by their present keys."""
    shorter = "CASE kind WHEN 'phone' THEN substr(compare_key, -7) ELSE compare_key END"
    columns = columns | {"contact_points": columns["contact_points"].replace("compare_key", shorter)}
    return {
        table: connection.execute(f"SELECT {names} FROM {table} ORDER BY id").fetchall()
        for table, names in columns.items()
    }


def test_every_row_of_an_older_file_is_there_afterwards(any_file: Path) -> None:
    before = engine.connect(str(any_file), read_only=True)
    columns = _columns(before)
    expected = _rows(before, columns)
    before.close()
    opened = Database.open(any_file, any_file.parent / "backups")
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


def test_telephone_numbers_of_an_older_file_are_found_by_their_present_keys(second_file: Path) -> None:
    with opened_home(second_file.parent, _SAVED) as core:
        wrong = "SELECT value, compare_key FROM contact_points WHERE kind = 'phone'"
        keys = dict(core.database.reader().execute(wrong).fetchall())
        assert keys["030/7654321"] == "7654321"
        assert all(key == compare_key(PointKind.PHONE, value) for value, key in keys.items())
        # The number that undoing brings back is found by the key of today.
        assert str(core.services.undoing.undo()) == "Changed Ann Holm"
        keys = dict(core.database.reader().execute(wrong).fetchall())
        assert keys["030/1234567"] == "1234567"


def test_what_the_second_file_had_can_be_undone_and_done_again(second_file: Path) -> None:
    with opened_home(second_file.parent, _SAVED) as core:
        undoing, count = core.services.undoing, 0
        while undoing.undo() is not None:
            count += 1
        assert core.services.contacts.count() == 0
        for _step in range(count):
            undoing.redo()
        assert core.services.contacts.count() == 16
        assert {row.text for row in core.services.reminders.agenda()} >= {"Once, a whole day", "Urgent in Lisbon"}
        assert search_index.differences(core.database.writer) == []


def test_where_the_moves_of_the_third_file_led_to_is_known(tmp_path: Path) -> None:
    with opened_home(_stored(3, tmp_path / "home").parent, _SAVED) as core:
        led_to = core.database.reader().execute(
            "SELECT m.to_stage, s.name FROM stage_moves m LEFT JOIN stages s ON s.id = m.to_stage_id ORDER BY m.id"
        )
        renamed = {"Negotiation": "Haggling"}
        found = led_to.fetchall()
        assert len(found) == 6
        assert all(renamed.get(said, said) == there for said, there in found)


def test_what_the_third_file_had_can_be_undone_and_done_again(tmp_path: Path) -> None:
    with opened_home(_stored(3, tmp_path / "home").parent, _SAVED) as core:
        undoing, count = core.services.undoing, 0
        while undoing.undo() is not None:
            count += 1
        assert (core.services.contacts.count(), core.services.pipeline.board().open_count) == (0, 0)
        for _step in range(count):
            undoing.redo()
        assert core.services.contacts.count() == 17
        assert {stage.name for stage in core.services.pipeline.stages()} >= {"Haggling"}
        assert search_index.differences(core.database.writer) == []


def _some(step: ModuleType) -> list[int]:
    """The beginning, the end and a few places between: a released step is never edited, so all of it was tried once."""
    return sorted({place * len(step.STATEMENTS) // 4 for place in range(5)})


_KILLED_AT = [
    *((step_0002, 1, place) for place in _some(step_0002)),
    *((step_0003, 2, place) for place in _some(step_0003)),
    *((step_0004, 3, place) for place in range(len(step_0004.STATEMENTS) + 1)),
]


@pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL")
@pytest.mark.parametrize(("step", "before", "place"), _KILLED_AT)
def test_an_update_killed_at_any_statement_begins_anew_at_the_next_start(
    step: ModuleType, before: int, place: int, tmp_path: Path
) -> None:
    file = _stored(before, tmp_path / "home")
    columns = _shape(file)
    process = os.fork()
    if process == 0:
        try:
            connection = engine.connect_for_writing(str(file))
            connection.create_function("end_here", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
            step.STATEMENTS = (*step.STATEMENTS[:place], "SELECT end_here()", *step.STATEMENTS[place:])  # type: ignore[attr-defined]
            migrations.migrate(connection)
        finally:
            os._exit(1)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status)
    assert _shape(file) == columns
    opened = Database.open(file)
    assert (migrations.version(opened.writer), database.check(opened.writer)) == (migrations.LATEST, [])
    opened.close()


def _shape(file: Path) -> tuple[int, dict[str, str]]:
    """The number of the step that a file has seen, and its columns."""
    connection = engine.connect(str(file), read_only=True)
    found = migrations.version(connection), _columns(connection)
    connection.close()
    return found


def test_the_tables_of_an_updated_file_are_those_of_a_new_one(any_file: Path, tmp_path: Path) -> None:
    updated, fresh = Database.open(any_file), Database.open(tmp_path / "new.db")
    query = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2"
    assert updated.writer.execute(query).fetchall() == fresh.writer.execute(query).fetchall()
    assert len(migrations.STEPS) > len([step_0001])
    updated.close()
    fresh.close()
