"""What a user can do with companies: find, read, change, merge their people's timelines, guess them from an e-mail address."""

from __future__ import annotations

from crm_desktop.services.ports import Clock
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing


class CompanyService:
    """What a user can do with companies: find, read, change, merge their people's timelines, guess them from an e-mail address."""

    def __init__(self, database: Database, writing: Writing, clock: Clock) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
