"""The orders that the cards of a column can be in: by urgency, value, age, expected close, or as the user put them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from enum import StrEnum

from crm_desktop.domain.deal_pages import DealCard

_Key = tuple[object, ...]
_MORNING = time(0, 0)
_LATE, _TODAY, _NO_STEP, _PLANNED = range(4)


class Order(StrEnum):
    """The values are kept in a setting."""

    URGENCY = "urgency"
    VALUE = "value"
    AGE = "age"
    CLOSE = "close"
    OWN = "own"


def sorted_cards(cards: Sequence[DealCard], order: Order, now: datetime) -> tuple[DealCard, ...]:
    """The cards in this order at `now`, the user's wall clock (aware); `cards` stand as the user put them.

    Urgency: late, today, without a next step, planned; among them the earliest step first, and the newest deal first where
    there is none. Amounts of different currencies are not compared: each currency stands by itself, the most frequent first.
    """
    if order is Order.OWN:
        return tuple(cards)
    if order is Order.VALUE:
        return tuple(sorted(cards, key=_by_value(cards)))
    if order is Order.AGE:
        return tuple(sorted(cards, key=lambda card: (card.created_at or card.stage_since, card.id)))
    if order is Order.CLOSE:
        return tuple(sorted(cards, key=lambda card: (card.expected_close or date.max, card.id)))
    return tuple(sorted(cards, key=_by_urgency(now)))


def _by_urgency(now: datetime) -> Callable[[DealCard], _Key]:
    today, clock = now.date(), now.time().replace(tzinfo=None)

    def key(card: DealCard) -> _Key:
        step = card.next_step
        if step is None:
            return (_NO_STEP, -card.id)
        if step.day < today or (step.day == today and step.at is not None and step.at < clock):
            return (_LATE, step.day, step.at or _MORNING, card.id)
        # A day without a time is the whole day long, so what has a time comes before it.
        return (_TODAY if step.day == today else _PLANNED, step.day, step.at or time.max, card.id)

    return key


def _by_value(cards: Sequence[DealCard]) -> Callable[[DealCard], _Key]:
    counts: dict[str, int] = {}
    for card in cards:
        if card.worth is not None:
            counts[card.worth.currency] = counts.get(card.worth.currency, 0) + 1

    def key(card: DealCard) -> _Key:
        if card.worth is None:
            return (1,)
        currency = card.worth.currency
        return (0, -counts[currency], currency, -card.worth.minor)

    return key
