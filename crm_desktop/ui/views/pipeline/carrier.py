"""Carrying a card over the board by mouse: where it would land, scrolling at the edges, and letting it go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QScrollBar, QWidget

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.pipeline.card_delegate import CardDelegate
from crm_desktop.ui.views.pipeline.carrying import CarriedCard, DropBars
from crm_desktop.ui.views.pipeline.column import Column

_FRAME_MS = 16
_EDGE = 44
_STEP = 14


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a carried card would land: before a row of a column; `row` is the number of rows for the end."""

    column: Column
    row: int


class Carrier(QObject):
    """One hand for all columns; what is to happen where the card is let go is told by signals as those of the board."""

    move_wanted = Signal(int, int, object)
    win_wanted = Signal(int)
    lose_wanted = Signal(int)

    def __init__(
        self, theme: Theme, board: QWidget, area: QScrollArea, line: QHBoxLayout, bars: DropBars, delegate: CardDelegate
    ) -> None:
        super().__init__(board)
        self._theme = theme
        self._board = board
        self._area = area
        self._line = line
        self._bars = bars
        self._delegate = delegate
        self._glass = CarriedCard(theme, board)
        self._columns: Sequence[Column] = ()
        self._carried: int | None = None
        self._hand = QPoint()
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_FRAME_MS)
        self._scrolling.timeout.connect(self._scroll_at_edges)

    def carried(self) -> int | None:
        """The deal in the hand, None for an empty hand."""
        return self._carried

    def take_over(self, columns: Sequence[Column]) -> None:
        """These are the columns from now on, from the first stage to what was won."""
        self._columns = columns

    def attach(self, column: Column) -> None:
        """Listen to a new column."""
        cards = column.list
        cards.lifted.connect(lambda deal, grab: self._lift(column, deal, grab))
        cards.carried.connect(self._carry)
        cards.dropped.connect(self._drop)
        cards.put_back.connect(self.put_back)

    def _lift(self, column: Column, deal_id: int, grab: QPoint) -> None:
        cards = column.list
        width = cards.card_rect(deal_id).width()
        words = cards.cards().words(cards.cards().row_of(deal_id))
        picture = self._delegate.lifted_card(
            words, width, self._board.layoutDirection(), self._board.devicePixelRatioF()
        )
        margin = (int(picture.deviceIndependentSize().width()) - width) // 2
        self._carried = deal_id
        self._delegate.lifted = deal_id
        self._glass.lift(picture, grab + QPoint(margin, margin))
        self._bars.show()
        cards.viewport().update()
        cards.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._scrolling.start()

    def _carry(self, screen_point: QPoint) -> None:
        if self._carried is None:
            return
        self._hand = screen_point
        self._glass.carry(self._board.mapFromGlobal(screen_point))
        bar = self._bars.bar_at(screen_point)
        self._bars.hover(bar)
        landing = self._landing_at(screen_point) if bar is None else None
        for column in self._columns:
            column.list.show_landing(landing.row if landing is not None and landing.column is column else None)

    def _landing_at(self, screen_point: QPoint) -> Landing | None:
        """Columns reach from top to bottom, so a card need not be held exactly over the cards."""
        viewport = self._area.viewport()
        if not viewport.rect().contains(viewport.mapFromGlobal(screen_point)):
            return None
        half_gap = self._line.spacing() // 2
        for column in self._columns:
            if -half_gap <= column.mapFromGlobal(screen_point).x() < column.width() + half_gap:
                if column.stage_id is None:
                    return Landing(column, 0)
                return Landing(column, column.list.landing_row(column.list.viewport().mapFromGlobal(screen_point).y()))
        return None

    def _drop(self, screen_point: QPoint) -> None:
        deal = self._carried
        if deal is None:
            return
        bar = self._bars.bar_at(screen_point)
        landing = self._landing_at(screen_point) if bar is None else None
        is_open = any(column.stage_id is not None and column.list.cards().row_of(deal) >= 0 for column in self._columns)
        self.put_back()
        if bar is self._bars.lost:
            self.lose_wanted.emit(deal)
        elif bar is self._bars.won or (landing is not None and landing.column.stage_id is None):
            if is_open:
                self.win_wanted.emit(deal)
        elif landing is not None:
            self._land(deal, landing)

    def _land(self, deal: int, landing: Landing) -> None:
        cards = landing.column.list.cards()
        own = cards.row_of(deal)
        if own >= 0 and landing.row in (own, own + 1):
            return
        assert landing.column.stage_id is not None, "the won column was dealt with before"
        self.move_wanted.emit(deal, landing.column.stage_id, cards.deal_at(landing.row))

    def put_back(self) -> None:
        """Open the hand; the card is where it was."""
        if self._carried is None:
            return
        self._carried = None
        self._delegate.lifted = None
        self._scrolling.stop()
        self._glass.put_down()
        self._bars.hover(None)
        self._bars.hide()
        for column in self._columns:
            column.list.show_landing(None)
            column.list.unsetCursor()
            column.list.viewport().update()

    def _scroll_at_edges(self) -> None:
        """Once a frame while carrying: scroll what the hand is at the edge of."""
        edge, step = self._theme.scaled(_EDGE), self._theme.scaled(_STEP)
        across = self._area.viewport().mapFromGlobal(self._hand).x()
        bar = self._area.horizontalScrollBar()
        # In right-to-left layouts the bar counts from the right.
        mirrored = self._board.layoutDirection() is Qt.LayoutDirection.RightToLeft
        moved = _scroll(bar, across, self._area.viewport().width(), edge, -step if mirrored else step)
        landing = self._landing_at(self._hand)
        if landing is not None:
            cards = landing.column.list
            down = cards.viewport().mapFromGlobal(self._hand).y()
            moved = _scroll(cards.verticalScrollBar(), down, cards.viewport().height(), edge, step) or moved
        if moved:
            self._carry(self._hand)


def _scroll(bar: QScrollBar, position: int, length: int, edge: int, step: int) -> bool:
    before = bar.value()
    if position < edge:
        bar.setValue(before - step)
    elif position > length - edge:
        bar.setValue(before + step)
    return bar.value() != before
