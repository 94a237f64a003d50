"""From stored instants to the days of the user's calendar on which steps of deals were planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from crm_desktop.domain.stuck import Planned


def local_day(seconds: int, zone: tzinfo) -> date:
    """The day of an instant (seconds UTC) in the user's calendar."""
    return datetime.fromtimestamp(seconds, zone).date()


def planned(rows: Iterable[tuple[int, str, int | None]], zone: tzinfo) -> list[Planned]:
    """When steps were planned ahead, of (planned at, the day it is for, ended at): until the day itself, or until it ended."""
    found = []
    for planned_at, due_day, ended_at in rows:
        due = date.fromisoformat(due_day)
        last = due if ended_at is None else min(due, local_day(ended_at, zone))
        found.append(Planned(local_day(planned_at, zone), last, ended_at is None))
    return found
