"""A small program of its own: a window from which the addresses it was given can be dragged; says what became of each drag."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

TITLE = "Drag source"


class _Source(QWidget):
    def __init__(self, urls: list[str]) -> None:
        super().__init__()
        self._urls = urls
        self.setWindowTitle(TITLE)
        self.setWindowFlags(Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:
        drag = QDrag(self)
        data = QMimeData()
        data.setUrls([QUrl(url) for url in self._urls])
        drag.setMimeData(data)
        taken = drag.exec(Qt.DropAction.CopyAction)
        sys.stdout.write("taken\n" if taken is Qt.DropAction.CopyAction else "not taken\n")
        sys.stdout.flush()


def main() -> int:
    """Show the window at the place `X,Y` until the program is ended; the other arguments are the addresses."""
    application = QApplication(sys.argv[:1])
    source = _Source(sys.argv[2:])
    x, y = map(int, sys.argv[1].split(","))
    source.setGeometry(x, y, 60, 40)
    source.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
