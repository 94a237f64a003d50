"""Telephone numbers as far as they can be compared without knowing the countries' rules."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

SameNumber = Callable[[str, str], bool]
"""Whether two numbers, as typed, are the same line."""


def digits_of(value: str) -> str:
    """The ASCII digits of a number in any script."""
    plain = value if value.isascii() else unicodedata.normalize("NFKC", value)
    digits = "".join(filter(str.isdecimal, plain))
    # Phones in Arabic and Indian countries write the same number with digits of their own.
    return digits if digits.isascii() else "".join(str(unicodedata.decimal(c)) for c in digits)


def national_digits(value: str) -> str:
    """The digits without the noughts in front of them, which stand for "from here"."""
    return digits_of(value).lstrip("0")


def same_number(one: str, other: str) -> bool:
    """Whether two numbers are likely the same line: the same digits, or the same last nine where there are that many."""
    first, second = national_digits(one), national_digits(other)
    return first == second or (min(len(first), len(second)) >= 7 and first[-9:] == second[-9:])
