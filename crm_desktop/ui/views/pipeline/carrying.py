"""What is seen while a card is carried: the card under the pointer and the two bars to drop it on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QTransform,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets.painting import rounded_box

_TILT_DEGREES = 1.5


class CarriedCard(QWidget):
    """A sheet of glass over the board that shows the card in the hand and, below it, what letting go would do.

    The mouse does not notice it.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._board = parent
        self._picture: QPixmap | None = None
        self._grab = QPoint()
        self._at = QPoint()
        self._words = ""
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

    def say(self, words: str) -> None:
        """What letting go here would do; screen readers are told."""
        if words != self._words:
            self.update(self._place())
            self._words = words
            self.update(self._place())
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._board, words))

    def words(self) -> str:
        """What is said now."""
        return self._words

    def put_down(self) -> None:
        """Nothing is carried any more."""
        self._picture = None
        self._words = ""
        self.hide()

    def _place(self) -> QRect:
        if self._picture is None:
            return QRect()
        card = QRect(self._at - self._grab, self._picture.deviceIndependentSize().toSize())
        return card.united(self._words_place()).adjusted(-1, -1, 1, 1)

    def _words_place(self) -> QRect:
        """Below the card and inside the board; above the card where there is no room below."""
        if self._picture is None or not self._words:
            return QRect()
        metrics = QFontMetrics(self._theme.font(TextRole.SECONDARY))
        room = self.width() - 2 * self._theme.space(2)
        width = min(metrics.horizontalAdvance(self._words) + self._theme.scaled(20), room)
        size = QSize(width, metrics.height() + self._theme.scaled(8))
        card = QRect(self._at - self._grab, self._picture.deviceIndependentSize().toSize())
        left = min(
            max(card.center().x() - width // 2, self._theme.space(2)), self.width() - self._theme.space(2) - width
        )
        top = card.bottom() - self._theme.scaled(6)
        if top + size.height() > self.height():
            top = card.top() - size.height()
        return QRect(QPoint(left, top), size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card and the words."""
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.drawPixmap(self._at - self._grab, self._picture)
        if self._words:
            place = self._words_place()
            tokens = self._theme.tokens
            border = self._theme.colour("line") if tokens.dark or tokens.high_contrast else None
            rounded_box(
                painter, place, self._theme.scaled(tokens.sizes.radius_control), self._theme.colour("toast"), border
            )
            font = self._theme.font(TextRole.SECONDARY)
            painter.setFont(font)
            painter.setPen(self._theme.colour("on_toast"))
            room = place.width() - self._theme.scaled(16)
            shown = QFontMetrics(font).elidedText(self._words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, shown)


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

    def set_text(self, text: str) -> None:
        """Change the words."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def text(self) -> str:
        """The words."""
        return self._text

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
        self.won = DropBar(theme, "", Tone.GOOD)
        self.lost = DropBar(theme, "", Tone.LATE)
        self.set_words(DealWords())
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.scaled(18), theme.scaled(10), theme.scaled(18), theme.scaled(16))
        row.setSpacing(theme.scaled(12))
        row.addWidget(self.won)
        row.addWidget(self.lost)
        self.hide()

    def set_words(self, words: DealWords) -> None:
        """Call the two ends as the pipeline does."""
        self.won.set_text(tr("Drop here: {won}", won=words.won))
        self.lost.set_text(tr("Drop here: {lost}, and why", lost=words.lost))

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
