"""Days as other programs write them, read into `YYYY-MM-DD` or `--MM-DD`."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum


class DateOrder(StrEnum):
    """Which of two numbers comes first in a date like 3/4/2020."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "jan january januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia",
        "feb february februar février févr fevr febrero febbraio fevereiro fev februari lutego",
        "mar march märz mrz maerz mars marzo março maart mrt marca",
        "apr april avril avr abril abr aprile kwietnia",
        "may mai mayo maggio mag maio mei maja",
        "jun june juni juin junio giugno giu junho czerwca",
        "jul july juli juillet juil julio luglio lug julho lipca",
        "aug august août aout agosto ago augustus sierpnia",
        "sep sept september septembre septiembre settembre set setembro września",
        "oct october okt oktober octobre octubre ottobre ott outubro out października",
        "nov november novembre noviembre novembro listopada",
        "dec december dez dezember décembre déc diciembre dic dicembre dezembro grudnia",
    ),
    start=1,
):
    _MONTHS.update(dict.fromkeys(_names.split(), _number))

_TIME = re.compile(r"(?:[T ,]\s*\d{1,2}:\d{2}.*|(?<=\d)T\d{2}.*)$")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\.?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NO_YEAR = re.compile(r"--(\d{2})-?(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})")
_TWO_NUMBERS = re.compile(r"(\d{1,2})([/.])(\d{1,2})\.?")
_DAY_NAME = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er)?[\s.\-]*(?:de |of )?\s*([^\W\d]+)\.?(?:[\s,.\-]*(?:de |of )?(\d{4}))?"
)
_NAME_DAY = re.compile(r"([^\W\d]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?")
_CJK = re.compile(r"(?:(\d{4})\s*[年년])?\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")

# Dates that programs write when they mean "none".
_NONE = re.compile(r"0{1,4}[-/.]0{1,2}[-/.]0{1,4}|00000000|0001-01-01|1/1/4501|01/01/4501|4501-01-01|1\.1\.4501")


def is_no_date(text: str) -> bool:
    """Whether this is how a program writes that there is no date (`0/0/00`, `0000-00-00`, Outlook's year 4501)."""
    return not text or _NONE.fullmatch(without_time(text)) is not None


def without_time(text: str) -> str:
    """The day of a date with a time behind it; the time of day and its zone are left out, never converted."""
    return _TIME.sub("", text.strip()).strip()


def read_date(text: str, order: DateOrder | None = None) -> str | None:
    """The day as ISO 8601 writes it, without a year where there is none; None if it cannot be told.

    `order` decides 3/4/2020; without it such a date is only read when both readings agree or one is impossible.
    A year of 1604 or 0000 is how phones write "no year". Years of two digits are not guessed.
    """
    day = without_time(text)
    if match := _YEAR_FIRST.fullmatch(day):
        return _checked(match[1], match[3], match[4])
    if (match := _COMPACT.fullmatch(day)) or (match := _CJK.fullmatch(day)):
        return _checked(match[1] or "", match[2], match[3])
    if match := _NO_YEAR.fullmatch(day):
        return _checked("", match[1], match[2])
    if match := _YEAR_LAST.fullmatch(day):
        return _by_order(match[4], match[1], match[3], match[2], order)
    if match := _TWO_NUMBERS.fullmatch(day):
        return _by_order("", match[1], match[3], match[2], order)
    if (match := _DAY_NAME.fullmatch(day)) and (month := _MONTHS.get(match[2].lower())):
        return _checked(match[3] or "", str(month), match[1])
    if (match := _NAME_DAY.fullmatch(day)) and (month := _MONTHS.get(match[1].lower())):
        return _checked(match[3] or "", str(month), match[2])
    return None


def order_of(text: str) -> DateOrder | None:
    """Which order a single date proves: 31/1/1990 can only have its day first; None when it proves nothing."""
    day = without_time(text)
    match = _YEAR_LAST.fullmatch(day) or _TWO_NUMBERS.fullmatch(day)
    if not match:
        return None
    first, second = int(match[1]), int(match[3])
    if 12 < first <= 31 and second <= 12:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if 12 < second <= 31 and first <= 12 else None


def needs_order(text: str) -> bool:
    """Whether the date reads differently with its day or its month first."""
    return read_date(text) is None and read_date(text, DateOrder.DAY_FIRST) is not None


def _by_order(year: str, first: str, second: str, separator: str, order: DateOrder | None) -> str | None:
    # 3.4.2020 is written only where the day comes first.
    known = DateOrder.DAY_FIRST if separator == "." else order
    if known is DateOrder.DAY_FIRST:
        return _checked(year, second, first) or _checked(year, first, second)
    if known is DateOrder.MONTH_FIRST:
        return _checked(year, first, second) or _checked(year, second, first)
    month_first, day_first = _checked(year, first, second), _checked(year, second, first)
    if month_first == day_first:
        return month_first
    if month_first and day_first:
        return None
    return month_first or day_first


def _checked(year: str, month: str, day: str) -> str | None:
    number = int(year) if year else 0
    try:
        found = date(number if number not in (0, 1604) else 2000, int(month), int(day))
    except ValueError:
        return None
    if number in (0, 1604):
        return f"--{found.month:02}-{found.day:02}"
    return found.isoformat()
