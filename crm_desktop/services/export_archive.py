"""The complete export as one archive (ZIP, APPNOTE 6.3): the data as JSON, and beside it every file and photo as it was added."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Final, TypeVar

from crm_desktop.domain.errors import BadFile, NotFound, UserError
from crm_desktop.domain.messages import counted
from crm_desktop.services.files import FileService

DATA: Final = "crm-desktop.json"
"""What the data is called in the archive; the files stand in `files/` under their stored names, which it tells."""
_CHUNK: Final = 1024 * 1024
_ROW: Final = 300
"""About the bytes of a row: what is written of files counts as so many rows."""
_EVERY: Final = 500
_OLDEST: Final = 1980
Progress = Callable[[int, int], object]
"""Told (done, total); the numbers mean nothing but how far it is."""
Item = TypeVar("Item")


class ExportStopped(UserError):
    """The user stopped it; nothing was written."""


class FilesMissing(UserError):
    """Everything else was written: the contents of some files are gone from the folder."""


class Way:
    """How far an export is, and whether to go on with it."""

    def __init__(self, progress: Progress | None, stopped: Callable[[], bool] | None) -> None:
        self._progress = progress
        self._stopped = stopped
        self._done = self._total = self._next = 0

    def expect(self, steps: int) -> None:
        """So many steps more."""
        self._total += steps

    def go(self, steps: int) -> None:
        """So many steps were made; raises ExportStopped when asked to stop."""
        self._done += steps
        if self._done < self._next:
            return
        self._next = self._done + _EVERY
        if self._stopped is not None and self._stopped():
            raise ExportStopped("Stopped. Nothing was written.")
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)

    def counted(self, items: Iterable[Item]) -> Iterator[Item]:
        """The same items, a step each."""
        for item in items:
            self.go(1)
            yield item


class ExportArchive:
    """Writes the archive into `target`; `contents` are (stored name, what it is called) of all that lies in the folder."""

    def __init__(
        self, target: IO[bytes], now: datetime, files: FileService, contents: Sequence[tuple[str, str]], way: Way
    ) -> None:
        self._target = target
        self._date = (max(now.year, _OLDEST), now.month, now.day, now.hour, now.minute, now.second)
        self._files = files
        self._way = way
        self._contents = contents
        self._missing: list[str] = []

    def write(self, write_data: Callable[[IO[str]], int]) -> int:
        """Write the data and then every content; returns what `write_data` does. Raises OSError, as for a full disk."""
        self._way.expect(sum(self._size(stored) for stored, _name in self._contents) // _ROW)
        with zipfile.ZipFile(self._target, "w") as archive:
            entry = self._entry(DATA, zipfile.ZIP_DEFLATED)
            with (
                archive.open(entry, "w", force_zip64=True) as raw,
                io.TextIOWrapper(raw, "utf-8", newline="\n") as file,
            ):
                count = write_data(file)
            for stored, name in self._contents:
                self._add(archive, stored, name)
        return count

    def tell_missing(self, file: str) -> None:
        """Raise FilesMissing if a content was gone."""
        if self._missing:
            one = "“{file}” is written, but the content of {count} file is gone: “{name}”."
            many = "“{file}” is written, but the contents of {count} files are gone: “{name}”, …"
            raise FilesMissing(counted(one, many, len(self._missing), file=file, name=self._missing[0]))

    def _add(self, archive: zipfile.ZipFile, stored: str, name: str) -> None:
        try:
            with self._files.opened(stored, name) as source:
                self._copy(archive, stored, source)
        except (NotFound, BadFile):
            self._missing.append(name)

    def _copy(self, archive: zipfile.ZipFile, stored: str, source: IO[bytes]) -> None:
        # Most files are packed already: packing them again takes time and saves nothing.
        entry = self._entry(f"files/{stored}", zipfile.ZIP_STORED)
        with archive.open(entry, "w", force_zip64=True) as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
                self._way.go(len(chunk) // _ROW)

    def _size(self, stored: str) -> int:
        try:
            return self._files.path_of(stored).stat().st_size
        except (OSError, NotFound):
            return 0  # gone; that is said at the end

    def _entry(self, name: str, packing: int) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._date)
        entry.compress_type = packing
        # The user's alone, where it is unpacked on Unix.
        entry.external_attr = 0o600 << 16
        return entry
