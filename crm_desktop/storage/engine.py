"""The one SQLite engine of the program: SQLCipher's, for plain files too, so that every platform runs the same version."""

from __future__ import annotations

from typing import Any, Final

from sqlcipher3 import dbapi2

from crm_desktop.domain.folding import fold

Connection = Any  # sqlcipher3 has no type information; its connections are those of the standard library's sqlite3
DatabaseError: Final[type[Exception]] = dbapi2.DatabaseError
OperationalError: Final[type[Exception]] = dbapi2.OperationalError

# 3.7.0 to 3.51.2 can damage a WAL file when two connections write and checkpoint at the same time (fixed in 3.51.3).
OLDEST_SAFE: Final = (3, 51, 3)
VERSION: Final[tuple[int, ...]] = tuple(dbapi2.sqlite_version_info)

_PRAGMAS: Final = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    # In KiB, for each connection. A reader does not get faster by more: what it leaves out is in the system's own cache.
    "PRAGMA cache_size = -2000",
)


class _Connection(dbapi2.Connection):  # type: ignore[misc]
    """A connection that whoever waits for a long write can watch; see watching.py."""

    watch = None


def connect(path: str, *, read_only: bool = False) -> Connection:
    """A connection in autocommit mode: transactions are begun in words, so that DDL and PRAGMAs roll back as well."""
    target = f"file:{_quoted(path)}?mode=ro" if read_only else path
    connection = dbapi2.connect(
        target, uri=read_only, isolation_level=None, check_same_thread=False, factory=_Connection
    )
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection


def connect_for_writing(path: str) -> Connection:
    """The writer's connection: write-ahead log, every commit on the disk before it returns, deleted text overwritten."""
    connection = connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def connect_for_reading(path: str) -> Connection:
    """A connection that cannot write."""
    connection = connect(path)
    connection.execute("PRAGMA query_only = ON")
    # For comparing texts in lists as the search does, without case and accents.
    connection.create_function("folded", 1, fold, deterministic=True)
    return connection


def loaded_libraries() -> frozenset[str]:
    """The SQLite libraries mapped into this process besides the engine's own; known on Linux only, else empty.

    Two copies in one process would break each other's file locks.
    """
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:  # noqa: PTH123 - not a file on a disk
            paths = {line.split(maxsplit=5)[5].strip() for line in maps if line.count(" ") > 5 and "/" in line}
    except OSError:
        return frozenset()
    return frozenset(path for path in paths if "sqlite" in path.rpartition("/")[2].lower())


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
