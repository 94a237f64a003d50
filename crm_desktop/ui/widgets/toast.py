"""The dark bar at the bottom that says what just happened and offers to take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm_desktop.ui.texts import one_line
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.labels import ElidedLabel, Label
from crm_desktop.ui.widgets.painting import rounded_box

_SHOWN_MS = 8000


class _ToastButton(QPushButton):
    """The bold word in the bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(theme.font(TextRole.BODY, 600))
        theme.changed.connect(self.update)

    def sizeHint(self) -> Any:
        """The word and a little air."""
        metrics = self.fontMetrics()
        size = metrics.size(Qt.TextFlag.TextSingleLine, self.text())
        return size.grownBy(self.contentsMargins()) + type(size)(self._theme.space(2), self._theme.space(1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The word, underlined under the pointer, ringed with the focus."""
        painter = QPainter(self)
        font = self.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(self._theme.colour("on_toast"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            rounded_box(painter, self.rect(), 4, None, self._theme.colour("on_toast"), 2)


class Toast(QWidget):
    """One line at the bottom centre of `parent`; 8 s, longer while the pointer or the focus is on it.

    A new sentence replaces the old one. Screen readers are told. `run` is called when the word is pressed.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._theme = theme
        self._run: Callable[[], object] | None = None
        self._text = ElidedLabel("", TextRole.BODY, "on_toast")
        self._button = _ToastButton(theme)
        self._button.clicked.connect(self._pressed)
        self._keys = Label("", TextRole.BODY, "toast_faint")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.scaled(13), theme.space(2), theme.scaled(13), theme.space(2))
        row.setSpacing(theme.scaled(4))
        row.addWidget(self._text)
        row.addSpacing(theme.space(2))
        row.addWidget(self._button)
        row.addWidget(self._keys)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self._expire)
        self._button.installEventFilter(self)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, action: str = "", keys: str = "", run: Callable[[], object] | None = None) -> None:
        """Show a sentence, with a word to press (`Undo`) and its key if given."""
        self._run = run
        self._text.set_text(one_line(text, 120))
        self._button.setText(action)
        self._button.setAccessibleName(action)
        self._button.setVisible(bool(action) and run is not None)
        self._keys.setText(keys)
        self._keys.setVisible(bool(keys))
        self.setAccessibleName(self._text.full_text())
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._text.full_text()))

    def text(self) -> str:
        """The sentence, also after it went."""
        return self._text.full_text()

    def dismiss(self) -> None:
        """Take the bar away."""
        self._timer.stop()
        self._run = None
        self.hide()

    def _pressed(self) -> None:
        run = self._run
        self.dismiss()
        if run is not None:
            run()

    def _expire(self) -> None:
        if self.underMouse() or self._button.hasFocus():
            self._timer.start()
        else:
            self.dismiss()

    def _place(self) -> None:
        parent = self._over
        self.setMaximumWidth(max(1, parent.width() - self._theme.space(8)))
        self.adjustSize()
        left = (parent.width() - self.width()) // 2
        self.move(QPoint(left, parent.height() - self.height() - self._theme.scaled(22)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom centre when the parent changes its size."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar."""
        tokens = self._theme.tokens
        border = self._theme.colour("line") if tokens.dark or tokens.high_contrast else None
        radius = self._theme.scaled(tokens.sizes.radius_control + 1)
        rounded_box(QPainter(self), self.rect(), radius, self._theme.colour("toast"), border)
