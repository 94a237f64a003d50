"""What a deal is worth: once, or each week, month, quarter or year; and how it stands in the record of changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.deal_values import (
    MOST_TIMES,
    DealValue,
    Period,
    checked_value,
    read_stored,
    stored_value,
)
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.money import Money

EUROS = Money(90_000, "EUR")
values = st.builds(
    DealValue, st.builds(Money, st.integers(0, 10**15), st.sampled_from(("EUR", "JPY", "KWD"))),
    st.sampled_from(list(Period)[1:]).map(str), st.none() | st.integers(1, MOST_TIMES),
) | st.builds(DealValue, st.builds(Money, st.integers(0, 10**15), st.just("CHF")))  # fmt: skip


@pytest.mark.parametrize(
    ("period", "times", "worth"),
    [("", None, 1), ("week", None, 52), ("month", None, 12), ("quarter", None, 4), ("year", None, 1), ("month", 6, 6),
     ("week", 1, 1), ("year", 3, 3)],
)  # fmt: skip
def test_what_goes_on_and_on_counts_for_twelve_months(period: str, times: int | None, worth: int) -> None:
    assert DealValue(EUROS, period, times).worth() == Money(90_000 * worth, "EUR")


@given(st.none() | values)
def test_what_was_written_down_is_read_again(value: DealValue | None) -> None:
    assert read_stored(stored_value(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (DealValue(EUROS), "90000 EUR"), (DealValue(EUROS, "month"), "90000 EUR month"),
     (DealValue(EUROS, Period.MONTH, 12), "90000 EUR month 12")],
)  # fmt: skip
def test_the_record_is_short(value: DealValue | None, text: str) -> None:
    assert stored_value(value) == text


def test_what_is_no_value_is_refused() -> None:
    assert checked_value(None, "month", 3) is None
    assert checked_value(EUROS, "", 3) == DealValue(EUROS)
    for period, times, field in (("day", None, "period"), ("month", 0, "times"), ("month", MOST_TIMES + 1, "times")):
        with pytest.raises(InvalidInput) as told:
            checked_value(EUROS, period, times)
        assert told.value.field == field
