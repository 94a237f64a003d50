"""Killed with SIGKILL at every single step of showing what is due: it is heard all the same, and heard twice only as itself."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.children import forked
from tests.simulation.daemon import Bubble, Daemon
from tests.simulation.machine import Machine
from tests.simulation.running import Crash, Running
from tests.support.clock import FixedClock
from tests.support.home import TODAY, opened_home, reminder_draft
from tests.support.notifications import FakeNotifier
from tests.support.notified import Desk

pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL"), pytest.mark.no_cover]

_TOO_MANY = 200


class _KilledForGood(Running):
    """The program, whose planned crash is a real SIGKILL, on a home that somebody else has made."""

    def __init__(self, home: Path, machine: Machine, say: Callable[[str], None]) -> None:
        super().__init__(home.parent, machine, Daemon(), lambda bubble: say(_words(bubble)), lambda _bubble: None)
        self._where = home

    def home(self) -> Path:
        """The given home."""
        return self._where

    def step(self, name: str) -> None:
        """Die at the planned step."""
        try:
            super().step(name)
        except Crash:
            os.kill(os.getpid(), signal.SIGKILL)

    def _keep_files(self) -> None:
        """They stay as they lie."""


def _words(bubble: Bubble) -> str:
    return f"shown {bubble.notice.key}"


def _check_and_die(home: Path, steps: int, *, statements: bool) -> list[str]:
    """What the killed program has shown; the last line says whether it came to its end."""

    def work(say: Callable[[str], None]) -> None:
        clock = FixedClock()
        machine = Machine(int(clock.now().timestamp()), "Europe/Berlin")
        running = _KilledForGood(home, machine, say)
        running.start()
        assert running.core is not None
        assert running.port is not None
        running.core.services.notifying.start(running.port, running.run, lambda _a, _b: None, lambda _what: None)
        running.plan_crash(steps, statements=statements)
        running.core.services.notifying.check()
        say("came to its end")

    with forked(work) as child:
        said = child.rest()
        child.wait()
    return said


@pytest.mark.parametrize("statements", [False, True], ids=["at every boundary", "at every statement"])
def test_killed_at_every_step_what_is_due_is_heard_once_or_replaces_itself(tmp_path: Path, statements: bool) -> None:
    for steps in range(1, _TOO_MANY):
        home = tmp_path / f"home-{steps}"
        with opened_home(home) as core:
            core.services.reminders.add(reminder_draft("Call back"))
            core.services.reminders.add(reminder_draft("Every day", day=TODAY, rule="FREQ=DAILY"))
        said = _check_and_die(home, steps, statements=statements)
        shown = [line.removeprefix("shown ") for line in said if line.startswith("shown ")]
        with opened_home(home) as core:
            desk = Desk(core, FakeNotifier())
            desk.check()
            again = [notice.key for notice in desk.notifier.shown]
            desk.check()
            assert len(desk.notifier.shown) == len(again)
            assert [row.text for row in core.services.reminders.due()] == ["Call back", "Every day"]
        if said[-1:] == ["came to its end"]:
            assert again == []
            assert steps > 5
            return
        assert set(shown + again), f"killed at step {steps}: never heard"
        assert len(set(shown + again)) == 1, f"killed at step {steps}: heard as {shown}, then as {again}"
    pytest.fail("it never came to its end")
