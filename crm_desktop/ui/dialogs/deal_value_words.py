"""What a deal is worth in words: once or every month, on the screen and to a screen reader."""

from __future__ import annotations

from crm_desktop.domain.deal_values import DealValue, Period
from crm_desktop.domain.money import Money, decimals
from crm_desktop.ui.texts import locale, money, number, plural, tr

_SPOKEN = {
    "EUR": ("{amount} euro", "{amount} euros"),
    "USD": ("{amount} dollar", "{amount} dollars"),
    "GBP": ("{amount} pound", "{amount} pounds"),
    "CHF": ("{amount} franc", "{amount} francs"),
    "JPY": ("{amount} yen", "{amount} yen"),
}
_EACH = {
    Period.WEEK: "{amount} / week",
    Period.MONTH: "{amount} / month",
    Period.QUARTER: "{amount} / quarter",
    Period.YEAR: "{amount} / year",
}
_SHORT_EACH = {
    Period.WEEK: "{amount}/wk",
    Period.MONTH: "{amount}/mo",
    Period.QUARTER: "{amount}/qu",
    Period.YEAR: "{amount}/yr",
}
_PERIODS = {
    Period.ONCE: "once",
    Period.WEEK: "every week",
    Period.MONTH: "every month",
    Period.QUARTER: "every quarter",
    Period.YEAR: "every year",
}
_SPOKEN_EACH = {
    Period.WEEK: "{amount} a week",
    Period.MONTH: "{amount} a month",
    Period.QUARTER: "{amount} a quarter",
    Period.YEAR: "{amount} a year",
}


def period_text(period: Period, times: int | None = None) -> str:
    """`once`, `every month`, `every month, 12 times`."""
    words = tr(_PERIODS[period])
    if period is Period.ONCE or times is None:
        return words
    return plural("{period}, {count} time", "{period}, {count} times", times, period=words)


def value_text(value: DealValue) -> str:
    """`€6,400`, `€500 / month`, `€500 / month × 6`."""
    amount = money(value.money.minor, value.money.currency)
    period = Period(value.period)
    if period is Period.ONCE:
        return amount
    each = tr(_EACH[period], amount=amount)
    return each if value.times is None else tr("{each} × {times}", each=each, times=number(value.times))


def short_value_text(value: DealValue) -> str:
    """The same with less room: whole units, and `€500/mo`."""
    unit = int(10 ** decimals(value.money.currency))
    amount = money(round(value.money.minor / unit) * unit, value.money.currency)
    period = Period(value.period)
    return amount if period is Period.ONCE else tr(_SHORT_EACH[period], amount=amount)


def spoken_value(value: DealValue) -> str:
    """`6,400 euros`, `500 euros a month`, `500 euros a month, 6 times`."""
    amount = spoken_money(value.money)
    period = Period(value.period)
    if period is Period.ONCE:
        return amount
    each = tr(_SPOKEN_EACH[period], amount=amount)
    return each if value.times is None else f"{each}, {plural('{count} time', '{count} times', value.times)}"


def worth_text(value: DealValue) -> str:
    """What a recurring value counts in sums, and why: `€6,000 in sums: 12 months`; empty for one that comes once."""
    if Period(value.period) is Period.ONCE:
        return ""
    worth = value.worth()
    amount = money(worth.minor, worth.currency)
    if value.times is None:
        return tr("{amount} in sums: what goes on and on counts for 12 months", amount=amount)
    return plural("{amount} in sums: {count} time", "{amount} in sums: {count} times", value.times, amount=amount)


def spoken_money(amount: Money) -> str:
    """An amount as a screen reader should say it: `6,400 euros`."""
    places = decimals(amount.currency)
    unit = int(10**places)
    figure = number(amount.minor // unit)
    if amount.minor % unit:
        figure = str(locale().toString(amount.minor / unit, "f", places))
    one, many = _SPOKEN.get(amount.currency, ("{amount} " + amount.currency,) * 2)
    return tr(one if amount.minor == unit else many, amount=figure)
