"""A folded column of the board: a narrow box with its name and numbers running downwards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.ui.texts import one_line
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.painting import focus_ring, rounded_box

FOLDED_WIDTH = 40
_DOWNWARDS = (
    Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignAbsolute
    | Qt.AlignmentFlag.AlignVCenter
    | Qt.TextFlag.TextSingleLine
)


class FoldedColumn(QAbstractButton):
    """A folded column: its name and numbers run downwards; pressing it unfolds it. `got_focus(by mouse)`."""

    got_focus = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = ("", "")
        self._landing = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Narrow, and as high as there is room."""
        return QSize(self._theme.scaled(FOLDED_WIDTH), self._theme.scaled(120))

    def show_head(self, name: str, numbers: str) -> None:
        """What runs down the column."""
        self._words = (one_line(name, 60), numbers)
        self.update()

    def show_landing(self, landing: bool) -> None:
        """A card is held over the column."""
        if landing != self._landing:
            self._landing = landing
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the board whose turn it is."""
        super().focusInEvent(event)
        self.got_focus.emit(event.reason() is Qt.FocusReason.MouseFocusReason)

    def event(self, event: QEvent) -> bool:
        """Follow the pointer."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A pale box with the words turned to run downwards."""
        painter = QPainter(self)
        box = self.rect().adjusted(0, 0, 0, -1)
        radius = self._theme.scaled(self._theme.sizes.radius_card)
        fill = "accent_tint" if self._landing else "hover" if self.underMouse() else "sidebar"
        rounded_box(painter, box, radius, self._theme.colour(fill), self._theme.colour("line"))
        if self.hasFocus():
            focus_ring(painter, box, radius, self._theme)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        name, numbers = self._words
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.translate(self.width(), 0)
        painter.rotate(90)
        line = QRect(self._theme.scaled(14), 0, self.height() - self._theme.scaled(28), self.width())
        painter.setFont(self._theme.font(TextRole.BODY, 500))
        painter.setPen(self._theme.colour("text"))
        metrics = painter.fontMetrics()
        used = min(metrics.horizontalAdvance(name), line.width())
        painter.drawText(line, _DOWNWARDS, metrics.elidedText(name, Qt.TextElideMode.ElideRight, line.width()))
        painter.setFont(self._theme.font(TextRole.SECONDARY))
        painter.setPen(self._theme.colour("secondary"))
        painter.drawText(line.adjusted(used + self._theme.scaled(12), 0, 0, 0), _DOWNWARDS, numbers)
