"""One pass over a file of contacts inside a unit of work: what is new goes in, what is known is only added to."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from crm_desktop.domain.background import NOTHING_ELSE, Background
from crm_desktop.domain.contacts import ContactDraft, called, clean_draft
from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.folding import fold
from crm_desktop.domain.matching import joined, likeness, news, own_uid
from crm_desktop.domain.phones import SameNumber, same_number
from crm_desktop.services.background_writes import BackgroundWriting
from crm_desktop.services.contact_rows import name_columns
from crm_desktop.services.known_people import KnownPeople
from crm_desktop.services.ports import (
    ReadDraft,
    Rejected,
)
from crm_desktop.services.writes import Details, Work, tag_for
from crm_desktop.storage import matching_index
from crm_desktop.storage.queries import backgrounds
from crm_desktop.storage.queries import contacts as queries

_BATCH = 400
_PHOTOS_IN_BATCH = 16 * 1024 * 1024
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


class ImportRun:
    """One pass over a file inside a unit of work."""

    def __init__(
        self,
        origin: str,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
        background: Callable[[Work], BackgroundWriting] = BackgroundWriting,
        same_number: SameNumber = same_number,
    ) -> None:
        self._same_number = same_number
        self.counts = ImportCounts()
        self._make_background = background
        self._origin = origin
        self._progress = progress or (lambda _read: None)
        self._cancelled = cancelled or (lambda: False)
        self._companies: dict[str, int] = {}
        self._companies_as_written: dict[str, int] = {}
        self._tags: dict[str, int] = {}

    def take(self, work: Work, entries: Iterable[ReadDraft | Rejected]) -> None:
        """Put everything in, batch by batch."""
        work.expect_much()
        self._companies = matching_index.keys_and_ids(work.read, "companies")
        self._tags = matching_index.keys_and_ids(work.read, "tags")
        self._background = self._make_background(work)
        for batch in _batches(entries):
            if self._cancelled():
                raise Cancelled
            self._take_batch(work, self._cleaned(batch))
            self._progress(self.counts.read)
        self._background.relate()

    def _cleaned(self, batch: Sequence[ReadDraft | Rejected]) -> Iterator[ContactDraft]:
        for entry in batch:
            if isinstance(entry, Rejected):
                self.counts.rejected.append(entry)
                continue
            try:
                draft = self._background.understood(clean_draft(entry.draft))
            except InvalidInput as error:
                self.counts.rejected.append(Rejected(entry.line, error.sentence))
                continue
            if len(self.counts.sample) < _SAMPLE:
                self.counts.sample.append(replace(draft, more=NOTHING_ELSE) if draft.more.photo else draft)
            yield draft

    def _take_batch(self, work: Work, drafts: Iterable[ContactDraft]) -> None:
        batch = [(draft, likeness(draft)) for draft in drafts]
        known = KnownPeople(work, [like for _, like in batch], self._same_number)
        fresh: list[ContactDraft] = []
        for draft, like in batch:
            match = known.match(like)
            if match is None:
                known.add(like, -1 - len(fresh))
                fresh.append(draft)
                self.counts.new += 1
            elif match < 0:
                place = -1 - match
                added = news(fresh[place], draft, self._same_number)
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
        added = news(have, _with_real_dates(said), self._same_number)
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
        self._background.write(contact_id, added.more)

    def _insert(self, work: Work, drafts: Sequence[ContactDraft]) -> None:
        # Numbered here, so that a person and all parts go in by a handful of prepared statements.
        first = work.last_id("contacts") + 1
        rows, details, tags = [], Details.empty(), []
        for contact_id, draft in enumerate(drafts, start=first):
            rows.append(self._contact_row(work, contact_id, draft))
            details.add(contact_id, draft)
            tags += [(contact_id, self._tag(work, tag)) for tag in draft.tags]
        work.insert_fresh("contacts", _CONTACT_COLUMNS, rows)
        for table, names, parts in details.tables():
            work.insert_fresh(table, names, parts)
        work.insert_fresh("contact_tags", ("contact_id", "tag_id"), dict.fromkeys(tags))
        for contact_id, draft in enumerate(drafts, start=first):
            self._background.write(contact_id, draft.more)

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
        if name in self._companies_as_written:
            return self._companies_as_written[name]
        key = fold(name)
        if key not in self._companies:
            self._companies[key] = work.insert(
                "companies", uid=uuid.uuid4().hex, name=name, compare_key=key, created_at=work.now
            )
            self.counts.new_companies += 1
        self._companies_as_written[name] = self._companies[key]
        return self._companies[key]

    def _tag(self, work: Work, name: str) -> int:
        key = fold(name)
        if key not in self._tags:
            self._tags[key] = tag_for(work, name)
        return self._tags[key]


def _batches(entries: Iterable[ReadDraft | Rejected]) -> Iterator[list[ReadDraft | Rejected]]:
    """The entries in pieces of some hundreds, fewer where they come with large photos."""
    batch: list[ReadDraft | Rejected] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        if isinstance(entry, ReadDraft) and entry.draft.more is not NOTHING_ELSE:
            size += len(entry.draft.more.photo)
        if len(batch) == _BATCH or size > _PHOTOS_IN_BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


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
        more=_stored_background(work, contact_id),
    )


def _stored_background(work: Work, contact_id: int) -> Background:
    found = backgrounds.backgrounds(work.read, [contact_id]).get(contact_id, NOTHING_ELSE)
    if backgrounds.photos(work.read, [contact_id]):
        # Whatever it shows: a photo that is there is never replaced.
        found = replace(found, photo=b"there")
    return found


def _with_real_dates(draft: ContactDraft) -> ContactDraft:
    # Compared in the form in which they would be stored, or the same file would bring the same "news" again.
    kept = []
    for date in draft.dates:
        try:
            kept.append(replace(date, value=PartialDate.parse(date.value).isoformat()))
        except ValueError:
            continue
    return replace(draft, dates=tuple(kept))
