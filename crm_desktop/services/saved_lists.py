"""Filters over everything that is known of contacts, kept in the sidebar with live counts."""

from __future__ import annotations

from crm_desktop.services.ports import Clock
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing


class SavedListService:
    """Filters over everything that is known of contacts, kept in the sidebar with live counts."""

    def __init__(self, database: Database, writing: Writing, clock: Clock) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
