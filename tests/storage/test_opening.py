"""Opening the file: what is ours is opened with the right settings, everything else is refused with not one byte changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.domain.errors import BadFile, NewerFile, StorageFailure, UserError
from crm_desktop.storage import database, engine
from crm_desktop.storage.database import APPLICATION_ID, Database

_NOBODY = 65534
_AS_ROOT = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="becomes another user, which only root may"
)
_ROOT = Path(__file__).resolve().parents[2]


def _files(folder: Path) -> dict[str, str]:
    """Every file of a folder with the hash of its bytes."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A file of ours with something in it, closed."""
    path = tmp_path / "crm.db"
    opened = Database.open(path)
    opened.writer.execute("INSERT INTO tags (name, compare_key, colour) VALUES ('kept', 'kept', '')")
    opened.close()
    return path


def _pragma(path: Path, statement: str) -> None:
    connection = engine.connect(str(path))
    connection.execute(statement)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _refused(path: Path, kind: type[UserError], sentence: str) -> None:
    before = _files(path.parent)
    with pytest.raises(kind, match=sentence):
        Database.open(path, path.parent / "backups")
    assert _files(path.parent) == before


def test_a_newer_file_is_refused_with_not_one_byte_changed(closed: Path) -> None:
    _pragma(closed, "PRAGMA user_version = 99")
    _refused(closed, NewerFile, "made by a newer version")


def test_a_newer_file_is_refused_too_when_its_version_stands_in_the_log_only(closed: Path, tmp_path: Path) -> None:
    connection = engine.connect(str(closed))
    connection.execute("PRAGMA user_version = 99")
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in (closed, closed.with_name("crm.db-wal")):
        shutil.copy(path, copy / path.name)
    connection.close()
    before = _files(copy)

    with pytest.raises(NewerFile):
        Database.open(copy / "crm.db")

    after = _files(copy)
    assert {name: after[name] for name in before} == before


def test_another_programs_file_is_refused(closed: Path) -> None:
    _pragma(closed, "PRAGMA application_id = 12345")
    _refused(closed, BadFile, "belongs to another program")


def test_an_sqlite_file_without_a_mark_that_has_tables_is_another_programs(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    _pragma(path, "CREATE TABLE theirs (x)")
    _refused(path, BadFile, "belongs to another program")


def test_an_sqlite_file_without_a_mark_whose_tables_stand_in_the_log_only_is_another_programs(tmp_path: Path) -> None:
    source = tmp_path / "source.db"
    connection = engine.connect_for_writing(str(source))
    connection.execute("CREATE TABLE theirs (x)")
    copy = tmp_path / "copy"
    copy.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(f"{source}{ending}", copy / f"other.db{ending}")
    connection.close()
    with pytest.raises(BadFile, match="belongs to another program"):
        Database.open(copy / "other.db")


@pytest.mark.parametrize(
    "content",
    [
        b"x",
        b"PK\x03\x04" + b"\x00" * 200,
        b"SQLite format 3\x00",
        b"SQLite format 3\x00" + b"\x00" * 83,
        b"a,b\n1,2\n" * 100,
    ],
    ids=["one byte", "a zip file", "the magic alone", "a header one byte short", "a table"],
)
def test_what_is_no_database_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "crm.db").write_bytes(content)
    _refused(tmp_path / "crm.db", BadFile, "not a data file of this program")


def test_a_file_whose_header_is_right_and_the_rest_is_not_is_refused(tmp_path: Path) -> None:
    header = bytearray(b"SQLite format 3\x00" + b"\xff" * 84)
    struct.pack_into(">I", header, 60, 1)
    struct.pack_into(">I", header, 68, APPLICATION_ID)
    (tmp_path / "crm.db").write_bytes(bytes(header) + b"\xff" * 4000)
    _refused(tmp_path / "crm.db", BadFile, "damaged")


