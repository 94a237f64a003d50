"""A dimmed layer over the window with one card on it: palette, forms, import."""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets.painting import rounded_box

_SHADOW_STEPS = 12


class OverlayCard(QFrame):
    """The surface a form lies on; `body` takes the form. `width` is in pixels at a 13 px font.

    Esc, or a press beside the card unless `modal`, closes it. Whoever must ask before (unsaved text) overrides
    `may_close`. `closed` is emitted once it is gone, `came_back` when a card that was thrown away lies there again.
    """

    closed = Signal()
    came_back = Signal()

    def __init__(
        self, theme: Theme, name: str, *, width: int = 560, top: int | None = None, modal: bool = True
    ) -> None:
        super().__init__()
        self._theme = theme
        self.modal = modal
        self.top = top
        self.wanted_width = width
        self.setAccessibleName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        theme.changed.connect(self.update)

    def may_close(self) -> bool:
        """Whether Esc may take the card away now."""
        return True

    def first_focus(self) -> QWidget | None:
        """What gets the focus when the card appears; None takes the first field that can."""
        return None

    def close_card(self) -> None:
        """Take the card away."""
        overlay = self.parentWidget()
        if isinstance(overlay, Overlay):
            overlay.dismiss()

    def throw_away(self) -> None:
        """Take the card away with what was typed on it, so that `Overlay.bring_back` can undo that."""
        overlay = self.parentWidget()
        if isinstance(overlay, Overlay):
            overlay.dismiss(spare=True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the surface."""
        radius = self._theme.scaled(self._theme.sizes.radius_card)
        border = self._theme.colour("line")
        rounded_box(QPainter(self), self.rect(), radius, self._theme.colour("surface"), border)


class Overlay(QWidget):
    """Covers `window`, dims it and holds one card; the focus stays inside and returns to where it was.

    `opened` and `dismissed` let the window silence its shortcuts meanwhile. `thrown_away` says that a card with words on
    it was cancelled; until the next one is, `bring_back` lays it there again as it was.
    """

    opened = Signal()
    dismissed = Signal()
    thrown_away = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._card: OverlayCard | None = None
        self._spare: OverlayCard | None = None
        self._before: QWidget | None = None
        window.installEventFilter(self)
        self.hide()

    def card(self) -> OverlayCard | None:
        """The card on it, if any."""
        return self._card

    def open_card(self, card: OverlayCard) -> None:
        """Show a card; one that is there already makes room for it."""
        if self._card is not None:
            self._drop()
        elif not self.isVisible():
            self._before = QApplication.focusWidget()
        self._card = card
        # Qt keeps Tab inside a sub-window. Walking the chain of focus from here would do as well, but PySide takes the next
        # widget of the chain for a parent, and with the card went wrappers of things that live on (actions of a menu).
        card.setParent(self, Qt.WindowType.SubWindow)
        card.installEventFilter(self)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        card.show()
        self._place()
        first = card.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            card.focusNextPrevChild(True)
        self.opened.emit()

    def dismiss(self, *, spare: bool = False) -> None:
        """Take the card away and give the focus back; a `spare` one is kept for `bring_back`."""
        if self._card is None:
            return
        self._drop(spare=spare)
        self.hide()
        # What had the focus may be gone meanwhile: a row of a list that was read anew.
        if self._before is not None and shiboken6.isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.dismissed.emit()
        if spare:
            self.thrown_away.emit()

    def bring_back(self) -> None:
        """Lay the card that was thrown away last over the window again, with everything on it."""
        card, self._spare = self._spare, None
        if card is not None:
            self.open_card(card)
            card.came_back.emit()

    def _drop(self, *, spare: bool = False) -> None:
        card, self._card = self._card, None
        if card is None:
            return
        card.removeEventFilter(self)
        card.hide()
        card.closed.emit()
        if not spare:
            card.deleteLater()
            return
        if self._spare is not None:
            self._spare.deleteLater()
        self._spare = card

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from the dimmed window into the card; inside, Qt keeps it there."""
        if self._card is not None:
            self._card.focusNextPrevChild(forward)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; no other key reaches the window below."""
        if event.key() == Qt.Key.Key_Escape and self._card is not None and self._card.may_close():
            self.dismiss()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside a card that is not modal closes it."""
        if self._card is not None and not self._card.modal and self._card.may_close():
            self.dismiss()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size and the card's own wish, and stay above what the window gets meanwhile."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        elif watched is self._window and event.type() == QEvent.Type.ChildPolished and self.isVisible():
            self.raise_()
        elif watched is self._card and event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the card in the middle."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        card: Any = self._card
        if card is None:
            return
        margin = self._theme.space(4)
        width = min(self._theme.scaled(card.wanted_width), self.width() - 2 * margin)
        layout = card.layout()
        wanted = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else card.sizeHint().height()
        height = min(max(wanted, card.minimumSizeHint().height()), self.height() - 2 * margin)
        # A little above the middle, where the eye looks first; a fixed top keeps a growing list from jumping.
        top = self._theme.scaled(card.top) if card.top is not None else max(margin, (self.height() - height) * 3 // 8)
        top = max(margin, min(top, self.height() - margin - height))
        card.setGeometry(QRect(QPoint((self.width() - width) // 2, top), card.size()))
        card.resize(width, height)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim the window and give the card its shadow."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("scrim"))
        if self._card is None:
            return
        shadow = self._theme.colour("text")
        shadow.setRgb(0, 0, 0, 3)
        radius = self._theme.scaled(self._theme.sizes.radius_card)
        for step in range(_SHADOW_STEPS):
            spread = step * 2
            rect = self._card.geometry().adjusted(-spread, -spread + 8, spread, spread + 8)
            rounded_box(painter, rect, radius + spread, shadow)
