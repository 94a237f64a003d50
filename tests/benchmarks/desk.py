"""The real window on a home inside this process, for what is measured key by key and frame by frame."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop import bootstrap
from crm_desktop.bootstrap import Core
from crm_desktop.ui.application import Desk
from tests.benchmarks.programs import environment

_LONGEST_WAIT = 60.0


class _RaisedCrashes:
    """A bug while measuring ends the measuring."""

    def record(self, error: BaseException, where: str) -> str:
        raise RuntimeError(where) from error


@contextmanager
def open_desk(home: Path) -> Iterator[tuple[Desk, Core]]:
    """The window, shown and settled, with nothing reminding behind it."""
    if "QT_QPA_PLATFORM" in environment():
        os.environ["QT_QPA_PLATFORM"] = environment()["QT_QPA_PLATFORM"]
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    with bootstrap.opened(bootstrap.places(home)) as core:
        desk = Desk(core.services, _RaisedCrashes(), application)
        desk.window.resize(1280, 800)
        desk.window.show()
        core.writing.warm_up()
        try:
            settle(desk)
            yield desk, core
        finally:
            desk.close_quietly()
            desk.window.deleteLater()


class PaintWatch(QObject):
    """Counts how often a widget was asked to paint itself."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.count += 1
        return super().eventFilter(watched, event)


def settle(desk: Desk) -> None:
    """Let everything that is under way come to the screen."""
    for _ in range(6):
        QApplication.processEvents()
        desk.runner.drain()
    QApplication.processEvents()


def until(met: Callable[[], bool]) -> None:
    """Let the window live until something has happened; raises TimeoutError when it does not."""
    ends = time.monotonic() + _LONGEST_WAIT
    # With a time limit Qt would not wait but turn round and round, and take the processor from the threads that work.
    waking = QTimer()
    waking.start(1000)
    while not met():
        if time.monotonic() > ends:
            raise TimeoutError("the window did not show it")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def paint(widget: QWidget) -> None:
    """Paint the widget now, not when the event loop comes round to it."""
    widget.repaint()
