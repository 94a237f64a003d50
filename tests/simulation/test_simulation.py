"""Two simulated years keep every promise about reminders; wrong designs are found out; the oracle stands on its own feet."""

from __future__ import annotations

import ast
from calendar import isleap
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crm_desktop.domain.dates import LeapDayRule, PartialDate
from crm_desktop.domain.series_edits import RepeatingDays
from crm_desktop.domain.yearly_days import next_notice
from crm_desktop.services.notice_policy import NoticePolicy
from crm_desktop.services.scheduling import dates
from tests.simulation.days import RuleDays, next_after_done
from tests.simulation.designs import DESIGNS
from tests.simulation.quiet import Quiet
from tests.simulation.simulate import simulate
from tests.simulation.walls import DAY, ZONES, instant_of, seconds, wall_of
from tests.simulation.world import BEGIN, LOOK, World
from tests.simulation.yearly import Customs, Yearly

_SEEDS = range(1, 21)
_WIDE_SEEDS = (5, 9, 10)
_FAILS_ON_PURPOSE = pytest.mark.allow_log("could not be shown", "not written", reason="daemons fail on purpose")


@_FAILS_ON_PURPOSE
@pytest.mark.parametrize("seed", _SEEDS)
def test_in_two_years_nothing_is_missed_doubled_early_or_lost(seed: int) -> None:
    verdict = simulate(seed)
    assert not verdict.failed, "\n\n".join(verdict.stories[:2])
    assert verdict.latest <= 30
    assert verdict.occurrences > 100
    assert verdict.crashes > 20


@_FAILS_ON_PURPOSE
@pytest.mark.parametrize("seed", _WIDE_SEEDS)
def test_in_two_years_of_birthdays_quiet_hours_and_changed_rules_nothing_is_lost_either(seed: int) -> None:
    verdict = simulate(seed, life="wide")
    assert not verdict.failed, "\n\n".join(verdict.stories[:2])
    assert verdict.latest <= 30
    assert verdict.occurrences > 100


def _never_quiet(_policy: NoticePolicy) -> int:
    return -(1 << 62)


def _a_day_late(day: PartialDate, lead: int, start: date, leap_day: LeapDayRule) -> date | None:
    return next_notice(day, max(0, lead - 1), start, leap_day)


def _never_on_28_february(day: PartialDate, year: int, leap_day: LeapDayRule) -> date:
    moves = (day.month, day.day) == (2, 29) and not isleap(year)
    return date(year, 3, 1) if moves else date(year, day.month, day.day)


def _ends_as_before(days: RepeatingDays, _day: date) -> RepeatingDays:
    return days


@_FAILS_ON_PURPOSE
@pytest.mark.parametrize(
    ("owner", "name", "wrong", "fault"),
    [
        (NoticePolicy, "heard_since", _never_quiet, "disturbed"),
        (dates, "next_notice", _a_day_late, "unasked"),
        (PartialDate, "in_year", _never_on_28_february, "missed"),
        (RepeatingDays, "before", _ends_as_before, "unasked"),
    ],
)
def test_what_is_wrong_with_birthdays_quiet_hours_and_changed_rules_is_found_out(
    owner: object, name: str, wrong: object, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, name, wrong)
    verdict = simulate(14, life="wide", days=120)
    assert getattr(verdict, fault) > 0


@_FAILS_ON_PURPOSE
@pytest.mark.parametrize(
    ("design", "fault"), [("exact-minute", "missed"), ("mark-then-notify", "missed"), ("last-checked", "doubled")]
)
def test_a_wrong_design_is_found_out(design: str, fault: str) -> None:
    verdict = simulate(1, design)
    assert verdict.failed
    assert getattr(verdict, fault) > 0
    assert any(fault in story for story in verdict.stories)


@_FAILS_ON_PURPOSE
def test_the_same_seed_is_the_same_story() -> None:
    first, again = simulate(3, days=90), simulate(3, days=90)
    assert (first, first.crashes > 0) == (again, True)


