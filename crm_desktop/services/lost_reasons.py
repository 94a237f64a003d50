"""The reasons that are offered when a deal is lost."""

from __future__ import annotations

from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing


class LostReasonService:
    """The reasons that are offered when a deal is lost."""

    def __init__(self, database: Database, writing: Writing) -> None:
        self._database = database
        self._writing = writing
