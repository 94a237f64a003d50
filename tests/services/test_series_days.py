"""The days of stored reminders: rules with days left out (EXDATE), against another library, and as occurrences in the file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rruleset, rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.bootstrap import Core
from crm_desktop.domain.reminders import ReminderKind, RepeatFrom, Series
from crm_desktop.services.scheduling.series import day_after_done, next_day
from crm_desktop.storage.queries import scheduling
from tests.domain.test_recurrence import rules
from tests.support.clock import FixedClock
from tests.support.home import TODAY, reminder_draft

HORIZON = timedelta(days=900)


def series(rule: str, start: date, left_out: frozenset[date], repeat_from: RepeatFrom = RepeatFrom.DUE) -> Series:
    return Series(1, ReminderKind.PLAIN, start, time(9), "", rule, repeat_from, left_out)


@pytest.mark.no_cover
@settings(max_examples=60, deadline=None)
@given(
    rules(),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.sets(st.integers(0, 12), max_size=4),
    st.integers(-40, 600),
)
def test_the_next_day_of_a_rule_without_some_days_is_that_of_another_library(
    rule: object, start: date, places: set[int], days: int
) -> None:
    written = rule.rrule()  # type: ignore[attr-defined]
    begin = datetime.combine(start, time.min)
    whole = rruleset()
    whole.rrule(rrulestr(written, dtstart=begin))  # type: ignore[arg-type]  # one rule is no set
    whole.rdate(begin)
    in_row = [each.date() for each in islice(whole, 13)]
    left_out = frozenset(in_row[place] for place in places if place < len(in_row))
    for day in left_out:
        whole.exdate(datetime.combine(day, time.min))
    after = start + timedelta(days=days)
    last = datetime.combine(after + HORIZON, time.min)
    expected = next((each.date() for each in whole.between(datetime.combine(after, time.max), last)), None)
    found = next_day(series(written, start, left_out), after)
    assert (found if found is not None and found < last.date() else None) == expected


def test_days_left_out_never_become_occurrences(core: Core, clock: FixedClock) -> None:
    left_out = tuple(TODAY + timedelta(days=days) for days in (0, 2, 3, 7))
    number = core.services.reminders.add(reminder_draft(rule="FREQ=DAILY", except_days=left_out))
    clock.advance(days=9)
    core.services.reckoning.ask_for_all("reminder")
    core.services.reckoning.catch_up()
    opened = {each.planned_day for each in scheduling.open_occurrences(core.database.reader(), number)}
    assert opened == {TODAY + timedelta(days=days) for days in range(11)} - set(left_out)


def test_a_repetition_from_completion_leaves_days_out_as_well() -> None:
    friday = date(2026, 11, 27)
    counted = series("FREQ=DAILY", TODAY, frozenset({friday}), RepeatFrom.DONE)
    assert day_after_done(counted, friday - timedelta(days=1), 1) == friday + timedelta(days=1)


def test_a_rule_whose_every_day_is_left_out_ends() -> None:
    left_out = frozenset(TODAY + timedelta(days=days) for days in range(3))
    assert next_day(series("FREQ=DAILY;COUNT=3", TODAY, left_out), TODAY - timedelta(days=5)) is None
    assert (
        next_day(series("FREQ=DAILY", date(9999, 12, 30), frozenset({date(9999, 12, 31)})), date(9999, 12, 30)) is None
    )
