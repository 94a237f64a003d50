"""The place of a list on a card: as high as wished where the window is high enough, and lower where it is not."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.theme.theme import Theme

_LEAST = 120


class ListHolder(QWidget):
    """Asks for `width` (0: any) and `height`, in pixels at a 13 px font."""

    def __init__(self, theme: Theme, height: int, width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wanted = QSize(width, height)
        if width:
            self.setFixedWidth(theme.scaled(width))

    def sizeHint(self) -> QSize:
        """What is wished for."""
        return QSize(self._theme.scaled(self._wanted.width()), self._theme.scaled(self._wanted.height()))

    def minimumSizeHint(self) -> QSize:
        """A few rows."""
        return QSize(self._theme.scaled(self._wanted.width()), self._theme.scaled(_LEAST))
