"""Everything a user can do to a deal from any part: shown at once, written, and taken back with a sentence if it fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.pipelines import DealState, PipelineWords
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.dialogs.log_subject import LogSubject
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline import changes
from crm_desktop.ui.views.pipeline.wording import quoted


class Screen(Protocol):
    """What the actions need of the view they are for."""

    def show_now(self) -> None:
        """Show the board as it is with what is not written yet."""

    def paint_now(self) -> None:
        """Bring the board to the screen without waiting, if it is in front."""

    def read(self) -> None:
        """Read the board anew."""

    def show_when_there(self, deal_id: int) -> None:
        """Choose this deal as soon as the board has it."""

    def current_stage(self) -> int | None:
        """The stage a new deal goes to."""


class DealActions:
    """One method for each thing a user can do; they do nothing for deals that are gone."""

    def __init__(self, context: ViewContext, shown: changes.ShownBoard, screen: Screen, owner: QWidget) -> None:
        self._context = context
        self._pipeline = context.services.pipeline
        self._shown = shown
        self._screen = screen
        self._owner = owner

    def card(self, deal_id: int) -> DealCard | None:
        """A deal as the board shows it, or as it is stored where the board has none of it; None when it is gone."""
        board = self._shown.board()
        card = changes.find_card(board, deal_id) if board is not None else None
        if card is not None:
            return card
        page = self._pipeline.page(deal_id)
        return page.card if page is not None else None

    def _now_and_write(self, change: changes.BoardChange, job: Callable[[], object], said: str) -> None:
        """Show the change, write it, and say what happened: done and undoable, or taken back and why."""
        token = self._shown.begin(change)
        self._screen.show_now()
        # On the screen first: the two threads share one interpreter, and the frame would wait for the write.
        self._screen.paint_now()

        def done(_result: object) -> None:
            self._shown.succeeded(token)
            self._context.say(said, True)

        def failed(error: UserError) -> None:
            self._shown.failed(token)
            self._screen.show_now()
            self._context.fail(error.sentence)

        self._context.jobs.write(job, done, failed, owner=self._owner)

    def move(self, deal_id: int, stage_id: int, before: int | None = None) -> None:
        """Put a deal into a stage, before another deal or at the end; one that had ended is open again."""
        card = self.card(deal_id)
        if card is None:
            return
        stage = self._stage_name(stage_id)
        said = tr("Moved “{title}”", title=quoted(card.title))
        if stage_id != card.stage_id or card.state is not DealState.OPEN:
            said = tr("Moved “{title}” to {stage}", title=quoted(card.title), stage=one_line(stage, 60))
        self._now_and_write(
            changes.moved(deal_id, stage_id, before, self._context.now()),
            lambda: self._pipeline.move(deal_id, stage_id, before),
            said,
        )

    def _words_of(self, card: DealCard) -> DealWords:
        """What deals are called in the pipeline of this one, which need not be the one that is shown."""
        board = self._shown.board()
        if board is not None and board.pipeline_id == card.pipeline_id:
            return DealWords(board.words)
        words = {each.id: each.words for each in self._pipeline.pipelines()}
        return DealWords(words.get(card.pipeline_id, PipelineWords()))

    def _stage_name(self, stage_id: int) -> str:
        board = self._shown.board()
        names = {column.id: column.name for column in board.columns} if board is not None else {}
        if stage_id not in names:
            names |= {
                stage.id: stage.name for each in self._pipeline.pipelines() for stage in self._pipeline.stages(each.id)
            }
        return names.get(stage_id, "")

    def win(self, deal_id: int) -> None:
        """The work is ours; nothing happens to a deal that is won already."""
        card = self.card(deal_id)
        if card is None or card.state is DealState.WON:
            return
        self._now_and_write(
            changes.won(deal_id, self._context.now()),
            lambda: self._pipeline.win(deal_id),
            self._words_of(card).said_won(quoted(card.title)),
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
        return quoted(card.title) if card is not None else ""

    def lose(self, deal_id: int) -> None:
        """Ask why, and whether to try again some day."""
        page = self._pipeline.page(deal_id)
        if page is None:
            return
        from crm_desktop.ui.dialogs.lost_form import Losing, LostForm  # when first asked for, to keep start-up fast

        services = self._context.services
        losing = Losing.of(page.card, partial(services.pipeline.lose, deal_id), self._words_of(page.card))
        form = LostForm(
            self._context.theme,
            self._context.jobs,
            services.deals.reasons,
            services.reminders,
            self._context.now,
            self._context.drafts,
            losing,
        )
        said = self._words_of(page.card).said_lost(quoted(page.card.title))
        form.saved.connect(lambda: self._context.say(said, True))
        self._context.show_card(form)

    def remind(self, deal_id: int | None) -> None:
        """Plan the next step of a deal, or a reminder about nothing where there is no deal."""
        from crm_desktop.ui.dialogs.remind_form import RemindForm  # when first asked for, to keep start-up fast

        context = self._context
        card = self.card(deal_id) if deal_id is not None else None
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

    def log(self, deal_id: int) -> None:
        """Note what happened with the person of a deal, and what comes next."""
        from crm_desktop.ui.dialogs.log_form import LogForm  # when first asked for, to keep start-up fast

        context, card = self._context, self.card(deal_id)
        if card is None:
            return
        subject = LogSubject(card.contact_id, card.contact or card.title, deal_id=deal_id)
        form = LogForm(context.theme, context.jobs, context.services.reminders, context.now, context.drafts, subject)
        form.saved.connect(lambda: context.say(tr("Noted"), True))
        context.show_card(form)

    def new_deal(self, stage_id: int | None = None) -> None:
        """Open an empty form for the current column, or the stage given."""
        self._open_form(None, stage_id if stage_id is not None else self._screen.current_stage())

    def edit(self, deal_id: int) -> None:
        """Open the form of a deal."""
        self._open_form(deal_id, None)

    def _open_form(self, deal_id: int | None, stage_id: int | None) -> None:
        page = self._pipeline.page(deal_id) if deal_id is not None else None
        if deal_id is not None and page is None:
            return
        from crm_desktop.ui.dialogs.deal_form import DealForm  # when first asked for, to keep start-up fast

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
