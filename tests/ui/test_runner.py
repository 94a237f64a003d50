"""The runner: order, threads, superseded reads, errors, progress, and leaving without losing a write."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from crm_desktop.domain.errors import UserError
from crm_desktop.ui.runner import Cancel, Runner


class _Rig:
    def __init__(self) -> None:
        self.errors: list[UserError] = []
        self.bugs: list[BaseException] = []
        self.runner = Runner(self.errors.append, self.bugs.append)


@pytest.fixture
def rig(qtbot: QtBot) -> Iterator[_Rig]:
    made = _Rig()
    yield made
    made.runner.close()
    made.runner.deleteLater()


def test_writes_happen_one_after_the_other_in_one_other_thread(rig: _Rig) -> None:
    threads: list[threading.Thread] = []
    order: list[int] = []

    def work(number: int) -> None:
        threads.append(threading.current_thread())
        order.append(number)

    for number in range(20):
        rig.runner.write(partial(work, number))
    rig.runner.drain()
    assert order == list(range(20))
    assert len(set(threads)) == 1
    assert threads[0] is not threading.main_thread()


def test_results_arrive_on_the_thread_of_the_window(rig: _Rig) -> None:
    arrived: list[tuple[int, threading.Thread]] = []
    rig.runner.read(lambda: 7, lambda result: arrived.append((result, threading.current_thread())))
    rig.runner.drain()
    assert arrived == [(7, threading.main_thread())]


def test_of_two_reads_with_one_key_only_the_newer_is_delivered(rig: _Rig) -> None:
    gate = threading.Event()
    seen: list[str] = []

    def slow() -> str:
        gate.wait(5)
        return "old"

    rig.runner.read(slow, seen.append, key="search")
    rig.runner.read(lambda: "new", seen.append, key="search")
    rig.runner.read(lambda: "other", seen.append, key="list")
    gate.set()
    rig.runner.drain()
    assert seen == ["new", "other"]


def test_a_result_that_waits_is_dropped_when_a_newer_read_is_asked_for(rig: _Rig) -> None:
    seen: list[str] = []
    done = threading.Event()

    def quick() -> str:
        done.set()
        return "old"

    rig.runner.read(quick, seen.append, key="search")
    assert done.wait(5)
    rig.runner.read(lambda: "new", seen.append, key="search")
    rig.runner.drain()
    assert seen == ["new"]


def test_a_user_error_goes_to_who_asked_or_to_the_window(rig: _Rig) -> None:
    def refuse() -> None:
        raise UserError("The disk is full.")

    mine: list[UserError] = []
    rig.runner.write(refuse, failed=mine.append)
    rig.runner.write(refuse)
    rig.runner.drain()
    assert [str(error.sentence) for error in mine] == ["The disk is full."]
    assert [str(error.sentence) for error in rig.errors] == ["The disk is full."]
    assert rig.bugs == []


def test_a_bug_in_a_job_reaches_the_crash_hook_with_its_trace(rig: _Rig) -> None:
    rig.runner.read(lambda: 1 // 0)
    rig.runner.drain()
    assert [type(bug) for bug in rig.bugs] == [ZeroDivisionError]
    assert rig.bugs[0].__traceback__ is not None


def test_nothing_is_delivered_to_an_owner_that_is_gone(rig: _Rig, qtbot: QtBot) -> None:
    seen: list[int] = []
    owner = QObject()
    gate = threading.Event()
    rig.runner.read(lambda: gate.wait(5) and 1, seen.append, owner=owner)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.set()
    rig.runner.drain()
    assert seen == []


def test_drain_waits_for_writes_that_results_ask_for(rig: _Rig) -> None:
    seen: list[str] = []
    rig.runner.read(lambda: "a", lambda first: rig.runner.write(lambda: seen.append(first)))
    rig.runner.drain()
    assert seen == ["a"]


def test_lists_are_answered_while_something_slow_is_read(rig: _Rig, qtbot: QtBot) -> None:
    gate = threading.Event()
    seen: list[str] = []

    def preview() -> str:
        gate.wait(5)
        return "preview"

    rig.runner.slow(preview, seen.append)
    rig.runner.read(lambda: "list", seen.append)
    qtbot.waitUntil(lambda: seen == ["list"])
    gate.set()
    rig.runner.drain()
    assert seen == ["list", "preview"]


def test_of_two_slow_ones_with_one_key_only_the_newer_is_delivered(rig: _Rig) -> None:
    gate = threading.Event()
    seen: list[str] = []
    rig.runner.slow(lambda: gate.wait(5) and "old", seen.append, key="preview")
    rig.runner.slow(lambda: "new", seen.append, key="preview")
    gate.set()
    rig.runner.drain()
    assert seen == ["new"]


def test_progress_arrives_on_the_windows_thread_and_ends_with_the_last_numbers(rig: _Rig) -> None:
    heard: list[tuple[int, int, threading.Thread]] = []
    report = rig.runner.reporter(lambda done, total: heard.append((done, total, threading.current_thread())))

    def work() -> None:
        for done in range(10_000):
            report(done + 1, 10_000)

    rig.runner.write(work)
    rig.runner.drain()
    assert heard[-1] == (10_000, 10_000, threading.main_thread())
    assert len(heard) < 10_000


def test_a_job_sees_that_it_was_cancelled(rig: _Rig) -> None:
    cancel = Cancel()
    started = threading.Event()
    steps: list[int] = []

    def work() -> str:
        started.set()
        while not cancel.cancelled:
            steps.append(1)
        return "stopped"

    results: list[str] = []
    rig.runner.write(work, results.append)
    assert started.wait(5)
    cancel.cancel()
    rig.runner.drain()
    assert results == ["stopped"]
