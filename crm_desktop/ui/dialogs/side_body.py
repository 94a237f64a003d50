"""The column beside a list: it scrolls, and its cards do not move when the scroll bar comes or goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import ScrollBody

_BAR = 10


class SideBody(ScrollBody):
    """`top` is the free space above the first card, in pixels at a 13 px font."""

    def __init__(self, theme: Theme, top: int, parent: QWidget | None = None) -> None:
        mirrored = QWidget().layoutDirection() is Qt.LayoutDirection.RightToLeft
        margins = (_BAR, top, 8, 20) if mirrored else (8, top, _BAR, 20)
        super().__init__(theme, margins=margins, spacing=6, parent=parent)
        self._body_theme = theme
        self.verticalScrollBar().rangeChanged.connect(self._keep_width)
        self._keep_width()

    def _keep_width(self) -> None:
        free = 0 if self.verticalScrollBar().maximum() else self._body_theme.scaled(_BAR)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            self.setViewportMargins(free, 0, 0, 0)
        else:
            self.setViewportMargins(0, 0, free, 0)
