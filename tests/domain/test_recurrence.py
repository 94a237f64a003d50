"""Repeating days against another library, against the examples of RFC 5545, and at the edges of the calendar."""
# ruff: noqa: DTZ001 - wall times have no zone, which is what these tests are about.

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from types import FrameType

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.recurrence import ByDay, Frequency, Recurrence

START = date(2026, 11, 21)
SLOW = (Frequency.MONTHLY, Frequency.YEARLY)


def _first(rrule: str, start: date, count: int = 5) -> list[date]:
    return list(islice(Recurrence.parse(rrule).occurrences(start), count))


@st.composite
def rules(draw: st.DrawFn) -> Recurrence:
    """Rules in which RFC 5545 and dateutil agree (dateutil does not mix plain and counted weekdays, see the RFC's BYDAY)."""
    frequency = draw(st.sampled_from(Frequency))
    ordinals = st.sampled_from((1, 2, 4, 5, -1, -2)) if frequency in SLOW and draw(st.booleans()) else st.none()
    by_day = draw(st.lists(st.builds(ByDay, st.integers(0, 6), ordinals), max_size=3, unique=True))
    month_days = st.lists(st.sampled_from((1, 2, 15, 28, 29, 30, 31, -1, -3, -31)), max_size=3, unique=True)
    by_month_day = [] if frequency is Frequency.WEEKLY else draw(month_days)
    positions = st.lists(st.sampled_from((1, 2, -1)), max_size=2, unique=True)
    # dateutil begins the first week at DTSTART, the RFC at WKST: positions within a week are compared nowhere.
    by_set_position = draw(positions) if frequency in SLOW and (by_day or by_month_day) else []
    end = draw(st.sampled_from(("count", "until", "never")))
    return Recurrence(
        frequency,
        interval=draw(st.integers(1, 13)),
        count=draw(st.integers(1, 12)) if end == "count" else None,
        until=draw(st.dates(date(2000, 1, 1), date(2060, 1, 1))) if end == "until" else None,
        by_day=tuple(by_day),
        by_month_day=tuple(by_month_day),
        by_month=tuple(draw(st.lists(st.integers(1, 12), max_size=3, unique=True))),
        by_set_position=tuple(by_set_position),
        week_start=draw(st.integers(0, 6)),
    )


def _other(rule: Recurrence, start: date, last: date) -> list[date]:
    found = rrulestr(rule.rrule(), dtstart=datetime(start.year, start.month, start.day))
    return [
        each.date()
        for each in found.between(datetime(start.year, 1, 1), datetime(last.year, last.month, last.day), inc=True)
    ]


@pytest.mark.no_cover
@settings(max_examples=150)
@given(rules(), st.dates(date(1999, 1, 1), date(2030, 1, 1)))
def test_the_days_are_those_of_another_library(rule: Recurrence, start: date) -> None:
    last = start.replace(year=start.year + 6, day=min(start.day, 28))
    expected = _other(rule, start, last)
    ours: list[date] = []
    for day in rule.occurrences(start):
        if day > last:
            break
        ours.append(day)
    assert ours == expected


@settings(max_examples=150)
@given(rules(), st.dates(date(1999, 1, 1), date(2030, 1, 1)), st.integers(-40, 1500))
def test_the_next_one_is_the_first_of_the_row_that_is_later(rule: Recurrence, start: date, days: int) -> None:
    after = date.fromordinal(start.toordinal() + days)
    expected = next((day for day in rule.occurrences(start) if day > after), None)
    assert rule.next_after(start, after) == expected


@given(rules())
def test_what_is_written_is_read_back_to_the_same_rule(rule: Recurrence) -> None:
    read = Recurrence.parse(rule.rrule())
    assert read == Recurrence.parse(read.rrule())
    assert list(islice(read.occurrences(START), 5)) == list(islice(rule.occurrences(START), 5))


