"""Two simulated years keep every promise about reminders; wrong designs are found out; the oracle stands on its own feet."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from tests.simulation.days import RuleDays, next_after_done
from tests.simulation.designs import DESIGNS
from tests.simulation.simulate import simulate
from tests.simulation.walls import DAY, ZONES, instant_of, seconds, wall_of
from tests.simulation.world import BEGIN, LOOK, World

pytestmark = pytest.mark.no_cover

_SEEDS = range(1, 21)
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


def test_the_oracle_uses_nothing_of_what_it_judges() -> None:
    folder = Path(__file__).parent
    for name in ("walls.py", "days.py", "model.py", "wishes.py"):
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