def test_the_oracle_knows_gaps_and_overlaps() -> None:
    # 02:30 does not exist in Berlin on 28 March 2027: the first moment after is 03:00 summer time, 01:00 UTC.
    assert instant_of("Europe/Berlin", date(2027, 3, 28), 9000) == seconds(date(2027, 3, 28)) + 3600
    # It exists twice on 31 October: the first is in summer time, 00:30 UTC.
    assert instant_of("Europe/Berlin", date(2027, 10, 31), 9000) == seconds(date(2027, 10, 31)) + 1800
    # Lord Howe's clocks jump by half an hour: from 02:00 to 02:30 on 3 October.
    assert instant_of("Australia/Lord_Howe", date(2027, 10, 3), 8100) == seconds(date(2027, 10, 2)) + 15.5 * 3600


@pytest.mark.parametrize("zone", ZONES)
def test_the_oracle_goes_there_and_back(zone: str) -> None:
    for second in range(seconds(date(2027, 1, 1)), seconds(date(2029, 1, 1)), DAY // 2 + 1234):
        day, wall = wall_of(zone, second)
        assert instant_of(zone, day, wall) in (second, second - 3600, second - 1800)


def test_the_oracle_counts_the_days_of_a_rule() -> None:
    days = RuleDays("FREQ=MONTHLY;BYMONTHDAY=31", date(2027, 1, 15), frozenset({date(2027, 3, 31)}), with_start=True)
    assert days.between(date(2027, 1, 1), date(2027, 8, 1)) == [
        date(2027, 1, 15), date(2027, 1, 31), date(2027, 5, 31), date(2027, 7, 31),
    ]  # fmt: skip
    assert next_after_done("FREQ=WEEKLY;COUNT=3", date(2027, 1, 1), frozenset(), 2) == date(2027, 1, 8)
    assert next_after_done("FREQ=WEEKLY;COUNT=3", date(2027, 1, 1), frozenset(), 3) is None


def test_the_oracle_knows_when_it_is_quiet() -> None:
    night = Quiet(on=True, begins=22 * 3600, ends=7 * 3600)
    morning = instant_of("Europe/Berlin", date(2027, 3, 28), 7 * 3600)
    late = instant_of("Europe/Berlin", date(2027, 3, 27), 23 * 3600)
    assert [night.lifted("Europe/Berlin", at) for at in (late, morning - 1, morning)] == [morning] * 3
    assert morning - late == 7 * 3600, "a night of the change to summer time"
    assert night.ended("Europe/Berlin", late) == instant_of("Europe/Berlin", date(2027, 3, 27), 7 * 3600)
    assert replace(night, on=False).lifted("Europe/Berlin", late) == late


def test_the_oracle_knows_when_birthdays_are_kept() -> None:
    wish = Yearly("", date(2027, 1, 1), month=2, day_of_month=29, lead=1)
    year, next_year = (date(2027, 1, 1), date(2027, 12, 31)), (date(2028, 1, 1), date(2028, 12, 31))
    assert wish.days(Customs(usual=(7, 1))).between(*year) == [date(2027, 2, 27)]
    assert wish.days(Customs(usual=(7, 1), leap_day_in_march=True)).between(*year) == [date(2027, 2, 28)]
    assert wish.days(Customs(usual=(1,))).between(*next_year) == [date(2028, 2, 28)]
    assert wish.days(Customs(usual=(7, 0))).between(*year) == []
    assert replace(wish, notice=(1,)).days(Customs(usual=())).after(date(2028, 1, 1)) == date(2028, 2, 28)


def test_the_oracle_uses_nothing_of_what_it_judges() -> None:
    folder = Path(__file__).parent
    for name in ("walls.py", "days.py", "model.py", "wishes.py", "quiet.py", "yearly.py", "wide_model.py"):
        tree = ast.parse((folder / name).read_text(encoding="utf-8"))
        imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert not [module for module in imported if module.startswith("crm_desktop")], name


@_FAILS_ON_PURPOSE
@pytest.mark.parametrize("works", [True, False])
def test_a_program_that_runs_sees_within_a_look_that_the_clock_was_set(tmp_path: Path, works: bool) -> None:
    world = World(1, tmp_path, DESIGNS["own"], end=BEGIN + 2 * DAY)
    try:
        world.start()
        world.daemon.present = works
        guard = world.running.core.services.clock_guard  # type: ignore[union-attr]
        doubts: list[bool] = []
        for hours, error in ((1, 3600), (2, 0)):
            world.happen(hours * 3600, lambda error=error: world.set_clock(error))  # type: ignore[misc]
            world.happen(hours * 3600 + LOOK + 1, lambda: doubts.append(guard.suspect))
        world.live()
    finally:
        world.running.close()
    assert doubts == [True, False]