@pytest.mark.parametrize(
    ("rrule", "days"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", ["2026-11-30", "2026-12-14", "2026-12-28"]),
        ("FREQ=MONTHLY;BYDAY=2MO", ["2026-12-14", "2027-01-11", "2027-02-08"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["2026-11-27", "2026-12-25", "2027-01-29"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-11-30", "2026-12-31", "2027-01-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2026-12-31", "2027-01-31", "2027-03-31"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29", "2032-02-29", "2036-02-29"]),
        ("FREQ=WEEKLY;BYDAY=SA,SU;COUNT=3", ["2026-11-21", "2026-11-22", "2026-11-28"]),
        ("FREQ=DAILY;INTERVAL=10;UNTIL=20261211T235959Z", ["2026-11-21", "2026-12-01", "2026-12-11"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2026-11-30", "2026-12-31", "2027-01-29"]),
        ("FREQ=YEARLY;BYDAY=20MO", ["2027-05-17", "2028-05-15", "2029-05-14"]),
    ],
)
def test_well_known_rules_give_their_days(rrule: str, days: list[str]) -> None:
    assert [day.isoformat() for day in _first(rrule, START, 3)] == days


@pytest.mark.parametrize(
    ("rrule", "start", "days"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", "08-05 08-10 08-19 08-24"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "08-05 08-17 08-19 08-31"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "09-04 10-07 11-06"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29", "09-29 10-30 11-27 12-30 1998-01-29 1998-02-26"),
        ("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05", "11-05 2000-11-07 2004-11-02"),
        ("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09-13", "09-13 10-11 11-08 12-13 1998-01-10"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02", "1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13"),
        ("FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "1997-09-10",
         "09-10 09-11 09-12 09-13 09-14 09-15 1999-03-10 1999-03-11 1999-03-12 1999-03-13"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28", "09-28 10-29 11-28 12-29 1998-01-29 1998-02-26"),
        ("FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997-09-07",
         "09-07 09-28 11-02 11-30 1998-01-04 1998-01-25 1998-03-01 1998-03-29 1998-05-03 1998-05-31"),
        ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22", "09-22 10-20 11-17 12-22 1998-01-19 1998-02-16"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13", "03-13 03-20 03-27 1998-03-05 1998-03-12 1998-03-19"),
        ("FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "1997-03-10", "03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15", "01-15 01-30 02-15 03-15 03-30"),
        ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "05-19 1998-05-18 1999-05-17"),
    ],
)  # fmt: skip
def test_the_examples_of_the_rfc_come_out_as_it_says(rrule: str, start: str, days: str) -> None:
    """RFC 5545, 3.8.5.3 and 3.3.10; a day without a year is in the year of the start."""
    expected = [date.fromisoformat(day if len(day) > 5 else f"{start[:4]}-{day}") for day in days.split()]
    assert _first(rrule, date.fromisoformat(start), len(expected)) == expected


def test_a_rule_on_the_31st_can_use_the_last_day_of_shorter_months_and_stays_plain_rrule() -> None:
    rule = Recurrence(Frequency.MONTHLY, by_month_day=(31,), clip=True)
    assert rule.rrule() == "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
    assert Recurrence.parse(rule.rrule()) == rule
    days = list(islice(rule.occurrences(date(2027, 12, 31)), 4))
    assert days == [date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31)]
    assert _other(rule, date(2027, 12, 31), date(2028, 3, 31)) == days


def test_the_29th_of_february_can_be_kept_on_the_28th_in_other_years() -> None:
    rule = Recurrence(Frequency.YEARLY, by_month=(2,), by_month_day=(29,), clip=True)
    assert list(islice(rule.occurrences(date(2026, 1, 1)), 3)) == [
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


@pytest.mark.parametrize(
    "rrule",
    [
        "",
        "FREQ=HOURLY",
        "INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "FREQ=WEEKLY;BYDAY=2MO",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;UNTIL=20270231",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;INTERVAL=٣",
        "FREQ=DAILY;WKST=1",
        "nonsense",
    ],
)
def test_a_rule_that_is_wrong_or_not_supported_is_refused_and_never_read_as_another(rrule: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Recurrence.parse(rrule)


@pytest.mark.parametrize(
    "rrule", ["FREQ=DAILY", "FREQ=DAILY;INTERVAL=7;COUNT=100000", "FREQ=WEEKLY;BYDAY=MO,TU", "FREQ=MONTHLY"]
)
def test_the_next_day_of_an_old_rule_does_not_walk_through_all_days_since(
    rrule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = Recurrence.parse(rrule)
    seen: list[date] = []
    inner = Recurrence._from_period

    def counted(self: Recurrence, start: date, first: int) -> Iterator[date]:
        for day in inner(self, start, first):
            seen.append(day)
            yield day

    monkeypatch.setattr(Recurrence, "_from_period", counted)
    assert rule.next_after(date(1950, 1, 1), START) is not None
    assert len(seen) <= 4


def test_rules_that_can_never_come_end() -> None:
    for rrule in (
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=-30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=YEARLY;BYMONTHDAY=1;BYSETPOS=13",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3;BYMONTHDAY=1",
    ):
        assert Recurrence.parse(rrule).next_after(START, START) is None
        assert _first(rrule, START) == []


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=DAILY;INTERVAL=9999;BYDAY=MO;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-200",
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366",
        "FREQ=YEARLY;BYMONTHDAY=" + ",".join(str(day) for day in range(1, 32)) + ";BYSETPOS=-366",
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=WEEKLY;COUNT=999999999;BYDAY=" + "MO," * 500 + "MO",
    ],
)
def test_no_rule_takes_long_over_its_next_day(rrule: str) -> None:
    rule = Recurrence.parse(rrule)
    looked_at = _periods_looked_at(lambda: rule.next_after(START, START))
    assert looked_at <= 21_000, "a rule that never comes is given up after the calendar has shown it"


def _periods_looked_at(ask: Callable[[], object]) -> int:
    """How many days, weeks, months or years were worked out: the cost of a rule, whatever the machine is doing meanwhile."""
    seen = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal seen
        seen += event == "call" and _frame.f_code.co_name.startswith("_days_of_")

    sys.setprofile(count)
    try:
        ask()
    finally:
        sys.setprofile(None)
    return seen


@settings(max_examples=100, deadline=None)
@given(rules(), st.sampled_from((date(1, 1, 1), date(2000, 2, 29), date(9998, 12, 31), date(9999, 12, 31))))
def test_at_both_ends_of_the_calendar_rules_only_end(rule: Recurrence, start: date) -> None:
    days = list(islice(rule.occurrences(start), 50))
    assert days == sorted(set(days))
    assert all(day >= start for day in days)
    assert rule.next_after(start, date.max) is None


def test_rules_end_with_the_calendar_instead_of_failing() -> None:
    assert _first("FREQ=WEEKLY", date(9999, 12, 20), 10) == [date(9999, 12, 20), date(9999, 12, 27)]
    assert _first("FREQ=WEEKLY;BYDAY=MO,FR,SA", date(9999, 12, 26), 10) == [date(9999, 12, 27), date(9999, 12, 31)]
    assert _first("FREQ=DAILY", date(9999, 12, 30), 10) == [date(9999, 12, 30), date(9999, 12, 31)]
    assert Recurrence.parse("FREQ=YEARLY").next_after(START, date(9999, 11, 21)) is None
    assert Recurrence.parse("FREQ=DAILY;COUNT=999999999").next_after(START, START) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("rrule", "words"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=WEEKLY", "every week"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "every 2 weeks"),
        ("FREQ=WEEKLY;BYDAY=FR", "every Friday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "every week on Monday and Thursday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "every week on Monday, Wednesday and Friday"),
        ("FREQ=MONTHLY", "every month"),
        ("FREQ=MONTHLY;INTERVAL=3", "every quarter"),
        ("FREQ=MONTHLY;BYDAY=2MO", "every 2nd Monday of the month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every last Friday of the month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=3TU", "every 2 months on the 3rd Tuesday"),
        ("FREQ=MONTHLY;BYMONTHDAY=11", "every month on the 11th"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "every month on the 1st and 15th"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "every month on the 15th and last"),
        ("FREQ=MONTHLY;BYDAY=MO", "every month on each Monday"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "every month on the 1st Monday and 3rd Monday"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last working day"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "every month on certain days"),
        ("FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=1", "every month on the 1st in June and December"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", "every year on 29 February or the last day"),
        ("FREQ=DAILY;BYMONTH=1", "every day in January"),
        ("FREQ=DAILY;BYDAY=MO", "every day on certain days"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "every year on the last Sunday of March"),
        ("FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1", "every year on certain days"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "every month on the 31st or the last day"),
        ("FREQ=YEARLY", "every year"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3", "every year on 3 March"),
        ("FREQ=WEEKLY;COUNT=5", "every week, 5 times"),
        ("FREQ=WEEKLY;UNTIL=20261224", "every week until 2026-12-24"),
    ],
)
def test_rules_are_described_in_words(rrule: str, words: str) -> None:
    assert str(Recurrence.parse(rrule).describe()) == words


@given(rules())
def test_every_rule_has_words(rule: Recurrence) -> None:
    assert str(rule.describe())
