"""A deal with everything about it, edited in place."""

from __future__ import annotations

from crm_desktop.services.ports import Clock
from crm_desktop.services.settings import SettingsService
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing


class DealPageService:
    """A deal with everything about it, edited in place."""

    def __init__(self, database: Database, writing: Writing, clock: Clock, settings: SettingsService) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._settings = settings
