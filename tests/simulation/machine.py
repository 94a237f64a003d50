"""The laptop: true time, a wall clock that may be wrong, a zone, sleeping and booting; the Clock that the program is given."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.simulation.walls import wall_of


class Machine:
    """`time` is the true time in seconds UTC; `error` is by how much the wall clock is ahead of it."""

    def __init__(self, time: int, zone: str) -> None:
        self.time = time
        self.error = 0
        self.zone_name = zone
        self.boots = 1
        self._booted_at = time

    @property
    def wall(self) -> int:
        """What the machine takes for the time, in seconds UTC."""
        return self.time + self.error

    def spelled(self) -> str:
        """The wall clock for the story."""
        day, second = wall_of(self.zone_name, self.wall)
        wrong = f" (wrong by {self.error} s)" if self.error else ""
        return f"{day} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02} {self.zone_name}{wrong}"

    def boot(self) -> None:
        """Switched on again."""
        self.boots += 1
        self._booted_at = self.time

    # ------------------------------------------------------------------------------------------------ the Clock port

    def now(self) -> datetime:
        """What the program takes for the time."""
        return datetime.fromtimestamp(self.wall, UTC)

    def zone(self) -> ZoneInfo:
        """The zone of the wall clock."""
        return ZoneInfo(self.zone_name)

    def boot_seconds(self) -> float:
        """Since the machine was switched on, sleep included."""
        return float(self.time - self._booted_at)

    def boot_id(self) -> str:
        """Another one after each boot."""
        return f"boot-{self.boots}"

    def zone_rules(self) -> str:
        """Nobody updates them here."""
        return ""
