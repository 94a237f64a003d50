"""Reading the board that is shown: which pipeline, whether it is stale, and what arrived."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from crm_desktop.domain.deal_pages import Board
from crm_desktop.domain.errors import NotFound, UserError
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline.changes import ShownBoard, same_where_equal


class BoardReading(QObject):
    """`arrived(another)` when a board was read: whether it is that of another pipeline than before."""

    arrived = Signal(bool)

    def __init__(self, context: ViewContext, shown: ShownBoard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pipeline = context.services.pipeline
        self._shown = shown
        self.stale = True
        self.pipeline_id: int | None = None

    def read(self) -> None:
        """Read the board; of several readings under way the last one counts."""
        self.stale = False
        wanted, before = self.pipeline_id, self._shown.last_read()

        def job() -> Board:
            try:
                board = self._pipeline.board(wanted)
            except NotFound:
                # It was deleted or put away: the one that is current now.
                board = self._pipeline.board(None)
            return same_where_equal(board, before)

        self._context.jobs.read(job, self._take, self._failed, key="pipeline.board", owner=self)

    def read_if_stale(self) -> bool:
        """Read if something changed since; False when all is as it was read."""
        if self.stale:
            self.read()
            return True
        return False

    def show_pipeline(self, pipeline_id: int) -> None:
        """Another pipeline is wanted, now and after the next start."""
        self.pipeline_id = pipeline_id
        self.stale = True
        self._context.jobs.write(lambda: self._pipeline.set_current(pipeline_id), owner=self)

    def _failed(self, error: UserError) -> None:
        self.stale = True
        self._context.fail(error.sentence)

    def _take(self, board: Board) -> None:
        another = board.pipeline_id != self.pipeline_id
        self._shown.read(board)
        self.pipeline_id = board.pipeline_id
        self.arrived.emit(another)
