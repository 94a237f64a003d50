"""Pipelines and their stages: made, named, ordered, archived, each with one undo."""

from __future__ import annotations

from crm_desktop.services.ports import Clock
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing


class PipelineEditing:
    """Pipelines and their stages: made, named, ordered, archived, each with one undo."""

    def __init__(self, database: Database, writing: Writing, clock: Clock) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
