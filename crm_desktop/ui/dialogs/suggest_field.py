"""A line to type into with a short list of suggestions below it, moved in by arrows, taken by Enter or a click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.ui.texts import one_line
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets.overlay import OverlayCard
from crm_desktop.ui.widgets.painting import rounded_box

_SHOWN = 6


class _Panel(QFrame):
    """The surface the list lies on."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        inner = QVBoxLayout(self)
        margin = theme.space(1)
        inner.setContentsMargins(margin, margin, margin, margin)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the surface and its edge."""
        radius = self._theme.scaled(self._theme.sizes.radius_control)
        colour = self._theme.colour
        rounded_box(QPainter(self), self.rect(), radius, colour("surface"), colour("outline"))


class SuggestField(QLineEdit):
    """`asked(text)` comes with every change by the user; the owner answers with `offer`. `taken(key)` is a choice.

    The list lies over the card the field is on, so that nothing moves while one types.
    """

    asked = Signal(str)
    taken = Signal(object)

    def __init__(self, theme: Theme, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys: list[object] = []
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._panel = _Panel(theme, self)
        self.suggestions = QListWidget()
        self.suggestions.setSpacing(theme.scaled(2))
        self.suggestions.setAccessibleName(name)
        self.suggestions.setFrameShape(QFrame.Shape.NoFrame)
        self.suggestions.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.suggestions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.suggestions.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.suggestions.itemClicked.connect(lambda item: self._take(self.suggestions.row(item)))
        layout = self._panel.layout()
        assert layout is not None, "the panel makes its layout"
        layout.addWidget(self.suggestions)
        self.textEdited.connect(self.asked)

    def offer(self, options: Sequence[tuple[object, str]]) -> None:
        """Show suggestions, each with the key that `taken` tells; none hides the list."""
        self._keys = [key for key, _text in options]
        self.suggestions.clear()
        for _key, text in options:
            self.suggestions.addItem(QListWidgetItem(one_line(text)))
        if options and self.hasFocus():
            self._place()
            self._panel.show()
            self._panel.raise_()
        else:
            self._panel.hide()

    def is_offering(self) -> bool:
        """Whether the list is there."""
        return not self._panel.isHidden()

    def _place(self) -> None:
        host: QWidget = self.window()
        candidate = self.parentWidget()
        while candidate is not None:
            if isinstance(candidate, OverlayCard):
                host = candidate
            candidate = candidate.parentWidget()
        if self._panel.parentWidget() is not host:
            self._panel.setParent(host)
        rows = min(len(self._keys), _SHOWN)
        line = max(self.suggestions.sizeHintForRow(0), self.fontMetrics().height()) + 2 * self.suggestions.spacing()
        height = rows * line + 2 * self._theme.space(1) + self.suggestions.spacing()
        below = self.mapTo(host, QPoint(0, self.height() + 1))
        height = min(height, max(host.height() - below.y() - 2, self.fontMetrics().height() * 2))
        self._panel.setGeometry(below.x(), below.y(), self.width(), height)

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._keys):
            key = self._keys[row]
            self._panel.hide()
            self.taken.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Enter and Esc belong to the list while it is there."""
        if not self.is_offering():
            super().keyPressEvent(event)
            return
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            row = max(-1, min(self.suggestions.currentRow() + step, len(self._keys) - 1))
            self.suggestions.setCurrentRow(row)
            self.setAccessibleDescription(self.suggestions.item(row).text() if row >= 0 else "")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.suggestions.currentRow() >= 0:
            self._take(self.suggestions.currentRow())
        elif event.key() == Qt.Key.Key_Escape:
            self._panel.hide()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving takes the list away."""
        super().focusOutEvent(event)
        self._panel.hide()
