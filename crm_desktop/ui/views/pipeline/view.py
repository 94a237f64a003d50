"""The Pipeline view: head, board and empty state, and everything a user can do to a deal on the board."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.domain.changes import COMPANY, CONTACT, DEAL, REMINDER, STAGE, Change
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.pages import Board as BoardRow
from crm_desktop.domain.pages import DealCard
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.actions import ACTIONS
from crm_desktop.ui.dialogs.deal_form import DealDrafts, DealForm
from crm_desktop.ui.dialogs.lost_form import LostForm
from crm_desktop.ui.dialogs.remind_form import RemindForm
from crm_desktop.ui.dialogs.stages_form import StagesForm
from crm_desktop.ui.menus import choices_menu
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline import changes
from crm_desktop.ui.views.pipeline.board import Board
from crm_desktop.ui.views.pipeline.wording import board_numbers, quoted
from crm_desktop.ui.widgets import Button, EmptyState, PageHeader, PrimaryButton

_SHOWN_KINDS = (DEAL, STAGE, REMINDER, CONTACT, COMPANY)
_SAMPLE = "sample"


class PipelineView(QWidget):
    """Keeps the contract `View`. What the user does is shown at once and taken back with a sentence if it fails."""

    key = "pipeline"

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pipeline = context.services.pipeline
        self._shown = changes.ShownBoard()
        self._drafts = DealDrafts()
        self._stale = True
        self._wanted: int | None = None
        self._build()

    def _build(self) -> None:
        theme = self._context.theme
        self.header = PageHeader(theme, self.title())
        self.name_button = Button(theme, "")
        self.name_button.set_menu(choices_menu(self.name_button, ((tr("Edit the stages…"), self.edit_stages),)))
        self.name_button.hide()
        self.header.add_left(self.name_button)
        self.new_button = PrimaryButton(theme, tr("New deal"), "D")
        self.new_button.clicked.connect(lambda _checked=False: self.new_deal())
        self.header.add_right(self.new_button)
        self.board = Board(theme)
        self.board.move_wanted.connect(self.move_deal)
        self.board.win_wanted.connect(self.win)
        self.board.lose_wanted.connect(self.lose)
        self.board.open_wanted.connect(self.edit)
        self.board.new_wanted.connect(self.new_deal)
        self.board.menu_wanted.connect(self._show_menu)
        self.empty = EmptyState(
            theme,
            tr("Where the work stands"),
            tr(
                "A deal is a possible piece of work: who, what, how much, and the next step. "
                "Put in the ones you are waiting for; the board shows what to do about them."
            ),
            (tr("First deal"), "D", self.new_deal),
            self._sample_button(),
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

    def _sample_button(self) -> tuple[str, str, Callable[[], object]] | None:
        """Offered only where the program has such an action."""
        if all(action.id != _SAMPLE for action in ACTIONS):
            return None
        return (tr("Try sample data"), "", lambda: self._context.run(_SAMPLE))

    # -------------------------------------------------------------------------------------------- the contract

    def title(self) -> str:
        """The name of the view."""
        return tr("Pipeline")

    def activate(self) -> None:
        """Read the board if something changed since; else only let the chips follow the clock."""
        if self._stale:
            self._read()
        else:
            self._render()

    def refresh(self, change: Change) -> None:
        """Read the board anew when deals, stages or what stands on the cards changed."""
        if not change.touches(*_SHOWN_KINDS):
            return
        if self.isVisible():
            self._read()
        else:
            self._stale = True

    def open(self, kind: str, item_id: int) -> bool:
        """Show a deal: choose its card and open its form."""
        if kind != "deal":
            return False
        # Lost deals have no card; their form opens all the same.
        self._wanted = None if self.board.choose(item_id) else item_id
        self.edit(item_id)
        return True

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the board, a new deal, and a new reminder about the current deal."""
        return {
            "deal.new": self.new_deal,
            "reminder.new": self.remind,
            "pipeline.move_focus": self._focus_board,
            "pipeline.open": self._with_deal(self.edit),
            "pipeline.edit": self._with_deal(self.edit),
            "pipeline.stage_forward": lambda: self.board.move_to_stage(1),
            "pipeline.stage_back": lambda: self.board.move_to_stage(-1),
            "pipeline.move_up": lambda: self.board.move_in_column(-1),
            "pipeline.move_down": lambda: self.board.move_in_column(1),
            "pipeline.won": self._with_deal(self.win),
            "pipeline.lost": self._with_deal(self.lose),
            "pipeline.delete": self._with_deal(self.delete),
            "pipeline.stages": self.edit_stages,
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
            self._read()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to what is shown."""
        super().focusInEvent(event)
        if self._shown.board() is not None:
            self._focus_board()

    # ------------------------------------------------------------------------------------------------- showing

    def _read(self) -> None:
        self._stale = False
        self._context.jobs.read(self._pipeline.board, self._arrived, key="pipeline.board", owner=self)

    def _arrived(self, board: BoardRow) -> None:
        self._shown.read(board)
        self._render()
        if self._wanted is not None and self.board.choose(self._wanted, focus=self._may_take_focus()):
            self._wanted = None
        if self.window().focusWidget() is self:
            self._focus_board()

    def _may_take_focus(self) -> bool:
        """The focus goes to the board only from the view itself, never out of a card over the window."""
        return self.isVisible() and (self.hasFocus() or self.board.has_keys() or self._empty_has_focus())

    def _empty_has_focus(self) -> bool:
        return self.empty.primary_button is not None and self.empty.primary_button.hasFocus()

    def _render(self) -> None:
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

    def _card(self, deal_id: int) -> DealCard | None:
        board = self._shown.board()
        return changes.find_card(board, deal_id) if board is not None else None

    def _now_and_write(self, change: changes.BoardChange, job: Callable[[], object], said: str) -> None:
        """Show the change, write it, and say what happened: done and undoable, or taken back and why."""
        token = self._shown.begin(change)
        self._render()

        def done(_result: object) -> None:
            self._shown.succeeded(token)
            self._context.say(said, True)

        def failed(error: UserError) -> None:
            self._shown.failed(token)
            self._render()
            self._context.fail(error.sentence)

        self._context.jobs.write(job, done, failed, owner=self)

    # -------------------------------------------------------------------------------------- what a user can do

    def move_deal(self, deal_id: int, stage_id: int, before: int | None) -> None:
        """Put a deal into a stage, before another deal or at the end; one that was won is open again."""
        card = self._card(deal_id)
        board = self._shown.board()
        if card is None or board is None:
            return
        stage = next((column.name for column in board.columns if column.id == stage_id), "")
        said = tr("Moved “{title}”", title=quoted(card.title))
        if stage_id != card.stage_id or card.state is not DealState.OPEN:
            said = tr("Moved “{title}” to {stage}", title=quoted(card.title), stage=one_line(stage, 60))
        self._now_and_write(
            changes.moved(deal_id, stage_id, before, self._context.now()),
            lambda: self._pipeline.move(deal_id, stage_id, before),
            said,
        )

    def win(self, deal_id: int) -> None:
        """The work is ours; nothing happens to a deal that is won already."""
        card = self._card(deal_id)
        if card is None or card.state is DealState.WON:
            return
        self._now_and_write(
            changes.won(deal_id, self._context.now()),
            lambda: self._pipeline.win(deal_id),
            tr("Won “{title}”", title=quoted(card.title)),
        )

    def reopen(self, deal_id: int) -> None:
        """A deal that was won or lost is open again."""
        title = self._title_of(deal_id)
        self._now_and_write(
            changes.reopened(deal_id),
            lambda: self._pipeline.reopen(deal_id),
            tr("Reopened “{title}”", title=title),
        )
        self._wanted = deal_id

    def delete(self, deal_id: int) -> None:
        """Delete a deal; the bar at the bottom offers to take it back."""
        title = self._title_of(deal_id)
        self._now_and_write(
            changes.gone(deal_id),
            lambda: self._pipeline.delete(deal_id),
            tr("Deleted “{title}”", title=title),
        )

    def _title_of(self, deal_id: int) -> str:
        card = self._card(deal_id)
        if card is None:
            # Lost deals are not on the board, but their form can be open.
            page = self._pipeline.page(deal_id)
            card = page.card if page is not None else None
        return quoted(card.title) if card is not None else ""

    def lose(self, deal_id: int) -> None:
        """Ask why, and whether to try again some day."""
        page = self._pipeline.page(deal_id)
        if page is None:
            return
        services = self._context.services
        form = LostForm(
            self._context.theme, self._context.jobs, services.pipeline, services.reminders, self._context.now, page.card
        )
        said = tr("Lost “{title}”", title=quoted(page.card.title))
        form.saved.connect(lambda: self._context.say(said, True))
        self._context.show_card(form)

    def remind(self) -> None:
        """Plan the next step of the current deal, or a reminder about nothing where there is no deal."""
        deal = self.board.current_deal()
        context = self._context
        card = self._card(deal) if deal is not None else None
        form = RemindForm(
            context.theme,
            context.jobs,
            context.services.reminders,
            context.now,
            card.contact_id if card is not None else None,
            quoted(card.title) if card is not None else "",
            deal_id=card.id if card is not None else None,
        )
        form.saved.connect(lambda: context.say(tr("Reminder added"), True))
        context.show_card(form)

    def new_deal(self, stage_id: int | None = None) -> None:
        """Open an empty form for the current column, or the stage given."""
        self._open_form(None, stage_id if stage_id is not None else self.board.current_stage())

    def edit(self, deal_id: int) -> None:
        """Open the form of a deal."""
        self._open_form(deal_id, None)

    def _open_form(self, deal_id: int | None, stage_id: int | None) -> None:
        page = self._pipeline.page(deal_id) if deal_id is not None else None
        if deal_id is not None and page is None:
            return
        context = self._context
        form = DealForm(
            context.theme, context.jobs, context.services, context.now, self._drafts, page=page, stage_id=stage_id
        )
        form.saved.connect(self._form_saved)
        form.win_wanted.connect(self.win)
        form.lose_wanted.connect(self.lose)
        form.reopen_wanted.connect(self.reopen)
        form.delete_wanted.connect(self.delete)
        context.show_card(form)

    def _form_saved(self, deal_id: int, title: str, is_new: bool) -> None:
        self._wanted = deal_id
        words = tr("Added “{title}”", title=title) if is_new else tr("Changed “{title}”", title=title)
        self._context.say(words, True)
        # The announcement of the write may have come before this.
        self._read()

    def edit_stages(self) -> None:
        """Open the form of the stages."""
        context = self._context
        board = self._shown.board()
        counts = {column.id: len(column.cards) for column in board.columns} if board is not None else {}
        context.show_card(StagesForm(context.theme, context.jobs, context.ask, self._pipeline, counts))

    def _show_menu(self, deal_id: int, point: QPoint) -> None:
        card = self._card(deal_id)
        if card is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ended = card.state is not DealState.OPEN
        _add(menu, tr("Open"), lambda: self.edit(deal_id))
        if ended:
            _add(menu, tr("Open again"), lambda: self.reopen(deal_id))
        else:
            _add(menu, tr("Won"), lambda: self.win(deal_id))
            _add(menu, tr("Lost…"), lambda: self.lose(deal_id))
            _add(menu, tr("Plan the next step…"), self.remind)
        board = self._shown.board()
        assert board is not None, "there is a card, so there is a board"
        stages = menu.addMenu(tr("Move to"))
        for column in board.columns:
            if ended or column.id != card.stage_id:
                name = one_line(column.name, 60).replace("&", "&&")
                _add(stages, name, partial(self.move_deal, deal_id, column.id, None))
        menu.addSeparator()
        _add(menu, tr("Delete"), lambda: self.delete(deal_id))
        menu.popup(point)


def _add(menu: QMenu, text: str, run: Callable[[], object]) -> None:
    menu.addAction(text).triggered.connect(lambda _checked=False: run())
