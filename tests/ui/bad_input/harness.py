"""What is looked for: rich text made of data, paint outside of its place, texts that overflow, files read, addresses called."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QMessageBox,
    QStyleOptionViewItem,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

_TAGS = ("<b", "<img", "<a ", "<i>", "<script", "<table")
_MARGIN = 60
_SENTINEL = QColor(255, 0, 255)
_MOST_ROWS = 12
_INOTIFY_READ = 0x00000001 | 0x00000020  # IN_ACCESS | IN_OPEN


def everything(window: QWidget) -> Iterator[QWidget]:
    """All widgets of a window and of whatever else is open."""
    for top in (
        window,
        *(other for other in QApplication.topLevelWidgets() if other is not window and other.isVisible()),
    ):
        yield top
        yield from top.findChildren(QWidget)


def called(widget: QWidget) -> str:
    """What a message names a widget by."""
    around = widget.parentWidget()
    text = widget.text() if isinstance(widget, QLabel) else widget.accessibleName()
    return f"{type(widget).__name__} in {type(around).__name__ if around else 'nothing'} {text[:40]!r}"


def rich_texts(window: QWidget) -> list[str]:
    """Everything that would read its text as HTML."""
    found = []
    for widget in everything(window):
        if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
            found.append(f"{called(widget)} is not plain text")
        if isinstance(widget, QMessageBox) and widget.textFormat() is not Qt.TextFormat.PlainText:
            found.append(f"{called(widget)} is a box that is not plain text")
        if isinstance(widget, QTextBrowser) or (isinstance(widget, QTextEdit) and widget.acceptRichText()):
            found.append(f"{called(widget)} takes rich text")
        found += [f"{called(widget)} has a tooltip with HTML: {tip[:50]!r}" for tip in _tips(widget) if _is_html(tip)]
    return found


def _tips(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.whatsThis(), widget.statusTip())
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        for row in range(min(model.rowCount(), _MOST_ROWS)):
            yield str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) or "")


def _is_html(text: str) -> bool:
    return any(tag in text.lower() for tag in _TAGS)


def overflowing(window: QWidget) -> list[str]:
    """Labels whose text is wider than they are, and widgets that stick out of the one they lie in."""
    found = []
    for widget in everything(window):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel) and not widget.wordWrap() and widget.text() and _own_paint(widget) is False:
            # What names a field shows two ampersands as one.
            shown = widget.text().replace("&&", "&") if widget.buddy() is not None else widget.text()
            lines = shown.split("\n")
            needed = max(QFontMetrics(widget.font()).horizontalAdvance(line) for line in lines)
            # Bearings of letters and accents at the end may stick out by a hair.
            room = widget.contentsRect().width() + 4
            if needed > room:
                found.append(f"{called(widget)} needs {needed} px and has {room}")
        around = widget.parentWidget()
        if around is not None and not widget.isWindow() and not _scrolls(around) and not widget.geometry().isEmpty():
            sticks_out = widget.geometry().right() > around.width() + 1 or widget.geometry().left() < -1
            if sticks_out:
                found.append(f"{called(widget)} at {widget.geometry()} sticks out of {around.width()} px")
    return found


def _own_paint(label: QLabel) -> bool:
    """Whether a label paints its text itself, and so cuts it where it ends."""
    return type(label).paintEvent is not QLabel.paintEvent and "paintEvent" in {
        name for kind in type(label).__mro__ if kind.__module__.startswith("crm_desktop") for name in vars(kind)
    }


def _scrolls(widget: QWidget) -> bool:
    around: QWidget | None = widget
    while around is not None and not isinstance(around, QAbstractScrollArea):
        around = around.parentWidget()
    return around is not None


def painted_outside(window: QWidget) -> list[str]:
    """Rows of lists that are painted beyond their own place: a list does not cut them off."""
    found = []
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if not view.isVisible() or model is None:
            continue
        for row in range(min(model.rowCount(), _MOST_ROWS)):
            index = model.index(row, 0)
            rect = view.visualRect(index)
            if rect.isEmpty() or rect.height() > 3_000:
                continue
            beyond = _paint_alone(view, index, rect)
            if beyond:
                found.append(f"{called(view)} row {row} paints {beyond}: {str(index.data())[:40]!r}")
    return found


def _paint_alone(view: QAbstractItemView, index: object, rect: QRect) -> str:
    image = QImage(rect.width() + 2 * _MARGIN, rect.height() + 2 * _MARGIN, QImage.Format.Format_RGB32)
    image.fill(_SENTINEL)
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = QRect(QPoint(_MARGIN, _MARGIN), rect.size())
    painter = QPainter(image)
    painter.setFont(view.font())
    view.itemDelegateForIndex(index).paint(painter, option, index)  # type: ignore[arg-type]
    painter.end()
    inside = QRect(QPoint(_MARGIN, _MARGIN), rect.size()).adjusted(-1, -1, 1, 1)
    return _touched(image, inside)


def _touched(image: QImage, inside: QRect) -> str:
    """The side on which something was painted outside of a place; empty when nothing was."""
    bands = {
        "above": QRect(0, 0, image.width(), inside.top()),
        "below": QRect(0, inside.bottom() + 1, image.width(), image.height() - inside.bottom() - 1),
        "to the left": QRect(0, 0, inside.left(), image.height()),
        "to the right": QRect(inside.right() + 1, 0, image.width() - inside.right() - 1, image.height()),
    }
    for side, band in bands.items():
        piece = image.copy(band)
        blank = QImage(piece.size(), piece.format())
        blank.fill(_SENTINEL)
        if piece != blank:
            return side
    return ""


class Canary:
    """A file that nobody may read; `read` says whether somebody did. Only Linux can tell."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._watch = self._libc.inotify_init1(os.O_NONBLOCK)
        if self._libc.inotify_add_watch(self._watch, os.fsencode(path), _INOTIFY_READ) < 0:
            raise OSError(ctypes.get_errno(), "inotify_add_watch")

    @property
    def read(self) -> bool:
        """Whether the file was opened since the last question."""
        try:
            return len(os.read(self._watch, 4096)) >= struct.calcsize("iIII")
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Stop watching."""
        os.close(self._watch)


class Listener:
    """A server of this computer that nobody may call; `calls` says who did. It answers nobody.

    The system takes connections on its own behalf, so that none is missed while nobody asks.
    """

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._socket.setblocking(False)
        self.port = int(self._socket.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"

    def calls(self) -> list[str]:
        """The places that connected since the last question."""
        found: list[str] = []
        while True:
            try:
                connection, (host, port) = self._socket.accept()
            except BlockingIOError:
                return found
            connection.close()
            found.append(f"{host}:{port}")

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()


@contextmanager
def listening() -> Iterator[Listener]:
    """A server to which hostile words point."""
    listener = Listener()
    try:
        yield listener
    finally:
        listener.close()


@contextmanager
def watched_file(folder: Path) -> Iterator[Canary | None]:
    """A picture that hostile words point to; None where nobody can tell whether it was read."""
    path = folder / "canary.png"
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(_SENTINEL)
    image.save(str(path))
    if not sys.platform.startswith("linux"):
        yield None
        return
    canary = Canary(path)
    try:
        yield canary
    finally:
        canary.close()
