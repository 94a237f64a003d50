"""What a change of the user's zone does to moments, and what they are told about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.services.scheduling.moments import fires_at, zone_named
from crm_desktop.services.scheduling.series import Surroundings
from crm_desktop.services.settings import ZONE, ZONE_NEWS, SettingsService
from crm_desktop.services.writes import Work
from crm_desktop.storage import settings_table
from crm_desktop.storage.queries.instants import instant, time_or_none

Unheard = tuple[int, str, str | None, int, int, str]
"""An occurrence not heard yet: (id, due_day, wall_time, fires_at, snoozed, the reminder's zone)."""


class Moved(NamedTuple):
    """The user's zone changed: IANA names from and to, and how many open reminders float or keep a zone of their own."""

    before: str
    now: str
    floating: int
    fixed: int


def moved(settings: SettingsService, around: Surroundings, rules: str) -> bool:
    """Whether moments were last reckoned in another zone, by another table of zones, or with whole days heard at another time."""
    return settings.get(ZONE.name) != _stamp(around, rules)


def realigned(row: Unheard, around: Surroundings) -> tuple[str, str | None, int, int] | None:
    """The moment that an occurrence stands at here, as (due_day, wall_time, fires_at, id); None when it stands there already."""
    row_id, day, at, fires, snoozed, zone_name = row
    if snoozed and at is not None:
        if zone_name:
            return None
        wall = instant_to_wall(instant(fires), around.zone)
        shown = (wall.date().isoformat(), wall.strftime("%H:%M"))
        return None if shown == (day, at) else (*shown, fires, row_id)
    # A whole day is one of the user's; only one that was put off to a day can have a zone beside it.
    zone = around.zone if at is None else zone_named(zone_name) or around.zone
    fires_here = fires_at(date.fromisoformat(day), time_or_none(at), zone, around.morning)
    return None if fires_here == fires else (day, at, fires_here, row_id)


def remember(
    work: Work, settings: SettingsService, around: Surroundings, rules: str, unheard: Iterable[Unheard]
) -> None:
    """Note in which zone moments were reckoned, and, if the user came from another one, what to tell them."""
    before, _, _ = settings.get(ZONE.name).partition(" ")
    here = str(around.zone)
    settings_table.put(work.read, ZONE.name, _stamp(around, rules))
    if before and before != here:
        rows = list(unheard)
        fixed = sum(1 for row in rows if row[5])
        settings_table.put(work.read, ZONE_NEWS.name, f"{before} {here} {len(rows) - fixed} {fixed}")


def news(settings: SettingsService) -> Moved | None:
    """What the user has not been told yet about a change of zone."""
    before, _, rest = settings.get(ZONE_NEWS.name).partition(" ")
    if not rest:
        return None
    now, floating, fixed = rest.rsplit(" ", 2)
    return Moved(before, now, int(floating), int(fixed))


def _stamp(around: Surroundings, rules: str) -> str:
    name = around.zone.key if isinstance(around.zone, ZoneInfo) else str(around.zone)
    return f"{name} {around.morning:%H:%M} {rules}"
