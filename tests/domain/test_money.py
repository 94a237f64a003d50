"""Money: read as people type it, summed without ever mixing currencies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.money import CURRENCIES, Money, add_up, decimals, parse_money


@pytest.mark.parametrize(
    ("typed", "minor", "currency"),
    [
        ("6400", 640000, "EUR"), ("6,400.50", 640050, "EUR"), ("6.400,50 €", 640050, "EUR"), ("USD 1200", 120000, "USD"),
        ("1'200 CHF", 120000, "CHF"), ("1’200.5 chf", 120050, "CHF"), ("6.400", 640000, "EUR"), ("6,400", 640000, "EUR"),
        ("6.4", 640, "EUR"), ("6,40", 640, "EUR"), ("1.234.567", 123456700, "EUR"), ("1,234,567.89", 123456789, "EUR"),
        ("$99.99", 9999, "USD"), ("¥5000", 5000, "JPY"), ("5000 JPY", 5000, "JPY"), ("1.5 KWD", 1500, "KWD"),
        ("1 200,50 €", 120050, "EUR"), ("1\u00a0200 EUR", 120000, "EUR"), ("1\u202f200 EUR", 120000, "EUR"),
        ("0", 0, "EUR"), ("0.01", 1, "EUR"), ("100 zł", 10000, "PLN"), ("100 Kč", 10000, "CZK"), (" 12 ", 1200, "EUR"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_type_them(typed: str, minor: int, currency: str) -> None:
    assert parse_money(typed, "EUR") == Money(minor, currency)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "abc", "12 XXX", "-5", "1.2.3,4,5x", "NaN", "Infinity", "1e400", "1e5", "12.345,6789", "10.5 JPY", "10.50 JPY",
     "0.001", "9" * 30, "€", "5 €€ USD", "--5", "1_000", "½", "0x10", "five"],
)  # fmt: skip
def test_what_is_no_amount_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_money(typed, "EUR")
    assert refused.value.field == "amount"


@given(st.text(max_size=20))
def test_nothing_typed_is_more_than_a_refusal(typed: str) -> None:
    try:
        found = parse_money(typed, "EUR")
    except InvalidInput:
        return
    assert 0 <= found.minor <= 10**15


@given(st.integers(0, 10**12), st.sampled_from(CURRENCIES))
def test_what_is_written_plainly_is_read_back(minor: int, currency: str) -> None:
    places = decimals(currency)
    digits = str(minor).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    # Three decimals after one separator read as thousands, which is what people mean by them.
    if places != 3:
        assert parse_money(f"{currency} {text}", "EUR") == Money(minor, currency)


@given(st.lists(st.builds(Money, st.integers(0, 10**9), st.sampled_from(("EUR", "USD", "JPY")))))
def test_sums_are_of_one_currency_each(amounts: list[Money]) -> None:
    sums = add_up(amounts)
    assert len({money.currency for money in sums}) == len(sums)
    for total in sums:
        assert total.minor == sum(money.minor for money in amounts if money.currency == total.currency)
    assert {money.currency for money in amounts} == {money.currency for money in sums}
    assert [money.minor for money in sums] == sorted((money.minor for money in sums), reverse=True)


def test_minor_units_are_those_of_the_currency() -> None:
    assert [decimals(currency) for currency in ("EUR", "JPY", "KWD")] == [2, 0, 3]
