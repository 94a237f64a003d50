"""The Pipeline view: a head, the ways to look at the deals of a pipeline below it, and the page of a deal over both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.domain.changes import COMPANY, CONTACT, DEAL, REMINDER, STAGE, TAG, Change
from crm_desktop.domain.pipelines import Pipeline
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline import changes
from crm_desktop.ui.views.pipeline.board_part import BoardPart
from crm_desktop.ui.views.pipeline.board_reading import BoardReading
from crm_desktop.ui.views.pipeline.deal_actions import DealActions
from crm_desktop.ui.views.pipeline.parts import BOARD, DEAL_PAGE, PARTS, DealPart, PartContext, PartEntry, PipelinePart
from crm_desktop.ui.views.pipeline.parts import DEAL as DEAL_PART
from crm_desktop.ui.views.pipeline.pipeline_head import PipelineHead
from crm_desktop.ui.views.pipeline.wording import board_numbers

_SHOWN_KINDS = (DEAL, STAGE, REMINDER, CONTACT, COMPANY, TAG)


class PipelineView(QWidget):
    """Keeps the contract `View`. What the user does is shown at once and taken back with a sentence if it fails."""

    key = "pipeline"

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pipeline = context.services.pipeline
        self._shown = changes.ShownBoard()
        self._reading = BoardReading(context, self._shown, self)
        self._reading.arrived.connect(self._arrived)
        self._sums: dict[str, str] = {}
        # Each with its parent: taking a widget in later costs as much as making it.
        self._whole = QWidget(self)
        self._holder = QWidget(self._whole)
        self._below = QStackedLayout(self._holder)
        self.board_part = BoardPart(context, self._shown, self.open_deal, self.edit_pipelines, self._holder)
        self.board = self.board_part.board
        self.deals = DealActions(context, self._shown, self, self.board)
        self.board_part.connect_actions(self.deals)
        entries = (PartEntry(BOARD, "Board", lambda _parts: self.board_part), *PARTS)
        self._entries = {entry.key: entry for entry in entries}
        self._parts: dict[str, PipelinePart] = {BOARD: self.board_part}
        self._part = BOARD
        self._page: DealPart | None = None
        self._page_open = False
        self._build(entries)

    def _build(self, entries: Sequence[PartEntry]) -> None:
        self.header = PipelineHead(self._context.theme, self.title(), entries, self._pipelines, self._whole)
        self.name_button, self.new_button = self.header.name_button, self.header.new_button
        self.header.pipeline_chosen.connect(self.choose_pipeline)
        self.header.part_chosen.connect(self.show_part)
        self.header.new_pipeline.connect(self.new_pipeline)
        self.header.edit_pipelines.connect(self.edit_pipelines)
        self.header.new_deal.connect(self.deals.new_deal)
        self.header.show_part(BOARD)
        self._below.addWidget(self.board_part)
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._holder, 1)
        self._over = QStackedLayout(self)
        self._over.setContentsMargins(0, 0, 0, 0)
        self._over.addWidget(self._whole)

    # -------------------------------------------------------------------------------------------- the contract

    def title(self) -> str:
        """The name of the view."""
        return tr("Pipeline")

    def part(self) -> str:
        """The part in front, or the page of a deal over all of them."""
        return DEAL_PART if self._page_open else self._part

    def activate(self) -> None:
        """Read the board if something changed since; else only let the chips follow the clock."""
        if not self._reading.read_if_stale():
            self.show_now()
        if self._reading.pipeline_id is not None:
            self._in_front().show_pipeline(self._reading.pipeline_id)

    def refresh(self, change: Change) -> None:
        """Read the board anew when deals, stages or what stands on the cards changed; the other parts look for themselves."""
        for part in (*self._parts.values(), *((self._page,) if self._page is not None else ())):
            part.refresh(change)
        if not change.touches(*_SHOWN_KINDS):
            return
        if self.isVisible() and not self._page_open:
            self.read()
        else:
            self._reading.stale = True

    def clock_moved(self) -> None:
        """What was planned may be late by now."""
        if self._in_front() is self.board_part:
            self.show_now()
        else:
            self._in_front().refresh(None)

    def show_whole(self) -> None:
        """The user asks for the view as a whole: the page of a deal goes."""
        self.close_deal()

    def open(self, kind: str, item_id: int) -> bool:
        """Show the page of a deal, and its card on the board behind it."""
        if kind != "deal":
            return False
        self.board_part.choose(item_id)
        self.open_deal(item_id)
        return True

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the part in front, and those that every part has."""
        return {
            "deal.new": self.deals.new_deal,
            **{f"pipeline.{key}": partial(self.show_part, key) for key in self._entries},
            "pipeline.switch": self.header.open_menu,
            "pipeline.add": self.new_pipeline,
            "pipeline.stages": self.edit_pipelines,
            **self._in_front().commands(),
        }

    def primary_focus(self) -> QWidget | None:
        """What the part in front gives the focus to; before it was read, the part itself, which hands the focus on."""
        if self._in_front() is self.board_part:
            return self.board_part.focus_target() or self.board_part
        return self._in_front().widget

    def showEvent(self, event: QShowEvent) -> None:
        """A view that was shown without `activate` reads too."""
        super().showEvent(event)
        # Sums of many currencies are cut before the title is.
        self.header.title.setMinimumWidth(self.header.title.sizeHint().width())
        self._reading.read_if_stale()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to what is shown."""
        super().focusInEvent(event)
        target = self.primary_focus()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---------------------------------------------------------------------------------------------------- the parts

    def _in_front(self) -> PipelinePart:
        if self._page_open and self._page is not None:
            return self._page
        return self._parts[self._part]

    def _context_of_parts(self, key: str) -> PartContext:
        return PartContext(
            self._context, self.open_deal, self.close_deal, self.deals, lambda words: self._say_sums(key, words)
        )

    def show_part(self, key: str) -> None:
        """Bring a part to the front; it is made when it is first asked for."""
        if key not in self._parts:
            self._parts[key] = self._entries[key].make(self._context_of_parts(key))
            self._below.addWidget(self._parts[key].widget)
        self._page_open = False
        self._over.setCurrentIndex(0)
        self._part = key
        self.header.show_part(key)
        self._below.setCurrentWidget(self._parts[key].widget)
        self._came_to_front()

    def _came_to_front(self) -> None:
        """The part in front, or another pipeline in it: let it read, answer for its actions, and have the focus."""
        if not self._reading.read_if_stale():
            self.show_now()
        if self._reading.pipeline_id is not None:
            self._in_front().show_pipeline(self._reading.pipeline_id)
        self._context.commands_changed()
        target = self.primary_focus()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_deal(self, deal_id: int) -> None:
        """Show the page of a deal over the whole view."""
        if self._page is None:
            self._page = DEAL_PAGE(self._context_of_parts(DEAL_PART))
            self._over.addWidget(self._page.widget)
        self._page_open = True
        self._over.setCurrentWidget(self._page.widget)
        self._page.show_deal(deal_id)
        self._context.commands_changed()
        self._page.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_deal(self) -> None:
        """Back from the page of a deal to the part it was opened from."""
        if self._page_open:
            self.show_part(self._part)

    def _say_sums(self, key: str, words: str) -> None:
        self._sums[key] = words
        self._show_head()

    # ------------------------------------------------------------------------------------------------ pipelines

    def _pipelines(self) -> Sequence[Pipeline]:
        found: Sequence[Pipeline] = self._pipeline.pipelines()
        return found

    def choose_pipeline(self, pipeline_id: int) -> None:
        """Show another pipeline, now and after the next start."""
        if pipeline_id == self._reading.pipeline_id:
            return
        self.board_part.filtering.clear()
        self._reading.show_pipeline(pipeline_id)
        self._came_to_front()

    def new_pipeline(self) -> None:
        """Begin another pipeline from a template."""
        from crm_desktop.ui.dialogs.pipeline_cards import open_new_pipeline  # where it opens, to keep start-up fast

        open_new_pipeline(self._context, self.choose_pipeline)

    def edit_pipelines(self) -> None:
        """Names, words, order and stages of the pipelines."""
        from crm_desktop.ui.dialogs.pipeline_cards import open_pipelines  # where it opens, to keep start-up fast

        open_pipelines(self._context, self._reading.pipeline_id)

    # ------------------------------------------------------------------------------------------------- showing

    def read(self) -> None:
        """Read the board; of several readings under way the last one counts."""
        self._reading.read()

    def _arrived(self, another: bool) -> None:
        self.show_now()
        if another and self._in_front() is not self.board_part and self._reading.pipeline_id is not None:
            self._in_front().show_pipeline(self._reading.pipeline_id)
        if self.window().focusWidget() in (self, self.board_part):
            self.board_part.focus_board()

    def show_now(self) -> None:
        """Show the board as last read, with what is not written yet on top."""
        self._show_head()
        if self._part == BOARD:
            self.board_part.show_now()

    def _show_head(self) -> None:
        board = self._shown.board()
        if board is None:
            return
        sums = "" if changes.is_empty(board) else board_numbers(board)
        self.header.set_subtitle(self._sums.get(self._part, sums))
        self.header.show_pipeline(board.pipeline_id, board.name, self.words())

    # --------------------------------------------------------------------------------- what the actions ask for

    def words(self) -> DealWords:
        """What deals are called in the pipeline that is shown."""
        board = self._shown.board()
        return DealWords(board.words) if board is not None else DealWords()

    def current_stage(self) -> int | None:
        """The stage a new deal goes to: that of the current column, where the board is in front."""
        return self.board.current_stage()

    def paint_now(self) -> None:
        """Bring the board to the screen without waiting for the event loop."""
        self.board_part.paint_now()

    def show_when_there(self, deal_id: int) -> None:
        """Choose this deal as soon as a reading has it."""
        self.board_part.show_when_there(deal_id)
