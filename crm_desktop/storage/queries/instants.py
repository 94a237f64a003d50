"""From stored seconds and days to values: aware instants in UTC, days and wall-clock times."""

from __future__ import annotations

from datetime import UTC, date, datetime, time


def instant(seconds: int) -> datetime:
    """The aware instant (UTC) of stored seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def instant_or_none(seconds: int | None) -> datetime | None:
    """The aware instant (UTC), None where nothing is stored."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def day_or_none(text: str | None) -> date | None:
    """The day of a stored `YYYY-MM-DD`."""
    return date.fromisoformat(text) if text else None


def time_or_none(text: str | None) -> time | None:
    """The wall-clock time of a stored `HH:MM`."""
    return time.fromisoformat(text) if text else None


def marks(count: int) -> str:
    """As many question marks as there are values, for `IN (…)`."""
    return ", ".join("?" * count)


def days_of(text: str) -> tuple[date, ...]:
    """The days of a stored list of `YYYY-MM-DD`, joined by commas."""
    return tuple(date.fromisoformat(day) for day in text.split(",")) if text else ()
