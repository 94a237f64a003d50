"""Stuck deals: quiet days counted one by one, limits set or learned, and a sentence that says which."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.stuck import Planned, StuckAfter, quiet_days, stuck_after, why_stuck

START = date(2026, 11, 1)
days = st.integers(-10, 40).map(lambda number: START + timedelta(days=number))


@given(st.lists(st.builds(Planned, days, days), max_size=6), days, days)
def test_quiet_days_are_those_that_no_step_covers(steps: list[Planned], since: date, until: date) -> None:
    every = [since + timedelta(days=number) for number in range(1, (until - since).days + 1)]
    assert quiet_days(since, until, steps) == sum(
        not any(each.first <= day <= each.last for each in steps) for day in every
    )


@pytest.mark.parametrize(
    ("set_days", "left", "expected"),
    [
        (None, [], StuckAfter(14)),
        (None, [1, 2, 3, 4], StuckAfter(14, moves=4)),
        (None, [1, 2, 3, 4, 5], StuckAfter(7, learned=True, moves=5)),
        (None, [2, 9, 20, 21, 40], StuckAfter(20, learned=True, moves=5)),
        (0, [2, 9, 20, 21, 40], StuckAfter(None, moves=5, given=True)),
        (3, [2, 9, 20, 21, 40], StuckAfter(3, moves=5, given=True)),
    ],
)
def test_the_limit_is_set_learned_or_usual(set_days: int | None, left: list[int], expected: StuckAfter) -> None:
    assert stuck_after(set_days, left) == expected


@pytest.mark.parametrize(
    ("after", "quiet", "sentence"),
    [
        (StuckAfter(14), 14, None),
        (StuckAfter(14), 15, "15 days in Lead (more than 14), nothing planned."),
        (StuckAfter(9, learned=True, moves=6), 10,
         "10 days in Lead (usual: 9), nothing planned."),
        (StuckAfter(3, given=True), 4, "4 days in Lead (you set 3), nothing planned."),
        (StuckAfter(None, given=True), 400, None),
    ],
)  # fmt: skip
def test_why_is_said_in_words(after: StuckAfter, quiet: int, sentence: str | None) -> None:
    said = why_stuck("Lead", quiet, after, START, [])
    assert (None if said is None else str(said)) == sentence


@pytest.mark.parametrize(
    ("step", "stuck"),
    [
        (Planned(START, START, open=True), False),
        (Planned(START, START + timedelta(days=9), open=True), False),
        (Planned(START, START - timedelta(days=1), open=True), True),
        (Planned(START, START + timedelta(days=9)), True),
    ],
)
def test_a_step_for_today_or_later_keeps_a_deal_from_being_stuck(step: Planned, stuck: bool) -> None:
    assert (why_stuck("Lead", 30, StuckAfter(14), START, [step]) is not None) == stuck
