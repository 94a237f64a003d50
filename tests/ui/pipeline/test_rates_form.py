"""The card of exchange rates: written down, understood while one types, changed, taken away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.ui.dialogs.rates_form import RatesForm
from tests.ui.pipeline.conftest import TODAY, Bench


@pytest.fixture
def form(bench: Bench) -> RatesForm:
    return _open(bench)


def _open(bench: Bench) -> RatesForm:
    context, services = bench.window.context, bench.services
    made = RatesForm(
        context.theme,
        context.jobs,
        services.deals.rates,
        services.pipeline,
        services.reminders,
        context.now,
        context.say,
    )
    bench.window.show_card(made)
    bench.settle()
    return made


def _rates(bench: Bench) -> list[tuple[str, str, date, Decimal]]:
    return [(rate.currency, rate.base, rate.day, rate.rate) for rate in bench.services.deals.rates.rates()]


def test_a_rate_is_typed_understood_and_added_by_keyboard(bench: Bench, form: RatesForm) -> None:
    assert form.entry.currency.hasFocus()
    QTest.keyClicks(form.entry.currency, "usd")
    bench.key(Qt.Key.Key_Tab)
    assert form.entry.rate.hasFocus()
    QTest.keyClicks(form.entry.rate, "0,92")
    assert form.entry.words.text() == "1 USD = 0.92 EUR, so $1,000 is €920"
    bench.key(Qt.Key.Key_Return)
    assert _rates(bench) == [("USD", "EUR", TODAY, Decimal("0.92"))]
    assert bench.toast() == "Rate of USD in EUR"
    assert form.model.index(0, 0).data() == "1 USD = 0.92 EUR, from Tue 24 Nov on"
    assert form.entry.currency.text() == ""


def test_a_rate_of_an_earlier_day(bench: Bench, form: RatesForm) -> None:
    form.entry.currency.setText("CHF")
    form.entry.rate.setText("1.05")
    form.entry.day.set_text("3 Nov 2026")
    form.entry.submit()
    bench.settle()
    assert _rates(bench) == [("CHF", "EUR", date(2026, 11, 3), Decimal("1.05"))]


@pytest.mark.parametrize(
    ("currency", "rate", "field"), [("XXQ", "1", "currency"), ("USD", "no", "rate"), ("EUR", "1", "base")]
)
def test_what_will_not_do_is_said_at_its_field(
    bench: Bench, form: RatesForm, currency: str, rate: str, field: str
) -> None:
    form.entry.currency.setText(currency)
    form.entry.rate.setText(rate)
    form.entry.submit()
    bench.settle()
    assert form.entry.failure.isVisible()
    assert getattr(form.entry, field).hasFocus()
    assert not _rates(bench)


def test_a_rate_is_changed_and_taken_away_by_keys(bench: Bench) -> None:
    bench.services.deals.rates.set("USD", "EUR", TODAY, "0.92")
    form = _open(bench)
    form.list.setFocus()
    bench.key(Qt.Key.Key_Return)
    assert form.entry.rate.text() == "0.92"
    assert form.entry.button.text() == "Save"
    QTest.keyClicks(form.entry.rate, "0.95")
    bench.key(Qt.Key.Key_Return)
    assert [rate[3] for rate in _rates(bench)] == [Decimal("0.95")]
    form.list.setFocus()
    bench.key(Qt.Key.Key_Delete)
    assert not _rates(bench)
    assert bench.toast() == "Rate deleted"


def test_it_says_for_which_currencies_of_deals_there_is_no_rate(bench: Bench) -> None:
    stage = bench.services.pipeline.stages()[0].id
    bench.services.pipeline.add(DealDraft("in dollars", stage, value=Money(1, "USD")))
    form = _open(bench)
    assert form.missing.text() == "Deals have amounts in USD, of which there is no rate to EUR."
    assert form.entry.currency.text() == "USD"
    form.entry.rate.setText("0.9")
    form.entry.submit()
    bench.settle()
    assert not form.missing.isVisible()
