"""Money: an amount in the smallest unit of one currency; sums never mix currencies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.plain_numbers import plain_number

# ISO 4217: currencies whose minor unit is not a hundredth.
_DECIMALS = {
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0,
    "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0, "CLF": 4, "UYW": 4,
}  # fmt: skip
CURRENCIES = (
    "EUR USD GBP CHF AUD BRL CAD CNY CZK DKK HKD HUF ILS INR JPY KRW MXN NOK NZD PLN RON SEK SGD THB TRY UAH ZAR "
    "AED ARS BGN CLP COP EGP IDR ISK KES KWD MAD MYR NGN PEN PHP PKR QAR RSD SAR TND TWD VND"
).split()
_ALL = frozenset(CURRENCIES) | frozenset(
    "AFN ALL AMD ANG AOA AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BSD BTN BWP BYN BZD CDF CLF CRC CUP CVE DJF DOP DZD ERN "
    "ETB FJD FKP GEL GHS GIP GMD GNF GTQ GYD HNL HTG IQD IRR JMD JOD KGS KHR KMF KPW KYD KZT LAK LBP LKR LRD LSL LYD MDL "
    "MGA MKD MMK MNT MOP MRU MUR MVR MWK MZN NAD NIO NPR OMR PAB PGK PYG RUB RWF SBD SCR SDG SHP SLE SOS SRD SSP STN SVC "
    "SYP SZL TJS TMT TOP TTD TZS UGX UYI UYU UYW UZS VED VES VUV WST XAF XCD XOF XPF YER ZMW ZWG".split()
)
"""Every currency that ISO 4217 lists; the settings offer the usual ones only."""
SYMBOLS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "zł": "PLN",
    "Kč": "CZK",
    "₺": "TRY",
    "₴": "UAH",
}
_LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: `minor` counts the smallest unit (cents for EUR, whole yen for JPY), `currency` is an ISO 4217 code."""

    minor: int
    currency: str


def is_currency(code: str) -> bool:
    """Whether ISO 4217 lists this code, in capital letters."""
    return code in _ALL


def decimals(currency: str) -> int:
    """How many decimals the currency has (ISO 4217)."""
    return _DECIMALS.get(currency, 2)


def add_up(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """The sums, one per currency, the largest number of minor units first; currencies are never mixed."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    return tuple(
        Money(minor, currency) for currency, minor in sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    )


def parse_money(text: str, default_currency: str) -> Money:
    """Read an amount as people type it: `6400`, `6,400.50`, `6.400,50 €`, `USD 1200`, `1'200 CHF`.

    A single separator followed by exactly three digits groups thousands (unless only zeros stand before it, or it is a
    point and the currency has three decimals); one followed by one or two digits is the decimal point. Raises InvalidInput (field "amount") when it is not an amount or has too many decimals.
    """
    rest, currency = _split_currency(text.strip(), default_currency)
    try:
        amount = Decimal(plain_number(rest, point_places=decimals(currency)))
    except InvalidOperation:
        raise InvalidInput("amount", "“{text}” is not an amount; write 6400 or 6,400.50.", text=text[:40]) from None
    minor = amount.scaleb(decimals(currency))
    if not minor.is_finite() or abs(minor) > _LARGEST or minor < 0:
        raise InvalidInput("amount", "That amount is out of range.")
    if minor != minor.to_integral_value():
        raise InvalidInput("amount", "{currency} has {places} decimals.", currency=currency, places=decimals(currency))
    return Money(int(minor), currency)


def _split_currency(text: str, default: str) -> tuple[str, str]:
    for symbol, code in SYMBOLS.items():
        if symbol in text:
            return text.replace(symbol, "").strip(), code
    for word in (text[:3], text[-3:]):
        if word.isalpha() and word.isascii() and any(character.isdigit() for character in text):
            if word.upper() not in _ALL:
                raise InvalidInput("amount", "“{word}” is not a currency known here.", word=word)
            return text.removeprefix(word).removesuffix(word).strip(), word.upper()
    return text, default
