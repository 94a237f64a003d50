"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


class FixedClock:
    """A Clock for tests: `now` only changes by `set` and `advance`, the zone by `travel`.

    Begins at a Tuesday, 24 November 2026, 10:00 in Berlin.
    """

    def __init__(
        self, now: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=UTC), zone: str | ZoneInfo = "Europe/Berlin"
    ) -> None:
        self._zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)
        self._now = now
        self.set(now)

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return self._now

    def zone(self) -> ZoneInfo:
        """The zone of the wall clock."""
        return self._zone

    def set(self, now: datetime) -> None:
        """Jump to an instant: aware, or wall-clock time of the present zone; backwards, too."""
        self._now = (now if now.tzinfo is not None else now.replace(tzinfo=self._zone)).astimezone(UTC)

    def advance(self, by: timedelta | None = None, **parts: float) -> datetime:
        """Let time pass: a timedelta or its parts (`hours=1`); returns the new instant."""
        self._now += by if by is not None else timedelta(**parts)
        return self._now

    def travel(self, zone: str) -> None:
        """Set the wall clock to another zone; the instant stays."""
        self._zone = ZoneInfo(zone)
