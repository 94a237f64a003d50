"""Exchange rates that the user wrote down: what an amount was worth in another currency on a day, and sums put together.

Nothing is guessed: a rate counts from its day on until the next one of the same pair, a pair may be read the other way
round (and says so), and no amount goes through a third currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.money import Money, decimals
from crm_desktop.domain.plain_numbers import plain_number

_MOST_DIGITS = 18
_LARGEST, _SMALLEST = Decimal(10) ** 9, Decimal(10) ** -9


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """On `day` one unit of `currency` was worth `rate` of `base` (ISO 4217 codes); `id` is 0 before it is stored."""

    id: int
    currency: str
    base: str
    day: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Conversion:
    """An amount in another currency: `rate` and `day` say by what, `inverse` that the pair was written the other way round.

    All three are empty where nothing had to be converted.
    """

    money: Money
    rate: Decimal | None = None
    day: date | None = None
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Converted:
    """Sums of several currencies as one: `parts` says how each got there, `oldest` and `newest` of which days the rates are.

    Each sum is rounded first, so what is shown adds up. The days are None where everything was in one currency anyhow.
    """

    total: Money
    parts: tuple[tuple[Money, Conversion], ...]
    oldest: date | None
    newest: date | None

    @property
    def is_rounded(self) -> bool:
        """Whether anything was converted at all."""
        return self.newest is not None


class Rates:
    """The rates that count on one day: of each pair the latest on or before it."""

    def __init__(self, entries: Iterable[ExchangeRate], day: date) -> None:
        latest: dict[tuple[str, str], ExchangeRate] = {}
        for entry in entries:
            pair = (entry.currency, entry.base)
            if entry.day <= day and (pair not in latest or latest[pair].day < entry.day):
                latest[pair] = entry
        self._latest: Mapping[tuple[str, str], ExchangeRate] = latest
        self.day = day

    def conversion(self, money: Money, base: str) -> Conversion | None:
        """The amount in `base`, rounded half to even to its decimals; None without a rate of the two.

        Of a pair written both ways the later counts, on one day the one from the amount's currency to `base`.
        """
        if money.currency == base:
            return Conversion(money)
        straight, turned = self._latest.get((money.currency, base)), self._latest.get((base, money.currency))
        if straight is not None and (turned is None or turned.day <= straight.day):
            return _converted(money, base, straight, inverse=False)
        return None if turned is None else _converted(money, base, turned, inverse=True)

    def convert(self, money: Money, base: str) -> Money | None:
        """The amount in `base`; None without a rate of the two."""
        found = self.conversion(money, base)
        return None if found is None else found.money

    def total(self, sums: Iterable[Money], base: str) -> Converted | None:
        """Sums of several currencies as one amount of `base`; None where a rate is missing for any, see `missing`."""
        parts: list[tuple[Money, Conversion]] = []
        for money in sums:
            found = self.conversion(money, base)
            if found is None:
                return None
            parts.append((money, found))
        days = [found.day for _, found in parts if found.day is not None]
        minor = sum(found.money.minor for _, found in parts)
        return Converted(Money(minor, base), tuple(parts), min(days, default=None), max(days, default=None))

    def missing(self, sums: Iterable[Money], base: str) -> tuple[str, ...]:
        """The currencies of which there is no rate to `base`, in the order they come."""
        wanted = dict.fromkeys(money.currency for money in sums)
        return tuple(each for each in wanted if self.missing_of(each, base))

    def missing_of(self, currency: str, base: str) -> bool:
        """Whether there is no rate between a currency and `base`."""
        return self.convert(Money(0, currency), base) is None


def parse_rate(text: str) -> Decimal:
    """Read a rate as people type it: `0.92`, `0,92`, `1`. Raises InvalidInput (field "rate") for no number above nothing.

    Unlike in an amount, a single separator is always the decimal point: rates have three decimals as often as any number.
    """
    cleaned = text.strip()
    separators = [place for place, letter in enumerate(cleaned) if letter in ".,٫٬"]
    # With more decimals than three it can be no grouping of thousands.
    written = f"{cleaned}0000" if len(separators) == 1 else cleaned
    try:
        rate = Decimal(plain_number(written))
    except InvalidOperation:
        raise InvalidInput("rate", "“{text}” is not a rate; write 0.92 or 1.0875.", text=cleaned[:40]) from None
    if not rate.is_finite() or not _SMALLEST <= rate <= _LARGEST:
        raise InvalidInput("rate", "A rate is a number above zero; write 0.92 or 1.0875.")
    if len(rate.normalize().as_tuple().digits) > _MOST_DIGITS:
        raise InvalidInput("rate", "A rate can have {most} digits.", most=_MOST_DIGITS)
    return rate.normalize()


def rate_text(rate: Decimal) -> str:
    """A rate as it is stored: digits and a point, never with an exponent."""
    return f"{rate.normalize():f}"


def _converted(money: Money, base: str, entry: ExchangeRate, *, inverse: bool) -> Conversion:
    # Fractions are exact, and their rounding is half to even.
    rate = 1 / Fraction(entry.rate) if inverse else Fraction(entry.rate)
    shift = Fraction(10) ** (decimals(base) - decimals(money.currency))
    return Conversion(Money(round(money.minor * rate * shift), base), entry.rate, entry.day, inverse)
