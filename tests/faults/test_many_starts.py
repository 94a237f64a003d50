"""A hundred starts at the same moment on one home: one of them runs, and every other one reaches it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from crm_desktop import bootstrap
from crm_desktop.domain.errors import UserError
from crm_desktop.runtime.instance import ask_running, claim
from crm_desktop.runtime.paths import Paths, paths_for, prepare
from tests.faults.children import Child, forked

pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL"), pytest.mark.no_cover]

_STARTS = 100
_PATIENCE = 60.0
Say = Callable[[str], None]


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    found = paths_for(tmp_path / "home")
    prepare(found)
    return found


def _start(paths: Paths, gate: tuple[int, int]) -> Callable[[Say], None]:
    """One start, as the program does it: become the one that runs and listen, or call the one that does."""
    reading, writing = gate

    def work(say: Say) -> None:
        os.close(writing)
        say("ready")
        # Comes back when the test closes the other end, for all at the same moment.
        os.read(reading, 1)
        instance = claim(paths)
        if instance is None:
            say("heard" if ask_running(paths, "raise", patience=_PATIENCE) else "unheard")
            return
        say("first")
        instance.listen(say)
        # Until it is killed.
        os.read(os.pipe()[0], 1)

    return work


def _race(stack: ExitStack, paths: Paths) -> dict[str, list[Child]]:
    """Let them all start at once; who became what."""
    gate = os.pipe()
    racers = [stack.enter_context(forked(_start(paths, gate), is_measured=False)) for _ in range(_STARTS)]
    assert {racer.read_line() for racer in racers} == {"ready"}
    for end in gate:
        os.close(end)
    became: dict[str, list[Child]] = {}
    for racer in racers:
        became.setdefault(racer.read_line(), []).append(racer)
    return became


def test_of_a_hundred_simultaneous_starts_one_runs_and_hears_all_others(paths: Paths) -> None:
    with ExitStack() as stack:
        became = _race(stack, paths)
        assert {outcome: len(those) for outcome, those in became.items()} == {"first": 1, "heard": _STARTS - 1}
        assert {racer.wait() for racer in became["heard"]} == {0}
        (first,) = became["first"]
        assert Counter(first.read_line() for _ in range(_STARTS - 1)) == {"raise": _STARTS - 1}


def test_after_the_one_was_killed_a_hundred_more_start_as_well(paths: Paths) -> None:
    for _ in range(2):
        with ExitStack() as stack:
            became = _race(stack, paths)
            assert {outcome: len(those) for outcome, those in became.items()} == {"first": 1, "heard": _STARTS - 1}
            became["first"][0].kill()


def test_a_start_that_finds_the_first_about_to_end_takes_its_place(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = claim(paths)
    assert first is not None

    def ends_without_hearing(_paths: Paths, _text: str) -> bool:
        first.release()
        return False

    monkeypatch.setattr(bootstrap, "ask_running", ends_without_hearing)
    second = bootstrap._claim_or_call(paths, "raise")
    assert second is not None
    second.release()


def test_a_first_that_never_hears_is_given_up_with_a_sentence(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    first = claim(paths)
    assert first is not None
    monkeypatch.setattr(bootstrap, "ask_running", lambda _paths, _text: False)
    with pytest.raises(UserError, match="does not answer"):
        bootstrap._claim_or_call(paths, "raise")
    first.release()
