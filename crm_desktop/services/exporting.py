"""Taking everything out: a complete JSON file, or the contacts as vCards or a table that other programs read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from crm_desktop import __version__
from crm_desktop.domain.contacts import ContactDraft, PointKind
from crm_desktop.domain.errors import InvalidInput, StorageFailure
from crm_desktop.runtime.whole_file import whole_file
from crm_desktop.services.ports import Clock, Formats
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import everything

_TIMES = frozenset({"created_at", "occurred_at", "closed_at", "stage_since", "moved_at", "fires_at", "ended_at"})


class ExportService:
    """Writes whole files: an export that fails leaves what was there before."""

    def __init__(self, database: Database, clock: Clock, formats: Formats) -> None:
        self._database = database
        self._clock = clock
        self._formats = formats

    def endings(self) -> tuple[str, ...]:
        """The file endings that can be written, without the dot."""
        return ("json", *self._formats.writers)

    def export(self, path: Path) -> int:
        """Write all contacts (.json: everything there is) in the format of the file's ending; returns how many contacts.

        Raises InvalidInput (field "file") for an unknown ending and StorageFailure when the file cannot be written.
        """
        ending = path.suffix.removeprefix(".").lower()
        try:
            if ending == "json":
                return self._export_json(path)
            if ending in self._formats.writers:
                contacts = (draft for _, draft, _more in everything.drafts(self._database.reader()))
                return self._formats.writers[ending](contacts, path)
        except OSError as error:
            why = error.strerror or ""
            raise StorageFailure("“{name}” could not be written: {why}.", name=path.name, why=why) from error
        endings = ", ".join(f".{each}" for each in self.endings())
        raise InvalidInput("file", "Say by the ending what to write: {endings}.", endings=endings)

    def contact(self, contact_id: int) -> dict[str, Any] | None:
        """One contact as the complete export has it, with everything logged under "timeline"; None when it is gone."""
        connection = self._database.reader()
        found = next((entry for entry in everything.drafts(connection, contact_id) if entry[0] == contact_id), None)
        if found is None:
            return None
        talks = everything.interactions_of(connection, contact_id)
        return {**_contact(*found), "timeline": [_readable(row) for row in talks]}

    def _export_json(self, path: Path) -> int:
        with whole_file(path) as file:
            head = {
                "program": "CRM Desktop",
                "version": __version__,
                "exported_at": _instant(int(self._clock.now().timestamp())),
            }
            file.write(json.dumps(head, ensure_ascii=False)[:-1])
            connection = self._database.reader()
            count = _write_list(file, "contacts", (_contact(*entry) for entry in everything.drafts(connection)))
            for table in everything.TABLES:
                _write_list(file, table, (_readable(row) for row in everything.rows(connection, table)))
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
    return {**entry, "origin": more["origin"], "created_at": _instant(more["created_at"])}


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _instant(value) if name in _TIMES and value is not None else value for name, value in row.items()}


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
