"""The orders that the cards of a column can be in: by urgency, value, age, expected close, or as the user put them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from enum import StrEnum

from crm_desktop.domain.deal_pages import DealCard

_Key = tuple[object, ...]
_MORNING = time(0, 0)
_LATE, _TODAY, _NO_STEP, _PLANNED = range(4)
_KEYS_KEPT = 20_000


class Order(StrEnum):
    """The values are kept in a setting."""

    URGENCY = "urgency"
    VALUE = "value"
    AGE = "age"
    CLOSE = "close"
    OWN = "own"


class Sorting:
    """Puts cards into an order at `now`, the user's wall clock (aware); given ones stand as the user put them.

    Urgency: late, today, without a next step, planned; among them the earliest step first, and the newest deal first where
    there is none. Amounts of different currencies are not compared: each currency stands by itself, by its letters. What a card
    is sorted by is worked out once, for as long as the card stays the same.
    """

    def __init__(self, order: Order, now: datetime) -> None:
        self.order = order
        self._today, self._clock = now.date(), now.time().replace(tzinfo=None)
        # By the identity of the card, which is kept beside its key so that no other card gets the same.
        self._kept: dict[int, tuple[DealCard, _Key]] = {}
        self._key: Callable[[DealCard], _Key] = {
            Order.VALUE: _by_value,
            Order.AGE: lambda card: (card.created_at or card.stage_since, card.id),
            Order.CLOSE: lambda card: (card.expected_close or date.max, card.id),
        }.get(order, self._by_urgency)

    def sorted(self, cards: Sequence[DealCard]) -> tuple[DealCard, ...]:
        """The cards in the order."""
        if self.order is Order.OWN:
            return tuple(cards)
        if len(self._kept) > _KEYS_KEPT + 2 * len(cards):
            self._kept.clear()
        kept = self._kept
        keys = [(kept.get(id(card)) or self._remember(card))[1] for card in cards]
        return tuple(cards[place] for place in sorted(range(len(cards)), key=keys.__getitem__))

    def _remember(self, card: DealCard) -> tuple[DealCard, _Key]:
        found = self._kept[id(card)] = (card, self._key(card))
        return found

    def _by_urgency(self, card: DealCard) -> _Key:
        step = card.next_step
        if step is None:
            return (_NO_STEP, -card.id)
        if step.day < self._today or (step.day == self._today and step.at is not None and step.at < self._clock):
            return (_LATE, step.day, step.at or _MORNING, card.id)
        # A day without a time is the whole day long, so what has a time comes before it.
        return (_TODAY if step.day == self._today else _PLANNED, step.day, step.at or time.max, card.id)


def _by_value(card: DealCard) -> _Key:
    if card.worth is None:
        return (1, card.id)
    return (0, card.worth.currency, -card.worth.minor, card.id)
