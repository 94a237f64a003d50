"""A field for a few lines of text that grows with what is typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crm_desktop.ui.theme.theme import Theme

_LONGEST_PARAGRAPH = 10_000
_LEAST_WHERE_TIGHT = 2


class GrowingText(QPlainTextEdit):
    """Plain text between `least` and `most` lines high; Tab leaves it. What is pasted loses its formatting."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        least: int = 1,
        most: int = 10,
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._least, self._most = least, most
        self._yields = False
        self._wanted = 0
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        if bare:
            self.setProperty("bare", True)
        self.textChanged.connect(self._fit)
        theme.changed.connect(self._fit)
        self._fit()

    def set_least(self, lines: int) -> None:
        """Change how high the empty field is."""
        if lines != self._least:
            self._least = lines
            self._fit()

    def let_shrink(self) -> None:
        """Where the room is tight, be two lines high and scroll, instead of lying over what stands below."""
        self._yields = True
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as its text, within its bounds."""
        return QSize(super().sizeHint().width(), self._wanted)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take the plain text only."""
        if source.hasText():
            text = source.text()
            self._choose_wrapping(text)
            self.insertPlainText(text)

    def setPlainText(self, text: str) -> None:
        """Show another text."""
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._choose_wrapping(text)
        super().setPlainText(text)

    def _choose_wrapping(self, text: str) -> None:
        """A paragraph that no window could show is not broken into lines: that takes minutes for a megabyte."""
        longest = max((len(paragraph) for paragraph in text.splitlines()), default=0)
        if longest > _LONGEST_PARAGRAPH:
            self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() or self._yields:
            self._fit()

    def changeEvent(self, event: Any) -> None:
        """Another font needs another height."""
        super().changeEvent(event)
        if event.type() == event.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        # The layout of a plain text document counts its height in lines.
        lines = round(self.document().size().height())
        shown = min(max(lines, self._least), self._most)
        # With a style sheet the margins hold its border and its padding, and the frame counts the same again.
        around = self.contentsMargins()
        more = 2 * round(self.document().documentMargin()) + around.top() + around.bottom() + 2
        line = self.fontMetrics().lineSpacing()
        if self._wanted != shown * line + more:
            self._wanted = shown * line + more
            self.updateGeometry()
        if self._yields:
            self.setMinimumHeight(min(shown, _LEAST_WHERE_TIGHT) * line + more)
            self.setMaximumHeight(self._wanted)
        else:
            self.setFixedHeight(self._wanted)
        over = lines > self._most or (self._yields and self.height() < self._wanted)
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if over else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
