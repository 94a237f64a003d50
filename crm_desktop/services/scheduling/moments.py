"""Moments of occurrences: what stands in the table for a wall-clock moment of a zone."""

from __future__ import annotations

from datetime import UTC, date, time, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_desktop.domain.dates import wall_to_instant


def zone_named(name: str) -> tzinfo | None:
    """The IANA zone of that name; None for no name or an unknown one."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def fires_at(day: date, at: time | None, zone: tzinfo, morning: time) -> int:
    """When a wall-clock moment of a zone makes itself heard, in seconds UTC; a whole day (None) does so at `morning`."""
    return int(wall_to_instant(day, at or morning, zone).astimezone(UTC).timestamp())


def moment_columns(day: date, at: time | None, zone: tzinfo, morning: time) -> dict[str, object]:
    """The columns of an occurrence at a wall-clock moment of a zone; None is the whole day, heard at `morning`."""
    return {
        "due_day": day.isoformat(),
        "wall_time": at.strftime("%H:%M") if at else None,
        "fires_at": fires_at(day, at, zone, morning),
    }
