"""The part "Board": the cards with what is shown of them and in which order, and what the user does to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.domain.changes import CONTACT, SAVED_LIST, TAG, Change
from crm_desktop.domain.deal_pages import Board as BoardRow
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline import changes
from crm_desktop.ui.views.pipeline.arranging import Arranging
from crm_desktop.ui.views.pipeline.board import Board, Shown
from crm_desktop.ui.views.pipeline.board_filter import BoardFiltering
from crm_desktop.ui.views.pipeline.board_line import BoardLine, sorted_hint
from crm_desktop.ui.views.pipeline.column import paint_now
from crm_desktop.ui.views.pipeline.deal_menu import show_deal_menu, show_menu_of
from crm_desktop.ui.views.pipeline.empty_board import empty_board
from crm_desktop.ui.views.pipeline.look import BoardLook
from crm_desktop.ui.views.pipeline.ordering import Order
from crm_desktop.ui.widgets import EmptyState

if TYPE_CHECKING:
    from crm_desktop.ui.views.pipeline.deal_actions import DealActions


class BoardPart(QWidget):
    """Keeps the contract `PipelinePart`; what it shows is read by the view, whose head needs the same."""

    def __init__(
        self,
        context: ViewContext,
        shown: changes.ShownBoard,
        open_deal: Callable[[int], object],
        edit_stages: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shown = shown
        self._open_deal = open_deal
        self._edit_stages = edit_stages
        self._wanted: int | None = None
        self.look = BoardLook(context.jobs, context.services.settings, self)
        self._arranging = Arranging()
        self._arranging.order = self.look.order
        self._full = QWidget(self)
        self.board = Board(context.theme, self._full)
        self.filtering = BoardFiltering(context, self._arranging, shown.board, self.show_now, self)
        self.line = BoardLine(context.theme, self.filtering.lists, self.filtering.tags, self._full)
        self.empty: EmptyState | None = None
        self._empty_of: DealWords | None = None
        self._pages = QStackedLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(self.board, 1)
        holder = QVBoxLayout(self)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addLayout(self._pages)
        # Nothing is shown before the first reading: an empty board would be a lie.
        self._pages.addWidget(QWidget(self))
        self._pages.addWidget(self._full)

    def connect_actions(self, actions: DealActions) -> None:
        """What the user wants of the board is done by these."""
        self._actions = actions
        board, line = self.board, self.line
        board.move_wanted.connect(actions.move)
        board.win_wanted.connect(actions.win)
        board.lose_wanted.connect(actions.lose)
        board.open_wanted.connect(self._open_deal)
        board.new_wanted.connect(actions.new_deal)
        board.menu_wanted.connect(self._show_deal_menu)
        board.head_menu_wanted.connect(self._show_head_menu)
        board.fold_changed.connect(self.look.fold)
        board.own_order_wanted.connect(self._say_sorted)
        line.text_changed.connect(self.filtering.by_text)
        line.list_chosen.connect(self.filtering.by_list)
        line.tag_chosen.connect(self.filtering.by_tag)
        line.stuck_pressed.connect(self.filtering.flip_stuck)
        line.order_chosen.connect(self.set_order)
        line.cleared.connect(self.clear_filter)
        line.left.connect(self.focus_board)

    # ------------------------------------------------------------------------------------------------ the contract

    @property
    def widget(self) -> QWidget:
        """The part itself."""
        return self

    def show_pipeline(self, _pipeline_id: int) -> None:
        """The view reads the board of another pipeline and shows it here."""

    def refresh(self, change: Change | None) -> None:
        """People of a list may be others now; the board itself is read by the view."""
        if change is not None and change.touches(CONTACT, SAVED_LIST, TAG):
            self.filtering.read_again()

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the board."""
        board, line = self.board, self.line
        return {
            "pipeline.move_focus": self.focus_board,
            "pipeline.open": self._with_deal(self._open_deal),
            "pipeline.new_here": board.begin_deal,
            "pipeline.stage_forward": lambda: board.move_to_stage(1),
            "pipeline.stage_back": lambda: board.move_to_stage(-1),
            "pipeline.move_up": lambda: board.move_in_column(-1),
            "pipeline.move_down": lambda: board.move_in_column(1),
            "pipeline.edit": self._with_deal(self._actions.edit),
            "pipeline.won": self._with_deal(self._actions.win),
            "pipeline.lost": self._with_deal(self._actions.lose),
            "pipeline.remind": lambda: self._actions.remind(board.current_deal()),
            "pipeline.log": self._with_deal(self._actions.log),
            "pipeline.delete": self._with_deal(self._actions.delete),
            "pipeline.filter": lambda: line.field.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "pipeline.filter_list": line.choose_list,
            "pipeline.filter_tag": line.choose_tag,
            "pipeline.filter_stuck": line.stuck_pressed.emit,
            "pipeline.filter_clear": self.clear_filter,
            "pipeline.sort": line.choose_order,
            **{f"pipeline.sort_{order.value}": partial(self.set_order, order) for order in Order},
            "pipeline.fold": board.fold_current,
            "pipeline.unfold_all": self._unfold_all,
        }

    def _with_deal(self, act: Callable[[int], object]) -> Callable[[], object]:
        """For the deal of the current card; nothing without one."""

        def run() -> None:
            deal = self.board.current_deal()
            if deal is not None:
                act(deal)

        return run

    # ----------------------------------------------------------------------------------------------------- showing

    def show_now(self) -> None:
        """Show the board as last read, with what is not written yet on top."""
        row = self._shown.board()
        if row is None:
            return
        empty = changes.is_empty(row)
        had_focus = self.board.has_keys()
        self.board.describe(row.name)
        if empty:
            self._show_empty(row)
        else:
            self._show_board(row)
        was_empty = self._empty_has_focus()
        wanted = self.empty if empty and self.empty is not None else self._full
        if self._pages.currentWidget() is not wanted:
            self._pages.setCurrentWidget(wanted)
        if (empty and had_focus) or (was_empty and not empty):
            self.focus_board()
        if self._wanted is not None and self.board.choose(self._wanted, focus=self.may_take_focus()):
            self._wanted = None

    def _show_board(self, row: BoardRow) -> None:
        now = self._context.now()
        cards = self._arranging.arranged(row, now)
        sorted_row = self._arranging.row_for(row, now)
        own_order = self._arranging.order is Order.OWN
        words = DealWords(row.words)
        self.board.show_board(Shown(row, cards, now, words, self.look.is_folded, sorted_row, own_order))
        asked = self.filtering
        self.line.show_filter(asked.wanted, asked.list_name, asked.tag_name, cards.shown, cards.total)
        self.line.show_order(self._arranging.order)

    def _show_empty(self, row: BoardRow) -> None:
        """The columns are there behind it, so that the first deal finds its stage."""
        self._show_board(row)
        words = DealWords(row.words)
        if words == self._empty_of:
            return
        old, had_focus = self.empty, self._empty_has_focus()
        self._empty_of = words
        self.empty = empty_board(self._context, row, self._actions.new_deal)
        self._pages.addWidget(self.empty)
        if old is not None:
            self._pages.setCurrentWidget(self.empty)
            self._pages.removeWidget(old)
            old.deleteLater()
        if had_focus:
            self.focus_board()

    def paint_now(self) -> None:
        """Bring the board to the screen without waiting for the event loop."""
        paint_now(self.board, self.board.columns())

    def show_when_there(self, deal_id: int) -> None:
        """Choose this deal as soon as a reading has it."""
        self._wanted = deal_id

    def choose(self, deal_id: int) -> None:
        """Choose the card of a deal, now or when it is there."""
        self._wanted = None if self.board.choose(deal_id, focus=self.may_take_focus()) else deal_id

    # ------------------------------------------------------------------------------------------------------- focus

    def focus_target(self) -> QWidget | None:
        """What the keys are for: the board, or the button of the empty one; None before the first reading."""
        if self.empty is not None and self._pages.currentWidget() is self.empty:
            return self.empty.primary_button
        return self.board.focus_list()

    def focus_board(self) -> None:
        """Give the keys to the board."""
        target = self.focus_target()
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to what is shown."""
        super().focusInEvent(event)
        self.focus_board()

    def may_take_focus(self) -> bool:
        """The focus goes to the board only from the part itself, never out of a card over the window or out of a field."""
        return self.isVisible() and (self.hasFocus() or self.board.has_keys() or self._empty_has_focus())

    def _empty_has_focus(self) -> bool:
        button = self.empty.primary_button if self.empty is not None else None
        return button is not None and button.hasFocus()

    # --------------------------------------------------------------------------------------- filter, order, menus

    def clear_filter(self) -> None:
        """Show every deal again."""
        self.filtering.clear()
        if not self.line.field.hasFocus():
            self.focus_board()

    def set_order(self, order: Order) -> None:
        """Sort every column otherwise; remembered."""
        self.look.set_order(order)
        self._arranging.order = order
        self.show_now()

    def _say_sorted(self) -> None:
        self._context.say(sorted_hint(self._arranging.order), False)

    def _unfold_all(self) -> None:
        self.look.unfold_all()
        self.show_now()

    def _show_deal_menu(self, deal_id: int, point: QPoint) -> None:
        row, card = self._shown.board(), self._actions.card(deal_id)
        if row is not None and card is not None:
            show_deal_menu(self.board, card, row, self._actions, self._open_deal, point)

    def _show_head_menu(self, key: int, point: QPoint) -> None:
        row, column = self._shown.board(), self.board.column_with(key)
        if row is None or column is None:
            return
        new = (DealWords(row.words).new(), lambda: self._actions.new_deal(key))
        fold = (tr("Fold this column"), lambda: self.board.fold(column, True))
        entries = (new, fold) if key else (fold,)
        show_menu_of(self.board, (*entries, None, (tr("Edit pipelines and stages…"), self._edit_stages)), point)
