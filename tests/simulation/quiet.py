"""The oracle's quiet hours: plain arithmetic over the seconds of the user's days, never `crm_desktop.domain.quiet_hours`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.simulation.walls import instant_of, wall_of


@dataclass(frozen=True)
class Quiet:
    """From one second of the day to another on the user's wall clock, over midnight if that is earlier; switched on or not."""

    on: bool = False
    begins: int = 22 * 3600
    ends: int = 7 * 3600

    def lifted(self, zone: str, instant: int) -> int:
        """When what is to be heard at an instant may be heard: at once outside of quiet hours, else when they end."""
        return next((end for begin, end in self._spans(zone, instant) if begin <= instant < end), instant)

    def ended(self, zone: str, instant: int) -> int:
        """When quiet hours were over last before an instant; long ago when there were none."""
        return max((end for _, end in self._spans(zone, instant) if end <= instant), default=-(1 << 60))

    def _spans(self, zone: str, instant: int) -> list[tuple[int, int]]:
        if not self.on or self.begins == self.ends:
            return []
        today, nights = wall_of(zone, instant)[0], timedelta(days=int(self.begins > self.ends))
        days = [today - timedelta(days=back) for back in (2, 1, 0)]
        return [(instant_of(zone, day, self.begins), instant_of(zone, day + nights, self.ends)) for day in days]
