"""Taking everything out: an archive with every file, its data alone as JSON, or the contacts for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

from crm_desktop import __version__
from crm_desktop.domain.background import Background
from crm_desktop.domain.contacts import ContactDraft, PointKind
from crm_desktop.domain.errors import InvalidInput, StorageFailure, UserError
from crm_desktop.runtime.whole_file import whole_bytes, whole_file
from crm_desktop.services.export_archive import ExportArchive, Progress, Way
from crm_desktop.services.files import FileService
from crm_desktop.services.ports import Clock, Formats
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import everything
from crm_desktop.storage.queries.everything import one_moment

_TIMES = frozenset(
    "created_at occurred_at closed_at stage_since moved_at fires_at ended_at snoozed_at state_since added_at".split()
)


_WITHIN_CONTACT = frozenset(
    "contact_points addresses important_dates facts contact_tags interactions lifecycle_steps contact_roles relations "
    "consents contact_values".split()
)
"""The tables whose rows stand in the entry of a contact itself."""


class ExportService:
    """Writes whole files: an export that fails leaves what was there before."""

    def __init__(self, database: Database, clock: Clock, formats: Formats, files: FileService) -> None:
        self._database = database
        self._clock = clock
        self._formats = formats
        self._files = files

    def endings(self) -> tuple[str, ...]:
        """The file endings that can be written, without the dot."""
        return ("zip", "json", *self._formats.writers)

    def export(
        self,
        path: Path,
        contact_ids: Sequence[int] | None = None,
        progress: Progress | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> int:
        """Write all contacts in the format of the file's ending; returns how many contacts.

        .zip is everything there is: all data as JSON beside every file and photo; .json is the data alone, which names
        the files. With `contact_ids`, these contacts in this order, in a format of contacts. `progress` is told how far
        it is, and `stopped` is asked then. Raises InvalidInput (field "file") for an unknown ending, StorageFailure when
        the file cannot be written and ExportStopped: what stood at `path` is untouched then. FilesMissing says that all is
        written but some contents that are gone from the folder.
        """
        ending = path.suffix.removeprefix(".").lower()
        way = Way(progress, stopped)
        try:
            if ending == "zip" and contact_ids is None:
                return self._export_archive(path, way)
            if ending == "json" and contact_ids is None:
                with one_moment(self._database.reader()), whole_file(path) as file:
                    return self._write_json(file, way)
            if ending in self._formats.writers:
                drafts = self._drafts(contact_ids, with_photos=ending == "vcf")
                way.expect(everything.people(self._database.reader()) if contact_ids is None else len(contact_ids))
                return self._formats.writers[ending](way.counted(drafts), path)
        except OSError as error:
            why = error.strerror or ""
            raise StorageFailure("“{name}” could not be written: {why}.", name=path.name, why=why) from error
        known = self.endings() if contact_ids is None else tuple(self._formats.writers)
        endings = ", ".join(f".{each}" for each in known)
        raise InvalidInput("file", "Say by the ending what to write: {endings}.", endings=endings)

    def _drafts(self, contact_ids: Sequence[int] | None, *, with_photos: bool) -> Iterator[ContactDraft]:
        for _id, draft, more in everything.drafts(self._database.reader(), only=contact_ids):
            photo = self._photo(more["photo"]) if with_photos and more["photo"] else b""
            yield replace(draft, more=replace(draft.more, photo=photo)) if photo else draft

    def _photo(self, stored: str) -> bytes:
        try:
            return self._files.read(stored)
        except UserError:
            return b""  # its content is gone; everything else of the person is still worth writing

    def contact(self, contact_id: int) -> dict[str, Any] | None:
        """One contact as the complete export has it, with everything logged under "timeline"; None when it is gone.

        Whatever else hangs on the contact follows under the names of its tables: deals, reminders, files, …
        """
        connection = self._database.reader()
        found = next((entry for entry in everything.drafts(connection, contact_id) if entry[0] == contact_id), None)
        if found is None:
            return None
        talks = everything.interactions_of(connection, contact_id)
        rest = {
            table: [_readable(row) for row in rows]
            for table, rows in everything.about(connection, contact_id).items()
            if rows and table not in _WITHIN_CONTACT
        }
        return {**_contact(*found), "timeline": [_readable(row) for row in talks], **rest}

    def _export_archive(self, path: Path, way: Way) -> int:
        connection = self._database.reader()
        with one_moment(connection), whole_bytes(path) as target:
            archive = ExportArchive(target, self._clock.now(), self._files, everything.contents(connection), way)
            count = archive.write(lambda file: self._write_json(file, way))
        archive.tell_missing(path.name)
        return count

    def _write_json(self, file: IO[str], way: Way) -> int:
        head = {
            "program": "CRM Desktop",
            "version": __version__,
            "exported_at": _instant(int(self._clock.now().timestamp())),
        }
        file.write(json.dumps(head, ensure_ascii=False)[:-1])
        connection = self._database.reader()
        way.expect(everything.count(connection))
        people = (_contact(*entry) for entry in everything.drafts(connection))
        count = _write_list(file, "contacts", way.counted(people))
        for table in everything.TABLES:
            rows = (_readable(row) for row in everything.rows(connection, table))
            _write_list(file, table, way.counted(rows))
        file.write("\n}\n")
        return count


def _write_list(file: IO[str], name: str, items: Iterator[dict[str, Any]]) -> int:
    # One item a line and never the whole in memory: a million interactions are a file, not a value.
    file.write(f',\n"{name}": [')
    count = 0
    for count, item in enumerate(items, start=1):
        file.write(("\n" if count == 1 else ",\n") + json.dumps(item, ensure_ascii=False))
    file.write("\n]")
    return count


def _contact(contact_id: int, draft: ContactDraft, more: dict[str, Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": contact_id,
        "uid": draft.uid,
        "name": more["shown"],
        "emails": list(draft.values(PointKind.EMAIL)),
        "phones": list(draft.values(PointKind.PHONE)),
        "links": list(draft.values(PointKind.LINK)),
        "notes": draft.note,
        "name_parts": {part: value for part, value in asdict(draft.name).items() if value},
        "company": draft.company,
        "company_id": more["company_id"],
        "points": [{"kind": point.kind.value, "label": point.label, "value": point.value} for point in draft.points],
        "addresses": [{part: value for part, value in asdict(address).items() if value} for address in draft.addresses],
        "dates": [asdict(date) for date in draft.dates],
        "facts": [asdict(fact) for fact in draft.facts],
        "tags": list(draft.tags),
    }
    for name in (
        "job_title",
        "department",
        "source",
        "language",
        "time_zone",
        "preferred_channel",
        "keep_in_touch_days",
    ):
        entry[name] = getattr(draft, name)
    return {
        **entry,
        **_background(draft.more),
        "photo": more["photo"],
        "lead_fit": more["lead_fit"],
        "lead_fit_reason": more["lead_fit_reason"],
        "origin": more["origin"],
        "created_at": _instant(more["created_at"]),
    }


def _background(more: Background) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "phonetic_given": more.phonetic_given,
        "phonetic_family": more.phonetic_family,
        "pinned_note": more.pinned_note,
        "payment_terms": more.payment_terms,
        "lifecycle": more.lifecycle,
        "lifecycle_steps": [{"stage": step.stage, "day": step.day.isoformat()} for step in more.steps],
        "do_not_contact": more.do_not_contact,
        "roles": [
            {"company": role.company, "title": role.title, "from": role.from_day, "until": role.until_day}
            for role in more.roles
        ],
        "relations": [
            {"kind": part.kind, "name": part.name, "note": part.note, "uid": part.uid} for part in more.relations
        ],
        "consents": [
            {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(consent).items()}
            for consent in more.consents
        ],
        "own_fields": {part.name: part.text for part in more.own},
    }
    return entry


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _instant(value) if name in _TIMES and value is not None else value for name, value in row.items()}


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
