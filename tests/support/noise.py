"""Fails a test that leaves noise: unexpected log records, running timers and threads, or windows.

Warnings of Qt fail a test by pytest-qt's `qt_log_level_fail`, warnings of Python by `filterwarnings = error`.
"""

from __future__ import annotations

import gc
import logging
import re
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_SECONDS_TO_END = 2.0
_PHASES = pytest.StashKey[dict[str, pytest.TestReport]]()


def pytest_collection_finish() -> None:
    """Set aside what the imports made: looking through all objects for timers takes 20 ms with it and 1 ms without."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep the outcome of each phase: a test that failed already is not blamed for what it left behind."""
    report: pytest.TestReport = yield  # type: ignore[assignment]
    item.stash.setdefault(_PHASES, {})[report.when] = report
    return report  # type: ignore[return-value]


@pytest.fixture(autouse=True)
def _no_noise(request: pytest.FixtureRequest) -> Iterator[None]:
    """Look before and after every test; being asked for first, it is the last to end, after the test's own fixtures."""
    records = _Records()
    logging.getLogger().addHandler(records)
    threads = set(threading.enumerate())
    had_application = _application() is not None
    qt = _QtLeftovers() if _uses_qt(request) else None
    try:
        yield
    finally:
        logging.getLogger().removeHandler(records)
    found = records.unexpected(_allowed_patterns(request.node))
    if request.node.get_closest_marker("leaves_running") is None:
        found += _threads_left(threads)
        # A test may have brought Qt in by itself.
        if qt is None and not had_application and _application() is not None:
            qt = _QtLeftovers.of_nothing()
        found += qt.left() if qt else []
    if found and not _failed(request.node):
        pytest.fail("The test left noise:\n  " + "\n  ".join(found), pytrace=False)


def _failed(item: pytest.Item) -> bool:
    return any(report.failed for report in item.stash.get(_PHASES, {}).values())


class _Records(logging.Handler):
    """Collects warnings and worse, of every logger."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def unexpected(self, allowed: list[str]) -> list[str]:
        """Records that match none of the patterns."""
        return [f"log: {text}" for text in self.texts if not any(re.search(pattern, text) for pattern in allowed)]


def _allowed_patterns(item: pytest.Item) -> list[str]:
    return [pattern for marker in item.iter_markers("allow_log") for pattern in marker.args]


def _threads_left(before: set[threading.Thread]) -> list[str]:
    """Threads started since; those that are about to end get a moment, Qt's own (seen as dummies) are looked at below."""
    left = []
    for thread in set(threading.enumerate()) - before:
        # A dummy stands for a thread that Python did not start, and outlives it.
        if isinstance(thread, threading._DummyThread):
            continue
        thread.join(_SECONDS_TO_END)
        if thread.is_alive():
            left.append(f"thread still running: {thread.name}")
    return left


def _uses_qt(request: pytest.FixtureRequest) -> bool:
    return bool({"qtbot", "qapp", "qtmodeltester"} & set(request.fixturenames))


def _application() -> Any:
    """The application object, without importing Qt into tests that have nothing to do with it."""
    core = sys.modules.get("PySide6.QtCore")
    return core.QCoreApplication.instance() if core else None


class _QtLeftovers:
    """Timers, threads and windows that are there after a test and were not before."""

    def __init__(self) -> None:
        self._before = {_address(thing) for thing in self._things()}

    @classmethod
    def of_nothing(cls) -> _QtLeftovers:
        """For a test before which there was no application, and so nothing of Qt."""
        new = cls.__new__(cls)
        new._before = set()
        return new

    def left(self) -> list[str]:
        """Describe what is left, after Qt and Python have had their chance to throw it away."""
        if _application() is None:
            return []
        from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        found = self._describe()
        if found:
            gc.collect()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            found = self._describe()
        if not QThreadPool.globalInstance().waitForDone(int(_SECONDS_TO_END * 1000)):
            found.append("jobs still running in the global thread pool")
        return found

    def _describe(self) -> list[str]:
        return [
            f"{what} {type(thing).__name__} {thing.objectName()!r}"
            for thing in self._things()
            if _address(thing) not in self._before and (what := self._what(thing))
        ]

    @staticmethod
    def _what(thing: QObject) -> str:
        from PySide6.QtCore import QThread, QTimer

        if isinstance(thing, QTimer):
            return "timer still running:" if thing.isActive() else ""
        if isinstance(thing, QThread):
            return "thread still running:" if thing.isRunning() and not thing.wait(int(_SECONDS_TO_END * 1000)) else ""
        return "window still there:"

    @staticmethod
    def _things() -> list[QObject]:
        if _application() is None:
            return []
        from PySide6.QtCore import QThread, QTimer
        from shiboken6 import isValid

        # By exact type: quick enough for every test, and `isinstance` would ask lazy proxies for their class.
        kinds = {*_with_subclasses(QTimer), *_with_subclasses(QThread)}
        objects = [thing for thing in gc.get_objects() if type(thing) in kinds]
        widgets = sys.modules.get("PySide6.QtWidgets")
        windows = widgets.QApplication.topLevelWidgets() if widgets and widgets.QApplication.instance() else []
        return [thing for thing in [*objects, *windows] if isValid(thing)]


def _address(thing: QObject) -> int:
    """Where Qt keeps the object: Python's wrapper of it may come and go in between."""
    from shiboken6 import getCppPointer

    return int(getCppPointer(thing)[0])


def _with_subclasses(kind: type) -> Iterator[type]:
    yield kind
    subclasses: list[type] = kind.__subclasses__()
    for subclass in subclasses:
        yield from _with_subclasses(subclass)
