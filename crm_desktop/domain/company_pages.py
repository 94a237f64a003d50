"""What the list of companies and a company's page show: frozen rows, read by one statement each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from crm_desktop.domain.contacts import NAME_LIMIT, VALUE_LIMIT, clean_line, clean_text
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.money import Money
from crm_desktop.domain.pages import ReminderRow


class CompanyOrder(StrEnum):
    """What the list of companies is sorted by."""

    NAME = "name"
    LAST_SPOKE = "last-spoke"
    PEOPLE = "people"
    ADDED = "added"


COMPANY_TEXTS: Final[Mapping[str, int]] = {
    "domain": 253,
    "website": VALUE_LIMIT,
    "phone": 200,
    "email": VALUE_LIMIT,
    "address": VALUE_LIMIT,
    "industry": NAME_LIMIT,
    "note": 0,
}
"""The texts of a company by their columns, with the most letters of each; 0 for a text of many lines."""


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A line of the list; `last_spoke` is an aware instant (UTC), with whomever of its people that was."""

    id: int
    name: str
    domain: str = ""
    people: int = 0
    open_deals: int = 0
    last_spoke: datetime | None = None


@dataclass(frozen=True, slots=True)
class CompanyPerson:
    """Somebody who works there (`role_id` None: the person's main company) or has or had another role there.

    `from_day` and `until_day` are partial ISO days (`2019`, `2019-05`, `2019-05-03`) or empty.
    """

    contact_id: int
    name: str
    title: str = ""
    role_id: int | None = None
    from_day: str = ""
    until_day: str = ""
    last_spoke: datetime | None = None

    @property
    def is_past(self) -> bool:
        """Whether the role has an end."""
        return bool(self.until_day)


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """Everything about one company but its timeline, files and own fields.

    `people`, `past_people` and `reminders` are the first few; the counts beside them say how many there are. `open_sums`
    and `won_sums` have one sum for each currency. `suggested_domain` is what its people's addresses have in common.
    """

    id: int
    uid: str
    name: str
    domain: str
    website: str
    phone: str
    email: str
    address: str
    industry: str
    note: str
    created_at: datetime
    people: tuple[CompanyPerson, ...] = ()
    people_count: int = 0
    other_people: tuple[CompanyPerson, ...] = ()
    last_spoke: datetime | None = None
    deals: tuple[DealCard, ...] = ()
    others_deals: tuple[DealCard, ...] = ()
    """Open deals of others in which somebody who works here has a part."""
    open_count: int = 0
    won_count: int = 0
    open_sums: tuple[Money, ...] = ()
    won_sums: tuple[Money, ...] = ()
    reminders: tuple[ReminderRow, ...] = ()
    reminder_count: int = 0
    suggested_domain: str = ""


@dataclass(frozen=True, slots=True)
class CompanyGuess:
    """Which company a mail address speaks for: one that is there (`company_id`), or a name for a new one."""

    company_id: int | None
    name: str
    email: str = ""


def clean_company_text(field: str, value: str) -> str:
    """A text of a company as it may be stored; a domain without `https://`, path and `www.`.

    Raises InvalidInput (its field) for a domain that is none, and KeyError for a field that companies do not have.
    """
    limit = COMPANY_TEXTS[field]
    cleaned = clean_line(value, limit) if limit else clean_text(value)
    return clean_domain(cleaned) if field == "domain" else cleaned


def clean_domain(text: str) -> str:
    """`https://www.Fjord.no/about` as `fjord.no`; raises InvalidInput (field "domain") for what is no host name."""
    bare = text.strip().casefold().removeprefix("https://").removeprefix("http://").rpartition("@")[2]
    bare = bare.split("/")[0].split("?")[0].split(":")[0].removeprefix("www.").strip(".")
    labels = bare.split(".")
    # Letters of any script: domains are shown to people, who write them as they read them.
    fits = all(0 < len(part) <= 63 and part.replace("-", "").isalnum() and part.strip("-") == part for part in labels)
    if bare and (not fits or len(labels) < 2):
        raise InvalidInput("domain", "“{text}” is not a domain. Write it like fjord-robotics.no.", text=text[:60])
    return bare
