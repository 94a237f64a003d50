"""Tab goes through a page as one reads it, wherever its rows were made: Qt alone would go in the order of making."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


class TabOrder(QObject):
    """`refresh` after rows came, went or changed places; several calls are one piece of work, done after painting."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._last: list[QWidget] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._put_in_order)

    def refresh(self) -> None:
        """Put what can have the focus in order before long."""
        self._soon.start()

    def _put_in_order(self) -> None:
        found = list(in_reading_order(self._page))
        if found == self._last:
            return
        self._last = found
        for first, second in pairwise(found):
            QWidget.setTabOrder(first, second)


def in_reading_order(widget: QWidget) -> Iterator[QWidget]:
    """The widgets in `widget` that Tab goes to, in the order of the layouts, those included that are hidden now."""
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        if inner is not None:
            yield from in_reading_order(inner)
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    layout = widget.layout()
    if layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from in_reading_order(widget)
        elif inner is not None:
            yield from _in_layout(inner)
