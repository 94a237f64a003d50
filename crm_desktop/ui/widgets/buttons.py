"""Push buttons with an optional icon, key hint and menu arrow, and the round check of a reminder."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QSizePolicy, QWidget

from crm_desktop.ui.texts import one_line
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.painting import paint_icon, rounded_box

_PADDING = 11
_GAP = 6


class Button(QPushButton):
    """A button on the surface colour; `keys` is shown beside the text, the key itself belongs to an action.

    It is the key that the action comes with: where the user chose another one, that is shown.
    """

    primary = False

    def __init__(
        self, theme: Theme, text: str, keys: str = "", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._default_keys = keys
        self._keys = theme.hint(keys)
        self._icon = icon
        self._has_menu = False
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._changed()
        theme.changed.connect(self._changed)

    def set_menu(self, menu: QMenu) -> None:
        """Open a menu when pressed; an arrow says so."""
        self.setMenu(menu)
        self._has_menu = True
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Icon, text, key hint, arrow and the air around them."""
        scaled = self._theme.scaled
        metrics = QFontMetrics(self.font())
        width = 2 * scaled(_PADDING) + metrics.horizontalAdvance(self.text()) + 1
        if self._icon:
            width += scaled(self._theme.sizes.icon) + (scaled(_GAP) if self.text() else 0)
        if self._keys:
            width += self._hint_size().width() + scaled(_GAP - 1)
        if self._has_menu:
            width += scaled(14)
        return QSize(width, max(scaled(self._theme.sizes.control_height), metrics.height() + scaled(10)))

    def minimumSizeHint(self) -> QSize:
        """Texts on buttons are never cut."""
        return self.sizeHint()

    def _changed(self) -> None:
        self._keys = self._theme.hint(self._default_keys)
        self.setFont(self._theme.font(TextRole.BODY, 600 if self.primary else 500 if self._icon else 400))
        self.updateGeometry()
        self.update()

    def _hint_size(self) -> QSize:
        metrics = QFontMetrics(self._theme.font(TextRole.SMALL))
        return QSize(metrics.horizontalAdvance(self._keys) + self._theme.scaled(10), metrics.height() + 4)

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        """Fill, border and text."""
        colour = self._theme.colour
        if self.primary and self.isEnabled():
            fill = colour("accent")
            if self.isDown():
                fill = fill.darker(115)
            elif self.underMouse():
                fill = fill.darker(107) if not self._theme.tokens.dark else fill.lighter(106)
            return fill, fill, colour("on_accent")
        fill = colour("hover") if self.underMouse() or self.isDown() or self.isChecked() else colour("surface")
        return fill, colour("line"), colour("text" if self.isEnabled() else "faint")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box, then icon, text, hint and arrow from the leading edge."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        fill, border, text = self._colours()
        radius = self._theme.scaled(self._theme.sizes.radius_control)
        box = self.rect().adjusted(0, 0, 0, -1)
        rounded_box(painter, box.translated(0, 1), radius, self._theme.colour("shadow"))
        rounded_box(painter, box, radius, fill, border)
        if self.hasFocus():
            self._paint_focus(painter, box, radius)
        self._paint_content(painter, box, text)

    def _paint_focus(self, painter: QPainter, box: QRect, radius: int) -> None:
        if self.primary:
            rounded_box(painter, box.adjusted(2, 2, -2, -2), radius - 2, None, self._theme.colour("on_accent"), 2)
        else:
            rounded_box(painter, box, radius, None, self._theme.colour("accent"), 2)

    def _paint_content(self, painter: QPainter, box: QRect, text: QColor) -> None:
        scaled = self._theme.scaled
        painter.setPen(text)
        painter.setFont(self.font())
        # One run from the leading edge, centred as a whole when the button is wider than it needs to be.
        left = box.left() + scaled(_PADDING) + max(0, (box.width() - self.sizeHint().width()) // 2)
        if self._icon:
            size = scaled(self._theme.sizes.icon)
            paint_icon(
                painter,
                self._mirrored(QRect(left, box.top(), size, box.height())),
                self._theme,
                self._icon,
                text.name(),
                size,
            )
            left += size + scaled(_GAP)
        width = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 1
        painter.drawText(
            self._mirrored(QRect(left, box.top(), width, box.height())), Qt.AlignmentFlag.AlignCenter, self.text()
        )
        left += width + scaled(_GAP - 1)
        if self._keys:
            self._paint_hint(painter, left, box, text)
        if self._has_menu:
            self._paint_arrow(painter, self._mirrored(QRect(left - scaled(2), box.top(), scaled(12), box.height())))

    def _mirrored(self, rect: QRect) -> QRect:
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            return QRect(self.width() - rect.right() - 1, rect.top(), rect.width(), rect.height())
        return rect

    def _paint_hint(self, painter: QPainter, left: int, box: QRect, text: QColor) -> None:
        size = self._hint_size()
        rect = self._mirrored(QRect(QPoint(left, box.center().y() - size.height() // 2 + 1), size))
        if not self.primary:
            radius = self._theme.scaled(self._theme.sizes.radius_hint)
            rounded_box(painter, rect, radius, self._theme.colour("window"), self._theme.colour("line"))
            text = self._theme.colour("faint" if self._theme.tokens.dark else "secondary")
        painter.setFont(self._theme.font(TextRole.SMALL))
        painter.setPen(text)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._keys)

    def _paint_arrow(self, painter: QPainter, rect: QRect) -> None:
        half = self._theme.scaled(3)
        centre = rect.center() + QPoint(0, 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("text"))
        painter.drawPolygon(
            [centre + QPoint(-half, -half + 1), centre + QPoint(half + 1, -half + 1), centre + QPoint(0, half)]
        )


class PrimaryButton(Button):
    """The one button of a page that is most likely wanted, in the accent colour."""

    primary = True


class LinkButton(QPushButton):
    """Words to press inside a text, such as the company of a person."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(one_line(text), parent)
        self._theme = theme
        self.setFlat(True)
        self.setAccessibleName(self.text())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """The text alone."""
        metrics = QFontMetrics(self._theme.font())
        return QSize(metrics.horizontalAdvance(self.text()) + 4, metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        """A long name may be cut."""
        return QSize(min(self.sizeHint().width(), self._theme.scaled(40)), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words in the accent colour, underlined under the pointer, ringed with the focus."""
        painter = QPainter(self)
        font = self._theme.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(self._theme.colour("accent" if self.isEnabled() else "faint"))
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, text)
        if self.hasFocus():
            rounded_box(painter, self.rect(), 3, None, self._theme.colour("accent"), 1)


class RoundCheck(QAbstractButton):
    """The circle before a reminder: pressing it says that the thing is done."""

    def __init__(self, theme: Theme, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(accessible_name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Larger than the circle, so that it is easy to hit."""
        side = self._theme.scaled(22)
        return QSize(side, side)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the tick that a press would leave."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the tick away again."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle; filled when checked, a pale tick under the pointer."""
        painter = QPainter(self)
        inset = (self.width() - self._theme.scaled(16)) // 2
        circle = self.rect().adjusted(inset, inset, -inset, -inset)
        if self.isChecked():
            rounded_box(painter, circle, circle.height() / 2, self._theme.colour("accent"))
            paint_icon(painter, circle, self._theme, "check", self._theme.tokens.on_accent, self._theme.scaled(11))
        else:
            rounded_box(painter, circle, circle.height() / 2, None, self._theme.colour("outline"), 1)
            if self.underMouse():
                paint_icon(painter, circle, self._theme, "check", self._theme.tokens.secondary, self._theme.scaled(11))
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
