"""Taking in contacts from other programs' files: a preview first, then all of it in one unit of work that one undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from crm_desktop.domain.contacts import ContactDraft, clean_line
from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.errors import BadFile
from crm_desktop.domain.folding import fold
from crm_desktop.domain.messages import message
from crm_desktop.domain.own_fields import OwnField
from crm_desktop.services.background_writes import BackgroundWriting
from crm_desktop.services.files import FileService
from crm_desktop.services.given_files import open_given
from crm_desktop.services.import_run import Cancelled, ImportRun, Progress
from crm_desktop.services.phone_numbers import PhoneNumbers, country_of
from crm_desktop.services.ports import (
    Clock,
    ContactReader,
    FileDescription,
    Formats,
    MappingTarget,
    Rejected,
)
from crm_desktop.services.reading_days import habits
from crm_desktop.services.settings import SettingsService
from crm_desktop.services.writes import Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import own_fields
from crm_desktop.storage.writing import Writing

__all__ = ["Cancelled", "ImportPreview", "ImportReport", "ImportService", "Progress"]

_HEAD = 65_536


class _PreviewOnly(Exception):
    """Ends the unit of work of a preview: everything was done as in earnest, nothing is kept."""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What would happen, reckoned by doing it and taking it back; nothing is written."""

    path: Path
    description: FileDescription
    mapping: Mapping[int, str] | None
    read: int
    new: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    sample: tuple[ContactDraft, ...]
    new_companies: int

    @property
    def format(self) -> str:
        """The short id of the format, as the report has it."""
        return self.description.format


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What happened."""

    path: Path
    format: str
    read: int
    new: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...]


class ImportService:
    """Reads files through the formats handed in; knows none itself."""

    def __init__(
        self,
        database: Database,
        writing: Writing,
        clock: Clock,
        formats: Formats,
        settings: SettingsService,
        files: FileService,
    ) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._formats = formats
        self._settings = settings
        self._files = files

    def targets(self) -> Sequence[MappingTarget]:
        """The places that a column can go to; the own fields that are there come first."""
        own = (MappingTarget(own_target(field), message("{field}", field=field.name)) for field in self._own_fields())
        return (*own, *self._formats.targets)

    def describe(self, path: Path) -> FileDescription:
        """What a file is; raises BadFile when no reader knows it.

        A column that is named like an own field goes there.
        """
        return self._with_own_fields(self._reader(path).describe(path))

    def preview(
        self,
        path: Path,
        mapping: Mapping[int, str] | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportPreview:
        """What importing the file would do. It is done and rolled back, so that the numbers cannot differ.

        Raises BadFile for what is no contact file, Cancelled when asked to stop.
        """
        reader = self._reader(path)
        description = self._with_own_fields(reader.describe(path))
        wanted = _mapping(description, mapping)
        run = ImportRun(self._origin(path), progress, cancelled, self._background(None), self._numbers().same)
        try:
            with self._writing(None) as work:
                run.take(work, reader.read(path, wanted))
                raise _PreviewOnly
        except _PreviewOnly:
            counts = run.counts
        return ImportPreview(
            path=path,
            description=description,
            mapping=mapping,
            read=counts.read,
            new=counts.new,
            changed=counts.changed,
            unchanged=counts.unchanged,
            rejected=tuple(counts.rejected),
            sample=tuple(counts.sample),
            new_companies=counts.new_companies,
        )

    def run(
        self,
        path: Path,
        mapping: Mapping[int, str] | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportReport:
        """Import the file in one unit of work: all of it, or nothing when it fails or is cancelled."""
        reader = self._reader(path)
        description = self._with_own_fields(reader.describe(path))
        wanted = _mapping(description, mapping)
        run = ImportRun(
            self._origin(path), progress, cancelled, self._background(self._files.store), self._numbers().same
        )
        with self._writing(message("Imported {file}", file=clean_line(path.name))) as work:
            run.take(work, reader.read(path, wanted))
        counts = run.counts
        return ImportReport(
            path, description.format, counts.read, counts.new, counts.changed, counts.unchanged, tuple(counts.rejected)
        )

    def _reader(self, path: Path) -> ContactReader:
        try:
            with open_given(path) as file:
                head = file.read(_HEAD)
        except OSError as error:
            why = error.strerror or ""
            raise BadFile("“{name}” cannot be read: {why}.", name=path.name, why=why) from error
        for reader in self._formats.readers:
            if reader.recognises(path, head):
                return reader
        raise BadFile("“{name}” is neither a table (CSV) nor a vCard file.", name=path.name)

    def _numbers(self) -> PhoneNumbers:
        return PhoneNumbers(country_of(self._settings))

    def _own_fields(self) -> list[OwnField]:
        return own_fields.plain_fields(self._database.reader(), "contact")

    def _with_own_fields(self, description: FileDescription) -> FileDescription:
        named = {fold(field.name): own_target(field) for field in self._own_fields()}
        columns = []
        for column in description.columns:
            kind, _, heading = column.target.partition(":")
            target = named.get(fold(heading.strip())) if kind == "fact" else None
            columns.append(column if target is None else replace(column, target=target))
        return replace(description, columns=tuple(columns))

    def _background(self, store: Callable[[bytes], str] | None) -> Callable[[Work], BackgroundWriting]:
        return partial(BackgroundWriting, habits=habits(self._settings, self._clock), store=store)

    def _origin(self, path: Path) -> str:
        now: datetime = instant_to_wall(self._clock.now(), self._clock.zone())
        return f"{clean_line(path.name)}, {now.date().isoformat()}"


def own_target(field: OwnField) -> str:
    """The id of an own field as a place for a column."""
    return f"own.{field.kind.value}:{field.name}"


def _mapping(description: FileDescription, chosen: Mapping[int, str] | None) -> Mapping[int, str] | None:
    """What was chosen, and for the rest the own fields, of which the readers know nothing."""
    own = {column.index: column.target for column in description.columns if column.target.startswith("own.")}
    return {**own, **(chosen or {})} or chosen