def test_any_damaged_byte_of_the_header_is_a_sentence_or_does_not_matter(closed: Path, tmp_path: Path) -> None:
    whole = closed.read_bytes()
    place = tmp_path / "damaged"
    for offset in range(100):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        content = bytearray(whole)
        content[offset] ^= 0xFF
        (place / "crm.db").write_bytes(bytes(content))
        try:
            opened = Database.open(place / "crm.db")
        except UserError:
            continue
        # What is damaged behind the header shows when it is read, and becomes a sentence then.
        with contextlib.suppress(engine.DatabaseError):
            opened.writer.execute("SELECT count(*) FROM tags").fetchone()
        opened.close()


def test_a_file_cut_off_anywhere_is_a_sentence_or_opens(closed: Path, tmp_path: Path) -> None:
    whole = closed.read_bytes()
    for length in [0, 1, 99, 100, 512, *range(4096, len(whole), 4096 * 8)]:
        place = tmp_path / str(length)
        place.mkdir()
        (place / "crm.db").write_bytes(whole[:length])
        try:
            opened = Database.open(place / "crm.db")
        except UserError:
            assert (place / "crm.db").read_bytes()[:length] == whole[:length]
            continue
        opened.close()


def test_a_link_is_refused(closed: Path, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(closed)
    _refused(tmp_path / "link.db", BadFile, "is a link")


def test_a_dangling_link_is_refused_and_makes_no_file(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(BadFile, match="is a link"):
        Database.open(tmp_path / "link.db")
    assert not (tmp_path / "elsewhere.db").exists()


def test_a_file_with_a_second_name_is_refused(closed: Path, tmp_path: Path) -> None:
    os.link(closed, tmp_path / "second.db")
    _refused(closed, BadFile, "second name")


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "crm.db").mkdir()
    with pytest.raises(UserError):
        Database.open(tmp_path / "crm.db")


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageFailure, match="cannot be opened"):
        Database.open(tmp_path / "no" / "crm.db")


@pytest.fixture
def theirs(closed: Path) -> Iterator[Path]:
    """A folder of another user with our file in it; root may write everywhere, whatever the modes say."""
    with tempfile.TemporaryDirectory(prefix="crm-read-only-", dir="/tmp") as name:
        place = Path(name)
        shutil.copy(closed, place / "crm.db")
        for path in (place, place / "crm.db"):
            os.chown(path, _NOBODY, _NOBODY)
        yield place
        place.chmod(0o700)


@_AS_ROOT
def test_a_folder_that_may_not_be_written_is_a_sentence_and_stays_as_it_is(theirs: Path) -> None:
    theirs.chmod(0o555)
    before = _files(theirs)

    assert _as_nobody(theirs / "crm.db") == "The data file or its folder is read-only; nothing was saved."
    assert _files(theirs) == before


@_AS_ROOT
def test_a_file_that_may_not_be_written_can_be_read_and_says_so_when_one_writes(theirs: Path) -> None:
    (theirs / "crm.db").chmod(0o400)
    before = _files(theirs)

    assert _as_nobody(theirs / "crm.db") == "The data file or its folder is read-only; nothing was saved."
    assert _files(theirs)["crm.db"] == before["crm.db"]


