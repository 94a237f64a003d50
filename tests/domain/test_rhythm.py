"""The usual rhythm of talks: few words of arithmetic, and when somebody is lost or gone by it."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.rhythm import gone_after, lost_after, usual_days

_FIRST = date(2026, 1, 5).toordinal()


def _talks(*gaps: int) -> list[int]:
    days = [_FIRST]
    for gap in gaps:
        days.append(days[-1] + gap)
    return days


@pytest.mark.parametrize(
    ("gaps", "usual"),
    [
        ((21, 21, 21), 21),
        ((21, 21, 200), 21),  # one long pause changes nothing
        ((20, 21), None),  # three talks are two gaps, of which none is in the middle
        ((20, 21, 22, 24), 22),
        ((1, 1, 2, 1, 1), 7),  # the weeks of a project
        ((180, 180, 180), 180),
        ((200, 181, 190), None),  # less often than twice a year is no rhythm
        ((0, 0, 30, 0, 30, 30), 30),  # two talks on one day are one
    ],
)
def test_the_usual_rhythm_is_the_middle_gap(gaps: tuple[int, ...], usual: int | None) -> None:
    assert usual_days(_talks(*gaps)) == usual


def test_only_the_latest_twelve_days_count() -> None:
    assert usual_days(_talks(*[7] * 30, *[40] * 11)) == 40


@given(st.lists(st.integers(1, 170), min_size=3, max_size=11))
def test_it_is_the_median_within_its_limits_whatever_the_order(gaps: list[int]) -> None:
    talks = _talks(*gaps)
    found = usual_days(reversed(talks))
    assert found is not None
    assert found == usual_days(talks)
    assert abs(found - max(median(gaps), 7)) <= 0.5


@pytest.mark.parametrize(("usual", "lost", "gone"), [(7, 14, 180), (21, 42, 180), (60, 120, 480), (180, 360, 730)])
def test_one_is_losing_touch_after_two_turns_and_they_are_gone_after_eight(usual: int, lost: int, gone: int) -> None:
    assert (lost_after(usual), gone_after(usual)) == (lost, gone)
    assert timedelta(days=lost) < timedelta(days=gone)
