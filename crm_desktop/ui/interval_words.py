"""Intervals in words, as the user reads and types them: how often one wants to speak with somebody, or does."""

from __future__ import annotations

import re
from typing import Final

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.touch import NOT_AT_ALL
from crm_desktop.ui.texts import plural, tr

USUAL_CHOICES: Final = (7, 14, 30, 42, 90, 182, 365)
"""The intervals that are offered, in days."""
_UNITS: Final = {"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
_ADVERBS: Final = {
    "daily": 1, "weekly": 7, "biweekly": 14, "fortnightly": 14, "monthly": 30, "bimonthly": 60, "quarterly": 90,
    "half-yearly": 182, "half yearly": 182, "half a year": 182, "twice a year": 182, "yearly": 365, "annually": 365,
    "once a week": 7, "once a month": 30, "once a year": 365,
}  # fmt: skip
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "other": 2, "second": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8,
    "ten": 10, "twelve": 12,
}  # fmt: skip
_INTERVAL: Final = re.compile(
    rf"(?:every\s+)?(\d{{1,4}}|{'|'.join(_NUMBERS)})?\s*(day|week|month|quarter|year)s?", re.IGNORECASE
)
_NEVER: Final = ("never", "no", "none", "off", "not at all", "-", "0")


def every_words(days: int | None) -> str:
    """`every 6 weeks`; `not at all` for 0, empty for None."""
    if days is None:
        return ""
    if days == NOT_AT_ALL:
        return tr("not at all")
    if days == _ADVERBS["half-yearly"]:
        return tr("every half year")
    for unit, one, many in (
        (365, "every year", "every {count} years"),
        (30, "every month", "every {count} months"),
        (7, "every week", "every {count} weeks"),
    ):
        if days % unit == 0:
            return plural(one, many, days // unit)
    return plural("every day", "every {count} days", days)


def usual_words(days: int) -> str:
    """`about every 3 weeks`, for an interval that was reckoned and that nobody chose."""
    if days >= 2 * 30:
        return plural("about every month", "about every {count} months", round(days / 30))
    if days >= 2 * 7:
        return plural("about every week", "about every {count} weeks", round(days / 7))
    return plural("about every day", "about every {count} days", days)


def days_of(text: str) -> int | None:
    """Days from `every 6 weeks`, `2 months`, `monthly` or `10`; 0 for `off` or `never`, None for an empty text.

    Raises InvalidInput (field "keep_in_touch") for anything else.
    """
    words = " ".join(text.lower().split())
    if not words:
        return None
    if words in (*_NEVER, tr("not at all")):
        return NOT_AT_ALL
    if words.isascii() and words.isdigit():
        return int(words[:6])
    if words in _ADVERBS or words in ("every half year", tr("every half year")):
        return _ADVERBS.get(words, _ADVERBS["half-yearly"])
    found = _INTERVAL.fullmatch(words)
    if found is None:
        raise InvalidInput(
            "keep_in_touch",
            "“{text}” is not an interval; write every 6 weeks, monthly or never.",
            text=text.strip()[:40],
        )
    how_many = found[1] or "1"
    return _NUMBERS.get(how_many, 0) * _UNITS[found[2]] or int(how_many) * _UNITS[found[2]]
