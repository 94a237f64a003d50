"""The limit for start and memory: a QMainWindow with an empty table view, painted once; `rest SECONDS` tells its memory."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from tests.benchmarks.probes.report import memory, moment, report


class _BareTable(QTableView):
    rest = 0.0
    painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.painted:
            return
        self.painted = True
        if self.rest:
            QTimer.singleShot(round(self.rest * 1000), lambda: report(memory()))
        else:
            QTimer.singleShot(0, lambda: report(moment()))


def main() -> None:
    """Open it and report."""
    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    table = _BareTable()
    table.rest = float(sys.argv[2]) if sys.argv[1:2] == ["rest"] else 0.0
    window.setCentralWidget(table)
    window.resize(1280, 800)
    window.show()
    application.exec()


if __name__ == "__main__":
    main()
