"""The list of cards of one column: choosing, carrying a card away, and the line where one would land."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QWidget

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.pipeline.card_delegate import GAP_BETWEEN_CARDS, CardDelegate
from crm_desktop.ui.views.pipeline.card_model import CardModel
from crm_desktop.ui.widgets.painting import focus_ring, rounded_box


class CardList(QListView):
    """Cards of one stage.

    `lifted(deal, point)` begins carrying a card, at the point of the card where it was taken; `carried(point)`,
    `dropped(point)` and `put_back()` follow, with points of the screen. `blank_opened`: a double click beside the cards.
    Keys are left to the board, which knows the other columns.
    """

    lifted = Signal(int, QPoint)
    carried = Signal(QPoint)
    dropped = Signal(QPoint)
    put_back = Signal()
    opened = Signal(int)
    blank_opened = Signal()
    menu_wanted = Signal(int, QPoint)
    got_focus = Signal(bool)

    def __init__(self, theme: Theme, delegate: CardDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards = CardModel(self)
        self._delegate = delegate
        self._press: QPoint | None = None
        self._carrying = False
        self._landing: int | None = None
        self._none_here = ""
        self.setModel(self._cards)
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Cards lie on the window, not on a surface of their own; this includes the strip of the scroll bar.
        self.setStyleSheet("CardList { background: transparent; }")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        # The board moves between columns itself; Tab leaves it.
        self.setTabKeyNavigation(False)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.verticalScrollBar().setSingleStep(self._delegate.row_height() // 3)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def cards(self) -> CardModel:
        """The model, typed."""
        return self._cards

    def show_cards(self, cards: Sequence[DealCard], now: datetime, words: DealWords) -> None:
        """Show these deals as they stand at `now`; `words` is what they are called."""
        self._none_here = words.none_here()
        self._cards.show_cards(cards, now, words)

    def current_deal(self) -> int | None:
        """The deal of the current card."""
        return self._cards.deal_at(self.currentIndex().row())

    def choose_row(self, row: int) -> None:
        """Make a row the current one and bring it into sight; rows past the end mean the last one."""
        row = min(row, self._cards.rowCount() - 1)
        if row >= 0:
            # With its selection, because Qt makes the first card current by itself when the list gets the focus, but
            # does not select it.
            self.selectionModel().setCurrentIndex(
                self._cards.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def forget_choice(self) -> None:
        """No card of this column is the current one."""
        # Asking first: choosing nothing would lay out thousands of cards anew all the same.
        if self.currentIndex().isValid() or self.selectionModel().hasSelection():
            self.selectionModel().clear()

    def lay_out_now(self) -> None:
        """Let cards that came and went take their places, which Qt puts off until the event loop comes round."""
        self.executeDelayedItemsLayout()

    # --------------------------------------------------------------------------------------------------- places

    def landing_row(self, y: int) -> int:
        """Before which row a card dropped at `y` of the viewport would land."""
        height = self._delegate.row_height()
        row = round((y + self.verticalOffset()) / height)
        return max(0, min(row, self._cards.rowCount()))

    def show_landing(self, row: int | None) -> None:
        """Draw the line where the card would land, before this row; None takes it away."""
        if row != self._landing:
            self._landing = row
            self.viewport().update()

    def card_rect(self, deal_id: int) -> QRect:
        """Where the card lies in the viewport, without the gap below it."""
        rect = self.visualRect(self._cards.index(max(0, self._cards.row_of(deal_id))))
        return rect.adjusted(0, 0, 0, -self._theme.scaled(GAP_BETWEEN_CARDS))

    # ---------------------------------------------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the card; from here on it can be carried."""
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.setCurrentIndex(index)
            self._press = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin carrying as soon as the system's drag distance is reached, then go along."""
        if self._press is not None and not event.buttons() & Qt.MouseButton.LeftButton:
            # The button was let go where we could not see it, such as over a menu.
            self.stop_carrying()
        if self._carrying:
            self.carried.emit(event.globalPosition().toPoint())
            return
        if self._press is None:
            super().mouseMoveEvent(event)
            return
        point = event.position().toPoint()
        if (point - self._press).manhattanLength() >= QApplication.startDragDistance():
            deal = self.current_deal()
            if deal is not None:
                self._carrying = True
                self.lifted.emit(deal, self._press - self.card_rect(deal).topLeft())
                self.carried.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the card go where it is."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._press = None
        if self._carrying and event.button() is Qt.MouseButton.LeftButton:
            self._carrying = False
            self.dropped.emit(event.globalPosition().toPoint())
        elif event.button() is not Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the deal."""
        index = self.indexAt(event.position().toPoint())
        deal = self._cards.deal_at(index.row()) if index.isValid() else None
        if event.button() is Qt.MouseButton.LeftButton:
            self._press = None
            if deal is not None:
                self.opened.emit(deal)
            else:
                self.blank_opened.emit()

    def stop_carrying(self) -> None:
        """The card goes back to its place, the mouse button may still be down."""
        if self._carrying or self._press is not None:
            self._carrying = False
            self._press = None
            self.put_back.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a card, at the pointer or, by its key, at the card."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if not index.isValid():
                return
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.setCurrentIndex(index)
        deal = self.current_deal()
        if deal is not None:
            keyboard = self.card_rect(deal).center()
            by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
            self.menu_wanted.emit(deal, self.viewport().mapToGlobal(event.pos() if by_mouse else keyboard))

    # ------------------------------------------------------------------------------------------------- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts a carried card back; all other keys belong to the board, which is told by an ignored event."""
        if event.key() == Qt.Key.Key_Escape and self._carrying:
            self.stop_carrying()
            event.accept()
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """This is the column the keys are for; a card is chosen if there is one."""
        super().focusInEvent(event)
        self.got_focus.emit(event.reason() is Qt.FocusReason.MouseFocusReason)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever takes the focus in the middle of carrying ends it."""
        super().focusOutEvent(event)
        self.stop_carrying()
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Leave nothing highlighted when the pointer goes."""
        if event.type() == QEvent.Type.Leave:
            self.viewport().update()
        return super().viewportEvent(event)

    # ------------------------------------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cards on the ground of the window, the landing line, and the ring of an empty column with the focus."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("window"))
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self._cards.rowCount() == 0:
            self._paint_empty(painter)
        if self._landing is not None:
            self._paint_landing(painter, self._landing)

    def _paint_empty(self, painter: QPainter) -> None:
        if not self.hasFocus() and self._landing is None:
            return
        box = QRect(0, 0, self.viewport().width(), self._delegate.card_height())
        radius = self._theme.scaled(self._theme.sizes.radius_card)
        if self._landing is not None:
            rounded_box(painter, box, radius, self._theme.colour("accent_tint"))
            return
        focus_ring(painter, box, radius, self._theme)
        painter.setFont(self._theme.font(TextRole.SECONDARY))
        painter.setPen(self._theme.colour("secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._none_here)

    def _paint_landing(self, painter: QPainter, row: int) -> None:
        thick = self._theme.scaled(3)
        gap = self._theme.scaled(GAP_BETWEEN_CARDS)
        y = row * self._delegate.row_height() - self.verticalOffset() - (gap + thick) // 2
        y = max(0, min(y, self.viewport().height() - thick))
        line = QRect(0, y, self.viewport().width(), thick)
        rounded_box(painter, line, thick / 2, self._theme.colour("accent"))
