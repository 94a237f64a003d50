"""What is expected month by month: amounts that repeat, what is sure, nothing counted twice and no currencies mixed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.dates import add_months
from crm_desktop.domain.deal_values import DealValue, Period
from crm_desktop.domain.forecast import ExpectedDeal, RowKind, forecast, in_month, payments
from crm_desktop.domain.money import Money

_TODAY = date(2026, 11, 24)


def euros(amount: int, period: str = "", times: int | None = None) -> DealValue:
    return DealValue(Money(amount, "EUR"), period, times)


def test_an_amount_counts_in_the_month_of_its_close_by_its_chance() -> None:
    deals = [
        ExpectedDeal(1, 50, euros(101), date(2026, 12, 1)),
        ExpectedDeal(2, 100, euros(1_000), date(2026, 12, 31)),
        ExpectedDeal(3, 10, None, date(2026, 12, 5)),
        ExpectedDeal(4, 100, euros(7), date(2026, 11, 2), won=True),
    ]
    rows = forecast(deals, _TODAY, 3)
    assert [row.kind for row in rows] == ["overdue", "month", "month", "month", "later", "no-date"]
    november, december = rows[1], rows[2]
    assert december.month == date(2026, 12, 1)
    # 50 % of 101 is 50.5, to the even one
    assert december.sums.of("EUR") == (Money(1_000, "EUR"), Money(1_050, "EUR"), Money(1_101, "EUR"))
    assert [deal.deal_id for deal in december.deals] == [1, 2, 3]
    assert november.sums.of("EUR") == (Money(7, "EUR"),) * 3


def test_what_should_have_closed_and_what_has_no_day_stand_for_themselves() -> None:
    deals = [
        ExpectedDeal(1, 50, euros(10, "month", 3), _TODAY - timedelta(days=1)),
        ExpectedDeal(2, 50, euros(100), _TODAY),
        ExpectedDeal(3, 50, euros(1_000, "quarter"), None),
    ]
    overdue, november, *_, no_date = forecast(deals, _TODAY, 2)
    assert overdue.sums.best == (Money(30, "EUR"),)
    assert november.sums.best == (Money(100, "EUR"),)
    assert no_date.sums.best == (Money(4_000, "EUR"),)


def test_a_monthly_amount_counts_in_each_month_from_its_close_on() -> None:
    rows = forecast([ExpectedDeal(1, 50, euros(100, "month", 3), date(2026, 12, 31))], _TODAY, 4)
    assert [row.sums.best for row in rows] == [(), (), *[(Money(100, "EUR"),)] * 3, (), ()]
    on_and_on = forecast([ExpectedDeal(1, 50, euros(100, "month"), date(2026, 12, 31))], _TODAY, 4)
    assert on_and_on[-2].kind is RowKind.LATER
    assert on_and_on[-2].sums.best == (Money(900, "EUR"),)


def test_a_retainer_that_was_won_is_sure_from_the_day_on_which_it_was_won() -> None:
    won = ExpectedDeal(1, 100, euros(100, "month"), date(2026, 8, 30), won=True)
    rows = forecast([won], _TODAY, 12)
    # August, September and October have been; twelve months in all.
    assert [row.sums.sure for row in rows[1:13]] == [(Money(100, "EUR"),)] * 9 + [()] * 3
    assert not rows[0].deals
    assert not rows[-2].deals


def test_weeks_that_fall_into_a_month_are_counted_one_by_one() -> None:
    assert in_month(euros(10, "week"), date(2026, 11, 2), date(2026, 11, 1)) == Money(50, "EUR")
    assert in_month(euros(10, "week"), date(2026, 11, 2), date(2026, 12, 1)) == Money(40, "EUR")
    assert in_month(euros(10, "week", 2), date(2026, 11, 2), date(2026, 12, 1)) is None


def test_the_last_day_of_a_month_stays_the_last_one_where_months_are_shorter() -> None:
    days = list(payments(euros(1, "month", 4), date(2026, 12, 31)))
    assert days == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]


def test_payments_end_with_the_calendar() -> None:
    assert list(payments(euros(1, "year", 1000), date(9998, 3, 1))) == [date(9998, 3, 1), date(9999, 3, 1)]
    assert len(list(payments(euros(1, "week", 1000), date(9999, 12, 20)))) == 2


_values = st.builds(
    DealValue,
    st.builds(Money, st.integers(0, 10**12), st.sampled_from(("EUR", "USD", "JPY", "KWD"))),
    st.sampled_from(list(Period)),
    st.none() | st.integers(1, 30),
)
_days = st.dates(_TODAY - timedelta(days=500), _TODAY + timedelta(days=700))
_deals = st.builds(
    lambda number, chance, value, start, won: ExpectedDeal(
        number, 100 if won else chance, value, start or (_TODAY if won else None), won
    ),
    st.integers(1, 99),
    st.integers(0, 100),
    st.none() | _values,
    st.none() | _days,
    st.booleans(),
)


@given(st.lists(_deals, max_size=12), st.integers(1, 12))
def test_every_open_deal_is_counted_once_with_all_it_is_worth_and_no_currencies_mix(
    deals: list[ExpectedDeal], months: int
) -> None:
    rows = forecast(deals, _TODAY, months)
    for row in rows:
        currencies = [[money.currency for money in sums] for sums in (row.sums.sure, row.sums.weighted, row.sums.best)]
        assert currencies[0] == currencies[1] == currencies[2]
        assert len(set(currencies[2])) == len(currencies[2])
        for sure, weighted, best in zip(row.sums.sure, row.sums.weighted, row.sums.best, strict=True):
            assert sure.minor <= weighted.minor <= best.minor
    counted: Counter[str] = Counter()
    for row in rows:
        for money in row.sums.best:
            counted[money.currency] += money.minor
    # Every payment, looked at by itself.
    wanted: Counter[str] = Counter()
    for deal in deals:
        if deal.value is None:
            continue
        whole = deal.start is None or (not deal.won and deal.start < _TODAY)
        times = deal.value.counted_times()
        if not whole:
            assert deal.start is not None
            times = sum(_turn(deal.value.period, deal.start, turn) >= _TODAY.replace(day=1) for turn in range(times))
        wanted[deal.value.money.currency] += deal.value.money.minor * times
    assert +counted == +wanted


def _turn(period: str, start: date, turn: int) -> date:
    if period == "week":
        return start + timedelta(days=7 * turn)
    return add_months(start, {"": 0, "month": 1, "quarter": 3, "year": 12}[period] * turn)


@pytest.mark.parametrize("months", [0, 1, 12])
def test_without_deals_there_are_empty_rows(months: int) -> None:
    rows = forecast([], _TODAY, months)
    assert len(rows) == months + 3
    assert not any(row.deals or row.sums.best for row in rows)
