"""Which currency the forecast is seen in, and what it says in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate

from crm_desktop.domain.exchange_rates import Rates
from crm_desktop.domain.forecast import ForecastMonth, RowKind
from crm_desktop.domain.forecast_past import MONTHS_NEEDED, Judgement, PastMonth
from crm_desktop.domain.money import Money
from crm_desktop.services.forecast import Forecast
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.dialogs.rate_words import whole
from crm_desktop.ui.texts import locale, money, month_heading, number, plural, tr

TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Lens:
    """One currency of several, or all of them together in `currency` by the user's own rates."""

    key: str
    currency: str
    rates: Rates | None = None

    def of(self, sums: Sequence[Money]) -> Money:
        """The part of these sums that is seen."""
        if self.rates is None:
            return next((each for each in sums if each.currency == self.currency), Money(0, self.currency))
        together = self.rates.total(sums, self.currency)
        assert together is not None, "offered only where all rates are there"
        return together.total

    def text(self, sums: Sequence[Money]) -> str:
        """The same as it is read; what was converted is about so much."""
        return self.amount(self.of(sums))

    def amount(self, seen: Money) -> str:
        """An amount that was seen through this."""
        if self.rates is None:
            return money(seen.minor, seen.currency)
        return tr("≈ {amount}", amount=whole(seen))


def lenses(forecast: Forecast, base: str) -> list[Lens]:
    """Each currency apart, that of the settings first; all together at the end, where there are several and all rates."""
    sums = [money for row in forecast.rows for money in row.sums.best]
    for month in forecast.past:
        sums += [*month.expected_then.best, *month.came_sums]
    currencies = sorted({each.currency for each in sums} or {base}, key=lambda each: (each != base, each))
    found = [Lens(each, each) for each in currencies]
    if len(currencies) > 1 and not forecast.rates.missing(sums, base):
        found.append(Lens(TOGETHER, base, forecast.rates))
    return found


def lens_name(lens: Lens) -> str:
    """What the pill of a currency says."""
    return tr("Together, ≈ {currency}", currency=lens.currency) if lens.rates is not None else lens.currency


def short_month(month: date) -> str:
    """`Dec`, with the year in January: `Jan 27`."""
    pattern = "MMM yy" if month.month == 1 else "MMM"
    return str(locale().toString(QDate(month.year, month.month, month.day), pattern))


def row_title(row: ForecastMonth) -> str:
    """What a row is about."""
    if row.month is not None:
        return month_heading(row.month)
    return {
        RowKind.OVERDUE: tr("Should have closed"),
        RowKind.LATER: tr("Later"),
        RowKind.NO_DATE: tr("No expected close"),
    }[row.kind]


def row_words(row: ForecastMonth, lens: Lens, words: DealWords) -> str:
    """A row in a sentence, for tooltips and screen readers."""
    return tr(
        "{row}: sure {sure}, weighted {weighted}, best {best}, {deals}",
        row=row_title(row),
        sure=lens.text(row.sums.sure),
        weighted=lens.text(row.sums.weighted),
        best=lens.text(row.sums.best),
        deals=words.count(len({deal.deal_id for deal in row.deals})),
    )


def past_words(month: PastMonth, lens: Lens, words: DealWords) -> str:
    """A month that is over in a sentence."""
    if not month.counts:
        return tr("{month}: there were no {many} yet", month=month_heading(month.month), many=words.many)
    return tr(
        "{month}: expected {expected}, {won} {came}",
        month=month_heading(month.month),
        expected=lens.text(month.expected_then.weighted),
        won=words.won,
        came=lens.text(month.came_sums),
    )


def judged_words(judgements: Sequence[Judgement], past: Sequence[PastMonth], lens: Lens, words: DealWords) -> str:
    """How good the forecasts were, in a sentence; that it is too early to say, where it is."""
    if lens.rates is not None:
        return tr("How good the forecasts were is said of each currency by itself.")
    found = next((each for each in judgements if each.currency == lens.currency), None)
    if found is None:
        return _too_early(past, lens)
    expected, came = (money(each.minor, each.currency) for each in (found.expected, found.came))
    first = tr("You expected {expected} and won {came}", expected=expected, came=came)
    if words.words.won:
        first = tr("You expected {expected}, and {came} came", expected=expected, came=came)
    off = tr("Single months were off by {amount} on average.", amount=whole(found.off_by))
    return f"{_verdict(first, found)} {off}"


def _verdict(first: str, found: Judgement) -> str:
    percent = found.percent
    if percent is None:
        return plural(
            "{first}: nothing came of it in {count} month.", "{first}: nothing came of it in {count} months.", found.months,
            first=first,
        )  # fmt: skip
    if percent == 0:
        return plural(
            "{first}: forecasts were right on average over {count} month.",
            "{first}: forecasts were right on average over {count} months.", found.months, first=first,
        )  # fmt: skip
    if percent > 0:
        return plural(
            "{first}: forecasts were {percent} % too high on average over {count} month.",
            "{first}: forecasts were {percent} % too high on average over {count} months.",
            found.months, first=first, percent=number(percent),
        )  # fmt: skip
    return plural(
        "{first}: forecasts were {percent} % too low on average over {count} month.",
        "{first}: forecasts were {percent} % too low on average over {count} months.",
        found.months, first=first, percent=number(-percent),
    )  # fmt: skip


def _too_early(past: Sequence[PastMonth], lens: Lens) -> str:
    there = sum(
        1
        for month in past
        if month.counts and (lens.of(month.expected_then.weighted).minor or lens.of(month.came_sums).minor)
    )
    return plural(
        "Too early to say how good forecasts are: it takes {needed} whole months in which something was expected or came, "
        "and there is {count} so far.",
        "Too early to say how good forecasts are: it takes {needed} whole months in which something was expected or came, "
        "and there are {count} so far.",
        there,
        needed=number(MONTHS_NEEDED),
    )


def counted_words() -> str:
    """How the forecast counts, for who wants to know."""
    return tr(
        "Sure: what is won already and deals at 100 %. Weighted: each deal by the chance of its stage. Best: all open deals. "
        "An amount that repeats counts each time it comes, from the expected close on; what goes on and on counts for 12 months. "
        "A won deal counts from the day it was won. Deals that should have closed by now and deals without an expected close "
        "stand apart, with all they are worth. What was expected before is what a forecast on the first day of that month would "
        "have said, with the deals as they were then and the chances of today."
    )


def total(rows: Iterable[ForecastMonth], what: str) -> list[Money]:
    """The sums of several rows, each currency apart; `what` is sure, weighted or best."""
    found: dict[str, int] = {}
    for row in rows:
        for each in getattr(row.sums, what):
            found[each.currency] = found.get(each.currency, 0) + each.minor
    return [Money(minor, currency) for currency, minor in found.items()]
