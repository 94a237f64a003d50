"""The cards of one column as a list model: shows another tuple of deals by as few changes as possible."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.texts import tooltip, tr
from crm_desktop.ui.views.pipeline.wording import USUAL_WORDS, CardWords, card_words

WORDS_ROLE = Qt.ItemDataRole.UserRole
DEAL_ROLE = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex


class CardModel(QStringListModel):
    """Rows are deals in their order. `WORDS_ROLE` gives `CardWords`, `DEAL_ROLE` the deal's id.

    Qt keeps the rows, empty ones, and this the cards: laying out a list asks for the number of rows once a row, which is too
    often to be answered in Python.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[DealCard, ...] = ()
        self._now: datetime | None = None
        self._called = USUAL_WORDS
        self._words: dict[int, CardWords] = {}
        self._coming: tuple[DealCard, ...] = ()
        # Before any view hears of it: between Qt's two signals about rows, the cards are those that its rows are for.
        self.rowsRemoved.connect(self._rows_changed)
        self.rowsInserted.connect(self._rows_changed)

    def _rows_changed(self) -> None:
        self._cards = self._coming

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The texts of a card, worked out when it is shown for the first time."""
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        if role == DEAL_ROLE:
            return self._cards[index.row()].id
        words = self.words(index.row())
        if role == WORDS_ROLE:
            return words
        if role == Qt.ItemDataRole.DisplayRole:
            return words.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            place = tr("card {row} of {count}", row=index.row() + 1, count=len(self._cards))
            return f"{words.spoken}, {place}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return words.described
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(", ".join(part for part in (words.title, words.described) if part))
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """A card can be chosen, not typed over."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def words(self, row: int) -> CardWords:
        """The texts of a row."""
        card = self._cards[row]
        found = self._words.get(card.id)
        if found is None:
            assert self._now is not None, "rows come with the time they are shown at"
            found = self._words[card.id] = card_words(card, self._now, self._called)
        return found

    def cards(self) -> tuple[DealCard, ...]:
        """The deals in their order."""
        return self._cards

    def deal_at(self, row: int) -> int | None:
        """The id of the deal in a row, None past the end."""
        return self._cards[row].id if 0 <= row < len(self._cards) else None

    def row_of(self, deal_id: int | None) -> int:
        """The row of a deal, -1 when it is not here."""
        return next((row for row, card in enumerate(self._cards) if card.id == deal_id), -1)

    def show_cards(self, cards: Sequence[DealCard], now: datetime, called: DealWords = USUAL_WORDS) -> None:
        """Show these deals as they stand at `now`, the wall clock of the user (aware); `called` are the pipeline's words."""
        new = tuple(cards)
        if self._now is None or called != self._called or _minute(now) != _minute(self._now):
            self._now, self._called = now, called
            self._words.clear()
            self._announce(0, len(self._cards) - 1)
        if new is self._cards:
            return
        if new == self._cards:
            # Taken over all the same: the next comparison is then one of identity.
            self._cards = new
            return
        head = _same_ids(self._cards, new)
        tail = _same_ids(self._cards[head:][::-1], new[head:][::-1])
        self._replace_middle(new, head, len(self._cards) - tail, len(new) - tail)
        self._take_over(new)

    def _replace_middle(self, new: tuple[DealCard, ...], head: int, old_end: int, new_end: int) -> None:
        """Rows from `head` on go and come; what stands around them stays, and so do selection and place."""
        if old_end > head:
            self._coming = self._cards[:head] + self._cards[old_end:]
            self.removeRows(head, old_end - head)
        if new_end > head:
            self._coming = self._cards[:head] + new[head:new_end] + self._cards[head:]
            for card in new[head:new_end]:
                self._words.pop(card.id, None)
            self.insertRows(head, new_end - head)

    def _take_over(self, new: tuple[DealCard, ...]) -> None:
        """Rows that kept their place may look different now."""
        changed = [
            row
            for row, (old, card) in enumerate(zip(self._cards, new, strict=True))
            if old is not card and old != card and self._says_something_else(card)
        ]
        self._cards = new
        if changed:
            self._announce(changed[0], changed[-1])

    def _says_something_else(self, card: DealCard) -> bool:
        """Whether the texts of a card become other ones; a card that was never looked at has none yet.

        A move that was written differs from the move as it was shown in numbers that nobody sees, and the list would
        lay out all its cards anew for them.
        """
        before = self._words.pop(card.id, None)
        if before is None:
            return False
        assert self._now is not None, "rows come with the time they are shown at"
        self._words[card.id] = card_words(card, self._now, self._called)
        return self._words[card.id] != before

    def _announce(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first), self.index(last))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _same_ids(one: Sequence[DealCard], other: Sequence[DealCard]) -> int:
    """How many deals both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left.id != right.id:
            break
        count += 1
    return count
