"""The table of exchange rates: written down, replaced, taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.changes import RATE
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.money import Money
from tests.support.home import TODAY, deal_draft

_THIRD = date(2026, 11, 3)


def test_sums_are_together_only_with_all_rates_and_undo_takes_a_rate_away(core: Core) -> None:
    rates, sums = core.services.deals.rates, (Money(100_00, "EUR"), Money(50_00, "USD"))
    heard: list[bool] = []
    core.services.feed.subscribe(lambda change: heard.append(change.touches(RATE)))
    assert rates.total(sums, "EUR") is None
    rates.set("usd", " eur ", _THIRD, "0,92")
    together = rates.total(sums, "EUR")
    assert together is not None
    assert (together.total, together.oldest, together.newest) == (Money(146_00, "EUR"), _THIRD, _THIRD)
    assert heard == [True]
    assert str(core.services.undoing.undo()) == "Rate of USD in EUR"
    assert rates.total(sums, "EUR") is None
    core.services.undoing.redo()
    assert rates.total(sums, "EUR") is not None


def test_a_rate_of_the_same_pair_and_day_is_replaced(core: Core) -> None:
    rates = core.services.deals.rates
    first = rates.set("USD", "EUR", _THIRD, "0.92")
    assert rates.set("USD", "EUR", _THIRD, "0.93") == first
    assert [(each.currency, each.rate) for each in rates.rates()] == [("USD", Decimal("0.93"))]
    second = rates.set("USD", "EUR", TODAY, "0.95")
    assert rates.table().convert(Money(100, "USD"), "EUR") == Money(95, "EUR")
    with pytest.raises(InvalidInput) as refused:
        rates.set("USD", "EUR", _THIRD, "0.9", second)
    assert refused.value.field == "day"
    rates.set("CHF", "EUR", _THIRD, "1.05", second)
    assert {each.currency for each in rates.rates()} == {"USD", "CHF"}


@pytest.mark.parametrize(
    ("currency", "base", "field"), [("XXQ", "EUR", "currency"), ("EUR", "", "base"), ("EUR", "eur", "base")]
)
def test_a_pair_is_two_currencies(core: Core, currency: str, base: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        core.services.deals.rates.set(currency, base, _THIRD, "1")
    assert refused.value.field == field
    assert not core.services.deals.rates.rates()


def test_a_rate_is_deleted_once(core: Core) -> None:
    rates = core.services.deals.rates
    rate = rates.set("USD", "EUR", _THIRD, "0.92")
    rates.delete(rate)
    assert not rates.rates()
    with pytest.raises(NotFound):
        rates.delete(rate)


def test_the_currencies_of_deals_come_by_how_common_they_are(core: Core) -> None:
    stage = core.services.pipeline.stages()[0].id
    for title, amount, currency in (("a", 1, "USD"), ("b", 1, "CHF"), ("c", 1, "CHF"), ("d", None, "EUR")):
        core.services.pipeline.add(deal_draft(title, stage, amount, currency))
    assert core.services.deals.rates.currencies() == ("CHF", "USD")
