"""Files that are copied into the home under random names with their hash, and opened by the system after a check."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.services.ports import Clock
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing


class FileService:
    """Files that are copied into the home under random names with their hash, and opened by the system after a check."""

    def __init__(self, database: Database, writing: Writing, clock: Clock, folder: Path) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._folder = folder
