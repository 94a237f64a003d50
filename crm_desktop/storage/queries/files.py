"""Files that were copied into the home: whose they are, and which contents the journal could bring back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from crm_desktop.domain.files import FileOwner, FileRow
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries.field_changes import INDEXED
from crm_desktop.storage.queries.instants import instant

_COLUMNS: Final = "SELECT id, contact_id, company_id, deal_id, interaction_id, name, size, media_type, added_at, stored, sha256 FROM files"


def rows(connection: Connection, owner: FileOwner) -> list[FileRow]:
    """The files of a person, company or deal, or of one entry of a timeline, newest first."""
    named = (
        ("interaction_id", owner.interaction_id), ("contact_id", owner.contact_id), ("company_id", owner.company_id),
        ("deal_id", owner.deal_id),
    )  # fmt: skip
    column, value = next((each for each in named if each[1] is not None), ("id", None))
    query = f"{_COLUMNS} WHERE {column} = ? ORDER BY added_at DESC, id DESC"
    return [_row(found) for found in connection.execute(query, (value,))]


def row(connection: Connection, file_id: int) -> FileRow | None:
    """One file; None when it is gone."""
    found = connection.execute(f"{_COLUMNS} WHERE id = ?", (file_id,)).fetchone()
    return _row(found) if found else None


def all_rows(connection: Connection) -> Iterator[FileRow]:
    """Every file, in the order in which they were added."""
    return (_row(found) for found in connection.execute(f"{_COLUMNS} ORDER BY id"))


def stored_names(connection: Connection) -> set[str]:
    """The contents that something points at now, or would after undoing or redoing."""
    query = f"""SELECT stored FROM files UNION SELECT photo FROM contacts WHERE photo <> ''
        UNION SELECT json_extract(old, '$.stored') FROM changes WHERE table_name = 'files' AND old IS NOT NULL AND table_name
        {INDEXED}
        UNION SELECT json_extract(old, '$.photo') FROM changes WHERE table_name = 'contacts' AND old IS NOT NULL AND table_name
        {INDEXED}"""
    return {found[0] for found in connection.execute(query) if found[0]}


def owner_name(connection: Connection, owner: FileOwner) -> str | None:
    """What the owner is called; None when it is gone."""
    for table, name, value in (
        ("contacts", "display_name", owner.contact_id),
        ("companies", "name", owner.company_id),
        ("deals", "title", owner.deal_id),
    ):
        if value is not None:
            found = connection.execute(f"SELECT {name} FROM {table} WHERE id = ?", (value,)).fetchone()
            return str(found[0]) if found else None
    return None


def _row(found: tuple[Any, ...]) -> FileRow:
    file_id, contact, company, deal, interaction, name, size, media_type, added_at, stored, sha256 = found
    owner = FileOwner(contact, company, deal, interaction)
    return FileRow(file_id, owner, name, size, media_type, instant(added_at), stored, sha256)
