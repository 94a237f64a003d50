"""Days of a person that come every year: which of them one is told of, and on which day the notice stands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from crm_desktop.domain.dates import LeapDayRule, PartialDate

NEVER: Final = "off"
"""A notice that is none."""
AS_USUAL: Final = ""
"""A notice as the settings say it, for those days that are celebrated."""
_LONGEST_LEAD: Final = 365
BIRTHDAYS: Final = frozenset({"", "birthday", "bday", "date of birth", "born", "geburtstag", "geb."})
"""The labels of a birthday, in small letters."""
_CELEBRATED: Final = BIRTHDAYS | {
    "anniversary", "wedding anniversary", "wedding day", "wedding", "name day", "nameday", "work anniversary",
    "company anniversary", "jahrestag", "hochzeitstag", "hochzeit", "namenstag", "firmenjubiläum", "jubiläum",
}  # fmt: skip


def is_birthday(label: str) -> bool:
    """Whether a yearly day is a birthday; one without a label is."""
    return label.strip().casefold() in BIRTHDAYS


def is_celebrated(label: str) -> bool:
    """Whether one is told of a day of that kind without having asked: birthdays, anniversaries and name days.

    Other days ("first met", "passport expires") are told of only where a notice is set for them.
    """
    return label.strip().casefold() in _CELEBRATED


def leads(notice: str, label: str, usual: str) -> tuple[int, ...]:
    """How many days ahead notices of a day are given, the earliest first; empty for never.

    `notice` is what is stored for that day: '' (as `usual`, the setting, says; only for what is celebrated), 'off', or
    days ahead joined by commas (`7,0`). What cannot be read counts as the day itself, so that a day is never lost.
    """
    wanted = notice or (usual if is_celebrated(label) else NEVER)
    if wanted == NEVER:
        return ()
    found = {int(part) for part in wanted.split(",") if part.strip().isascii() and part.strip().isdigit()}
    return tuple(sorted({lead for lead in found if lead <= _LONGEST_LEAD} or {0}, reverse=True))


def clean_notice(text: str) -> str:
    """A notice as it is stored: '', 'off' or days ahead (`7,0`), the earliest first; raises ValueError for anything else."""
    if text in (AS_USUAL, NEVER):
        return text
    parts = {int(part) for part in text.split(",")}
    if not all(0 <= part <= _LONGEST_LEAD for part in parts):
        raise ValueError(f"not a notice: {text[:40]!r}")
    return ",".join(str(part) for part in sorted(parts, reverse=True))


def next_notice(day: PartialDate, lead: int, start: date, leap_day: LeapDayRule) -> date | None:
    """The first day on or after `start` that lies `lead` days before the date comes round; None past the year 9999."""
    try:
        return day.next_on_or_after(start + timedelta(days=lead), leap_day) - timedelta(days=lead)
    except (ValueError, OverflowError):
        return None
