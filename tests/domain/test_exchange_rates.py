"""Rates that the user wrote down: exact amounts, nothing guessed, currencies never mixed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.exchange_rates import ExchangeRate, Rates, parse_rate, rate_text
from crm_desktop.domain.money import Money, add_up, decimals

_DAY = date(2026, 11, 3)
_CURRENCIES = ("EUR", "USD", "JPY", "KWD", "CHF")


def rate(currency: str, base: str, text: str, day: date = _DAY) -> ExchangeRate:
    return ExchangeRate(0, currency, base, day, Decimal(text))


def test_an_amount_takes_the_latest_rate_on_or_before_the_day() -> None:
    entries = [rate("USD", "EUR", text, day) for text, day in (("0.9", _DAY), ("0.8", _DAY + timedelta(days=2)))]
    for ahead, expected in ((-1, None), (0, 90), (1, 90), (2, 80), (50, 80)):
        found = Rates(entries, _DAY + timedelta(days=ahead)).convert(Money(100, "USD"), "EUR")
        assert found == (None if expected is None else Money(expected, "EUR"))


def test_a_pair_is_read_the_other_way_round_and_says_so() -> None:
    found = Rates([rate("EUR", "USD", "1.25")], _DAY).conversion(Money(10_000, "USD"), "EUR")
    assert found is not None
    assert (found.money, found.inverse, found.day) == (Money(8_000, "EUR"), True, _DAY)


def test_of_a_pair_written_both_ways_the_later_counts_and_on_one_day_the_straight_one() -> None:
    straight, turned = rate("USD", "EUR", "0.5"), rate("EUR", "USD", "4", _DAY + timedelta(days=1))
    assert Rates([straight, turned], _DAY).convert(Money(100, "USD"), "EUR") == Money(50, "EUR")
    assert Rates([straight, turned], _DAY + timedelta(days=1)).convert(Money(100, "USD"), "EUR") == Money(25, "EUR")
    same_day = [straight, rate("EUR", "USD", "4")]
    assert Rates(same_day, _DAY).convert(Money(100, "USD"), "EUR") == Money(50, "EUR")


def test_no_amount_goes_through_a_third_currency() -> None:
    rates = Rates([rate("USD", "EUR", "0.9"), rate("EUR", "CHF", "0.95")], _DAY)
    assert rates.convert(Money(100, "USD"), "CHF") is None
    assert rates.missing([Money(1, "USD"), Money(1, "EUR")], "CHF") == ("USD",)


@pytest.mark.parametrize(
    ("minor", "expected"), [(5, 2), (15, 8), (25, 12), (35, 18), (-5, -2), (-15, -8), (51, 26), (49, 24)]
)
def test_half_a_cent_goes_to_the_even_one(minor: int, expected: int) -> None:
    assert Rates([rate("USD", "EUR", "0.5")], _DAY).convert(Money(minor, "USD"), "EUR") == Money(expected, "EUR")


def test_decimals_of_the_currencies_count() -> None:
    rates = Rates([rate("EUR", "JPY", "160.5"), rate("KWD", "EUR", "3")], _DAY)
    assert rates.convert(Money(1_00, "EUR"), "JPY") == Money(160, "JPY")  # 160.5 yen, to the even one
    assert rates.convert(Money(1_000, "KWD"), "EUR") == Money(3_00, "EUR")
    assert rates.convert(Money(321, "JPY"), "EUR") == Money(2_00, "EUR")


_money = st.builds(Money, st.integers(-(10**15), 10**15), st.sampled_from(_CURRENCIES))
_entries = st.lists(
    st.builds(
        lambda pair, text, ahead: rate(pair[0], pair[1], text, _DAY + timedelta(days=ahead)),
        st.permutations(_CURRENCIES).map(lambda order: order[:2]),
        st.decimals("0.000001", "99999", places=6).map(str),
        st.integers(-3, 3),
    ),
    max_size=12,
)


@given(_entries, _money, st.sampled_from(_CURRENCIES))
def test_an_amount_is_what_decimal_arithmetic_of_sixty_digits_says(
    entries: list[ExchangeRate], money: Money, base: str
) -> None:
    found = Rates(entries, _DAY).conversion(money, base)
    usable = [each for each in entries if {each.currency, each.base} == {money.currency, base} and each.day <= _DAY]
    if money.currency == base:
        assert found is not None
        assert found.money == money
    elif not usable:
        assert found is None
    else:
        assert found is not None
        assert found.rate is not None
        assert found.day == max(each.day for each in usable)
        assert found.inverse == (not any(each.day == found.day and each.currency == money.currency for each in usable))
        with localcontext(prec=60):
            units = Decimal(money.minor).scaleb(-decimals(money.currency))
            exact = units / found.rate if found.inverse else units * found.rate
            rounded = exact.scaleb(decimals(base)).quantize(Decimal(1), ROUND_HALF_EVEN)
        assert found.money == Money(int(rounded), base)


@given(_entries, st.lists(_money, max_size=8), st.sampled_from(_CURRENCIES))
def test_sums_are_put_together_only_with_all_rates_and_never_mixed(
    entries: list[ExchangeRate], amounts: list[Money], base: str
) -> None:
    sums = add_up(amounts)
    assert len({each.currency for each in sums}) == len(sums)
    for each in sums:
        assert each.minor == sum(money.minor for money in amounts if money.currency == each.currency)
    rates = Rates(entries, _DAY)
    together, missing = rates.total(sums, base), rates.missing(sums, base)
    if missing:
        assert together is None
    else:
        assert together is not None
        assert together.total.currency == base
        assert together.total.minor == sum(part.money.minor for _, part in together.parts)
        assert [money for money, _ in together.parts] == list(sums)
        assert together.is_rounded == any(each.currency != base for each in sums)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.92", "0.92"), ("0,92", "0.92"), ("1,087", "1.087"), ("1.350", "1.35"), (" 1,350.5 ", "1350.5"),
     ("1", "1"), ("0.0000061", "0.0000061"), ("160", "160"), ("1.000.000", "1000000"), ("١٫٥", "1.5")],
)  # fmt: skip
def test_rates_are_read_as_people_write_them(text: str, expected: str) -> None:
    assert rate_text(parse_rate(text)) == expected
    assert parse_rate(rate_text(parse_rate(text))) == parse_rate(text)


@pytest.mark.parametrize("text", ["", "0", "-1", "a", "1e5", "NaN", "Infinity", "1/2", "9" * 12, "0.0000000000001"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_rate(text)
    assert refused.value.field == "rate"
