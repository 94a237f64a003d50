"""The real program while its wall clock jumps and its user travels: only the wall clock is faked, timers go on as they do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.support.desktop import FakeDaemon, PrivateBus, Screen, daemon_on_screen, fake_daemon, on_screen, own_bus
from tests.support.eventually import eventually
from tests.support.program import PATIENCE, Program, WallClock, program

__all__ = ["daemon_on_screen", "on_screen", "own_bus"]

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

# A look of the program comes within 30 s; its own answer takes a moment.
_ONE_LOOK = 35


@pytest.fixture
def wall(tmp_path: Path) -> WallClock:
    """The wall clock of the programs."""
    return WallClock(tmp_path / "wall clock")


@pytest.fixture
def daemon(own_bus: PrivateBus) -> Iterator[FakeDaemon]:
    """A daemon that tells what it was asked for."""
    with fake_daemon(own_bus) as made:
        yield made


@pytest.fixture
def app(
    tmp_path: Path, on_screen: Screen, own_bus: PrivateBus, wall: WallClock, daemon: FakeDaemon
) -> Iterator[Program]:
    """The program, not started; nothing it wrote to the terminal goes unnoticed."""
    with program(tmp_path / "home", on_screen, own_bus.environment, wall) as made:
        yield made
    assert made.complaints() == ""


def _remind(app: Program, words: str) -> datetime:
    return datetime.fromisoformat(app.command("remind", words, "--json")["fires_at"])


def _started(app: Program, daemon: FakeDaemon, times: int = 1) -> None:
    app.start()
    eventually(lambda: daemon.asked("GetCapabilities", times=times), "the program knows the daemon", within=PATIENCE)


def test_after_five_days_of_sleep_one_summary_comes_within_one_look(
    app: Program, daemon: FakeDaemon, wall: WallClock
) -> None:
    for number in range(4):
        _remind(app, f"thing number {number} tomorrow {9 + number}:00")
    _started(app, daemon)
    wall.jump(days=5)
    eventually(lambda: daemon.notified, "the summary", within=_ONE_LOOK)
    app.settled()
    assert len(daemon.notified) == 1
    assert "4 follow-ups" in daemon.last().summary


def test_a_clock_that_was_wrong_loses_nothing(app: Program, daemon: FakeDaemon, wall: WallClock) -> None:
    fires = _remind(app, "call Marta tomorrow 9:00")
    _started(app, daemon)
    wall.set_ahead(days=400)
    eventually(lambda: len(daemon.notified) == 1, "shown too soon", within=_ONE_LOOK)
    wall.set_ahead(days=-400)
    eventually(lambda: daemon.asked("CloseNotification"), "taken away again", within=_ONE_LOOK)
    wall.jump_to(fires + timedelta(seconds=1))
    eventually(lambda: len(daemon.notified) == 2, "shown at its time", within=_ONE_LOOK)


def test_a_clock_set_back_shows_nothing_twice_after_a_kill_either(
    app: Program, daemon: FakeDaemon, wall: WallClock
) -> None:
    first = _remind(app, "call Marta tomorrow 9:00")
    second = _remind(app, "call Ada tomorrow 12:00")
    _started(app, daemon)
    wall.jump_to(first)
    eventually(lambda: len(daemon.notified) == 1, "the first", within=_ONE_LOOK)
    eventually(lambda: app.title() == "(2) CRM Desktop", "both of today are counted", within=PATIENCE)
    wall.jump(hours=-20)
    app.kill()
    _started(app, daemon, times=2)
    wall.jump_to(second)
    eventually(lambda: len(daemon.notified) > 1, "the second", within=_ONE_LOOK)
    app.settled()
    assert [("Ada" in each.summary or "Ada" in each.body) for each in daemon.notified] == [False, True]


def test_a_traveller_is_told_at_the_time_of_the_new_zone(app: Program, daemon: FakeDaemon, wall: WallClock) -> None:
    fires = _remind(app, "call Marta tomorrow 9:00")
    _started(app, daemon)
    app.kill()
    app.zone = "America/New_York"
    wall.jump_to(fires)
    _started(app, daemon, times=2)
    eventually(lambda: app.title() == "(1) CRM Desktop", "it has looked: due later today", within=PATIENCE)
    app.settled()
    assert not daemon.notified
    wall.jump_to(fires + timedelta(hours=6))
    eventually(lambda: daemon.notified, "nine o'clock in New York", within=_ONE_LOOK)
