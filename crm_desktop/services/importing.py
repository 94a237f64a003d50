"""Taking in contacts from other programs' files: a preview first, then all of it in one unit of work that one undo takes back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from crm_desktop.domain.contacts import ContactDraft, called, clean_draft, clean_line
from crm_desktop.domain.dates import PartialDate, instant_to_wall
from crm_desktop.domain.errors import BadFile, InvalidInput, UserError
from crm_desktop.domain.folding import fold
from crm_desktop.domain.matching import Likeness, joined, likeness, news, own_uid, same_person
from crm_desktop.domain.messages import message
from crm_desktop.services.contacts import name_columns
from crm_desktop.services.ports import (
    Clock,
    ContactReader,
    FileDescription,
    Formats,
    MappingTarget,
    ReadDraft,
    Rejected,
)
from crm_desktop.services.writes import Details, Work, tag_for
from crm_desktop.storage import matching_index
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import contacts as queries
from crm_desktop.storage.writing import Writing

_BATCH = 400
_HEAD = 65_536
_SAMPLE = 20
_CONTACT_COLUMNS = (
    "id", "uid", "prefix", "given", "middle", "family", "suffix", "nickname", "formatted", "display_name", "sort_key",
    "job_title", "department", "company_id", "note", "source", "language", "time_zone", "preferred_channel",
    "keep_in_touch_days", "origin", "created_at",
)  # fmt: skip
_NAME_ORDER = ("prefix", "given", "middle", "family", "suffix", "nickname", "formatted", "display_name", "sort_key")

Progress = Callable[[int], None]
"""Told how many entries were read so far."""


class Cancelled(Exception):
    """The user changed their mind; nothing was written."""


class _PreviewOnly(Exception):
    """Ends the unit of work of a preview: everything was done as in earnest, nothing is kept."""


@dataclass(slots=True)
class ImportCounts:
    """What came of a file so far: entries read = new + changed + unchanged + rejected."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    new_companies: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    sample: list[ContactDraft] = field(default_factory=list)

    @property
    def read(self) -> int:
        """All entries of the file."""
        return self.new + self.changed + self.unchanged + len(self.rejected)


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

    def __init__(self, database: Database, writing: Writing, clock: Clock, formats: Formats) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._formats = formats

    def targets(self) -> Sequence[MappingTarget]:
        """The places that a column can go to."""
        return self._formats.targets

    def describe(self, path: Path) -> FileDescription:
        """What a file is; raises BadFile when no reader knows it."""
        return self._reader(path).describe(path)

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
        description = reader.describe(path)
        run = _Run(self._origin(path), progress, cancelled)
        try:
            with self._writing(None) as work:
                run.take(work, reader.read(path, mapping))
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
        description = reader.describe(path)
        run = _Run(self._origin(path), progress, cancelled)
        with self._writing(message("Imported {file}", file=clean_line(path.name))) as work:
            run.take(work, reader.read(path, mapping))
        counts = run.counts
        return ImportReport(
            path, description.format, counts.read, counts.new, counts.changed, counts.unchanged, tuple(counts.rejected)
        )

    def _reader(self, path: Path) -> ContactReader:
        try:
            with path.open("rb") as file:
                head = file.read(_HEAD)
        except OSError as error:
            why = error.strerror or ""
            raise BadFile("“{name}” cannot be read: {why}.", name=path.name, why=why) from error
        for reader in self._formats.readers:
            if reader.recognises(path, head):
                return reader
        raise BadFile("“{name}” is neither a table (CSV) nor a vCard file.", name=path.name)

    def _origin(self, path: Path) -> str:
        now: datetime = instant_to_wall(self._clock.now(), self._clock.zone())
        return f"{clean_line(path.name)}, {now.date().isoformat()}"


