"""The lists of the sidebar are counted one at a time, and never for nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.changes import Change
from crm_desktop.domain.filters import Condition, Filter, Operator
from crm_desktop.ui.lists_in_sidebar import ListsInSidebar
from crm_desktop.ui.runner import Done, Failed, Job
from crm_desktop.ui.sidebar_lists import SideLists
from crm_desktop.ui.theme.theme import Theme
from tests.support.home import person
from tests.support.immediate_runner import ImmediateRunner


class _Queue(ImmediateRunner):
    """Reads wait in their order until they are let."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: deque[Callable[[], None]] = deque()

    def read(
        self,
        job: Job,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        key: str | None = None,
        owner: QObject | None = None,
    ) -> None:
        self.waiting.append(lambda: self._run(job, done, failed))

    def go(self) -> None:
        self.waiting.popleft()()
        QApplication.processEvents()


class _Desk:
    """The lists over a real file, with a note of what was counted."""

    def __init__(self, qtbot: QtBot, theme: Theme, core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
        self.jobs = _Queue()
        self.counted: list[str] = []
        service = core.services.people.saved_lists
        count = service.count

        def noted(wanted: Filter) -> int:
            self.counted.append(cast(Condition, wanted).value)
            return count(wanted)

        monkeypatch.setattr(service, "count", noted)
        context: Any = SimpleNamespace(theme=theme, jobs=self.jobs, services=core.services, navigate=print, fail=print)
        self.side = SideLists(theme)
        qtbot.addWidget(self.side)
        self.side.show()
        self.lists = ListsInSidebar(context, self.side)

    def numbers(self) -> list[str]:
        return [entry.accessibleDescription() for entry in self.side.entries()]


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, core: Core, monkeypatch: pytest.MonkeyPatch) -> _Desk:
    core.services.contacts.add(person("Anna"))
    for letter in "abc":
        core.services.people.saved_lists.add(letter, Condition("name", Operator.CONTAINS, (letter,)))
    made = _Desk(qtbot, theme, core, monkeypatch)
    made.jobs.go()
    return made


def test_what_the_screen_asks_for_waits_for_one_count_at_most(desk: _Desk) -> None:
    assert len(desk.jobs.waiting) == 1
    asked: list[str] = []
    desk.jobs.read(lambda: asked.append("the list"))
    desk.jobs.go()
    desk.jobs.go()
    assert desk.counted == ["a"]
    assert asked == ["the list"]
    while desk.jobs.waiting:
        desk.jobs.go()
    assert desk.counted == ["a", "b", "c"]


def test_a_write_makes_the_counts_that_wait_void_and_those_begin_the_next_round(desk: _Desk, core: Core) -> None:
    desk.jobs.go()
    core.services.contacts.add(person("Bob"))
    desk.lists.refresh(Change(everything=False))
    while desk.jobs.waiting:
        desk.jobs.go()
    assert desk.counted == ["a"]
    desk.lists.count()
    while desk.jobs.waiting:
        desk.jobs.go()
    assert desk.counted == ["a", "b", "c", "a"]
    assert all(desk.numbers())


def test_nothing_is_counted_again_while_nothing_was_written(desk: _Desk) -> None:
    while desk.jobs.waiting:
        desk.jobs.go()
    desk.lists.count()
    while desk.jobs.waiting:
        desk.jobs.go()
    assert desk.counted == ["a", "b", "c"]
