"""A part of the details under a heading that folds it away."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.painting import focus_ring, paint_icon

_SIGN = 12


class FoldHeading(QAbstractButton):
    """The small bold line above a section; pressing it folds, Left and Right do, too. `checked` means open."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._more = ""
        self.setCheckable(True)
        self.setChecked(True)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._describe)
        theme.changed.connect(self.update)
        self._describe()

    def set_open(self, is_open: bool) -> None:
        """Show as open or folded without `toggled`."""
        before = self.blockSignals(True)
        self.setChecked(is_open)
        self.blockSignals(before)
        self._describe()

    def set_more(self, words: str) -> None:
        """Words behind the heading while it is folded, such as how much there is."""
        if words != self._more:
            self._more = words
            self._describe()

    def _describe(self, _open: bool = True) -> None:
        state = tr("unfolded") if self.isChecked() else tr("folded")
        parts = (self.text(), self._shown_more(), state)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.update()

    def _shown_more(self) -> str:
        return "" if self.isChecked() else self._more

    def sizeHint(self) -> QSize:
        """One line of bold small type and the sign."""
        metrics = QFontMetrics(self._theme.font(TextRole.SECONDARY, 600))
        width = metrics.horizontalAdvance(self.text()) + self._theme.scaled(_SIGN) + self._theme.space(3)
        return QSize(width, metrics.height() + self._theme.space(1))

    def minimumSizeHint(self) -> QSize:
        """The words give way first."""
        return QSize(self._theme.scaled(60), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left folds, Right unfolds, Enter and Space turn over."""
        forward = self.layoutDirection() is not Qt.LayoutDirection.RightToLeft
        wanted = {Qt.Key.Key_Left: not forward, Qt.Key.Key_Right: forward}.get(Qt.Key(event.key()))
        if wanted is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if wanted is not self.isChecked():
                self.click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The words, and the sign where it is folded or somebody is about to press it."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        room = self.rect().adjusted(2, 0, -2, 0)
        sign = self._theme.scaled(_SIGN)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        font = self._theme.font(TextRole.SECONDARY, 600)
        metrics = QFontMetrics(font)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width() - sign - 4)
        painter.setFont(font)
        painter.setPen(self._theme.colour("secondary"))
        painter.drawText(room, flags, words)
        used = metrics.horizontalAdvance(words) + self._theme.space(1.5)
        if not self.isChecked() or self.underMouse() or self.hasFocus():
            left = room.right() - used - sign if mirrored else room.left() + used
            icon = "chevron-down" if self.isChecked() else ("chevron-left" if mirrored else "chevron-right")
            place = QRect(left, room.top(), sign, room.height())
            paint_icon(painter, place, self._theme, icon, self._theme.tokens.secondary, sign)
            used += sign + self._theme.space(1.5)
        if self._shown_more():
            painter.setFont(self._theme.font(TextRole.SECONDARY))
            painter.setPen(self._theme.colour("faint"))
            rest = room.adjusted(0, 0, -used, 0) if mirrored else room.adjusted(used, 0, 0, 0)
            more = QFontMetrics(painter.font()).elidedText(
                self._shown_more(), Qt.TextElideMode.ElideRight, rest.width()
            )
            painter.drawText(rest, flags, more)
        if self.hasFocus():
            focus_ring(painter, self.rect(), self._theme.scaled(self._theme.sizes.radius_hint), self._theme)


class FoldSection(QWidget):
    """`body` takes what the section holds; `folded` carries its key and whether the user folded it."""

    folded = Signal(str, bool)

    def __init__(
        self, theme: Theme, key: str, title: str, *, first: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.key = key
        self.heading = FoldHeading(theme, title)
        self._holder = QWidget()
        self.body = QVBoxLayout(self._holder)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.space(1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0 if first else theme.space(2), 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self.heading)
        column.addWidget(self._holder)
        self.heading.toggled.connect(self._toggled)

    def set_folded(self, folded: bool) -> None:
        """Fold or unfold from the program, without `folded`."""
        self.heading.set_open(not folded)
        self._holder.setVisible(not folded)

    def clear(self) -> None:
        """Take everything out of the body."""
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def is_folded(self) -> bool:
        """Whether only the heading shows."""
        return not self.heading.isChecked()

    def _toggled(self, shown: bool) -> None:
        self._holder.setVisible(shown)
        self.folded.emit(self.key, not shown)
