"""The forecast as a user sees it: figures, bars that say what they are, months walked along by keys, a sentence on how good it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.exchange_rates import Rates
from crm_desktop.domain.forecast_past import Judgement
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealDraft, PipelineWords
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.views.pipeline.forecast import ForecastPart
from crm_desktop.ui.views.pipeline.forecast_words import Lens, judged_words
from tests.support.clock import FixedClock
from tests.ui.pipeline.conftest import NOW, TODAY, Bench

_DECEMBER = date(2026, 12, 15)


def set_close(bench: Bench, title: str, day: date | None, value: DealValue | None = None) -> None:
    deal = bench.deal(title)
    bench.services.deals.pages.set_close(deal, day)
    if value is not None:
        bench.services.deals.pages.set_value(deal, value)


@pytest.fixture
def forecast(bench: Bench) -> ForecastPart:
    set_close(bench, "Website relaunch", _DECEMBER)
    set_close(bench, "Shop photos", _DECEMBER, DealValue(Money(100_000, "EUR"), "month", 3))
    set_close(bench, "Booking page", date(2026, 11, 1))
    bench.settle()
    bench.view.show_part("forecast")
    bench.settle()
    part = bench.view._in_front()
    assert isinstance(part, ForecastPart)
    return part


def test_figures_come_first(forecast: ForecastPart) -> None:
    said = [(number.full_text(), words.full_text()) for number, words in forecast.figures.numbers]
    assert said == [
        ("€4,100", "sure this month"),
        ("€10,400", "weighted, in three months"),
        ("€12,500", "best, in three months"),
        ("€3,800", "should have closed"),
    ]


def test_each_bar_says_in_words_what_it_shows(forecast: ForecastPart) -> None:
    names = [bar.accessibleName() for bar in forecast.ahead.bars.bars]
    assert len(names) == 12
    assert names[0] == "November 2026: sure €4,100, weighted €4,100, best €4,100, 1 deal"
    assert names[1] == "December 2026: sure €0, weighted €5,550, best €7,400, 2 deals"
    assert names[2] == "January 2027: sure €0, weighted €750, best €1,000, 1 deal"
    assert [part.share for part in forecast.ahead.bars.bars[1].bar.parts] == [1.0, 0.75, 0.0]
    links = [link.text() for link in forecast.ahead.links.values()]
    assert links == ["Should have closed: 1 deal, €3,800", "No expected close: 4 deals, €11,300"]


def test_arrows_go_along_the_months_and_enter_lists_the_deals(bench: Bench, forecast: ForecastPart) -> None:
    forecast.ahead.bars.bars[0].setFocus()
    bench.key(Qt.Key.Key_Right)
    assert QApplication.focusWidget() is forecast.ahead.bars.bars[1]
    bench.key(Qt.Key.Key_Return)
    assert forecast.deals.isVisible()
    assert forecast.deals.title.text() == "December 2026"
    rows = [
        [forecast.deals.model.index(row, column).data() for column in range(3)]
        for row in range(forecast.deals.model.rowCount())
    ]
    assert rows == [["Website relaunch", "€6,400", "75 %"], ["Shop photos", "€1,000", "75 %"]]
    assert QApplication.focusWidget() is forecast.deals.table
    bench.key(Qt.Key.Key_Escape)
    assert not forecast.deals.isVisible()
    assert QApplication.focusWidget() is forecast.ahead.bars.bars[1]
    bench.key(Qt.Key.Key_End)
    assert QApplication.focusWidget() is forecast.ahead.bars.bars[-1]
    assert not any(bar.isChecked() for bar in forecast.ahead.bars.bars)


def test_a_deal_of_a_month_is_opened(bench: Bench, forecast: ForecastPart) -> None:
    forecast.ahead.bars.bars[1].click()
    bench.settle()
    forecast.deals.table.setFocus()
    bench.key(Qt.Key.Key_Return)
    assert bench.shown_words("Website relaunch") or bench.card() is not None


def test_what_stands_in_no_month_is_listed_by_a_press(bench: Bench, forecast: ForecastPart) -> None:
    next(iter(forecast.ahead.links.values())).click()
    bench.settle()
    assert forecast.deals.title.text() == "Should have closed"
    assert forecast.deals.model.rowCount() == 1


def test_six_months_or_twelve(bench: Bench, forecast: ForecastPart) -> None:
    forecast.ahead.bars.bars[0].setFocus()
    bench.key(Qt.Key.Key_M)
    assert len(forecast.ahead.bars.bars) == len(forecast.past.bars.bars) == 6
    forecast.months_button.click()
    bench.settle()
    assert len(forecast.ahead.bars.bars) == 12


def test_the_line_below_the_bars_says_what_one_is_at(bench: Bench, forecast: ForecastPart) -> None:
    assert bench.shown_words("Point at a month, or go there with the arrow keys; Enter lists its deals.")
    forecast.ahead.bars.bars[1].setFocus()
    assert bench.shown_words("December 2026: sure €0, weighted €5,550, best €7,400, 2 deals")


def test_it_follows_what_is_changed(bench: Bench, forecast: ForecastPart) -> None:
    set_close(bench, "Booking page", date(2026, 12, 1))
    bench.settle()
    assert "best €11,200, 3 deals" in forecast.ahead.bars.bars[1].accessibleName()


def chips(part: ForecastPart) -> list[str]:
    row = part.currencies
    return [] if row is None else [name for name in ("EUR", "USD", "together") if name in row._chips]


def press_chip(part: ForecastPart, key: str) -> None:
    row = part.currencies
    assert row is not None
    row.chip(key).click()


def test_each_currency_apart_and_together_only_with_all_rates(bench: Bench, forecast: ForecastPart) -> None:
    assert not chips(forecast)
    set_close(bench, "Logo refresh", _DECEMBER, DealValue(Money(100_000, "USD")))
    bench.settle()
    assert chips(forecast) == ["EUR", "USD"]
    assert forecast.together.words.full_text().startswith("Weighted, all months: No rate from USD to EUR yet")
    assert "best €7,400" in forecast.ahead.bars.bars[1].accessibleName()
    press_chip(forecast, "USD")
    assert "weighted $100, best $1,000" in forecast.ahead.bars.bars[1].accessibleName()
    bench.services.deals.rates.set("USD", "EUR", TODAY, "0.9")
    bench.settle()
    press_chip(forecast, "together")
    assert "best ≈ €8,300" in forecast.ahead.bars.bars[1].accessibleName()
    assert "by itself" in forecast.past.sentence.text()


def test_it_is_honest_about_too_little_history(forecast: ForecastPart) -> None:
    assert forecast.past.sentence.text() == (
        "Too early to say how good forecasts are: it takes 3 whole months in which something was expected or came, "
        "and there are 0 so far."
    )
    assert "there were no deals yet" in forecast.past.bars.bars[0].accessibleName()


def test_after_some_months_a_sentence_says_how_good_forecasts_were(bench: Bench, clock: FixedClock) -> None:
    stage = bench.services.pipeline.stages()[2].id
    for month, year in ((12, 2026), (1, 2027), (2, 2027)):
        draft = DealDraft("of the month", stage, value=Money(240_000, "EUR"), expected_close=date(year, month, 15))
        deal = bench.services.pipeline.add(draft)
        clock.set(datetime(year, month, 20, 12, tzinfo=UTC))
        bench.services.deals.pages.set_value(deal, DealValue(Money(100_000, "EUR")))
        bench.services.pipeline.win(deal)
    clock.set(datetime(2027, 3, 2, 9, tzinfo=UTC))
    bench.settle()
    bench.view.show_part("forecast")
    bench.settle()
    part: Any = bench.view._in_front()
    assert part.past.bars.bars[-1].accessibleName() == "February 2027: expected €1,200, won €1,000"
    assert part.past.sentence.text() == (
        "You expected €3,600 and won €3,000: forecasts were 20 % too high on average over 3 months. "
        "Single months were off by €200 on average."
    )
    part.past.bars.bars[-1].click()
    bench.settle()
    assert [part.deals.model.index(0, column).data() for column in range(3)] == ["of the month", "€1,000", "won"]


def _judged(expected: int, came: int) -> Judgement:
    return Judgement("EUR", 6, Money(expected, "EUR"), Money(came, "EUR"), Money(100, "EUR"))


@pytest.mark.parametrize(
    ("expected", "came", "words"),
    [
        (12_000_00, 9_800_00, "You expected €12,000 and won €9,800: forecasts were 22 % too high on average over 6 months."),
        (5_000_00, 10_000_00, "You expected €5,000 and won €10,000: forecasts were 50 % too low on average over 6 months."),
        (100_00, 100_00, "You expected €100 and won €100: forecasts were right on average over 6 months."),
        (100_00, 0, "You expected €100 and won €0: nothing came of it in 6 months."),
    ],
)  # fmt: skip
def test_the_sentence_says_which_way_forecasts_were_wrong(qapp: object, expected: int, came: int, words: str) -> None:
    said = judged_words([_judged(expected, came)], [], Lens("EUR", "EUR"), DealWords())
    assert said == f"{words} Single months were off by €1 on average."


def test_a_pipeline_with_its_own_words_is_not_said_to_win(qapp: object) -> None:
    hired = DealWords(PipelineWords("candidate", "candidates", "hired", "declined"))
    assert judged_words([_judged(200, 100)], [], Lens("EUR", "EUR"), hired).startswith("You expected €2, and €1 came:")
    together = Lens("together", "EUR", Rates([], NOW.date()))
    assert "of each currency by itself" in judged_words([_judged(2, 1)], [], together, hired)


def test_without_deals_it_says_what_is_needed(open_window: Any) -> None:
    bench = open_window()
    bench.view.show_part("forecast")
    bench.settle()
    part: Any = bench.view._in_front()
    assert part.none.isVisible()
    assert not part.figures.isVisible()
