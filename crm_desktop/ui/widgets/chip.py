"""Pills that say in words and in colour what something is, and the same as buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.ui.texts import one_line
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets.painting import chip_size, focus_ring, paint_chip


class Chip(QWidget):
    """A pill that is only read; it always carries words, so that the colour is never the only sign."""

    def __init__(self, theme: Theme, text: str, tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = tone
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_text(text)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The words on it."""
        return self._text

    @property
    def tone(self) -> Tone:
        """Its meaning."""
        return self._tone

    def set_text(self, text: str) -> None:
        """Change the words."""
        self._text = one_line(text, 60)
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: Tone) -> None:
        """Change the meaning."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the words."""
        return chip_size(self._theme, self._text)

    def minimumSizeHint(self) -> QSize:
        """A chip may be cut, but not away."""
        size = self.sizeHint()
        return QSize(min(size.width(), self._theme.scaled(48)), size.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        paint_chip(QPainter(self), self.rect(), self._theme, self._text, self._tone)


class ChipButton(QAbstractButton):
    """A pill to press: a tag, a suggestion, or with `checkable` one of a row of kinds.

    Unchecked it is neutral, checked it shows `tone`. `dashed` is for `+ tag`: something that is not there yet.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        tone: Tone = Tone.ACCENT,
        *,
        checkable: bool = False,
        dashed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = tone
        self._dashed = dashed
        self.setText(one_line(text, 60))
        self.setAccessibleName(self.text())
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_tone(self, tone: Tone) -> None:
        """Change the meaning."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the words."""
        return chip_size(self._theme, self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill, heavier when checked, with a ring when it has the focus."""
        painter = QPainter(self)
        chosen = self.isChecked() or not self.isCheckable()
        tone = self._tone if chosen and not self._dashed else Tone.NEUTRAL
        weight = 500 if self.isCheckable() and self.isChecked() else 400
        paint_chip(painter, self.rect(), self._theme, self.text(), tone, weight=weight, dashed=self._dashed)
        if self.hasFocus():
            focus_ring(painter, self.rect(), self.height() / 2, self._theme)
        elif self.underMouse() and not self._dashed:
            painter.setOpacity(0.5)
            focus_ring(painter, self.rect(), self.height() / 2, self._theme)
