"""What is seen while a card is carried: the card under the pointer and the two bars to drop it on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone

_TILT_DEGREES = 1.5


class CarriedCard(QWidget):
    """A sheet of glass over the board that shows the card in the hand; the mouse does not notice it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._board = parent
        self._picture: QPixmap | None = None
        self._grab = QPoint()
        self._at = QPoint()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the whole board when its size changes."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._board.rect())
        return super().eventFilter(watched, event)

    def lift(self, picture: QPixmap, grab: QPoint) -> None:
        """Take a card up by the point `grab` of its picture; tilted a little where motion is welcome."""
        if self._theme.animation_ms(1):
            picture = self._tilted(picture, grab)
        else:
            self._grab = grab
        self._picture = picture
        self.setGeometry(self._board.rect())
        self.raise_()
        self.show()

    def _tilted(self, picture: QPixmap, grab: QPoint) -> QPixmap:
        turn = QTransform().rotate(_TILT_DEGREES)
        ratio = picture.devicePixelRatio()
        turned = picture.transformed(turn, Qt.TransformationMode.SmoothTransformation)
        turned.setDevicePixelRatio(ratio)
        # The point in the hand goes round the middle with the picture.
        middle = QPointF(picture.deviceIndependentSize().width() / 2, picture.deviceIndependentSize().height() / 2)
        new_middle = QPointF(turned.deviceIndependentSize().width() / 2, turned.deviceIndependentSize().height() / 2)
        self._grab = (turn.map(QPointF(grab) - middle) + new_middle).toPoint()
        return turned

    def carry(self, point: QPoint) -> None:
        """The hand is at this point of the parent."""
        self.update(self._place())
        self._at = point
        self.update(self._place())

    def put_down(self) -> None:
        """Nothing is carried any more."""
        self._picture = None
        self.hide()

    def _place(self) -> QRect:
        if self._picture is None:
            return QRect()
        return QRect(self._at - self._grab, self._picture.deviceIndependentSize().toSize()).adjusted(-1, -1, 1, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        if self._picture is not None:
            QPainter(self).drawPixmap(self._at - self._grab, self._picture)


class DropBar(QWidget):
    """A dashed bar that says what dropping here means."""

    def __init__(self, theme: Theme, text: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = text
        self._tone = tone
        self._hovered = False
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as a button with air."""
        return QSize(self._theme.scaled(200), self._theme.scaled(42))

    def set_hovered(self, hovered: bool) -> None:
        """A card is over the bar."""
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar, filled while a card is over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, tint = self._theme.tone(self._tone)
        edge = colour if self._hovered else QColor(self._theme.colour("line"))
        painter.setPen(QPen(edge, 1.5 if self._hovered else 1, Qt.PenStyle.DashLine))
        painter.setBrush(tint if self._hovered else self._theme.colour("surface"))
        radius = self._theme.scaled(self._theme.sizes.radius_card)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)
        painter.setFont(self._theme.font(TextRole.BODY, 500 if self._hovered else 400))
        painter.setPen(colour)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class DropBars(QWidget):
    """The two ends of a deal, shown while a card is carried."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.won = DropBar(theme, tr("Drop here: won"), Tone.GOOD)
        self.lost = DropBar(theme, tr("Drop here: lost, and why"), Tone.LATE)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.scaled(18), theme.scaled(10), theme.scaled(18), theme.scaled(16))
        row.setSpacing(theme.scaled(12))
        row.addWidget(self.won)
        row.addWidget(self.lost)
        self.hide()

    def bar_at(self, screen_point: QPoint) -> DropBar | None:
        """The bar under a point of the screen."""
        for bar in (self.won, self.lost):
            if self.isVisible() and bar.rect().contains(bar.mapFromGlobal(screen_point)):
                return bar
        return None

    def hover(self, bar: DropBar | None) -> None:
        """Show which bar the card is over."""
        self.won.set_hovered(bar is self.won)
        self.lost.set_hovered(bar is self.lost)
