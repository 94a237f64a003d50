"""A check box and a switch whose edges are strong enough in both schemes."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets.painting import focus_ring, paint_icon, rounded_box


class CheckBox(QAbstractButton):
    """A square with a tick and words; pressed by click or Space. Emits `toggled`."""

    sign_width = 16

    def __init__(self, theme: Theme, text: str, *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """The sign, the words and a little air for the ring."""
        metrics = QFontMetrics(self._theme.font())
        words = metrics.horizontalAdvance(self.text()) + self._theme.space(2) if self.text() else 0
        width = self._theme.scaled(self.sign_width) + words + 8
        return QSize(width, max(metrics.height(), self._theme.scaled(20)) + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the sign at the leading edge and the words after it."""
        painter = QPainter(self)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        width = self._theme.scaled(self.sign_width)
        left = self.width() - 4 - width if mirrored else 4
        self._paint_sign(painter, QRect(left, 0, width, self.height()))
        gap = width + 4 + self._theme.space(2)
        words = self.rect().adjusted(0, 0, -gap, 0) if mirrored else self.rect().adjusted(gap, 0, 0, 0)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("text" if self.isEnabled() else "faint"))
        painter.drawText(words, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            focus_ring(painter, self.rect(), self._theme.scaled(5), self._theme)

    def _paint_sign(self, painter: QPainter, room: QRect) -> None:
        box = QRect(room.left(), (room.height() - room.width()) // 2, room.width(), room.width())
        radius = self._theme.scaled(4)
        if self.isChecked():
            rounded_box(painter, box, radius, self._theme.colour("accent" if self.isEnabled() else "faint"))
            paint_icon(painter, box, self._theme, "check", self._theme.tokens.on_accent, self._theme.scaled(12))
        else:
            rounded_box(painter, box, radius, self._theme.colour("surface"), self._theme.colour("outline"))


class Switch(CheckBox):
    """The same for something that takes effect at once."""

    sign_width = 34

    def _paint_sign(self, painter: QPainter, room: QRect) -> None:
        height = self._theme.scaled(20)
        track = QRect(room.left(), (room.height() - height) // 2, room.width(), height)
        name = ("accent" if self.isEnabled() else "faint") if self.isChecked() else "outline"
        rounded_box(painter, track, height / 2, self._theme.colour(name))
        side = height - 4
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        at_end = self.isChecked() is not mirrored
        left = track.right() - side - 1 if at_end else track.left() + 2
        rounded_box(painter, QRect(left, track.top() + 2, side, side), side / 2, self._theme.colour("surface"))
