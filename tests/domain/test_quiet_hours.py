"""Quiet hours and work days, against a clock that is read minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from crm_desktop.domain.quiet_hours import HearingRules, HeldBy, Hold, hold

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = (time(22), time(7))
WEEK = frozenset(range(5))
MINUTE = timedelta(minutes=1)
# Places and days on which the clock changes, at midnight, by half an hour and by a whole day, too.
CHANGES = [
    ("Europe/Berlin", datetime(2026, 3, 29, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2019, 2, 17, 2, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2026, 6, 1, tzinfo=UTC)),
]


def at(text: str) -> datetime:
    """An instant by the clock of Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-24 21:59", None),
        ("2026-11-24 22:00", "2026-11-25 07:00"),
        ("2026-11-25 06:59", "2026-11-25 07:00"),
        ("2026-11-25 07:00", None),
        ("2026-03-28 23:00", "2026-03-29 07:00"),
        ("2026-10-24 23:00", "2026-10-25 07:00"),
    ],
)
def test_quiet_hours_go_over_midnight_and_over_clock_changes(now: str, until: str | None) -> None:
    expected = None if until is None else Hold(at(until), HeldBy.QUIET_HOURS)
    assert hold(at(now), BERLIN, HearingRules(NIGHT)) == expected


def test_quiet_hours_in_the_middle_of_a_day_are_of_that_day() -> None:
    rules = HearingRules((time(12), time(13, 30)))
    found = hold(at("2026-11-24 12:30"), BERLIN, rules)
    assert found is not None
    assert found.until == at("2026-11-24 13:30")
    assert hold(at("2026-11-24 11:59"), BERLIN, rules) is None


def test_what_comes_due_at_the_weekend_waits_for_the_morning_of_monday() -> None:
    rules = HearingRules(None, WEEK, time(8, 30))
    for now in ("2026-11-28 00:00", "2026-11-28 12:00", "2026-11-29 23:59"):
        assert hold(at(now), BERLIN, rules) == Hold(at("2026-11-30 08:30"), HeldBy.WORK_DAYS)
    assert hold(at("2026-11-30 06:00"), BERLIN, rules, waited=True) == Hold(at("2026-11-30 08:30"), HeldBy.WORK_DAYS)
    assert hold(at("2026-11-30 06:00"), BERLIN, rules) is None, "that one was set for Monday at six"
    assert hold(at("2026-12-01 06:00"), BERLIN, rules, waited=True) is None, "Monday was a work day"


def test_a_friday_night_that_is_quiet_lasts_until_the_morning_of_monday() -> None:
    rules = HearingRules(NIGHT, WEEK, time(6))
    found = hold(at("2026-11-27 23:00"), BERLIN, rules)
    assert found == Hold(at("2026-11-30 07:00"), HeldBy.QUIET_HOURS), "six is still quiet"


def test_where_a_day_off_was_left_out_of_the_calendar_the_day_after_it_begins_in_the_morning() -> None:
    apia = ZoneInfo("Pacific/Apia")  # went from Thursday, 29 December 2011, to Saturday
    thursday_night = datetime(2011, 12, 29, 23, tzinfo=apia).astimezone(UTC)
    found = hold(thursday_night, apia, HearingRules(NIGHT, frozenset({0, 1, 2, 3, 5})))
    assert found == Hold(datetime(2011, 12, 31, 9, tzinfo=apia).astimezone(UTC), HeldBy.QUIET_HOURS)


def test_rules_that_never_leave_a_moment_hold_nothing() -> None:
    rules = HearingRules((time(0, 53), time(0)), frozenset({0, 3}), time(1))
    assert hold(at("2026-11-24 12:00"), BERLIN, rules) is None


def test_no_work_days_and_the_same_time_twice_hold_nothing() -> None:
    assert hold(at("2026-11-28 12:00"), BERLIN, HearingRules((time(9), time(9)), frozenset())) is None


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    change=st.sampled_from(CHANGES),
    offset=st.integers(-2 * 1440, 1440),
    quiet=st.none() | st.tuples(*[st.integers(0, 1439).map(lambda number: time(number // 60, number % 60))] * 2),
    work_days=st.frozensets(st.integers(0, 6), min_size=1),
    morning=st.integers(0, 23).map(time),
    waited=st.booleans(),
)
def test_it_is_what_a_clock_says_that_is_watched_minute_by_minute(
    change: tuple[str, datetime],
    offset: int,
    quiet: tuple[time, time] | None,
    work_days: frozenset[int],
    morning: time,
    waited: bool,
) -> None:
    zone = ZoneInfo(change[0])
    now = change[1] + offset * MINUTE
    found = hold(now, zone, HearingRules(quiet, work_days, morning), waited=waited)
    # Rules that leave no moment within a fortnight hold nothing.
    watched = islice(_watched(now, zone, quiet, work_days, morning, waited=waited), 14 * 1440 + 1)
    expected = next((minute for minute, silent in watched if not silent), now)
    assert (now if found is None else found.until) == expected


def _watched(
    now: datetime,
    zone: ZoneInfo,
    quiet: tuple[time, time] | None,
    work_days: frozenset[int],
    morning: time,
    *,
    waited: bool,
) -> Iterator[tuple[datetime, bool]]:
    """Each minute from `now` on, and whether it is silent; the watch begins some days before to know what goes on."""
    minute, is_quiet, day = now - timedelta(days=4), False, None
    passed: set[str] = set()
    was_work_day, is_work_day, begun = True, True, now.astimezone(zone).date()
    while True:
        wall = minute.astimezone(zone)
        if wall.date() != day:
            # A calendar day may be skipped: what stands before is what the calendar says.
            was_work_day = (wall.date() - timedelta(days=1)).weekday() in work_days
            day, passed, is_work_day = wall.date(), set(), wall.weekday() in work_days
        if quiet is not None and quiet[0] != quiet[1]:
            for name, moment in sorted(zip(("begin", "end"), quiet, strict=True), key=lambda pair: pair[1]):
                if wall.time() >= moment and name not in passed:
                    passed.add(name)
                    is_quiet = name == "begin"
        if wall.time() >= morning:
            passed.add("morning")
        if minute >= now:
            has_waited = waited or wall.date() > begun
            resting = not is_work_day or (has_waited and not was_work_day and "morning" not in passed)
            yield minute, is_quiet or resting
        minute += MINUTE
