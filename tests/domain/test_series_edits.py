"""Splitting and moving repetitions, against plain lists of days made by another library."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice, takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crm_desktop.domain.recurrence import ByDay, Frequency, Recurrence
from crm_desktop.domain.series_edits import RepeatingDays, late_day, when_done_in_time, with_last_day
from tests.domain.test_recurrence import rules

pytestmark = pytest.mark.no_cover

LAST = date(2033, 1, 1)


def plain_days(days: RepeatingDays) -> list[date]:
    """The days up to LAST as a list, by dateutil."""
    begin = datetime.combine(days.start, datetime.min.time())
    found = rrulestr(days.rule.rrule(), dtstart=begin).between(
        begin, datetime.combine(LAST, datetime.min.time()), inc=True
    )
    return sorted(({each.date() for each in found} | {days.start}) - days.left_out)


@st.composite
def repetitions(draw: st.DrawFn) -> RepeatingDays:
    """A rule, its first day, and a few of its days left out."""
    start = draw(st.dates(date(2026, 1, 1), date(2029, 1, 1)))
    rule = draw(rules())
    given_days = [day for day in islice(rule.occurrences(start), 12) if day < LAST]
    left_out = draw(st.sets(st.sampled_from(given_days), max_size=3)) if given_days else set()
    return RepeatingDays(start, rule, frozenset(left_out))


@settings(max_examples=60, deadline=None)
@given(repetitions(), st.integers(0, 30))
def test_a_repetition_split_at_one_of_its_days_gives_the_same_days_in_two_parts(
    days: RepeatingDays, place: int
) -> None:
    whole = plain_days(days)
    assume(whole)
    day = whole[place % len(whole)]
    head, tail = days.before(day), days.seen_from(day)
    assert ([] if head is None else plain_days(head)) == [each for each in whole if each < day]
    # Nothing repeats from the last one on: that one alone is left.
    assert ([day] if tail is None else plain_days(tail)) == [each for each in whole if each >= day]


@settings(max_examples=40, deadline=None)
@given(repetitions(), st.integers(0, 30))
def test_a_count_is_split_truly(days: RepeatingDays, place: int) -> None:
    assume(days.rule.count is not None)
    days = replace(days, left_out=frozenset())
    given_days = [day for day in days.rule.occurrences(days.start) if day < LAST]
    assume(given_days)
    number = place % len(given_days)
    day = given_days[number]
    head, tail = days.before(day), days.seen_from(day)
    assert tail is not None
    assert tail.rule.count == (days.rule.count or 0) - number
    if number:
        assert head is not None
        assert head.rule.count == number


@settings(max_examples=40, deadline=None)
@given(repetitions())
def test_iterating_gives_the_days_in_order_without_those_left_out(days: RepeatingDays) -> None:
    ours = list(takewhile(lambda day: day <= LAST, days))
    assert ours == plain_days(days)


@pytest.mark.parametrize(
    ("rule", "start", "to", "moved"),
    [
        ("FREQ=WEEKLY", "2026-11-23", "2026-11-24", "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;BYDAY=MO", "2026-11-23", "2026-11-24", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "2026-11-23", "2026-11-24", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-11-23", "2026-12-01", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15", "2026-12-17", "FREQ=MONTHLY;BYMONTHDAY=17"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30", "2026-11-27", "FREQ=MONTHLY;BYMONTHDAY=27"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30", "2026-12-31", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("FREQ=MONTHLY;BYDAY=2MO", "2026-12-14", "2026-12-16", "FREQ=MONTHLY;BYDAY=3WE"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2026-11-26", "FREQ=MONTHLY;BYDAY=-1TH"),
        ("FREQ=MONTHLY;BYDAY=2MO", "2026-12-14", "2026-12-30", "FREQ=MONTHLY;BYDAY=-1WE"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3", "2027-03-03", "2027-04-05", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=5"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2026-12-31", "2027-01-15", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-12-01", "2026-12-02", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-30", "2026-11-27",
         "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    ],
)  # fmt: skip
def test_a_rule_follows_when_its_first_day_moves(rule: str, start: str, to: str, moved: str) -> None:
    days = RepeatingDays(date.fromisoformat(start), Recurrence.parse(rule))
    there = days.moved(date.fromisoformat(to))
    assert there.start == date.fromisoformat(to)
    assert there.rule.rrule() == moved


def test_days_left_out_keep_their_place_when_the_first_day_moves() -> None:
    days = RepeatingDays(
        date(2026, 11, 23), Recurrence.parse("FREQ=WEEKLY;BYDAY=MO"), frozenset({date(2026, 12, 7), date(2027, 1, 4)})
    )
    assert days.moved(date(2026, 11, 25)).left_out == {date(2026, 12, 9), date(2027, 1, 6)}


@settings(max_examples=40, deadline=None)
@given(repetitions(), st.integers(-40, 40))
def test_moving_keeps_the_number_of_days_left_out(days: RepeatingDays, by: int) -> None:
    days = replace(days, rule=replace(days.rule, until=None, count=None))
    moved = days.moved(days.start + timedelta(days=by))
    in_row = [day for day in islice(RepeatingDays(days.start, days.rule), 200) if day in days.left_out]
    assert len(moved.left_out) <= len(days.left_out)
    if days.rule == moved.rule and by == 0:
        assert moved.left_out == frozenset(in_row)


@pytest.mark.parametrize(
    ("rule", "start", "number"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-12-31", 31),
        ("FREQ=MONTHLY", "2026-12-31", 31),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2026-12-31", 31),
        ("FREQ=MONTHLY;BYMONTHDAY=29", "2026-12-29", 29),
        ("FREQ=MONTHLY;BYMONTHDAY=28", "2026-12-28", None),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-12-31", None),
        ("FREQ=MONTHLY;BYMONTHDAY=15,31", "2026-12-31", None),
        ("FREQ=MONTHLY;BYMONTH=1,3;BYMONTHDAY=31", "2027-01-31", None),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2028-02-29", 29),
        ("FREQ=YEARLY", "2028-02-29", 29),
        ("FREQ=YEARLY", "2026-12-31", None),
        ("FREQ=WEEKLY", "2026-12-31", None),
        ("FREQ=MONTHLY;BYDAY=5TH", "2026-12-31", None),
    ],
)
def test_only_rules_on_a_day_that_months_lack_ask_for_the_last_day(rule: str, start: str, number: int | None) -> None:
    days = RepeatingDays(date.fromisoformat(start), Recurrence.parse(rule))
    assert late_day(days) == number
    for clip in (True, False):
        chosen = with_last_day(days, clip)
        assert chosen.rule.clip == (clip and number is not None)
        assert late_day(chosen) == number
        if number == 31:
            second = list(islice(chosen, 3))[-1]
            assert second == (date(2027, 2, 28) if clip else date(2027, 3, 31))


def test_the_first_day_counts_although_the_rule_does_not_have_it() -> None:
    days = RepeatingDays(date(2026, 11, 24), Recurrence(Frequency.WEEKLY, by_day=(ByDay(0),), count=2))
    assert list(days) == [date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 7)]
    head = days.before(date(2026, 11, 30))
    assert head is not None
    assert list(head) == [date(2026, 11, 24)]


def test_done_in_time_each_counts_from_the_one_before() -> None:
    days = RepeatingDays(
        date(2027, 1, 31), Recurrence(Frequency.MONTHLY, by_month_day=(31,), clip=True, count=3), frozenset()
    )
    assert list(when_done_in_time(days)) == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    left_out = RepeatingDays(date(2026, 11, 24), Recurrence(Frequency.DAILY), frozenset({date(2026, 11, 25)}))
    assert list(islice(when_done_in_time(left_out), 3)) == [date(2026, 11, 24), date(2026, 11, 26), date(2026, 11, 27)]


def test_at_the_end_of_the_calendar_nothing_fails() -> None:
    days = RepeatingDays(date(9999, 12, 20), Recurrence(Frequency.WEEKLY))
    assert list(days) == [date(9999, 12, 20), date(9999, 12, 27)]
    assert days.seen_from(date(9999, 12, 27)) == RepeatingDays(date(9999, 12, 27), Recurrence(Frequency.WEEKLY))
    assert days.moved(date(9999, 12, 31)).start == date(9999, 12, 31)