def _as_nobody(path: Path) -> str:
    """Open, read and write as another user, in a child process; returns the sentence that came of it."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
            os.write(writing, _opened_and_written(path).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = pipe.read()
    os.waitpid(process, 0)
    return said


def _opened_and_written(path: Path) -> str:
    try:
        opened = Database.open(path)
    except StorageFailure as error:
        return str(error)
    assert opened.reader().execute("SELECT name FROM tags").fetchall() == [("kept",)]
    try:
        opened.writer.execute("DELETE FROM tags")
    except engine.DatabaseError as error:
        return str(database.failure(error))
    return "it was written"


def test_a_new_file_is_for_its_user_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        opened = Database.open(tmp_path / "crm.db")
    finally:
        os.umask(before)
    opened.writer.execute("INSERT INTO tags (name, compare_key, colour) VALUES ('x', 'x', '')")
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    opened.close()
    assert set(modes.values()) == {0o600}, modes


def test_closing_leaves_one_whole_file(closed: Path) -> None:
    assert [path.name for path in closed.parent.iterdir()] == ["crm.db"]


def test_an_empty_file_becomes_ours(tmp_path: Path) -> None:
    (tmp_path / "crm.db").touch(mode=0o600)
    opened = Database.open(tmp_path / "crm.db")
    assert opened.writer.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    opened.close()


def test_the_writer_is_set_up_for_keeping_what_it_was_given(tmp_path: Path) -> None:
    opened = Database.open(tmp_path / "crm.db")
    found = {
        name: opened.writer.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete", "trusted_schema",
                     "cell_size_check", "mmap_size")
    }  # fmt: skip
    opened.close()
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1,
        "trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0,
    }  # fmt: skip


def test_a_reader_cannot_write_and_waits_for_nobody(tmp_path: Path) -> None:
    opened = Database.open(tmp_path / "crm.db")
    reader = opened.reader()
    with pytest.raises(engine.DatabaseError, match="readonly"):
        reader.execute("INSERT INTO tags (name, compare_key, colour) VALUES ('x', 'x', '')")
    opened.writer.execute("BEGIN IMMEDIATE")
    opened.writer.execute("INSERT INTO tags (name, compare_key, colour) VALUES ('x', 'x', '')")
    assert reader.execute("SELECT count(*) FROM tags").fetchone() == (0,)
    opened.writer.execute("COMMIT")
    assert reader.execute("SELECT count(*) FROM tags").fetchone() == (1,)
    opened.close()


def test_each_thread_reads_by_its_own_connection(tmp_path: Path) -> None:
    opened = Database.open(tmp_path / "crm.db")
    found = []
    thread = threading.Thread(target=lambda: found.append(opened.reader()))
    thread.start()
    thread.join()
    assert found[0] is not opened.reader()
    assert opened.reader() is opened.reader()
    opened.close()


def test_a_name_with_everything_that_a_uri_knows_is_only_a_name(tmp_path: Path) -> None:
    path = tmp_path / "50% of ? & #1 ünïcode.db"
    Database.open(path).close()
    connection = engine.connect(str(path), read_only=True)
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    connection.close()


@pytest.mark.parametrize(
    ("said", "kind", "sentence"),
    [
        ("database or disk is full", StorageFailure, "The disk is full"),
        ("database is locked", StorageFailure, "in use by another program"),
        ("attempt to write a readonly database", StorageFailure, "read-only"),
        ("file is not a database", BadFile, "damaged"),
        ("database disk image is malformed", BadFile, "damaged"),
        ("unable to open database file", StorageFailure, "cannot be opened"),
        ("disk I/O error", StorageFailure, "could not be written"),
    ],
)
def test_what_sqlite_says_becomes_a_sentence(said: str, kind: type[UserError], sentence: str) -> None:
    found = database.failure(Exception(said))
    assert type(found) is kind
    assert sentence in str(found)


def test_an_sqlite_that_can_damage_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "VERSION", (3, 51, 2))
    monkeypatch.setattr(engine, "loaded_libraries", frozenset)
    with pytest.raises(StorageFailure, match=r"SQLite 3\.51\.2 can damage files"):
        database.check_engine()


def test_a_second_sqlite_in_the_process_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "loaded_libraries", lambda: frozenset({"/usr/lib/libsqlite3.so.0"}))
    with pytest.raises(StorageFailure, match=r"second SQLite library is loaded \(/usr/lib/libsqlite3"):
        database.check_engine()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_exactly_one_sqlite_is_loaded_after_everything_was_imported() -> None:
    # In a process of its own, without the measuring of coverage, which brings the standard library's sqlite3 with it.
    code = (
        "from crm_desktop import bootstrap, cli\n"
        "from crm_desktop.storage import unit_of_work, database, engine\n"
        "database.check_engine()\n"
        "print(*sorted(engine.loaded_libraries()), sep=chr(0))\n"
        "import sqlite3\n"
        "try: database.check_engine()\n"
        "except Exception as error: print(error)\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "COVERAGE"))}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=_ROOT, env=environment
    )
    loaded, refusal = done.stdout.splitlines()
    assert len(loaded.split("\0")) <= 1
    assert all("sqlcipher3" in path for path in loaded.split("\0") if path)
    assert "second SQLite library" in refusal