class _Run:
    """One pass over a file inside a unit of work."""

    def __init__(self, origin: str, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self.counts = ImportCounts()
        self._origin = origin
        self._progress = progress or (lambda _read: None)
        self._cancelled = cancelled or (lambda: False)
        self._companies: dict[str, int] = {}
        self._tags: dict[str, int] = {}

    def take(self, work: Work, entries: Iterable[ReadDraft | Rejected]) -> None:
        """Put everything in, batch by batch."""
        self._companies = matching_index.keys_and_ids(work.read, "companies")
        self._tags = matching_index.keys_and_ids(work.read, "tags")
        source = iter(entries)
        while batch := list(islice(source, _BATCH)):
            if self._cancelled():
                raise Cancelled
            self._take_batch(work, self._cleaned(batch))
            self._progress(self.counts.read)

    def _cleaned(self, batch: Sequence[ReadDraft | Rejected]) -> Iterator[ContactDraft]:
        for entry in batch:
            if isinstance(entry, Rejected):
                self.counts.rejected.append(entry)
                continue
            try:
                draft = clean_draft(entry.draft)
            except InvalidInput as error:
                self.counts.rejected.append(Rejected(entry.line, error.sentence))
                continue
            if len(self.counts.sample) < _SAMPLE:
                self.counts.sample.append(draft)
            yield draft

    def _take_batch(self, work: Work, drafts: Iterable[ContactDraft]) -> None:
        batch = [(draft, likeness(draft)) for draft in drafts]
        known = _Known(work, [like for _, like in batch])
        fresh: list[ContactDraft] = []
        for draft, like in batch:
            match = known.match(like)
            if match is None:
                known.add(like, -1 - len(fresh))
                fresh.append(draft)
                self.counts.new += 1
            elif match < 0:
                place = -1 - match
                added = news(fresh[place], draft)
                fresh[place] = joined(fresh[place], added)
                known.extend(match, like)
                self._count(added)
            else:
                self._add_news(work, match, draft)
                known.extend(match, like)
        self._insert(work, fresh)

    def _count(self, added: ContactDraft) -> None:
        if added == ContactDraft():
            self.counts.unchanged += 1
        else:
            self.counts.changed += 1

    def _add_news(self, work: Work, contact_id: int, said: ContactDraft) -> None:
        have = stored_draft(work, contact_id)
        added = news(have, _with_real_dates(said))
        self._count(added)
        if added == ContactDraft():
            return
        columns: dict[str, object] = {
            name: getattr(added, name)
            for name in ("job_title", "department", "source", "language", "time_zone", "preferred_channel")
            if getattr(added, name)
        }
        if added.keep_in_touch_days is not None:
            columns["keep_in_touch_days"] = added.keep_in_touch_days
        if added.note:
            columns["note"] = joined(have, ContactDraft(note=added.note)).note
        if added.company:
            columns["company_id"] = self._company(work, added.company)
        if columns:
            work.update("contacts", contact_id, **columns)
        for table, names, rows in Details.of(contact_id, added).tables():
            work.insert_many(table, names, rows)
        for tag in added.tags:
            work.insert("contact_tags", contact_id=contact_id, tag_id=self._tag(work, tag))

    def _insert(self, work: Work, drafts: Sequence[ContactDraft]) -> None:
        # Numbered here, so that a person and all parts go in by a handful of prepared statements.
        first = matching_index.last_id(work.read, "contacts") + 1
        rows, details, tags = [], Details.empty(), []
        for contact_id, draft in enumerate(drafts, start=first):
            rows.append(self._contact_row(work, contact_id, draft))
            details.add(contact_id, draft)
            tags += [(contact_id, self._tag(work, tag)) for tag in draft.tags]
        work.insert_many("contacts", _CONTACT_COLUMNS, rows)
        for table, names, parts in details.tables():
            work.insert_many(table, names, parts)
        work.insert_many("contact_tags", ("contact_id", "tag_id"), dict.fromkeys(tags))

    def _contact_row(self, work: Work, contact_id: int, draft: ContactDraft) -> tuple[object, ...]:
        name = name_columns(draft.name, called(draft))
        return (
            contact_id,
            draft.uid or own_uid(),
            *(name[column] for column in _NAME_ORDER),
            draft.job_title,
            draft.department,
            self._company(work, draft.company),
            draft.note,
            draft.source,
            draft.language,
            draft.time_zone,
            draft.preferred_channel,
            draft.keep_in_touch_days,
            self._origin,
            work.now,
        )

    def _company(self, work: Work, name: str) -> int | None:
        if not name:
            return None
        key = fold(name)
        if key not in self._companies:
            self._companies[key] = work.insert(
                "companies", uid=uuid.uuid4().hex, name=name, compare_key=key, created_at=work.now
            )
            self.counts.new_companies += 1
        return self._companies[key]

    def _tag(self, work: Work, name: str) -> int:
        key = fold(name)
        if key not in self._tags:
            self._tags[key] = tag_for(work, name)
        return self._tags[key]


class _Known:
    """Whom a batch may be about: people in the file's tables and those of the batch itself (negative ids)."""

    def __init__(self, work: Work, likes: Sequence[Likeness]) -> None:
        self._likes: dict[int, Likeness] = {}
        self._by_key: dict[tuple[str, str], list[int]] = {}
        points = ((kind, key) for like in likes for kind, keys in like.points.items() for key in keys)
        found = matching_index.find(work.read, points, (like.name for like in likes), (like.uid for like in likes))
        for known in found.values():
            self.add(Likeness(known.uid, known.sort_key, known.company_key, known.points), known.id)

    def match(self, like: Likeness) -> int | None:
        """The first, by strength of the sign and then by age, who is surely the same person."""
        for key in _keys(like):
            for contact_id in self._by_key.get(key, ()):
                if same_person(like, self._likes[contact_id]):
                    return contact_id
        return None

    def add(self, like: Likeness, contact_id: int) -> None:
        """One more person to compare with."""
        self._likes[contact_id] = like
        for key in _keys(like):
            self._by_key.setdefault(key, []).append(contact_id)

    def extend(self, contact_id: int, like: Likeness) -> None:
        """The same person said more about themselves."""
        have = self._likes[contact_id]
        points = {
            kind: {*have.points.get(kind, ()), *like.points.get(kind, ())} for kind in {*have.points, *like.points}
        }
        self._likes[contact_id] = Likeness(have.uid, have.name, have.company or like.company, points)
        for key in _keys(like):
            if contact_id not in self._by_key.setdefault(key, []):
                self._by_key[key].append(contact_id)


def _keys(like: Likeness) -> Iterator[tuple[str, str]]:
    if like.uid:
        yield "uid", like.uid
    for kind, keys in like.points.items():
        for key in sorted(keys):
            yield kind, key
    if like.name:
        yield "name", like.name


def stored_draft(work: Work, contact_id: int) -> ContactDraft:
    """A stored contact as a draft, for comparing."""
    page = queries.page(work.read, contact_id)
    if page is None:
        raise UserError("This contact is no longer there.")
    return ContactDraft(
        name=page.name,
        company=page.company,
        job_title=page.job_title,
        department=page.department,
        points=tuple(part.value for part in page.points),
        addresses=tuple(part.value for part in page.addresses),
        dates=tuple(part.value for part in page.dates),
        facts=tuple(part.value for part in page.facts),
        tags=tuple(tag.name for tag in page.tags),
        note=page.note,
        source=page.source,
        language=page.language,
        time_zone=page.time_zone,
        preferred_channel=page.preferred_channel,
        keep_in_touch_days=page.keep_in_touch_days,
        uid=page.uid,
    )


def _with_real_dates(draft: ContactDraft) -> ContactDraft:
    # Compared in the form in which they would be stored, or the same file would bring the same "news" again.
    kept = []
    for date in draft.dates:
        try:
            kept.append(replace(date, value=PartialDate.parse(date.value).isoformat()))
        except ValueError:
            continue
    return replace(draft, dates=tuple(kept))
