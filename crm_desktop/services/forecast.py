"""What is expected month by month, and what came of what was expected."""

from __future__ import annotations

from crm_desktop.services.ports import Clock
from crm_desktop.storage.database import Database


class ForecastService:
    """What is expected month by month, and what came of what was expected."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
