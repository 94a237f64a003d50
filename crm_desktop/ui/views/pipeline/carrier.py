"""Carrying a card over the board by mouse: where it would land and what that means, scrolling at the edges, letting go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QScrollBar, QWidget

from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.pipeline.card_delegate import CardDelegate
from crm_desktop.ui.views.pipeline.carrying import CarriedCard, DropBars
from crm_desktop.ui.views.pipeline.column import Column
from crm_desktop.ui.views.pipeline.wording import quoted

_FRAME_MS = 16
_EDGE = 44
_STEP = 14


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a carried card would land: before a row of a column; `row` is the number of rows for the end.

    `sorted`: the order of the board says which row, not the hand.
    """

    column: Column
    row: int
    sorted: bool = False


SortedRow = Callable[[int, int], int | None]
"""For a deal and a stage the row it would stand in; None where the user arranges the cards."""


class Carrier(QObject):
    """One hand for all columns; what is to happen where the card is let go is told by signals as those of the board.

    `own_order_wanted`: a card was let go in its own column, which is sorted, so that its place there is not the user's to choose.
    """

    move_wanted = Signal(int, int, object)
    win_wanted = Signal(int)
    lose_wanted = Signal(int)
    own_order_wanted = Signal()

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
        self._sorted_row: SortedRow = lambda _deal, _stage: None
        self._words = DealWords()
        self._rows: dict[int, int | None] = {}
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_FRAME_MS)
        self._scrolling.timeout.connect(self._scroll_at_edges)

    def set_rules(self, sorted_row: SortedRow, words: DealWords) -> None:
        """How the board is sorted, and what its deals are called."""
        self._sorted_row, self._words = sorted_row, words
        self._rows.clear()
        self._bars.set_words(words)

    def said(self) -> str:
        """What is said about letting go where the hand is."""
        return self._glass.words()

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
        self._rows.clear()
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
            here = landing is not None and landing.column is column
            column.list.show_landing(landing.row if landing is not None and here else None)
            column.strip.show_landing(here)
        self._glass.say(self._meaning(bar is self._bars.won, bar is self._bars.lost, landing))

    def _meaning(self, on_won: bool, on_lost: bool, landing: Landing | None) -> str:
        """What letting go here would do, in words."""
        if on_lost:
            return tr("Drop: {lost}, and why", lost=self._words.lost)
        if on_won or (landing is not None and landing.column.stage_id is None):
            return tr("Drop: {won}", won=self._words.won)
        if landing is None:
            return tr("Drop: nothing changes")
        stage = quoted(landing.column.name.full_text())
        cards = landing.column.list.cards()
        if self._stays(landing):
            sorted_here = tr("Drop: nothing changes, {stage} is sorted", stage=stage)
            return sorted_here if landing.sorted else tr("Drop: back to its place")
        if landing.row < cards.rowCount():
            return tr("Drop: {stage}, before {title}", stage=stage, title=quoted(cards.cards()[landing.row].title))
        return tr("Drop: {stage}, at the end", stage=stage) if cards.rowCount() else tr("Drop: {stage}", stage=stage)

    def _stays(self, landing: Landing) -> bool:
        """Whether a card let go there stays where it is."""
        own = landing.column.list.cards().row_of(self._carried)
        return own >= 0 and (landing.sorted or landing.row in (own, own + 1))

    def _landing_at(self, screen_point: QPoint) -> Landing | None:
        """Columns reach from top to bottom, so a card need not be held exactly over the cards."""
        viewport = self._area.viewport()
        if not viewport.rect().contains(viewport.mapFromGlobal(screen_point)):
            return None
        # At the edges of the board, where it scrolls, the margin belongs to the column beside it.
        reach = max(self._line.spacing(), self._line.contentsMargins().left())
        column = min(self._columns, key=lambda each: _distance(each, screen_point))
        if _distance(column, screen_point) > reach:
            return None
        return self._landing_in(column, column.list.viewport().mapFromGlobal(screen_point).y())

    def _landing_in(self, column: Column, y: int) -> Landing:
        if column.stage_id is None:
            return Landing(column, 0)
        if column.stage_id not in self._rows:
            # Asked once for each column, not at each move of the mouse.
            assert self._carried is not None, "there is a card in the hand"
            self._rows[column.stage_id] = self._sorted_row(self._carried, column.stage_id)
        row = self._rows[column.stage_id]
        if row is not None:
            return Landing(column, row, sorted=True)
        return Landing(column, column.list.cards().rowCount() if column.folded else column.list.landing_row(y))

    def _drop(self, screen_point: QPoint) -> None:
        deal = self._carried
        if deal is None:
            return
        bar = self._bars.bar_at(screen_point)
        landing = self._landing_at(screen_point) if bar is None else None
        is_open = any(column.stage_id is not None and column.list.cards().row_of(deal) >= 0 for column in self._columns)
        stays = landing is not None and landing.column.stage_id is not None and self._stays(landing)
        self.put_back()
        if bar is self._bars.lost:
            self.lose_wanted.emit(deal)
        elif bar is self._bars.won or (landing is not None and landing.column.stage_id is None):
            if is_open:
                self.win_wanted.emit(deal)
        elif landing is not None and stays:
            if landing.sorted and not self._where_it_was(landing, screen_point):
                self.own_order_wanted.emit()
        elif landing is not None:
            before = None if landing.sorted else landing.column.list.cards().deal_at(landing.row)
            self.move_wanted.emit(deal, landing.column.stage_id, before)

    def _where_it_was(self, landing: Landing, screen_point: QPoint) -> bool:
        """Whether the hand went on only to come back: then nothing was asked for."""
        cards = landing.column.list
        hovered = cards.landing_row(cards.viewport().mapFromGlobal(screen_point).y())
        return hovered in (landing.row, landing.row + 1)

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
            column.strip.show_landing(False)
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


def _distance(column: Column, screen_point: QPoint) -> int:
    """How far a point of the screen is beside a column; 0 over it."""
    across = column.mapFromGlobal(screen_point).x()
    return max(0, -across, across - column.width() + 1)


def _scroll(bar: QScrollBar, position: int, length: int, edge: int, step: int) -> bool:
    """Scroll one frame on, the faster the nearer the hand is to the edge; whether there was anything left to scroll."""
    before = bar.value()
    depth = edge - position if position < edge else position - (length - edge)
    if depth > 0:
        faster = step * (1 + 2 * min(depth, edge) // edge)
        bar.setValue(before + (faster if position > length - edge else -faster))
    return bar.value() != before
