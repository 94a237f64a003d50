"""Days with and without a year, and wall time against instants at every kind of clock change."""
# ruff: noqa: DTZ001 - wall times have no zone, which is what these tests are about.

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.dates import (
    LeapDayRule,
    PartialDate,
    add_months,
    day_start_instant,
    instant_to_wall,
    last_day_of_month,
    wall_to_instant,
)

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    *("UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe"),
    *(
        "Pacific/Apia",
        "Pacific/Kiritimati",
        "Pacific/Honolulu",
        "Africa/Casablanca",
        "America/Havana",
        "Asia/Kathmandu",
    ),
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1990-03-03", "1990-03-03"),
        ("19900303", "1990-03-03"),
        ("--03-03", "--03-03"),
        ("--0303", "--03-03"),
        ("--0214", "--02-14"),
        ("--02-29", "--02-29"),
        ("2000-02-29", "2000-02-29"),
        ("20160725T000000Z", "2016-07-25"),
        ("1990-03-03T00:00:00Z", "1990-03-03"),
        ("1990-03-03T23:30:00+13:00", "1990-03-03"),
        ("1990-03-03 23:30:00.123", "1990-03-03"),
        ("1604-05-06", "1604-05-06"),
        (" 1990-03-03 ", "1990-03-03"),
    ],
)
def test_a_date_is_read_as_files_write_it_and_never_moves_to_another_day(written: str, kept: str) -> None:
    assert PartialDate.parse(written).isoformat() == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1990",
        "1990-03",
        "1990-13-01",
        "1990-02-30",
        "1900-02-29",
        "--02-30",
        "0000-01-01",
        "03-03",
        "---03",
        "x",
        "١٩٩٠-٠٣-٠٣",
    ],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(written)


@given(st.dates(), st.booleans())
def test_what_is_written_is_read_back(day: date, with_year: bool) -> None:
    partial = PartialDate(day.month, day.day, day.year if with_year else None)
    assert PartialDate.parse(partial.isoformat()) == partial


@pytest.mark.parametrize(
    ("rule", "today", "kept_on"),
    [
        (LeapDayRule.FEBRUARY_28, date(2026, 3, 1), date(2027, 2, 28)),
        (LeapDayRule.MARCH_1, date(2026, 3, 1), date(2026, 3, 1)),
        (LeapDayRule.MARCH_1, date(2026, 3, 2), date(2027, 3, 1)),
        (LeapDayRule.FEBRUARY_28, date(2028, 2, 28), date(2028, 2, 29)),
        (LeapDayRule.MARCH_1, date(2028, 3, 1), date(2029, 3, 1)),
        (LeapDayRule.FEBRUARY_28, date(2100, 1, 1), date(2100, 2, 28)),
    ],
)
def test_the_29th_of_february_is_kept_every_year_as_the_user_chose(
    rule: LeapDayRule, today: date, kept_on: date
) -> None:
    assert PartialDate(2, 29).next_on_or_after(today, rule) == kept_on


@given(st.dates(max_value=date(9990, 1, 1)), st.dates(max_value=date(9990, 1, 1)), st.sampled_from(LeapDayRule))
def test_the_next_time_is_never_before_today_nor_more_than_a_year_ahead(
    born: date, today: date, rule: LeapDayRule
) -> None:
    for partial in (PartialDate.of(born), PartialDate(born.month, born.day)):
        found = partial.next_on_or_after(today, rule)
        assert found >= today
        assert (found - max(today, born if partial.year else today)).days <= 366


def test_a_date_in_the_future_does_not_come_round_before_it_happens() -> None:
    assert PartialDate(5, 1, 2030).next_on_or_after(date(2026, 11, 21), LeapDayRule.MARCH_1) == date(2030, 5, 1)


def test_age_counts_completed_years_and_needs_a_year() -> None:
    born = PartialDate(11, 22, 1990)
    assert [born.age_on(date(2026, 11, day)) for day in (21, 22)] == [35, 36]
    assert PartialDate(11, 22).age_on(date(2026, 11, 22)) is None
    assert born.age_on(date(1990, 11, 21)) is None
    leap = PartialDate(2, 29, 2000)
    assert leap.age_on(date(2027, 2, 28), LeapDayRule.FEBRUARY_28) == 27
    assert leap.age_on(date(2027, 2, 28), LeapDayRule.MARCH_1) == 26


def test_a_time_in_the_spring_gap_becomes_the_first_moment_after_it() -> None:
    for minute in (0, 30, 59):
        assert wall_to_instant(date(2026, 3, 29), time(2, minute), BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert wall_to_instant(date(2026, 3, 29), time(1, 59), BERLIN) == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert wall_to_instant(date(2026, 3, 29), time(3, 0), BERLIN) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_time_in_the_autumn_overlap_is_the_first_of_the_two() -> None:
    assert wall_to_instant(date(2026, 10, 25), time(2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = instant_to_wall(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), BERLIN)
    assert (second, second.fold) == (datetime(2026, 10, 25, 2, 30), 1)
    assert wall_to_instant(second.date(), second.time(), BERLIN) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_day_that_a_country_skipped_begins_with_the_next_one() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert day_start_instant(date(2011, 12, 30), apia) == day_start_instant(date(2011, 12, 31), apia)


def test_a_day_whose_midnight_is_skipped_begins_at_one() -> None:
    assert instant_to_wall(
        day_start_instant(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo")), ZoneInfo("America/Sao_Paulo")
    ) == (datetime(2018, 11, 4, 1, 0))


def test_half_hour_changes_and_fixed_offsets_work() -> None:
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    assert instant_to_wall(wall_to_instant(date(2026, 10, 4), time(2, 10), lord_howe), lord_howe) == datetime(
        2026, 10, 4, 2, 30
    )
    plus_13 = timezone(timedelta(hours=13))
    assert wall_to_instant(date(2026, 1, 1), time(0, 30), plus_13) == datetime(2025, 12, 31, 11, 30, tzinfo=UTC)


@given(st.datetimes(datetime(1975, 1, 1), datetime(2037, 12, 31)), st.sampled_from(ZONES))
def test_wall_times_agree_with_another_library_and_come_back(wall: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    instant = wall_to_instant(wall.date(), wall.time(), zone)
    other = tz.gettz(name)
    assert instant.tzinfo is UTC
    if tz.datetime_exists(wall, other):
        assert instant_to_wall(instant, zone) == wall
        assert instant == wall.replace(tzinfo=other).astimezone(UTC)
    else:
        # The first moment after the gap: the second before it, the clock showed something earlier than was asked for.
        assert instant_to_wall(instant, zone) > wall
        assert instant_to_wall(instant - timedelta(seconds=1), zone) < wall


@given(st.datetimes(datetime(1975, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)), st.sampled_from(ZONES))
def test_every_instant_survives_the_way_over_the_wall_clock(instant: datetime, name: str) -> None:
    wall = instant_to_wall(instant, ZoneInfo(name))
    assert wall.tzinfo is None
    assert wall_to_instant(wall.date(), wall.time(), ZoneInfo(name)) == instant


def test_months_are_added_to_the_last_valid_day() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)
    assert add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)
    assert last_day_of_month(2028, 2) == date(2028, 2, 29)
