"""Cards, dividing lines and the rows in a card."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.labels import ElidedLabel
from crm_desktop.ui.widgets.painting import focus_ring, rounded_box


class Divider(QFrame):
    """One line of border, lying or standing."""

    def __init__(self, theme: Theme, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill with the colour of lines."""
        QPainter(self).fillRect(self.rect(), self._theme.colour("line"))


class Card(QFrame):
    """A surface with a border and round corners; `body` takes widgets, `add_row` puts a line between them.

    `padding` is in 4 px steps and 0 for a card of rows, which reach its edges.
    """

    def __init__(self, theme: Theme, *, padding: float = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body = QVBoxLayout(self)
        margin = theme.space(padding) or 1
        self.body.setContentsMargins(margin, margin, margin, margin + 1)
        self.body.setSpacing(0)
        theme.changed.connect(self.update)

    def add_row(self, row: QWidget) -> None:
        """Put a row below the others; a `ListRow` learns whether it touches the round corners."""
        if self._rows:
            self.body.addWidget(Divider(self._theme))
        self._rows.append(row)
        self.body.addWidget(row)
        for position, known in enumerate(self._rows):
            if isinstance(known, ListRow):
                known.set_edges(first=position == 0, last=position == len(self._rows) - 1)

    def rows(self) -> tuple[QWidget, ...]:
        """The rows from top to bottom."""
        return tuple(self._rows)

    def clear(self) -> None:
        """Take all rows and lines out."""
        self._rows.clear()
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the surface with one pixel of shadow."""
        painter = QPainter(self)
        radius = self._theme.scaled(self._theme.sizes.radius_card)
        box = self.rect().adjusted(0, 0, 0, -1)
        rounded_box(painter, box.translated(0, 1), radius, self._theme.colour("shadow"))
        rounded_box(painter, box, radius, self._theme.colour("surface"), self._theme.colour("line"))


class ListRow(QWidget):
    """A row of a card: something before, two lines of text, something after.

    `leading` and `trailing` are layouts to add widgets to. The row with the focus is tinted; `set_selected` tints it
    without the focus. `activated` is emitted for a click, Enter or Return.
    """

    activated = Signal()
    focused = Signal()

    def __init__(self, theme: Theme, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._selected = False
        self._first = self._last = False
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = ElidedLabel(title, TextRole.BODY, weight="medium")
        self.subtitle = ElidedLabel(subtitle, TextRole.SECONDARY, "secondary")
        self.leading = QHBoxLayout()
        self.trailing = QHBoxLayout()
        for layout in (self.leading, self.trailing):
            layout.setSpacing(theme.space(2.5))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.scaled(13), theme.space(2), theme.scaled(13), theme.space(2))
        row.setSpacing(theme.scaled(11))
        row.addLayout(self.leading)
        row.addLayout(words, 1)
        row.addLayout(self.trailing)
        self.set_texts(title, subtitle)
        theme.changed.connect(self.update)

    def set_texts(self, title: str, subtitle: str = "") -> None:
        """Change the two lines; without a subtitle there is one."""
        self.title.set_text(title)
        self.subtitle.set_text(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self.setAccessibleName(self.title.full_text())
        self.setAccessibleDescription(self.subtitle.full_text())

    def set_edges(self, *, first: bool, last: bool) -> None:
        """Whether the row touches the round corners of its card."""
        self._first, self._last = first, last
        self.update()

    def set_selected(self, selected: bool) -> None:
        """Tint the row."""
        self._selected = selected
        self.update()

    def is_selected(self) -> bool:
        """Whether the row is tinted without having the focus."""
        return self._selected

    def minimumSizeHint(self) -> QSize:
        """At least the usual height of a row."""
        hint = super().minimumSizeHint()
        height = self._theme.scaled(self._theme.sizes.row_height if self.subtitle.full_text() else 33) - 1
        return QSize(hint.width(), max(hint.height(), height))

    def sizeHint(self) -> QSize:
        """At least the usual height of a row."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; everything else goes on to the view."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere on the row opens it."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.activated.emit()
        super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the row is the current one."""
        super().focusInEvent(event)
        # Who comes by Tab looks for the ring; who moves on by J and K sees the tint wander.
        tabs = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._ringed = event.reason() in tabs or self._theme.tokens.high_contrast
        self.focused.emit()
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover colour."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the hover colour away."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Tint the chosen row, in the shape of the card's corners where it touches them."""
        if not (self._selected or self.hasFocus() or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self._theme.scaled(self._theme.sizes.radius_card) - 1
        chosen = self._selected or self.hasFocus()
        painter.setClipRect(self.rect())
        path = QPainterPath()
        grown = self.rect().adjusted(0, 0 if self._first else -radius, 0, 0 if self._last else radius)
        path.addRoundedRect(grown, radius, radius)
        painter.fillPath(path, self._theme.colour("accent_tint" if chosen else "hover"))
        if self.hasFocus() and self._ringed:
            focus_ring(painter, self.rect(), radius, self._theme)
