"""A board as it is shown: filtered and sorted, worked out anew only for the columns that changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crm_desktop.domain.deal_pages import Board, DealCard
from crm_desktop.ui.views.pipeline.changes import find_card
from crm_desktop.ui.views.pipeline.filtering import BoardFilter, Sieve
from crm_desktop.ui.views.pipeline.ordering import Order, Sorting


@dataclass(frozen=True, slots=True)
class Arranged:
    """The cards to show, by stage and of what was won; `shown` of `total` are the open ones."""

    stages: dict[int, tuple[DealCard, ...]]
    won: tuple[DealCard, ...]
    shown: int
    total: int


class Arranging:
    """Keeps what it worked out: a column is the same object as long as its deals, the question and the minute are."""

    def __init__(self) -> None:
        self.filter = BoardFilter()
        self.order = Order.URGENCY
        self._sieve = Sieve()
        self._sorting: tuple[object, Sorting] | None = None
        self._kept: dict[int, tuple[tuple[object, ...], tuple[DealCard, ...], tuple[DealCard, ...]]] = {}

    def arranged(self, board: Board, now: datetime) -> Arranged:
        """What to show of a board at `now`, the user's wall clock (aware)."""
        stages = {column.id: self._column(column.id, column.cards, now, self.order) for column in board.columns}
        # What was won stands by its day, and 0 is no stage.
        won = self._column(0, board.won, now, Order.OWN)
        self._kept = {stage: kept for stage, kept in self._kept.items() if stage in stages or stage == 0}
        return Arranged(
            stages,
            won,
            shown=sum(len(cards) for cards in stages.values()),
            total=board.open_count,
        )

    def row_for(self, board: Board, now: datetime) -> Callable[[int, int], int | None]:
        """Where a deal would stand in a stage (ids): the row by the order; None where the user arranges the cards."""
        shown = self.arranged(board, now).stages

        def row(deal_id: int, stage_id: int) -> int | None:
            card = find_card(board, deal_id)
            if self.order is Order.OWN or card is None or stage_id not in shown:
                return None
            cards = shown[stage_id]
            there = cards if card in cards else (*cards, card)
            return self._sorted(there, self.order, now).index(card)

        return row

    def _column(self, stage_id: int, cards: tuple[DealCard, ...], now: datetime, order: Order) -> tuple[DealCard, ...]:
        # Only what is late or not depends on the clock.
        minute = now.replace(second=0, microsecond=0) if order is Order.URGENCY else None
        question = (order, self.filter, minute)
        kept = self._kept.get(stage_id)
        if kept is not None and kept[0] == question and kept[1] is cards:
            return kept[2]
        found = self._work_out(cards, order, now)
        self._kept[stage_id] = (question, cards, found)
        return found

    def _work_out(self, cards: Sequence[DealCard], order: Order, now: datetime) -> tuple[DealCard, ...]:
        return self._sorted(self._sieve.passed(cards, self.filter), order, now)

    def _sorted(self, cards: Sequence[DealCard], order: Order, now: datetime) -> tuple[DealCard, ...]:
        if order is Order.OWN:
            return tuple(cards)
        moment = (order, now.replace(second=0, microsecond=0))
        if self._sorting is None or self._sorting[0] != moment:
            self._sorting = (moment, Sorting(order, now))
        return self._sorting[1].sorted(cards)
