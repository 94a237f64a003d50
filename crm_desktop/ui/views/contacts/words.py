"""What the person page says in words: role and place, dates with ages and notices, when to get in touch and why."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from PySide6.QtCore import QDate

from crm_desktop.domain.dates import PartialDate, instant_to_wall
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.pages import ContactPage
from crm_desktop.domain.touch import TouchPlan, TouchSource
from crm_desktop.domain.yearly_days import AS_USUAL, NEVER, is_celebrated
from crm_desktop.ui.interval_words import usual_words
from crm_desktop.ui.texts import clock, locale, money, one_line, short_day, tr

_LEAP_YEAR = 2000
_NO_PLACES = ("Etc/", "SystemV/", "posix/", "right/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")


def work_words(page: ContactPage) -> str:
    """`Owner at Casa Azul, Kitchen`."""
    if page.job_title and page.company:
        work = tr("{role} at {company}", role=page.job_title, company=page.company)
    else:
        work = page.job_title or page.company
    if page.department:
        work = f"{work}, {page.department}" if work else page.department
    return work


def where_words(page: ContactPage, now: datetime) -> str:
    """`Lisbon, 14:20 there`, the time only where it is another one; `now` is the user's wall clock, aware."""
    place = next((address.value.city for address in page.addresses if address.value.city), "")
    zone_name = page.time_zone
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


def zone_names() -> tuple[str, ...]:
    """All IANA names of places, in order; the system's own, so that every one of them can be used."""
    return tuple(sorted(name for name in _all_zones() if "/" in name and not name.startswith(_NO_PLACES)))


@cache
def _all_zones() -> frozenset[str]:
    return frozenset(available_timezones())


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


def notice_words(notice: str, label: str) -> str:
    """What one is told of a day: `on the day`, `7 days before`, `7 days before and on the day`, `never`, `as usual`."""
    if notice == AS_USUAL:
        return tr("as usual") if is_celebrated(label) else tr("never")
    if notice == NEVER:
        return tr("never")
    days = [int(part) for part in notice.split(",") if part.isdigit()]
    before = [day for day in days if day]
    if not before:
        return tr("on the day")
    first = ", ".join(str(day) for day in before[:-1])
    ahead = tr("the day before") if before[-1] == 1 else tr("{count} days before", count=before[-1])
    ahead = tr("{days} and {ahead}", days=first, ahead=ahead) if first else ahead
    return tr("{ahead} and on the day", ahead=ahead) if 0 in days else ahead


def reminder_words(notice: str, label: str) -> str:
    """The same in a line of its own: `reminder on the day`, `no reminder`."""
    words = notice_words(notice, label)
    return tr("no reminder") if words == tr("never") else tr("reminder {when}", when=words)


def touch_words(plan: TouchPlan | None, own_days: int | None, today: date, here: tzinfo) -> str:
    """Why and when to get in touch: `Tag “client” · next Thu 3 Dec`; empty where there is nothing to say."""
    if plan is None:
        return ""
    if plan.source is TouchSource.USUAL:
        return tr("You usually talk {interval}.", interval=usual_words(plan.every_days))
    parts = [] if own_days is not None else [tr("by the tag “{tag}”", tag=plan.tag)]
    lost = instant_to_wall(plan.lose_at, here).date()
    if plan.next_day is not None and plan.next_day >= today:
        parts.append(tr("next {day}", day=short_day(plan.next_day, today, weekday=True)))
    elif lost <= today:
        parts.append(tr("late since {day}", day=short_day(lost, today)))
    return " · ".join(parts)


def deal_words(deal: DealCard, today: date) -> str:
    """`pays the invoice · Negotiation · €6,400 · close 12 Dec`."""
    parts = [one_line(deal.role, 60), deal.stage]
    if deal.value is not None:
        parts.append(money(deal.value.minor, deal.value.currency))
    if deal.expected_close is not None:
        parts.append(tr("close {day}", day=short_day(deal.expected_close, today)))
    return " · ".join(part for part in parts if part)
