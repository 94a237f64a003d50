"""The program itself with its window, watched from inside: `start`, `rest SECONDS` or `idle SECONDS`, then its arguments.

`start` reports when the first view has painted rows from the database, `rest` the memory so long after that, and `idle`
what the process did of its own accord within that time.
"""

from __future__ import annotations

import sys
import time

from crm_desktop.cli import main as run
from tests.benchmarks.probes.report import memory, moment, report, switches

_SETTLING_MS = 45_000
_PAINT, _TIMER = 12, 1
"""QEvent.Type.Paint and QEvent.Type.Timer: as numbers they cost next to nothing in a filter that sees every event."""


def main() -> None:
    """Start the program with a watcher on its events."""
    # Behind the program's own imports, so that what it costs is counted with it.
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QAbstractItemView, QApplication

    mode = sys.argv[1]
    seconds = float(sys.argv[2]) if mode != "start" else 0.0
    execute = QApplication.exec

    class Watcher(QObject):
        painted = False
        timers = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            kind = event.type().value
            if kind == _TIMER:
                self.timers += 1
            elif kind == _PAINT and not self.painted and mode != "idle":
                view = watched.parent()
                if isinstance(view, QAbstractItemView) and view.model() is not None and view.model().rowCount() > 0:
                    self.painted = True
                    QTimer.singleShot(round(seconds * 1000), lambda: report(memory() if seconds else moment()))
            return False

    watcher = Watcher()

    def begin_idling() -> None:
        before = (watcher.timers, switches(), time.process_time(), time.monotonic())

        def tell() -> None:
            minutes = (time.monotonic() - before[3]) / 60
            cpu = time.process_time() - before[2]
            report(
                {
                    "timers": (watcher.timers - before[0] - 1) / minutes,  # the last one is this
                    "switches": sum(count - before[1].get(thread, 0) for thread, count in switches().items()) / minutes,
                    "cpu_percent": cpu / (minutes * 60) * 100,
                    "seconds": minutes * 60,
                    **memory(),
                }
            )

        QTimer.singleShot(round(seconds * 1000), tell)

    def watched_execution(*_application: object) -> int:
        QApplication.instance().installEventFilter(watcher)  # type: ignore[union-attr]
        if mode == "idle":
            QTimer.singleShot(_SETTLING_MS, begin_idling)
        return execute()

    QApplication.exec = watched_execution  # type: ignore[method-assign]
    sys.exit(run(sys.argv[2 if mode == "start" else 3 :]))


if __name__ == "__main__":
    main()
