"""Everything that the page of a deal shows, as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.likelihood import Likelihood
from crm_desktop.domain.own_fields import OwnValue
from crm_desktop.domain.pages import TagRow

AMOUNT, CLOSE = "amount", "close"
"""The fields of which every change is kept, so that a forecast can be made as of an earlier day."""
DEAL_TEXTS: Final = ("title", "source", "note", "lost_reason")
"""The texts of a deal that are edited one by one."""
COMMON_ROLES: Final = ("decides", "uses it", "pays the invoice", "recommends us", "is to be told")
"""Roles that are offered where one is typed."""


@dataclass(frozen=True, slots=True)
class DealPerson:
    """Somebody who takes part in a deal, and as what; the main one is whom it is with."""

    contact_id: int
    name: str
    role: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class DealChange:
    """That the amount or the expected close changed; both as they are stored, empty for nothing. `at` is aware (UTC)."""

    field: str
    old: str
    new: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DealProfile:
    """One deal with all that belongs to it but its timeline.

    `percent` is the chance of its stage as sums are weighted with. `own` has one entry for each field that is shown, in
    the user's order. `company_id` is that of the deal itself; `card.company` may be that of its main contact.
    """

    card: DealCard
    created_at: datetime
    percent: int
    company_id: int | None = None
    own_company: str = ""
    note: str = ""
    source: str = ""
    lost_reason: str = ""
    people: tuple[DealPerson, ...] = ()
    tags: tuple[TagRow, ...] = ()
    own: tuple[OwnValue, ...] = ()
    files: int = 0
    likelihood: Likelihood | None = None
    changes: tuple[DealChange, ...] = ()
    steps: tuple[int, ...] = ()
    """The open occurrences of its reminders, the earliest first."""
