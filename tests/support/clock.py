"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


class FixedClock:
    """A Clock for tests: `now` only changes by `set`, `advance` and `jump`, the zone by `travel`.

    Begins at a Tuesday, 24 November 2026, 10:00 in Berlin, an hour after the machine was booted.
    """

    def __init__(
        self, now: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=UTC), zone: str | ZoneInfo = "Europe/Berlin"
    ) -> None:
        self._zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)
        self._now = now
        self._booted = 3600.0
        self._boots = 1
        self.rules = "2026b"
        self.set(now)

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return self._now

    def zone(self) -> ZoneInfo:
        """The zone of the wall clock."""
        return self._zone

    def boot_seconds(self) -> float:
        """Seconds since the boot; they move with `advance`, and with `set` as far as it goes forwards."""
        return self._booted

    def boot_id(self) -> str:
        """Another one after each `boot`."""
        return f"boot {self._boots}"

    def zone_rules(self) -> str:
        """As a test set `rules`."""
        return self.rules

    def set(self, now: datetime) -> None:
        """Go to an instant: aware, or wall-clock time of the present zone; backwards, too, as if the clock were set."""
        before = self._now
        self._now = (now if now.tzinfo is not None else now.replace(tzinfo=self._zone)).astimezone(UTC)
        self._booted += max((self._now - before).total_seconds(), 0.0)

    def advance(self, by: timedelta | None = None, **parts: float) -> datetime:
        """Let time pass, asleep or awake: a timedelta or its parts (`hours=1`); returns the new instant."""
        passed = by if by is not None else timedelta(**parts)
        self._now += passed
        self._booted += passed.total_seconds()
        return self._now

    def jump(self, by: timedelta | None = None, **parts: float) -> datetime:
        """Somebody sets the wall clock, and no time passes; returns the new instant."""
        self._now += by if by is not None else timedelta(**parts)
        return self._now

    def boot(self, *, off: timedelta = timedelta(), up: float = 30.0) -> datetime:
        """Switch the machine off for so long and on again, `up` seconds ago; returns the new instant."""
        self._boots += 1
        self._now += off
        self._booted = up
        return self._now

    def travel(self, zone: str) -> None:
        """Set the wall clock to another zone; the instant stays."""
        self._zone = ZoneInfo(zone)
