"""The orders of a column: what is urgent first, currencies apart, and days before no day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.deal_pages import DealCard, NextStep
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.views.pipeline.ordering import Order, Sorting
from crm_desktop.ui.views.pipeline.wording import chip_of

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=BERLIN)
CARD = DealCard(1, "Website", 7, "Lead", 0, None, "", "", None, DealState.OPEN, NOW.astimezone(UTC))


def _card(number: int, step: tuple[int, time | None] | None = None, value: Money | None = None) -> DealCard:
    """`step` is in days from today, with its time."""
    planned = None if step is None else NextStep(number, "Call", NOW.date() + timedelta(days=step[0]), step[1])
    return replace(CARD, id=number, title=f"Deal {number}", next_step=planned, value=value)


def _ids(order: Order, *cards: DealCard) -> list[int]:
    return [card.id for card in Sorting(order, NOW).sorted(cards)]


def test_late_comes_before_today_before_no_step_before_planned() -> None:
    planned_soon, planned_later = _card(1, (1, None)), _card(2, (20, None))
    none_old, none_new = _card(3), _card(4)
    today, today_at_three, today_past = _card(5, (0, None)), _card(6, (0, time(15, 0))), _card(7, (0, time(9, 59)))
    late, very_late = _card(8, (-1, time(9, 0))), _card(9, (-30, None))
    cards = (planned_later, none_old, today, late, planned_soon, none_new, today_past, very_late, today_at_three)
    assert _ids(Order.URGENCY, *cards) == [9, 8, 7, 6, 5, 4, 3, 1, 2]


@given(st.lists(st.one_of(st.none(), st.tuples(st.integers(-3, 9), st.sampled_from([None, time(9), time(11)])))))
def test_what_the_chip_says_is_how_the_cards_are_sorted(steps: list[tuple[int, time | None] | None]) -> None:
    cards = Sorting(Order.URGENCY, NOW).sorted([_card(number, step) for number, step in enumerate(steps)])
    groups = []
    for card in cards:
        words, _tone = chip_of(card, NOW)
        groups.append("late" if "late" in words else "today" if "today" in words else words if "step" in words else "")
    assert groups == sorted(groups, key=["late", "today", "no next step", ""].index)


def test_values_are_sorted_within_their_currency_and_those_without_stand_last() -> None:
    cards = (
        _card(1, value=Money(100, "USD")),
        _card(2),
        _card(3, value=Money(900, "EUR")),
        _card(4, value=Money(99_999, "USD")),
        _card(5, value=Money(1_000, "EUR")),
    )
    assert _ids(Order.VALUE, *cards) == [5, 3, 4, 1, 2]


def test_what_comes_every_month_is_sorted_by_what_it_comes_to() -> None:
    monthly = replace(_card(1, value=Money(10_000, "EUR")), period="month")
    assert _ids(Order.VALUE, _card(2, value=Money(100_000, "EUR")), monthly) == [1, 2]


def test_age_goes_by_the_day_a_deal_was_made_and_close_by_the_day_expected() -> None:
    old = replace(_card(9), created_at=NOW - timedelta(days=90), expected_close=date(2027, 1, 1))
    new = replace(_card(2), created_at=NOW, expected_close=date(2026, 12, 1))
    never = replace(_card(1), created_at=NOW - timedelta(days=1))
    assert _ids(Order.AGE, new, never, old) == [9, 1, 2]
    assert _ids(Order.CLOSE, never, old, new) == [2, 9, 1]


@pytest.mark.parametrize("order", Order)
def test_no_order_loses_or_doubles_a_card(order: Order) -> None:
    cards = [_card(number, (number % 4 - 1, None) if number % 3 else None) for number in range(50)]
    assert sorted(_ids(order, *cards)) == list(range(50))
    assert _ids(Order.OWN, *reversed(cards)) == [card.id for card in reversed(cards)]


def test_a_card_that_changed_is_not_sorted_by_what_it_was() -> None:
    sorting = Sorting(Order.URGENCY, NOW)
    first, second = _card(1, (1, None)), _card(2, (2, None))
    assert [card.id for card in sorting.sorted((first, second))] == [1, 2]
    later = replace(first, next_step=NextStep(1, "Call", NOW.date() + timedelta(days=5), None))
    assert [card.id for card in sorting.sorted((later, second))] == [2, 1]
