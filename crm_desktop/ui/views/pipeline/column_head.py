"""The head of a column: name, number and sum on one line, below it how much of all open deals stand here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QWidget

from crm_desktop.ui.texts import one_line, tooltip
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import ElidedLabel
from crm_desktop.ui.widgets.painting import rounded_box

_NAME_ROOM = 96
_SHARE_HEIGHT = 3
_DOT = 8


class ColumnHead(QWidget):
    """`menu_wanted(point)` when it is pressed, with a point of the screen."""

    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self._tone = Tone.NEUTRAL
        self.share: float | None = None
        """How much of all open deals stand here, from 0 to 1; None for a column that has no share."""
        self.name = ElidedLabel("", TextRole.BODY, weight="medium", parent=self)
        self.numbers = ElidedLabel("", TextRole.SECONDARY, "secondary", parent=self)
        self.numbers.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for label in (self.name, self.numbers):
            # The tooltip of the head says all of it, also where a label is cut.
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._line = QHBoxLayout(self)
        self._line.setSpacing(theme.scaled(6))
        self._line.addWidget(self.name, 1)
        self._line.addWidget(self.numbers)
        self._make_room()

    def _make_room(self) -> None:
        """For the dot before the name, and for the line below."""
        side, below = self._theme.space(1), self._theme.scaled(5 + _SHARE_HEIGHT)
        before = side if self._tone is Tone.NEUTRAL else side + self._theme.scaled(_DOT + 6)
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._line.setContentsMargins(*((side, 0, before, below) if right_to_left else (before, 0, side, below)))

    def changeEvent(self, event: QEvent) -> None:
        """The dot changes sides with the direction of the interface."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._make_room()

    def show_head(
        self, name: str, numbers: str, explained: str, *, share: float | None = None, tone: Tone = Tone.NEUTRAL
    ) -> bool:
        """Name, numbers and the sentence for the tooltip; False when all of it was shown already."""
        if (name, numbers, explained, share, tone) == self._shown:
            return False
        self._shown = (name, numbers, explained, share, tone)
        self.share, self._tone = share, tone
        self._make_room()
        self.name.set_text(name)
        # Sums of many currencies give way to the name, but a very long name does not push them out.
        self.name.setMinimumWidth(min(self.name.sizeHint().width(), self._theme.scaled(_NAME_ROOM)))
        self.numbers.set_text(numbers)
        self.setToolTip(tooltip(f"{one_line(name)}: {explained}"))
        self.update()
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press opens the menu of the column."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.menu_wanted.emit(self.mapToGlobal(QPoint(0, self.height())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, so that the release comes here."""
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same menu by the other button."""
        self.menu_wanted.emit(event.globalPos())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dot in the colour of the stage, and the line, filled from the leading edge as far as the share reaches."""
        painter = QPainter(self)
        if self._tone is not Tone.NEUTRAL:
            size = self._theme.scaled(_DOT)
            middle = self.name.geometry().center().y()
            place = QRect(self._theme.space(1), middle - size // 2 + 1, size, size)
            rounded_box(painter, self._mirrored(place), size / 2, self._theme.tone(self._tone)[0])
        if self.share is not None:
            self._paint_share(painter, self.share)

    def _paint_share(self, painter: QPainter, share: float) -> None:
        high = self._theme.scaled(_SHARE_HEIGHT)
        track = QRect(0, self.height() - high, self.width(), high)
        rounded_box(painter, track, high / 2, self._theme.colour("line"))
        width = round(track.width() * min(max(share, 0.0), 1.0))
        if width > 0:
            neutral = self._tone is Tone.NEUTRAL
            colour = self._theme.colour("outline") if neutral else self._theme.tone(self._tone)[0]
            filled = QRect(track.left(), track.top(), max(width, high), high)
            rounded_box(painter, self._mirrored(filled), high / 2, colour)

    def _mirrored(self, place: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)
