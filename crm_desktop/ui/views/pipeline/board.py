"""The board: columns side by side, one current card for all of them, and carrying cards between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.domain.deal_pages import Board as BoardRow
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.pipeline.arranging import Arranged
from crm_desktop.ui.views.pipeline.board_choice import BoardChoice
from crm_desktop.ui.views.pipeline.board_keys import BoardKeys
from crm_desktop.ui.views.pipeline.card_delegate import CardDelegate
from crm_desktop.ui.views.pipeline.carrier import Carrier, SortedRow
from crm_desktop.ui.views.pipeline.carrying import DropBars
from crm_desktop.ui.views.pipeline.column import Column


@dataclass(frozen=True, slots=True)
class Shown:
    """A board and how it is to be shown.

    `now` is the user's wall clock (aware); `is_folded` knows columns by their stage, 0 for what was won; `sorted_row` says where
    a deal would stand in a stage, None where the user arranges the cards (`own_order`).
    """

    board: BoardRow
    cards: Arranged
    now: datetime
    words: DealWords
    is_folded: Callable[[int], bool]
    sorted_row: SortedRow
    own_order: bool


class Board(QWidget):
    """Shows a board and says what the user wants of it; it changes nothing itself.

    `move_wanted(deal, stage, before)`: to another place, `before` is a deal's id or None for the end. `win_wanted`,
    `lose_wanted`, `open_wanted` name a deal; `new_wanted` a stage. `menu_wanted(deal, point)` has a point of the screen, and
    so has `head_menu_wanted(stage, point)`, 0 for what was won. `fold_changed(stage, folded)`: done already, to be remembered.
    `own_order_wanted`: the user would put a card at a place of its column, which is sorted.
    """

    move_wanted = Signal(int, int, object)
    win_wanted = Signal(int)
    lose_wanted = Signal(int)
    open_wanted = Signal(int)
    new_wanted = Signal(int)
    menu_wanted = Signal(int, QPoint)
    head_menu_wanted = Signal(int, QPoint)
    fold_changed = Signal(int, bool)
    own_order_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._delegate = CardDelegate(theme, self)
        self._columns: list[Column] = []
        self._own_order = False
        self._keys = BoardKeys(self)
        self._build()
        self.choice = BoardChoice(self._bring, lambda column: self.fold(column, False))

    def _build(self) -> None:
        theme = self._theme
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget(self.area)
        inner.setProperty("scrollBody", True)
        self._line = QHBoxLayout(inner)
        self._line.setContentsMargins(theme.scaled(18), theme.scaled(14), theme.scaled(18), theme.scaled(8))
        self._line.setSpacing(theme.scaled(12))
        self.area.setWidget(inner)
        for ground in (self.area.viewport(), inner):
            ground.setAutoFillBackground(False)
        self.bars = DropBars(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(self.bars)
        self._carrier = Carrier(theme, self, self.area, self._line, self.bars, self._delegate)
        carrier = self._carrier
        carrier.move_wanted.connect(self.move_wanted)
        carrier.win_wanted.connect(self.win_wanted)
        carrier.lose_wanted.connect(self.lose_wanted)
        carrier.own_order_wanted.connect(self.own_order_wanted)

    # -------------------------------------------------------------------------------------------------- showing

    def show_board(self, shown: Shown) -> None:
        """Show these deals; the current card stays the current one wherever it stands now."""
        had_focus = self.has_keys()
        self.choice.showing(True)
        self._own_order = shown.own_order
        self._match_columns([column.id for column in shown.board.columns])
        for column, row in zip(self._columns, shown.board.columns, strict=False):
            column.show_stage(row, shown.cards.stages[row.id], shown.now, shown.words)
        self._columns[-1].show_won(shown.board, shown.cards.won, shown.now, shown.words)
        for column in self._columns:
            column.set_folded(shown.is_folded(column.key))
        self.choice.showing(False)
        self._carrier.set_rules(shown.sorted_row, shown.words)
        self.choice.again(had_focus)
        self.choice.followed = None
        carried = self._carrier.carried()
        if carried is not None and self.choice.column_of(carried) is None:
            self._carrier.put_back()

    def _match_columns(self, stages: list[int]) -> None:
        """One column a stage in this order and the won one; columns that stay keep their place and scrolling."""
        wanted: list[int | None] = [*stages, None]
        if [column.stage_id for column in self._columns] == wanted:
            return
        known = {column.stage_id: column for column in self._columns}
        for column in self._columns:
            self._line.removeWidget(column)
        self._columns = [
            known.pop(stage_id) if stage_id in known else self._new_column(stage_id) for stage_id in wanted
        ]
        for column in self._columns:
            self._line.addWidget(column, 1)
        self._carrier.take_over(tuple(self._columns))
        for column in known.values():
            column.hide()
            column.deleteLater()
        self.choice.take_over(self._columns)

    def _new_column(self, stage_id: int | None) -> Column:
        column = Column(self._theme, self._delegate, stage_id, self.area.widget())
        cards = column.list
        for widget in (cards, column.strip):
            widget.installEventFilter(self._keys)
            widget.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        cards.opened.connect(self.open_wanted)
        cards.menu_wanted.connect(self.menu_wanted)
        if stage_id is not None:
            cards.blank_opened.connect(lambda: self.new_wanted.emit(stage_id))
        column.head.menu_wanted.connect(lambda point: self.head_menu_wanted.emit(column.key, point))
        column.unfold_wanted.connect(lambda: self.fold(column, False))
        self.choice.watch(column)
        self._carrier.attach(column)
        return column

    def _bring(self, column: Column) -> None:
        self.area.ensureWidgetVisible(column, self._theme.scaled(18), 0)

    def describe(self, name: str) -> None:
        """Name the board for screen readers."""
        self.area.setAccessibleName(tr("Board of {pipeline}", pipeline=name))

    # ------------------------------------------------------------------------------------------- the current card

    def columns(self) -> tuple[Column, ...]:
        """From the first stage to what was won."""
        return tuple(self._columns)

    def current_deal(self) -> int | None:
        """The deal of the current card; None when there is none."""
        return self.choice.deal

    def current_stage(self) -> int | None:
        """The stage that a new deal would go to: that of the current column, or the first one."""
        active = self.choice.active
        if active is not None and active.stage_id is not None:
            return active.stage_id
        return self._columns[0].stage_id if self._columns else None

    def has_keys(self) -> bool:
        """Whether the keyboard is on the board."""
        return any(column.list.hasFocus() or column.strip.hasFocus() for column in self._columns)

    def focus_list(self) -> QWidget | None:
        """What takes the focus of the board."""
        return self.choice.active.keys_widget() if self.choice.active is not None else None

    def choose(self, deal_id: int, *, focus: bool = True) -> bool:
        """Make a deal the current one and bring it into sight; False when it is not on the board."""
        return self.choice.choose(deal_id, focus=focus)

    def carried(self) -> int | None:
        """The deal in the hand of the user."""
        return self._carrier.carried()

    def said_in_hand(self) -> str:
        """What is said about letting go of the card where the hand is."""
        return self._carrier.said()

    # ------------------------------------------------------------------------------------------------- what to do

    def open_current(self) -> None:
        """Ask for the page of the current deal; a folded column unfolds."""
        active = self.choice.active
        if self.choice.deal is not None:
            self.open_wanted.emit(self.choice.deal)
        elif active is not None and active.folded:
            self.fold(active, False)

    def begin_deal(self) -> None:
        """Ask for a new deal in the current column."""
        stage = self.current_stage()
        if stage is not None:
            self.new_wanted.emit(stage)

    def move_to_stage(self, step: int) -> None:
        """Move the current card to the stage `step` columns on, at the same height; past the last one it is won."""
        column, deal = self.choice.beside(step), self.choice.deal
        if deal is None or column is None:
            return
        self.choice.followed = deal
        if column.stage_id is None:
            self.win_wanted.emit(deal)
            return
        before = column.list.cards().deal_at(self.choice.row) if self._own_order else None
        self.move_wanted.emit(deal, column.stage_id, before)

    def move_in_column(self, step: int) -> None:
        """Move the current card one place up (-1) or down (1), where the user arranges the cards."""
        column, deal = self.choice.active, self.choice.deal
        if deal is None or column is None or column.stage_id is None:
            return
        if not self._own_order:
            self.own_order_wanted.emit()
            return
        cards = column.list.cards()
        row = cards.row_of(deal)
        if 0 <= row + step < cards.rowCount():
            before = cards.deal_at(row - 1 if step < 0 else row + 2)
            self.move_wanted.emit(deal, column.stage_id, before)

    def fold(self, column: Column, folded: bool) -> None:
        """Fold or unfold a column."""
        if column.folded != folded:
            had_focus = self.has_keys()
            column.set_folded(folded)
            self.fold_changed.emit(column.key, folded)
            self.choice.refocus(column, had_focus)

    def fold_current(self) -> None:
        """Fold the current column, or unfold it."""
        if self.choice.active is not None:
            self.fold(self.choice.active, not self.choice.active.folded)

    def column_with(self, key: int) -> Column | None:
        """The column of a stage, 0 for what was won."""
        return next((column for column in self._columns if column.key == key), None)
