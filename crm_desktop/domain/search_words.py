"""What people type to find something, taken apart: words, telephone numbers, and conditions such as `tag:vip` or `before:2026-05`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from crm_desktop.domain.dates import add_months
from crm_desktop.domain.folding import fold

LONGEST: Final = 500
"""What is typed beyond this is not looked at: nobody types it, somebody pastes it."""
OPERATORS: Final = ("tag", "company", "in", "before", "after", "is", "has")
HAS: Final = (
    "email", "phone", "link", "address", "birthday", "note", "tag", "deal", "reminder", "file", "photo", "promise", "ticket",
)  # fmt: skip
"""What `has:` understands."""
IS: Final = ("lead", "interested", "qualified", "client", "repeat", "past", "open", "won", "lost")
"""What `is:` understands: stages of a person's lifecycle, and how a deal stands."""
FEWEST_DIGITS: Final = 4
"""From so many digits on a number is looked for as part of a telephone number, whatever stands between them."""
_FEWEST_WITHOUT_COUNTRY: Final = 7
_TOKEN: Final = re.compile(r'(?<!\S)(?:(?P<name>[^\W\d_]+):(?P<value>"[^"]*"?|\S*)|\S+)')
_NUMBER: Final = re.compile(r"(?<!\S)[+(]?\d(?:[ ()/.\u2010-\u2013-]*\d)+(?!\S)")
_TRUNK: Final = re.compile(r"\(0\)")
_DAYS_AGO: Final = re.compile(r"(\d{1,4})(d|w|m|y)")
_YEARS: Final = range(1000, 9000)
"""Nobody means others, and a day at the end of the calendar has no next one."""
_PARTIAL: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator with its value; for `before` and `after` the day stands in `day`: strictly before, or from it on."""

    name: str
    value: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: the words without the conditions, and the conditions, all of which are to hold."""

    words: str
    conditions: tuple[Condition, ...] = ()


def asked(typed: str, today: date) -> Asked:
    """Take apart what was typed. Whatever is no known operator with a value that it understands stays words."""
    words: list[str] = []
    conditions: list[Condition] = []
    for found in _TOKEN.finditer(typed[:LONGEST]):
        condition = _condition(found["name"] or "", (found["value"] or "").strip('"').strip(), today)
        if condition is not None:
            conditions.append(condition)
        elif fold(found["name"] or "") not in OPERATORS or found["value"]:
            words.append(found.group())
    return Asked(" ".join(words), tuple(conditions))


def unfinished(typed: str) -> tuple[str, str, str] | None:
    """The operator that is being typed at the end: what stands before it, its name, its value so far; None without one."""
    tokens = list(_TOKEN.finditer(typed[:LONGEST]))
    last = tokens[-1] if tokens else None
    if last is None or last.end() != len(typed) or fold(last["name"] or "") not in OPERATORS:
        return None
    if last["value"].startswith('"') and last["value"].endswith('"') and len(last["value"]) > 1:
        return None
    return typed[: last.start()], fold(last["name"]), last["value"].strip('"')


def _condition(name: str, value: str, today: date) -> Condition | None:
    name, value = fold(name), " ".join(fold(value).split())
    if name not in OPERATORS or not value:
        return None
    if name in ("before", "after"):
        day = first_day(value, today)
        return None if day is None else Condition(name, value, day)
    if name == "has":
        known = value if value in HAS else value.removesuffix("s")
        return Condition(name, known) if known in HAS else None
    if name == "is":
        known = next((each for each in IS if value.split()[0] == each), "")
        return Condition(name, known) if known else None
    return Condition(name, value)


def first_day(value: str, today: date) -> date | None:
    """The first day of `2026`, `2026-05`, `2026-05-03`, `today`, `yesterday`, or `30d`, `6w`, `3m`, `1y` ago; else None."""
    near: Mapping[str, date] = {"today": today, "yesterday": today - timedelta(days=1)}
    if value in near:
        return near[value]
    written, ago = _PARTIAL.fullmatch(value), _DAYS_AGO.fullmatch(value)
    try:
        if written is not None and int(written[1]) in _YEARS:
            return date(int(written[1]), int(written[2] or 1), int(written[3] or 1))
        if ago is not None:
            count, unit = int(ago[1]), ago[2]
            if unit in "my":
                return add_months(today, -count * (12 if unit == "y" else 1))
            return today - timedelta(days=count * (7 if unit == "w" else 1))
    except (ValueError, OverflowError):
        return None
    return None


def digits_of(text: str) -> str:
    """The decimal digits of a text in ASCII, whatever script they were written in."""
    if text.isascii():
        return "".join(filter(str.isdigit, text))
    return "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())


def national_digits(number: str) -> str:
    """The digits of a telephone number without what people write in front of it: `+`, `00`, `0` and the `(0)` in the middle."""
    return digits_of(_TRUNK.sub("", number)).lstrip("0")


def numbers_in(typed: str) -> tuple[str, ...]:
    """The parts of what was typed that may be telephone numbers, as they stand there."""
    return tuple(found.group() for found in _NUMBER.finditer(typed) if len(digits_of(found.group())) >= FEWEST_DIGITS)


def number_beginnings(number: str) -> tuple[str, ...]:
    """How a stored number may go on from somewhere in its middle: the digits, and without a country code as well.

    A number with its country code finds one that was written down without; what is left is long enough not to be another's.
    """
    digits = national_digits(number)
    if len(digits) < FEWEST_DIGITS - 1:
        return ()
    international = number.lstrip("(").startswith(("+", "00"))
    shorter = [digits[cut:] for cut in (1, 2, 3) if len(digits) - cut >= _FEWEST_WITHOUT_COUNTRY]
    # Nobody's own number goes on with the zero that a caller from the same country dials.
    return tuple(dict.fromkeys([digits, *(each.lstrip("0") for each in shorter)])) if international else (digits,)
