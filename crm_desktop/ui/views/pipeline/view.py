"""The Pipeline view: head, board and empty state, read anew when something changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.domain.changes import COMPANY, CONTACT, DEAL, REMINDER, STAGE, Change
from crm_desktop.domain.deal_pages import Board as BoardRow
from crm_desktop.ui.menus import choices_menu
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline import changes
from crm_desktop.ui.views.pipeline.board import Board
from crm_desktop.ui.views.pipeline.deal_actions import DealActions
from crm_desktop.ui.views.pipeline.wording import board_numbers
from crm_desktop.ui.widgets import Button, EmptyState, PageHeader, PrimaryButton

_SHOWN_KINDS = (DEAL, STAGE, REMINDER, CONTACT, COMPANY)


class PipelineView(QWidget):
    """Keeps the contract `View`. What the user does is shown at once and taken back with a sentence if it fails."""

    key = "pipeline"

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pipeline = context.services.pipeline
        self._shown = changes.ShownBoard()
        self.board = Board(context.theme)
        self.deals = DealActions(context, self._shown, self.board, self)
        self._stale = True
        self._wanted: int | None = None
        self._build()

    def _build(self) -> None:
        theme = self._context.theme
        self.header = PageHeader(theme, self.title())
        self.name_button = Button(theme, "")
        self.name_button.set_menu(choices_menu(self.name_button, ((tr("Edit the stages…"), self.deals.edit_stages),)))
        self.name_button.hide()
        self.header.add_left(self.name_button)
        self.new_button = PrimaryButton(theme, tr("New deal"), "D")
        self.new_button.clicked.connect(lambda _checked=False: self.deals.new_deal())
        self.header.add_right(self.new_button)
        self.board.move_wanted.connect(self.deals.move_deal)
        self.board.win_wanted.connect(self.deals.win)
        self.board.lose_wanted.connect(self.deals.lose)
        self.board.open_wanted.connect(self.deals.edit)
        self.board.new_wanted.connect(self.deals.new_deal)
        self.board.menu_wanted.connect(self.deals.show_menu)
        self.empty = EmptyState(
            theme,
            tr("Where the work stands"),
            tr(
                "A deal is a possible piece of work: who, what, how much, and the next step. "
                "Put in the ones you are waiting for; the board shows what to do about them."
            ),
            (tr("First deal"), "D", self.deals.new_deal),
            (tr("Try sample data"), "", lambda: self._context.run("sample")),
        )
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        for page in (QWidget(), self.board, self.empty):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(pages, 1)

    # -------------------------------------------------------------------------------------------- the contract

    def title(self) -> str:
        """The name of the view."""
        return tr("Pipeline")

    def activate(self) -> None:
        """Read the board if something changed since; else only let the chips follow the clock."""
        if self._stale:
            self.read()
        else:
            self.show_now()

    def refresh(self, change: Change) -> None:
        """Read the board anew when deals, stages or what stands on the cards changed."""
        if not change.touches(*_SHOWN_KINDS):
            return
        if self.isVisible():
            self.read()
        else:
            self._stale = True

    def open(self, kind: str, item_id: int) -> bool:
        """Show a deal: choose its card and open its form."""
        if kind != "deal":
            return False
        # Lost deals have no card; their form opens all the same.
        self._wanted = None if self.board.choose(item_id) else item_id
        self.deals.edit(item_id)
        return True

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the board, a new deal, and a new reminder about the current deal."""
        return {
            "deal.new": self.deals.new_deal,
            "reminder.new": self.deals.remind,
            "pipeline.move_focus": self._focus_board,
            "pipeline.open": self._with_deal(self.deals.edit),
            "pipeline.edit": self._with_deal(self.deals.edit),
            "pipeline.stage_forward": lambda: self.board.move_to_stage(1),
            "pipeline.stage_back": lambda: self.board.move_to_stage(-1),
            "pipeline.move_up": lambda: self.board.move_in_column(-1),
            "pipeline.move_down": lambda: self.board.move_in_column(1),
            "pipeline.won": self._with_deal(self.deals.win),
            "pipeline.lost": self._with_deal(self.deals.lose),
            "pipeline.delete": self._with_deal(self.deals.delete),
            "pipeline.stages": self.deals.edit_stages,
        }

    def primary_focus(self) -> QWidget | None:
        """The board; before it was read, the view itself, which hands the focus on."""
        if self._pages.currentWidget() is self.empty:
            return self.empty.primary_button
        return self.board.focus_list() or self

    def _with_deal(self, act: Callable[[int], object]) -> Callable[[], object]:
        """For the deal of the current card; nothing without one."""

        def run() -> None:
            deal = self.board.current_deal()
            if deal is not None:
                act(deal)

        return run

    def _focus_board(self) -> None:
        target = self.primary_focus()
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """A view that was shown without `activate` reads too."""
        super().showEvent(event)
        # Sums of many currencies are cut before the title is.
        self.header.title.setMinimumWidth(self.header.title.sizeHint().width())
        if self._stale:
            self.read()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to what is shown."""
        super().focusInEvent(event)
        if self._shown.board() is not None:
            self._focus_board()

    # ------------------------------------------------------------------------------------------------- showing

    def read(self) -> None:
        """Read the board; of several readings under way the last one counts."""
        self._stale = False
        self._context.jobs.read(self._pipeline.board, self._arrived, key="pipeline.board", owner=self)

    def _arrived(self, board: BoardRow) -> None:
        self._shown.read(board)
        self.show_now()
        if self._wanted is not None and self.board.choose(self._wanted, focus=self._may_take_focus()):
            self._wanted = None
        if self.window().focusWidget() is self:
            self._focus_board()

    def _may_take_focus(self) -> bool:
        """The focus goes to the board only from the view itself, never out of a card over the window."""
        return self.isVisible() and (self.hasFocus() or self.board.has_keys() or self._empty_has_focus())

    def _empty_has_focus(self) -> bool:
        return self.empty.primary_button is not None and self.empty.primary_button.hasFocus()

    def show_when_there(self, deal_id: int) -> None:
        """Choose this deal as soon as a reading has it."""
        self._wanted = deal_id

    def show_now(self) -> None:
        """Show the board as last read, with what is not written yet on top."""
        board = self._shown.board()
        if board is None:
            return
        empty = changes.is_empty(board)
        had_focus = self.board.has_keys()
        self.header.set_subtitle("" if empty else board_numbers(board))
        if self.name_button.text() != one_line(board.name, 40):
            self.name_button.setText(one_line(board.name, 40))
            self.name_button.setAccessibleName(tr("Pipeline {name}", name=self.name_button.text()))
            self.name_button.updateGeometry()
        self.name_button.setVisible(not empty)
        self.board.describe(board.name)
        self.board.show_board(board, self._context.now())
        was_empty = self._empty_has_focus()
        self._pages.setCurrentWidget(self.empty if empty else self.board)
        if (empty and had_focus) or (was_empty and not empty):
            self._focus_board()
