"""A small button of an icon alone, quiet until the pointer or the keyboard is on it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.ui.texts import tooltip
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets.painting import focus_ring, paint_icon


class IconButton(QAbstractButton):
    """`words` say what it does, to screen readers and in the tooltip."""

    def __init__(self, theme: Theme, icon: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self.set_words(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_words(self, words: str) -> None:
        """Say what pressing it does now."""
        self.setAccessibleName(words)
        self.setToolTip(tooltip(words))

    def set_icon(self, icon: str) -> None:
        """Show another sign."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        """Large enough to be hit."""
        side = self._theme.scaled(20)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon, stronger under the pointer."""
        painter = QPainter(self)
        tokens = self._theme.tokens
        colour = tokens.text if self.underMouse() or self.hasFocus() else tokens.faint
        paint_icon(painter, QRect(self.rect()), self._theme, self._icon, colour, self._theme.scaled(13))
        if self.hasFocus():
            focus_ring(painter, self.rect(), self._theme.scaled(tokens.sizes.radius_hint), self._theme)
