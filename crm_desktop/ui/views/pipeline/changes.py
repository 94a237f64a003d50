"""What a move does to a board, worked out at once, so that the screen need not wait for the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from crm_desktop.domain.deal_pages import Board, DealCard, StageColumn
from crm_desktop.domain.money import Money, add_up
from crm_desktop.domain.pipelines import DealState

BoardChange = Callable[[Board], Board]
"""A board as it will be once a write has ended well; applied again to a board that has it already, it changes nothing."""


def same_where_equal(board: Board, before: Board | None) -> Board:
    """The board with the cards and columns of an earlier reading that are equal: whoever shows it need not compare them.

    For the thread that reads, because it takes a while where there are thousands.
    """
    if before is None or before.pipeline_id != board.pipeline_id:
        return board
    known = {card.id: card for column in before.columns for card in column.cards}
    old = {column.id: column.cards for column in before.columns}
    columns = tuple(
        replace(column, cards=_same_cards(column.cards, old.get(column.id, ()), known)) for column in board.columns
    )
    won = _same_cards(board.won, before.won, {card.id: card for card in before.won})
    return replace(board, columns=columns, won=won)


def _same_cards(
    cards: tuple[DealCard, ...], before: tuple[DealCard, ...], known: Mapping[int, DealCard]
) -> tuple[DealCard, ...]:
    kept = tuple(known[card.id] if known.get(card.id) == card else card for card in cards)
    same = len(kept) == len(before) and all(one is other for one, other in zip(kept, before, strict=True))
    return before if same else kept


def find_card(board: Board, deal_id: int) -> DealCard | None:
    """The card of a deal, open or won; None when the board does not show it."""
    for cards in (*(column.cards for column in board.columns), board.won):
        for card in cards:
            if card.id == deal_id:
                return card
    return None


def is_empty(board: Board) -> bool:
    """Whether there is nothing to show but the stages."""
    return not board.open_count and not board.won


def moved(deal_id: int, stage_id: int, before: int | None, now: datetime) -> BoardChange:
    """The deal stands in another place: before that deal, or at the end of the stage for None."""

    def change(board: Board) -> Board:
        card = find_card(board, deal_id)
        target = next((column for column in board.columns if column.id == stage_id), None)
        if card is None or target is None:
            return board
        if card.stage_id == stage_id and card.state is DealState.OPEN:
            return _placed(gone(deal_id)(board), stage_id, card, before)
        placed = replace(
            card,
            stage_id=stage_id,
            stage=target.name,
            stage_since=now,
            state=DealState.OPEN,
            closed_at=None,
            quiet_days=0,
            stuck=None,
        )
        return _placed(gone(deal_id)(board), stage_id, placed, before)

    return change


def won(deal_id: int, now: datetime) -> BoardChange:
    """The deal ended well and stands on top of what was won this month."""

    def change(board: Board) -> Board:
        card = find_card(board, deal_id)
        if card is None or card.state is DealState.WON:
            return board
        rest = gone(deal_id)(board)
        return _with_won(
            rest,
            (replace(card, state=DealState.WON, closed_at=now, next_step=None, quiet_days=0, stuck=None), *rest.won),
        )

    return change


def reopened(deal_id: int) -> BoardChange:
    """The deal stands in its stage again, where it was."""

    def change(board: Board) -> Board:
        card = find_card(board, deal_id)
        if card is None or card.state is DealState.OPEN:
            return board
        column = next((column for column in board.columns if column.id == card.stage_id), None)
        after = [other.id for other in column.cards if other.position > card.position] if column else []
        again = moved(deal_id, card.stage_id, after[0] if after else None, card.stage_since)
        return again(board)

    return change


def gone(deal_id: int) -> BoardChange:
    """The deal is no longer on the board: lost or deleted."""

    def change(board: Board) -> Board:
        columns = tuple(_emptied(column, deal_id) for column in board.columns)
        return _with_won(_summed(board, columns), _without(board.won, deal_id))

    return change


def _without(cards: tuple[DealCard, ...], deal_id: int) -> tuple[DealCard, ...]:
    for row, card in enumerate(cards):
        if card.id == deal_id:
            return cards[:row] + cards[row + 1 :]
    # The same tuple where nothing changed: columns are compared by it when they are shown.
    return cards


def _placed(board: Board, stage_id: int, card: DealCard, before: int | None) -> Board:
    columns = []
    for column in board.columns:
        if column.id == stage_id:
            row = next((row for row, other in enumerate(column.cards) if other.id == before), len(column.cards))
            worth = (card.worth,) if card.worth is not None else ()
            cards = (*column.cards[:row], card, *column.cards[row:])
            columns.append(_with_sums(column, cards, add_up((*column.sums, *worth))))
        else:
            columns.append(column)
    return _summed(board, tuple(columns))


def _emptied(column: StageColumn, deal_id: int) -> StageColumn:
    """The column without a deal; its sums are not added up anew for thousands of others."""
    cards = _without(column.cards, deal_id)
    if cards is column.cards:
        return column
    worth = next(card for card in column.cards if card.id == deal_id).worth
    left = [
        Money(each.minor - worth.minor, each.currency) if worth and each.currency == worth.currency else each
        for each in column.sums
    ]
    # Where nothing is left of a currency, it may be that no other deal has it.
    sums = add_up(left if all(each.minor for each in left) else _values(cards))
    return _with_sums(column, cards, sums)


def _with_sums(column: StageColumn, cards: tuple[DealCard, ...], sums: tuple[Money, ...]) -> StageColumn:
    weighted = tuple(Money(round(each.minor * column.probability / 100), each.currency) for each in sums)
    return replace(column, cards=cards, sums=sums, weighted=weighted)


def _summed(board: Board, columns: tuple[StageColumn, ...]) -> Board:
    count = sum(len(column.cards) for column in columns)
    return replace(
        board,
        columns=tuple(replace(column, share=len(column.cards) / count if count else 0.0) for column in columns),
        open_count=count,
        open_sums=add_up(amount for column in columns for amount in column.sums),
        weighted_sums=add_up(amount for column in columns for amount in column.weighted),
    )


def _with_won(board: Board, cards: tuple[DealCard, ...]) -> Board:
    return board if cards is board.won else replace(board, won=cards, won_sums=add_up(_values(cards)))


def _values(cards: Iterable[DealCard]) -> Iterable[Money]:
    return (worth for worth in (card.worth for card in cards) if worth is not None)


@dataclass(slots=True, eq=False)
class _Pending:
    change: BoardChange
    settled: bool = False


class ShownBoard:
    """The board as last read with the changes on top that the disk has not confirmed yet."""

    def __init__(self) -> None:
        self._read: Board | None = None
        self._pending: list[_Pending] = []
        self._kept: Board | None = None

    def board(self) -> Board | None:
        """What to show; None before the first reading."""
        if self._kept is None and self._read is not None:
            board = self._read
            for pending in self._pending:
                board = pending.change(board)
            self._kept = board
        return self._kept

    def last_read(self) -> Board | None:
        """The board as it was read last."""
        return self._read

    def read(self, board: Board) -> None:
        """A board was read anew: it holds every write that has ended by now."""
        self._read = board
        self._pending = [pending for pending in self._pending if not pending.settled]
        self._kept = None

    def begin(self, change: BoardChange) -> object:
        """Show a change before it is written; the answer is for `succeeded` or `failed`."""
        pending = _Pending(change)
        self._pending.append(pending)
        self._kept = None
        return pending

    def succeeded(self, token: object) -> None:
        """The write ended well: the change is kept until the next reading holds it."""
        for pending in self._pending:
            if pending is token:
                pending.settled = True

    def failed(self, token: object) -> None:
        """The write failed: take the change back."""
        self._pending = [pending for pending in self._pending if pending is not token]
        self._kept = None
