"""What the person page says in words: the line under the name, dates with ages, keep-in-touch intervals."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QDate

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.pages import ContactPage, DealCard
from crm_desktop.ui.texts import clock, locale, money, plural, short_day, tr

_LEAP_YEAR = 2000
_UNITS = {"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
_ADVERBS = {
    "daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 30, "quarterly": 90, "half-yearly": 182, "yearly": 365,
}  # fmt: skip
_INTERVAL = re.compile(r"(?:every\s+)?(\d{1,4}|an?|other)?\s*(day|week|month|quarter|year)s?", re.IGNORECASE)
_NEVER = ("", "never", "no", "none", "-")


def person_line(page: ContactPage, now: datetime) -> str:
    """`Owner at Casa Azul · Lisbon, 14:20 there`; `now` is the user's wall clock, aware."""
    if page.job_title and page.company:
        work = tr("{role} at {company}", role=page.job_title, company=page.company)
    else:
        work = page.job_title or page.company
    if page.department:
        work = f"{work}, {page.department}" if work else page.department
    place = next((address.value.city for address in page.addresses if address.value.city), "")
    return " · ".join(part for part in (work, _where(place, page.time_zone, now)) if part)


def _where(place: str, zone_name: str, now: datetime) -> str:
    zone = known_zone(zone_name)
    if zone is None:
        return place
    place = place or zone_name.rsplit("/", 1)[-1].replace("_", " ")
    there = now.astimezone(zone)
    if there.utcoffset() == now.utcoffset():
        return place
    return tr("{place}, {time} there", place=place, time=clock(there.time()))


def known_zone(name: str) -> ZoneInfo | None:
    """The zone of an IANA name; None for an empty or unknown one."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def date_words(value: str) -> str:
    """`3 March 1988`, or `3 March` where the year is not known; what cannot be read is shown as it is."""
    try:
        partial = PartialDate.parse(value)
    except ValueError:
        return value
    day = QDate(partial.year or _LEAP_YEAR, partial.month, partial.day)
    return str(locale().toString(day, "d MMMM" if partial.year is None else "d MMMM yyyy"))


def age_words(value: str, today: date) -> str:
    """The age on `today` as a bare number; empty without a year."""
    try:
        age = PartialDate.parse(value).age_on(today)
    except ValueError:
        return ""
    return "" if age is None else str(age)


def every_words(days: int | None) -> str:
    """`every 6 weeks`; empty for no interval."""
    if days is None:
        return ""
    for unit, one, many in (
        (365, "every year", "every {count} years"),
        (30, "every month", "every {count} months"),
        (7, "every week", "every {count} weeks"),
    ):
        if days % unit == 0:
            return plural(one, many, days // unit)
    return plural("every day", "every {count} days", days)


def days_of(text: str) -> int | None:
    """Days from `every 6 weeks`, `2 months`, `monthly` or `10`; None for empty or `never`.

    Raises InvalidInput (field "keep_in_touch") for anything else.
    """
    words = text.strip().lower()
    if words in _NEVER:
        return None
    if words.isascii() and words.isdigit():
        return int(words[:6])
    if words in _ADVERBS:
        return _ADVERBS[words]
    found = _INTERVAL.fullmatch(words)
    if found is None:
        raise InvalidInput(
            "keep_in_touch",
            "“{text}” is not an interval; write every 6 weeks, monthly or never.",
            text=text.strip()[:40],
        )
    how_many = found[1] or "1"
    count = 2 if how_many == "other" else 1 if how_many in ("a", "an") else int(how_many)
    return count * _UNITS[found[2]]


def deal_words(deal: DealCard, today: date) -> str:
    """`Negotiation · €6,400 · close 12 Dec`."""
    parts = [deal.stage]
    if deal.value is not None:
        parts.append(money(deal.value.minor, deal.value.currency))
    if deal.expected_close is not None:
        parts.append(tr("close {day}", day=short_day(deal.expected_close, today)))
    return " · ".join(part for part in parts if part)
