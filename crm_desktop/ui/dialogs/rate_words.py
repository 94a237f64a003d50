"""Exchange rates in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from PySide6.QtGui import QGuiApplication

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.exchange_rates import ExchangeRate, Rates, parse_rate, rate_text
from crm_desktop.domain.money import Money, decimals, is_currency
from crm_desktop.ui.tables.two_line_delegate import RowParts
from crm_desktop.ui.texts import locale, money, short_day, tr

_UNITS = 1_000


def number_text(rate: Decimal) -> str:
    """A rate with the decimal point of the locale, in full, without grouping: `0.92`, `0,92`."""
    return rate_text(rate).replace(".", locale().decimalPoint())


def rate_words(currency: str, base: str, rate: Decimal) -> str:
    """`1 USD = 0.92 EUR`, set apart so that a text of the other direction does not turn it round."""
    return _apart(tr("1 {one} = {rate} {other}", one=currency, rate=number_text(rate), other=base))


def row_of(rate: ExchangeRate, today: date) -> RowParts:
    """A line of the table of rates."""
    since = tr("from {day} on", day=short_day(rate.day, today, weekday=True))
    return RowParts(rate_words(rate.currency, rate.base, rate.rate), since, right_text=example(rate))


def whole(amount: Money) -> str:
    """About so much: an amount in whole units, half to even."""
    unit = 10 ** decimals(amount.currency)
    return money(round(Fraction(amount.minor, unit)) * unit, amount.currency)


def spoken_row(rate: ExchangeRate, today: date) -> str:
    """The same for a screen reader: `1 USD = 0.92 EUR, from Tue 3 Nov on`."""
    parts = row_of(rate, today)
    return f"{parts.title}, {parts.subtitle}"


def example(rate: ExchangeRate) -> str:
    """What a thousand come to: `$1,000 is €920`."""
    amount = Money(_UNITS * 10 ** decimals(rate.currency), rate.currency)
    found = Rates([rate], rate.day).convert(amount, rate.base)
    if found is None:
        return ""
    given, converted = money(amount.minor, amount.currency), money(found.minor, found.currency)
    return _apart(tr("{amount} is {converted}", amount=given, converted=converted))


def understood(currency: str, base: str, typed: str, day: date) -> str:
    """What is meant by a line that is being typed; empty while it is not whole."""
    one, other = currency.strip().upper(), base.strip().upper()
    if not is_currency(one) or not is_currency(other) or one == other:
        return ""
    try:
        rate = parse_rate(typed)
    except InvalidInput:
        return ""
    words = rate_words(one, other, rate)
    return tr("{rate}, so {example}", rate=words, example=example(ExchangeRate(0, one, other, day, rate)))


def _apart(text: str) -> str:
    """In a window that reads from the right: set apart, so that it does not turn round (UAX 9: FSI, PDI)."""
    return f"\u2068{text}\u2069" if QGuiApplication.isRightToLeft() else text
