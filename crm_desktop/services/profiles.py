"""What a user can do on a person's page besides names and ways to reach them: relations, roles, lifecycle, consent, photo."""

from __future__ import annotations

from crm_desktop.services.files import FileService
from crm_desktop.services.ports import Clock
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing


class ProfileService:
    """What a user can do on a person's page besides names and ways to reach them: relations, roles, lifecycle, consent, photo."""

    def __init__(self, database: Database, writing: Writing, clock: Clock, files: FileService) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._files = files
