"""What the settings say about notifications: when they may be shown, with which words and which sound."""

from __future__ import annotations

from datetime import datetime, timedelta

from crm_desktop.domain.dates import day_start_instant, instant_to_wall, wall_to_instant
from crm_desktop.domain.quiet_hours import HearingRules, Hold, hold
from crm_desktop.services.ports import Clock
from crm_desktop.services.settings import (
    DIGEST,
    MORNING,
    QUIET,
    QUIET_FROM,
    QUIET_TO,
    SOUND,
    URGENT_THROUGH,
    WORDS,
    WORK_DAYS,
    SettingsService,
)
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import deliveries

_EVERYTHING = -(1 << 62)
_NOTHING = 1 << 62
_DAY = timedelta(days=1)


class NoticePolicy:
    """Reads the settings anew each time, so that what is changed counts at the next look; from any thread."""

    def __init__(self, database: Database, clock: Clock, settings: SettingsService) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings

    def rules(self) -> HearingRules:
        """Quiet hours, work days and the morning, in wall time of the user's zone."""
        quiet = None
        if self._settings.on(QUIET):
            quiet = (self._settings.time(QUIET_FROM), self._settings.time(QUIET_TO))
        days = frozenset(int(day) for day in self._settings.taken(WORK_DAYS) if day.isdigit())
        return HearingRules(quiet, days, self._settings.time(MORNING))

    def hold(self, *, waited: bool = False, at: datetime | None = None) -> Hold | None:
        """What keeps back what comes due now (or `at` an aware instant), or what `waited` from an earlier day."""
        return hold(at or self._clock.now(), self._clock.zone(), self.rules(), waited=waited)

    def heard_since(self) -> int:
        """What came due at this instant (seconds UTC) or later may be shown now; urgent ones see `urgent_through`."""
        if self.hold() is not None:
            return _NOTHING
        if self.hold(waited=True) is not None:
            zone = self._clock.zone()
            today = instant_to_wall(self._clock.now(), zone).date()
            return int(day_start_instant(today, zone).timestamp())
        return _EVERYTHING

    def urgent_through(self) -> bool:
        """Whether urgent ones are shown whatever holds the others back."""
        return self._settings.on(URGENT_THROUGH)

    def silent(self) -> bool:
        """Whether no sound is wanted."""
        return not self._settings.on(SOUND)

    def neutral(self, locked: bool | None) -> bool:
        """Whether nobody may be named, with the screen locked, open, or nobody knows (None, which counts as open)."""
        words = self._settings.get(WORDS.name)
        return words == "neutral" or (words == "unlocked" and bool(locked))

    def morning_due(self) -> int | None:
        """The moment (seconds UTC) of the summary of this morning when it is wanted, may be shown and was not; else None."""
        if not self._settings.on(DIGEST):
            return None
        now, zone = self._clock.now(), self._clock.zone()
        today = instant_to_wall(now, zone).date()
        moment = int(wall_to_instant(today, self._settings.time(MORNING), zone).timestamp())
        if now.timestamp() < moment or self.hold() is not None:
            return None
        first, end = (int(day_start_instant(day, zone).timestamp()) for day in (today, today + _DAY))
        return None if deliveries.morning_told(self._database.reader(), first, end) else moment
