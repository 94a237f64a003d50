"""The frame of a page: the bar on top with title and buttons, and a body that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.labels import ElidedLabel


class PageHeader(QWidget):
    """52 px with the title, widgets after it (`add_left`), one line of words, and buttons at the end (`add_right`)."""

    def __init__(
        self, theme: Theme, title: str, subtitle: str = "", *, margin: int = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title = ElidedLabel(title, TextRole.TITLE)
        self.subtitle = ElidedLabel(subtitle, TextRole.BODY, "secondary")
        for label in (self.title, self.subtitle):
            label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.scaled(margin), 0, theme.scaled(min(margin, 20)), 1)
        self._row.setSpacing(theme.scaled(10))
        self._row.addWidget(self.title)
        self._row.addWidget(self.subtitle)
        self._row.addStretch()
        self._left = 1
        self.setFixedHeight(max(theme.scaled(theme.sizes.header_height), self.title.sizeHint().height() + 8))
        theme.changed.connect(self.update)

    def set_title(self, text: str) -> None:
        """Change the title."""
        self.title.set_text(text)

    def set_subtitle(self, text: str) -> None:
        """Change the words after the title."""
        self.subtitle.set_text(text)

    def add_left(self, widget: QWidget) -> None:
        """Put a widget between title and subtitle."""
        self._row.insertWidget(self._left, widget)
        self._left += 1

    def add_right(self, widget: QWidget) -> None:
        """Put a button at the end."""
        self._row.addWidget(widget)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line below."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line"))


class ScrollBody(QScrollArea):
    """A column that scrolls up and down only; add to `body`. `margins` are left, top, right, bottom at a 13 px font."""

    def __init__(
        self,
        theme: Theme,
        *,
        margins: tuple[int, int, int, int] = (20, 14, 20, 20),
        spacing: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoFillBackground(False)
        inner = QWidget()
        inner.setProperty("scrollBody", True)
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(*(theme.scaled(margin) for margin in margins))
        self.body.setSpacing(theme.scaled(spacing))
        self.setWidget(inner)
        self.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        self._inner = inner

    def sizeHint(self) -> QSize:
        """Room for all of the body; the scroll bar is for when there is less."""
        return self._inner.sizeHint() + QSize(2, 2)
