"""Fields that the user makes for contacts, companies and deals, and what they hold."""

from __future__ import annotations

from crm_desktop.services.settings import SettingsService
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing


class OwnFieldService:
    """Fields that the user makes for contacts, companies and deals, and what they hold."""

    def __init__(self, database: Database, writing: Writing, settings: SettingsService) -> None:
        self._database = database
        self._writing = writing
        self._settings = settings
