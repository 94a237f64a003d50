"""When nothing but what is urgent may be heard: quiet hours, and days without work; pure, and safe where clocks change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum

from crm_desktop.domain.dates import instant_to_wall, wall_to_instant

EVERY_DAY = frozenset(range(7))

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=14)


class HeldBy(Enum):
    """What keeps something from being heard."""

    QUIET_HOURS = "quiet hours"
    WORK_DAYS = "work days"


@dataclass(frozen=True, slots=True)
class HearingRules:
    """What the user allows, in wall time of their zone.

    `quiet` is from and until (over midnight when from is later; None, or both the same, is never), `work_days` counts
    Monday as 0 (none at all is like every day), and `morning` is when the first work day after others begins to be heard.
    """

    quiet: tuple[time, time] | None = None
    work_days: frozenset[int] = EVERY_DAY
    morning: time = time(9)


@dataclass(frozen=True, slots=True)
class Hold:
    """Until which instant (aware, UTC) something is kept back, and what keeps it now."""

    until: datetime
    by: HeldBy


def hold(now: datetime, zone: tzinfo, rules: HearingRules, *, waited: bool = False) -> Hold | None:
    """What keeps something back at an aware instant; None when it may be heard.

    What `waited`, because it came due on an earlier day, waits for the morning of a work day that follows others; what comes due
    on the work day itself does not. Where a clock change skips a boundary, the first moment after it counts; where it
    comes twice, the first time. Rules that leave no moment within a fortnight hold nothing: what is due must be heard.
    """
    first = found = _held(now, zone, rules, waited=waited)
    until, today = now, instant_to_wall(now, zone).date()
    while found is not None:
        until = found.until
        if until - now.astimezone(UTC) > _LONGEST:
            return None
        # Whatever waits into another day has waited then.
        later = instant_to_wall(until, zone).date() > today
        found = _held(until, zone, rules, waited=waited or later)
    return None if first is None else Hold(until, first.by)


def _held(now: datetime, zone: tzinfo, rules: HearingRules, *, waited: bool) -> Hold | None:
    today = instant_to_wall(now, zone).date()
    resting = _rest_ends(today, zone, rules, waited=waited)
    if resting is not None and now < resting:
        return Hold(resting, HeldBy.WORK_DAYS)
    for begins, ends in _quiet_spans(today, zone, rules):
        if begins <= now < ends:
            return Hold(ends, HeldBy.QUIET_HOURS)
    return None


def _rest_ends(today: date, zone: tzinfo, rules: HearingRules, *, waited: bool) -> datetime | None:
    days = rules.work_days or EVERY_DAY
    if today.weekday() in days:
        if waited and (today - _DAY).weekday() not in days:
            return wall_to_instant(today, rules.morning, zone)
        return None
    following = today + _DAY
    while following.weekday() not in days:
        following += _DAY
    return wall_to_instant(following, rules.morning, zone)


def _quiet_spans(today: date, zone: tzinfo, rules: HearingRules) -> Iterator[tuple[datetime, datetime]]:
    if rules.quiet is None or rules.quiet[0] == rules.quiet[1]:
        return
    begins, ends = rules.quiet
    over_midnight = _DAY if begins > ends else timedelta()
    for day in (today - _DAY, today):
        yield wall_to_instant(day, begins, zone), wall_to_instant(day + over_midnight, ends, zone)
