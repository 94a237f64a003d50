"""Everything a user can do to a deal on the board: shown at once, written, and taken back with a sentence if it fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.dialogs.deal_form import DealForm
from crm_desktop.ui.dialogs.lost_form import LostForm
from crm_desktop.ui.dialogs.remind_form import RemindForm
from crm_desktop.ui.dialogs.stages_form import StagesForm
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline import changes
from crm_desktop.ui.views.pipeline.board import Board
from crm_desktop.ui.views.pipeline.column import paint_now
from crm_desktop.ui.views.pipeline.wording import quoted


class Screen(Protocol):
    """What the actions need of the view they are for."""

    def show_now(self) -> None:
        """Show the board as it is with what is not written yet."""

    def read(self) -> None:
        """Read the board anew."""

    def show_when_there(self, deal_id: int) -> None:
        """Choose this deal as soon as the board has it."""


class DealActions:
    """One method for each thing a user can do; they do nothing for deals that are gone."""

    def __init__(self, context: ViewContext, shown: changes.ShownBoard, board: Board, screen: Screen) -> None:
        self._context = context
        self._pipeline = context.services.pipeline
        self._shown = shown
        self._board = board
        self._screen = screen

    def card(self, deal_id: int) -> DealCard | None:
        """The card of a deal as it is shown; None when the board has none of it."""
        board = self._shown.board()
        return changes.find_card(board, deal_id) if board is not None else None

    def _now_and_write(self, change: changes.BoardChange, job: Callable[[], object], said: str) -> None:
        """Show the change, write it, and say what happened: done and undoable, or taken back and why."""
        token = self._shown.begin(change)
        self._screen.show_now()
        # On the screen first: the two threads share one interpreter, and the frame would wait for the write.
        paint_now(self._board, self._board.columns())

        def done(_result: object) -> None:
            self._shown.succeeded(token)
            self._context.say(said, True)

        def failed(error: UserError) -> None:
            self._shown.failed(token)
            self._screen.show_now()
            self._context.fail(error.sentence)

        self._context.jobs.write(job, done, failed, owner=self._board)

    def move_deal(self, deal_id: int, stage_id: int, before: int | None) -> None:
        """Put a deal into a stage, before another deal or at the end; one that was won is open again."""
        card = self.card(deal_id)
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
        card = self.card(deal_id)
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
        self._screen.show_when_there(deal_id)

    def delete(self, deal_id: int) -> None:
        """Delete a deal; the bar at the bottom offers to take it back."""
        title = self._title_of(deal_id)
        self._now_and_write(
            changes.gone(deal_id),
            lambda: self._pipeline.delete(deal_id),
            tr("Deleted “{title}”", title=title),
        )

    def _title_of(self, deal_id: int) -> str:
        card = self.card(deal_id)
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
            self._context.theme,
            self._context.jobs,
            services.pipeline,
            services.reminders,
            self._context.now,
            self._context.drafts,
            page.card,
        )
        said = tr("Lost “{title}”", title=quoted(page.card.title))
        form.saved.connect(lambda: self._context.say(said, True))
        self._context.show_card(form)

    def remind(self) -> None:
        """Plan the next step of the current deal, or a reminder about nothing where there is no deal."""
        deal = self._board.current_deal()
        context = self._context
        card = self.card(deal) if deal is not None else None
        form = RemindForm(
            context.theme,
            context.jobs,
            context.services.reminders,
            context.now,
            card.contact_id if card is not None else None,
            context.drafts,
            quoted(card.title) if card is not None else "",
            deal_id=card.id if card is not None else None,
        )
        form.saved.connect(lambda: context.say(tr("Reminder added"), True))
        context.show_card(form)

    def new_deal(self, stage_id: int | None = None) -> None:
        """Open an empty form for the current column, or the stage given."""
        self._open_form(None, stage_id if stage_id is not None else self._board.current_stage())

    def edit(self, deal_id: int) -> None:
        """Open the form of a deal."""
        self._open_form(deal_id, None)

    def _open_form(self, deal_id: int | None, stage_id: int | None) -> None:
        page = self._pipeline.page(deal_id) if deal_id is not None else None
        if deal_id is not None and page is None:
            return
        context = self._context
        form = DealForm(
            context.theme, context.jobs, context.services, context.now, context.drafts, page=page, stage_id=stage_id
        )
        form.saved.connect(self._form_saved)
        form.win_wanted.connect(self.win)
        form.lose_wanted.connect(self.lose)
        form.reopen_wanted.connect(self.reopen)
        form.delete_wanted.connect(self.delete)
        context.show_card(form)

    def _form_saved(self, deal_id: int, title: str, is_new: bool) -> None:
        self._screen.show_when_there(deal_id)
        words = tr("Added “{title}”", title=title) if is_new else tr("Changed “{title}”", title=title)
        self._context.say(words, True)
        # The announcement of the write may have come before this.
        self._screen.read()

    def edit_stages(self) -> None:
        """Open the form of the stages."""
        context = self._context
        board = self._shown.board()
        counts = {column.id: len(column.cards) for column in board.columns} if board is not None else {}
        context.show_card(StagesForm(context.theme, context.jobs, context.ask, self._pipeline, counts))

    def show_menu(self, deal_id: int, point: QPoint) -> None:
        """What can be done with a card, at a point of the screen."""
        card = self.card(deal_id)
        if card is None:
            return
        menu = QMenu(self._board)
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
