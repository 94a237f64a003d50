"""Files that are copied into the home under random names with their hash, and opened by the system after a check."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import stat
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from crm_desktop.domain.errors import BadFile, NotFound, StorageFailure, UserError
from crm_desktop.domain.files import HEAD, LARGEST_FILE, FileOwner, FileRow, ending_of, may_run, shown_name
from crm_desktop.domain.messages import message
from crm_desktop.runtime.whole_file import whole_bytes
from crm_desktop.services.ports import Clock
from crm_desktop.services.writes import Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import files as queries
from crm_desktop.storage.writing import Writing

_CHUNK = 1024 * 1024
_OLD_ENOUGH = 24 * 60 * 60


class FileChanged(UserError):
    """The content in the home is not what was added."""


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """What is known of a file before the system opens it: where it lies, and why one might want to think twice."""

    path: Path
    name: str
    changed: bool
    may_run: bool


@dataclass(frozen=True, slots=True)
class Content:
    """What lies in the folder now: its name there, its SHA-256 as hexadecimal digits, and its size in bytes."""

    stored: str
    sha256: str
    size: int


class FileService:
    """Files of people, companies and deals. The folder belongs to the user alone (0700), and so do its files (0600)."""

    def __init__(self, database: Database, writing: Writing, clock: Clock, folder: Path) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._folder = folder
        self._swept = False

    def add(self, owner: FileOwner, path: Path) -> int:
        """Copy a file into the home and note whose it is; returns its id.

        Raises BadFile for what is no file, cannot be read or is too large, NotFound when the owner is gone, and
        StorageFailure when the disk is full: nothing is left behind then.
        """
        name, whose = shown_name(path.name), self._owner(owner)
        self._sweep_once()
        label = message("Added the file {file} to {name}", file=name, name=whose)
        with self._kept(self._copy(path, name)) as content, self._writing(label) as work:
            return note_file(work, owner, name, content)

    def rows(self, owner: FileOwner) -> list[FileRow]:
        """The files of a person, company or deal, newest first."""
        return queries.rows(self._database.reader(), owner)

    def row(self, file_id: int) -> FileRow | None:
        """One file; None when it is gone."""
        return queries.row(self._database.reader(), file_id)

    def all_rows(self) -> list[FileRow]:
        """Every file there is, for exports; `path_of` says where its content lies."""
        return list(queries.all_rows(self._database.reader()))

    def path_of(self, stored: str) -> Path:
        """Where a content lies, whether it is there or not. Raises NotFound for what is no stored name."""
        if not stored or Path(stored).name != stored or stored.startswith("."):
            raise NotFound("This file is no longer there.")
        return self._folder / stored

    def check(self, file_id: int) -> OpenCheck:
        """Look at a file before it is opened; raises NotFound when it or its content is gone."""
        row = self._row(file_id)
        path = self.path_of(row.stored)
        with self._read(path, row.name) as file:
            head = file.read(HEAD)
            file.seek(0)
            changed = _hash(file) != row.sha256
        return OpenCheck(path, row.name, changed, may_run(row.name, head))

    def open_path(self, file_id: int) -> Path:
        """Where a file lies whose content is what was added; raises FileChanged when it is not, NotFound when it is gone."""
        found = self.check(file_id)
        if found.changed:
            raise FileChanged("“{name}” was changed since it was added.", name=found.name)
        return found.path

    def export(self, file_id: int, path: Path) -> None:
        """Write a copy to a place of the user's choice; what stood there is replaced only when all of it is written.

        Raises StorageFailure when it cannot be written, FileChanged when the content is not what was added.
        """
        row = self._row(file_id)
        source = self.open_path(file_id)
        with self._read(source, row.name) as file, _failing(path.name), whole_bytes(path) as target:
            target.writelines(iter(lambda: file.read(_CHUNK), b""))

    def delete(self, file_id: int) -> None:
        """Take a file away. Its content stays while undoing could bring it back."""
        row = self._row(file_id)
        with self._writing(message("Deleted the file {file}", file=row.name)) as work:
            work.delete("files", file_id)

    def store(self, content: bytes, ending: str = "") -> str:
        """Put a content into the folder without noting whose it is, as for a photo; returns its name there."""
        return self.put(iter((content,)), f"x.{ending}").stored

    def read(self, stored: str) -> bytes:
        """A content by its name in the folder; raises NotFound when it is gone."""
        with self.opened(stored, stored) as file:
            return file.read(LARGEST_FILE)

    @contextmanager
    def opened(self, stored: str, name: str) -> Iterator[IO[bytes]]:
        """A content to read from, by its name in the folder. Raises NotFound when it is gone, BadFile for what is no file."""
        with self._read(self.path_of(stored), name) as file:
            yield file

    def put(self, chunks: Iterable[bytes], name: str) -> Content:
        """Write a content under a random name, with the ending of `name`; raises as `add` does."""
        ending = ending_of(name)
        stored = uuid.uuid4().hex + (f".{ending}" if ending else "")
        digest, size = hashlib.sha256(), 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST_FILE:
                    raise _too_large(name)
                digest.update(chunk)
                yield chunk

        with _failing(name):
            self._prepare()
            with whole_bytes(self._folder / stored) as target:
                target.writelines(counted())
        return Content(stored, digest.hexdigest(), size)

    @contextmanager
    def _kept(self, content: Content) -> Iterator[Content]:
        """The content goes again when the block does not end well."""
        try:
            yield content
        except BaseException:
            self.forget([content])
            raise

    def forget(self, contents: Iterable[Content]) -> None:
        """Take contents away again that nothing points at, because what they were for did not come to pass."""
        for content in contents:
            (self._folder / content.stored).unlink(missing_ok=True)

    def sweep(self) -> int:
        """Remove contents that nothing points at and that no undo brings back, as a crash leaves them; returns how many.

        Younger ones stay: they may belong to a write under way.
        """
        if not self._folder.is_dir():
            return 0
        known = queries.stored_names(self._database.reader())
        before = self._clock.now().timestamp() - _OLD_ENOUGH
        removed = 0
        for path in self._folder.iterdir():
            if path.name not in known and path.lstat().st_mtime < before and not path.is_dir():
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def _sweep_once(self) -> None:
        if not self._swept:
            self._swept = True
            self.sweep()

    def _copy(self, path: Path, name: str) -> Content:
        with self._read(path, name) as file:
            if os.fstat(file.fileno()).st_size > LARGEST_FILE:
                raise _too_large(name)
            return self.put(iter(lambda: file.read(_CHUNK), b""), name)

    @contextmanager
    def _read(self, path: Path, name: str) -> Iterator[IO[bytes]]:
        """A file to read from; in the folder itself no link is followed."""
        try:
            if path.parent == self._folder and path.is_symlink():
                raise BadFile("“{name}” is not opened: another file was put in its place.", name=name)
            # Pipes and devices could be waited for without end.
            if not stat.S_ISREG(path.stat().st_mode):
                raise BadFile("“{name}” is not a file.", name=name)
            file = path.open("rb")
        except FileNotFoundError as error:
            raise NotFound("“{name}” is no longer there.", name=name) from error
        except OSError as error:
            raise BadFile("“{name}” cannot be read: {why}.", name=name, why=error.strerror or "") from error
        with file:
            yield file

    def _prepare(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name != "nt":
            self._folder.chmod(0o700)

    def _owner(self, owner: FileOwner) -> str:
        name = queries.owner_name(self._database.reader(), owner)
        if name is None:
            raise NotFound("The page that the file was for is no longer there.")
        return name

    def _row(self, file_id: int) -> FileRow:
        row = self.row(file_id)
        if row is None:
            raise NotFound("This file is no longer there.")
        return row


def note_file(work: Work, owner: FileOwner, name: str, content: Content) -> int:
    """Note inside a unit of work whose content it is; returns the file's id."""
    return work.insert(
        "files",
        contact_id=owner.contact_id,
        company_id=owner.company_id,
        deal_id=owner.deal_id,
        interaction_id=owner.interaction_id,
        name=name,
        stored=content.stored,
        sha256=content.sha256,
        size=content.size,
        media_type=mimetypes.guess_type(name)[0] or "",
        added_at=work.now,
    )


def _too_large(name: str) -> BadFile:
    largest = LARGEST_FILE // 1024 // 1024
    return BadFile("“{name}” is larger than {count} MB; keep it elsewhere and add a link.", name=name, count=largest)


def _hash(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def _failing(name: str) -> Iterator[None]:
    """Failures of the disk as a sentence."""
    try:
        yield
    except OSError as error:
        raise StorageFailure("“{name}” could not be saved: {why}.", name=name, why=error.strerror or "") from error
