"""Numbers as people type them, with separators of any country, as Python's `Decimal` takes them."""

from __future__ import annotations

from decimal import InvalidOperation
from typing import Final

_GAPS: Final = str.maketrans("", "", "\u00a0\u202f\u2009 '’")


def plain_number(text: str, point_places: int = 2) -> str:
    """The digits with a point before the decimals and nothing else: `6,400.50`, `6.400,50` and `6 400,50` are `6400.50`.

    A single separator followed by exactly three digits groups thousands, unless only zeros stand before it; a point
    followed by as many digits as `point_places` does not. Raises decimal.InvalidOperation for anything but digits of any
    script and separators.
    """
    digits = text.translate(_GAPS).replace("٫", ".").replace("٬", ",")
    if not digits or not all(c.isdecimal() or c in ".," for c in digits):
        raise InvalidOperation  # Decimal itself would take 1e5, 1_000 and NaN
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return digits
    whole, fraction = digits[:last], digits[last + 1 :]
    separators = {c for c in digits if c in ".,"}
    grouped = len(fraction) == 3 and whole.strip("0") != "" and not (digits[last] == "." and point_places == 3)
    if len(separators) == 1 and (grouped or digits.count(digits[last]) > 1):
        return digits.replace(",", "").replace(".", "")
    return f"{whole.replace(',', '').replace('.', '')}.{fraction}"
