"""People who may become clients: caught fast, judged, turned into deals."""

from __future__ import annotations

from crm_desktop.services.pipeline import PipelineService
from crm_desktop.services.ports import Clock
from crm_desktop.services.settings import SettingsService
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing


class LeadService:
    """People who may become clients: caught fast, judged, turned into deals."""

    def __init__(self, database: Database, writing: Writing, clock: Clock, settings: SettingsService, board: PipelineService) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._settings = settings
        self._board = board
