"""What was deleted and can be brought back, read from the change journal."""

from __future__ import annotations

from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing


class TrashService:
    """What was deleted and can be brought back, read from the change journal."""

    def __init__(self, database: Database, writing: Writing, reckoning: Reckoning) -> None:
        self._database = database
        self._writing = writing
        self._reckoning = reckoning
