"""One column of the board: its head with number and sum and its cards, or, folded, a narrow strip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.deal_pages import Board, DealCard, StageColumn
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.views.pipeline.card_delegate import CardDelegate
from crm_desktop.ui.views.pipeline.card_list import CardList
from crm_desktop.ui.views.pipeline.column_head import ColumnHead
from crm_desktop.ui.views.pipeline.folded_column import FOLDED_WIDTH, FoldedColumn
from crm_desktop.ui.views.pipeline.wording import (
    column_explained,
    shown_numbers,
    tone_of,
    won_explained,
    won_heading,
    won_numbers,
)

_NARROWEST, _WIDEST = 184, 340


class Column(QWidget):
    """`stage_id` is None for the column of what was won; `unfold_wanted` when its strip is pressed."""

    unfold_wanted = Signal()

    def __init__(
        self, theme: Theme, delegate: CardDelegate, stage_id: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.stage_id = stage_id
        self.folded = False
        # With the column as their parent: taking a widget in later costs as much as making it.
        self.head = ColumnHead(theme, self)
        self.name, self.numbers = self.head.name, self.head.numbers
        self.list = CardList(theme, delegate, self)
        self.strip = FoldedColumn(theme, self)
        self.strip.hide()
        self.strip.clicked.connect(lambda _checked=False: self.unfold_wanted.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(9))
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        column.addWidget(self.strip, 1)
        theme.changed.connect(self._resize)
        self._resize()

    @property
    def key(self) -> int:
        """What the column is remembered by: its stage, 0 for what was won."""
        return self.stage_id or 0

    def keys_widget(self) -> QWidget:
        """What has the focus when the keys are for this column."""
        return self.strip if self.folded else self.list

    def set_folded(self, folded: bool) -> None:
        """Show the strip, or head and cards."""
        if folded != self.folded:
            self.folded = folded
            self.head.setVisible(not folded)
            self.list.setVisible(not folded)
            self.strip.setVisible(folded)
            self._resize()

    def _resize(self) -> None:
        narrow = self._theme.scaled(FOLDED_WIDTH)
        self.setMinimumWidth(narrow if self.folded else self._theme.scaled(_NARROWEST))
        self.setMaximumWidth(narrow if self.folded else self._theme.scaled(_WIDEST))

    def sizeHint(self) -> QSize:
        """Narrow: the room of the board is shared out by the layout."""
        return QSize(self.minimumWidth(), super().sizeHint().height())

    def show_stage(self, stage: StageColumn, shown: Sequence[DealCard], now: datetime, words: DealWords) -> None:
        """Show these of the open deals of a stage."""
        tone = tone_of(stage.colour)
        self._show_head(
            stage.name, shown_numbers(shown, stage), column_explained(stage, words), share=stage.share, tone=tone
        )
        self.list.show_cards(shown, now, words)

    def show_won(self, board: Board, shown: Sequence[DealCard], now: datetime, words: DealWords) -> None:
        """Show these of the deals that were won in the month of the board."""
        numbers = won_numbers(board, shown)
        self._show_head(won_heading(board.month, words), numbers, won_explained(board, words))
        self.list.show_cards(shown, now, words)

    def _show_head(
        self, name: str, numbers: str, explained: str, *, share: float | None = None, tone: Tone = Tone.NEUTRAL
    ) -> None:
        """Name, number and sum, and the whole sentence for the tooltip and screen readers."""
        if self.head.show_head(name, numbers, explained, share=share, tone=tone):
            words = tr("{stage}, {numbers}", stage=self.name.full_text(), numbers=explained)
            self.list.setAccessibleName(words)
            self.strip.setAccessibleName(tr("{column}, folded", column=words))
            self.strip.setToolTip(tooltip(words))
            self.strip.show_head(name, numbers)


def paint_now(board: QWidget, columns: Sequence[Column]) -> None:
    """Bring to the screen what was changed, without waiting for the event loop; nothing while the board is hidden."""
    if board.isVisible():
        # Heads whose numbers became wider get their room first, as the event loop would see to.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        for column in columns:
            column.list.lay_out_now()
        # Painting one spot paints all that is due in the window, the columns among it.
        board.repaint(0, 0, 1, 1)
