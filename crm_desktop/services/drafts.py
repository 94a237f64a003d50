"""Keeps what is typed but not yet saved, so that neither a crash nor a dead battery takes it."""

from __future__ import annotations

from crm_desktop.storage import drafts_table
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing


class DraftService:
    """Texts by the place they are typed in (`composer/12`, `deal/new`); what a text means is the place's business."""

    def __init__(self, database: Database, writing: Writing) -> None:
        self._database = database
        self._writing = writing

    def get(self, place: str) -> str:
        """What was typed there and not saved; empty when nothing was."""
        return drafts_table.get(self._database.reader(), place) or ""

    def keep(self, place: str, text: str) -> None:
        """Keep what is typed now; an empty text forgets it. Not part of what Ctrl+Z takes back."""
        with self._writing(None) as work:
            drafts_table.put(work.read, place, text)
