"""Writing a file as a whole or not at all: beside its place, to the disk, then renamed over it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


@contextmanager
def whole_file(path: Path, *, newline: str | None = None) -> Iterator[IO[str]]:
    """A UTF-8 text file to write to; `path` is replaced only when the block ends well and all is on the disk.

    Raises OSError when it cannot be written (a full disk): what stood at `path` is then untouched.
    """
    with _beside(path, lambda number: os.fdopen(number, "w", encoding="utf-8", newline=newline)) as file:
        yield file


@contextmanager
def whole_bytes(path: Path) -> Iterator[IO[bytes]]:
    """The same for bytes; the file is the user's alone (0600)."""
    with _beside(path, lambda number: os.fdopen(number, "wb")) as file:
        yield file


@contextmanager
def _beside(path: Path, opened: Callable[[int], IO[Any]]) -> Iterator[IO[Any]]:
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}-", suffix=".part")
    temporary = Path(name)
    try:
        with opened(number) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # folders cannot be opened there; the rename is in the file system's own journal
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
