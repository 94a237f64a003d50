"""What the list of companies and a company's page say of it, in words."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import quote

from crm_desktop.domain.company_pages import CompanyPage, CompanyPerson, CompanyRow
from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.texts import ago_days, money, month_heading, plural, short_day, tr
from crm_desktop.ui.theme.tokens import Tone

_SEPARATOR = " · "


def ago(instant: datetime | None, now: datetime) -> str:
    """`3 d` since an instant, counted in the user's days; empty for None. `now` is the user's wall clock, aware."""
    if instant is None:
        return ""
    return ago_days((now.date() - instant.astimezone(now.tzinfo).date()).days)


def people_words(count: int) -> str:
    """`12 people`, empty for none."""
    return plural("{count} person", "{count} people", count) if count else ""


def row_words(row: CompanyRow) -> str:
    """`12 people · 2 open deals`, or the domain where there is nobody yet."""
    deals = plural("{count} open deal", "{count} open deals", row.open_deals) if row.open_deals else ""
    return _SEPARATOR.join(part for part in (people_words(row.people), deals) if part) or row.domain


def header_words(page: CompanyPage, now: datetime) -> str:
    """`Architecture · 12 people · last spoke 3 d ago`."""
    spoke = ""
    if page.last_spoke is not None:
        days = (now.date() - page.last_spoke.astimezone(now.tzinfo).date()).days
        spoke = tr("spoke today") if days <= 0 else plural("last spoke yesterday", "last spoke {count} days ago", days)
    people = people_words(page.people_count) or tr("nobody here yet")
    return _SEPARATOR.join(part for part in (page.industry, people, spoke) if part)


def role_words(person: CompanyPerson) -> str:
    """`CTO · 2015 – March 2019`, `Advisor · since 2020`."""
    begin, end = partial_words(person.from_day), partial_words(person.until_day)
    if begin and end:
        time = tr("{begin} – {end}", begin=begin, end=end)
    elif end:
        time = tr("until {day}", day=end)
    else:
        time = tr("since {day}", day=begin) if begin else ""
    return _SEPARATOR.join(part for part in (person.title, time) if part)


def partial_words(value: str) -> str:
    """`2019`, `March 2019` or `3 Mar 2019` for a partial ISO day; what cannot be read is shown as it is."""
    parts = value.split("-")
    try:
        if len(parts) == 2:
            return month_heading(date(int(parts[0]), int(parts[1]), 1))
        if len(parts) == 3:
            day = PartialDate.parse(value)
            whole = date(day.year or 1, day.month, day.day)
            return short_day(whole, date.min)
    except ValueError:
        return value
    return value


def deal_words(deal: DealCard, today: date) -> str:
    """`Negotiation · €6,400 · Marta Oliveira`, `Won 3 Mar · €850`."""
    if deal.state is DealState.OPEN:
        first = deal.stage
    else:
        day = short_day(deal.closed_at.date(), today) if deal.closed_at is not None else ""
        first = tr("Won {day}", day=day) if deal.state is DealState.WON else tr("Lost {day}", day=day)
    value = money(deal.value.minor, deal.value.currency) if deal.value is not None else ""
    return _SEPARATOR.join(part for part in (first.strip(), value, deal.contact) if part)


def due_tone(day: date, today: date) -> Tone:
    """Red when late, amber today, blue ahead; the chip says it in words as well."""
    return Tone.LATE if day < today else Tone.TODAY if day == today else Tone.PLANNED


def link_of(field: str, value: str) -> str:
    """The address the desktop opens for a field: `https:`, `tel:` (RFC 3966) or `mailto:` (RFC 6068); empty for others."""
    if field == "phone":
        return "tel:" + "".join(letter for letter in value if letter.isdigit() or letter in "+*#")
    if field == "email":
        return f"mailto:{quote(value, safe='@+')}"
    if field in ("domain", "website"):
        return value if value.casefold().startswith(("https://", "http://")) else f"https://{value}"
    return ""
