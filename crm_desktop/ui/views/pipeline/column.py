"""One column of the board: its head with number and sum, and its cards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.deal_pages import Board, StageColumn
from crm_desktop.ui.texts import tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.pipeline.card_delegate import CardDelegate
from crm_desktop.ui.views.pipeline.card_list import CardList
from crm_desktop.ui.views.pipeline.wording import column_explained, column_numbers, won_heading
from crm_desktop.ui.widgets import ElidedLabel

_NARROWEST, _WIDEST = 184, 340
_NAME_ROOM = 96


class Column(QWidget):
    """`stage_id` is None for the column of what was won."""

    def __init__(
        self, theme: Theme, delegate: CardDelegate, stage_id: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.stage_id = stage_id
        self._head = ("", "", "")
        self.name = ElidedLabel("", TextRole.BODY, weight="medium")
        self.numbers = ElidedLabel("", TextRole.SECONDARY, "secondary")
        self.numbers.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.list = CardList(theme, delegate)
        head = QHBoxLayout()
        head.setContentsMargins(theme.space(1), 0, theme.space(1), 0)
        head.setSpacing(theme.space(2))
        head.addWidget(self.name, 1)
        head.addWidget(self.numbers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(9))
        column.addLayout(head)
        column.addWidget(self.list, 1)
        theme.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self.setMinimumWidth(self._theme.scaled(_NARROWEST))
        self.setMaximumWidth(self._theme.scaled(_WIDEST))

    def sizeHint(self) -> QSize:
        """Narrow: the room of the board is shared out by the layout."""
        return QSize(self._theme.scaled(_NARROWEST), super().sizeHint().height())

    def show_stage(self, stage: StageColumn, now: datetime) -> None:
        """Show the open deals of a stage."""
        self._show_head(stage.name, column_numbers(len(stage.cards), stage.sums), column_explained(stage))
        self.list.cards().show_cards(stage.cards, now)

    def show_won(self, board: Board, now: datetime) -> None:
        """Show what was won in the month of the board."""
        numbers = column_numbers(len(board.won), board.won_sums)
        self._show_head(won_heading(board.month), numbers, numbers)
        self.list.cards().show_cards(board.won, now)

    def _show_head(self, name: str, numbers: str, explained: str) -> None:
        """Name, number and sum, and the whole sentence for the tooltip and screen readers."""
        if (name, numbers, explained) == self._head:
            return
        self._head = (name, numbers, explained)
        self.name.set_text(name)
        # Sums of many currencies give way to the name, but a very long name does not push them out.
        self.name.setMinimumWidth(min(self.name.sizeHint().width(), self._theme.scaled(_NAME_ROOM)))
        self.numbers.set_text(numbers)
        self.numbers.setToolTip(tooltip(explained))
        self.list.setAccessibleName(tr("{stage}, {numbers}", stage=self.name.full_text(), numbers=explained))


def paint_now(board: QWidget, columns: Sequence[Column]) -> None:
    """Bring to the screen what was changed, without waiting for the event loop; nothing while the board is hidden."""
    if board.isVisible():
        # Heads whose numbers became wider get their room first, as the event loop would see to.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        for column in columns:
            column.list.lay_out_now()
        # Painting one spot paints all that is due in the window, the columns among it.
        board.repaint(0, 0, 1, 1)
