"""Opening the user's file: refusing what is not ours or newer, migrating, one writer and a reader for each thread."""

from __future__ import annotations

import logging
import os
import struct
import threading
from pathlib import Path
from typing import Final

from crm_desktop.domain.errors import BadFile, NewerFile, StorageFailure
from crm_desktop.storage import engine, migrations
from crm_desktop.storage.engine import Connection

APPLICATION_ID: Final = 0x43524D44  # "CRMD", https://www.sqlite.org/fileformat2.html section 1.3.19
_MAGIC: Final = b"SQLite format 3\x00"
_HEADER_SIZE: Final = 100

_log = logging.getLogger(__name__)


class Database:
    """The open file: `writer` is used by one thread at a time, each reading thread gets a connection of its own."""

    def __init__(self, path: Path, writer: Connection) -> None:
        self.path = path
        self.writer = writer
        self._readers: dict[int, Connection] = {}
        self._guard = threading.Lock()

    @classmethod
    def open(cls, path: Path, backups: Path | None = None) -> Database:
        """Open or create the file and bring it to the present tables.

        Raises NewerFile, BadFile (another program's file, damaged) or StorageFailure, each before a byte is changed.
        """
        try:
            _create_private(path)
            _check_header(path)
            _check_version(path)
            writer = engine.connect_for_writing(str(path))
            _migrate(writer, backups)
        except engine.DatabaseError as error:
            raise failure(error) from error
        except OSError as error:
            raise StorageFailure("The data file cannot be opened: {why}.", why=error.strerror or "") from error
        return cls(path, writer)

    def reader(self) -> Connection:
        """The reading connection of the calling thread."""
        thread = threading.get_ident()
        connection = self._readers.get(thread)
        if connection is None:
            connection = engine.connect_for_reading(str(self.path))
            with self._guard:
                self._readers[thread] = connection
        return connection

    def version(self) -> int:
        """A number that moves with every commit of anybody but the calling thread's reading connection itself."""
        return int(self.reader().execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Close every connection; the log is written back into the file, so that a copied file is whole."""
        with self._guard:
            for connection in self._readers.values():
                connection.close()
            self._readers.clear()
        try:
            self.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except engine.DatabaseError as error:
            # On a full disk or a damaged file: what was saved stays in the log, and the next start takes it from there.
            _log.warning("the log was not written back into the file: %s", error)
        finally:
            self.writer.close()


def failure(error: Exception) -> StorageFailure | BadFile:
    """What SQLite says, as a sentence that tells what to do."""
    text = str(error).lower()
    if "full" in text:
        return StorageFailure("The disk is full, so this was not saved. Free some space and try again.")
    if "locked" in text or "busy" in text:
        return StorageFailure("The data file is in use by another program. Close it and try again.")
    if "readonly" in text or "read-only" in text:
        return StorageFailure("The data file or its folder is read-only; nothing was saved.")
    if "not a database" in text or "malformed" in text or "encrypted" in text:
        return BadFile("The data file is damaged. Nothing was changed; restore a backup.")
    if "unable to open" in text:
        return StorageFailure("The data file cannot be opened. Check that its folder exists and may be written to.")
    return StorageFailure("The data file could not be written: {why}.", why=text[:100])


def check_engine() -> None:
    """Refuse to start on an SQLite that can damage files, or with a second copy of it in the process.

    Raises StorageFailure. Called once at the start of the program, not for every file.
    """
    if engine.VERSION < engine.OLDEST_SAFE:
        version = ".".join(map(str, engine.VERSION))
        raise StorageFailure("SQLite {version} can damage files; 3.51.3 or newer is needed.", version=version)
    foreign = engine.loaded_libraries()
    # The standard library's sqlite3 shares the process only when something imported it; the engine itself is linked in.
    others = {path for path in foreign if "sqlcipher3" not in path}
    if others:
        raise StorageFailure("A second SQLite library is loaded ({path}); it would break file locks.", path=min(others))


def check(connection: Connection) -> list[str]:
    """What is wrong with the file: SQLite's own integrity and foreign key checks; empty when it is whole."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)").fetchall() if row[0] != "ok"]
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    return found + [
        f"{table} row {row_id} points to a {parent} row that is not there" for table, row_id, parent, _ in broken
    ]


def _create_private(path: Path) -> None:
    if path.is_symlink():
        raise BadFile("The data file is a link. Open the file itself, so that it cannot be led elsewhere.")
    if path.exists():
        if path.is_file() and path.stat().st_nlink > 1:
            raise BadFile("The data file has a second name (a hard link), which can damage it. Make a copy instead.")
        return
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(path, flags, 0o600))


def _check_header(path: Path) -> None:
    # Read before any connection is open: closing a plain descriptor later would drop SQLite's locks (POSIX).
    with path.open("rb") as file:
        header = file.read(_HEADER_SIZE)
    if not header:
        return
    if len(header) < _HEADER_SIZE or not header.startswith(_MAGIC):
        raise BadFile("“{name}” is not a data file of this program. Nothing was changed.", name=path.name)
    (schema,) = struct.unpack_from(">I", header, 40)
    (version,) = struct.unpack_from(">I", header, 60)
    (application,) = struct.unpack_from(">I", header, 68)
    _judge(path, version, application, schema)


def _check_version(path: Path) -> None:
    if not path.with_name(path.name + "-wal").exists():
        return  # the header says it all
    connection = engine.connect(str(path), read_only=True)
    try:
        application = int(connection.execute("PRAGMA application_id").fetchone()[0])
        schema = int(connection.execute("PRAGMA schema_version").fetchone()[0])
        _judge(path, migrations.version(connection), application, schema)
    finally:
        connection.close()


def _judge(path: Path, version: int, application: int, schema: int) -> None:
    # Most programs leave their SQLite files unmarked: one that has tables (a schema that ever changed) is not ours.
    if application not in (0, APPLICATION_ID) or (application == 0 and (version > 0 or schema > 0)):
        raise BadFile("“{name}” belongs to another program. Nothing was changed.", name=path.name)
    if version > migrations.LATEST:
        raise NewerFile(
            "“{name}” was made by a newer version of this program. Update the program; nothing was changed.",
            name=path.name,
        )


def _migrate(writer: Connection, backups: Path | None) -> None:
    before = migrations.version(writer)
    if before not in (0, migrations.LATEST) and backups is not None:
        backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = backups / f"before-update-from-{before}.db"
        target.unlink(missing_ok=True)
        writer.execute("VACUUM INTO ?", (str(target),))
    migrations.migrate(writer)
