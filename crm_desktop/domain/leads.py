"""Leads: people who may become clients, how far they are, whether they suit, and where the best ones come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from crm_desktop.domain.background import LifecycleStage
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.money import Money

LEAD_STEPS: Final = (LifecycleStage.LEAD, LifecycleStage.INTERESTED, LifecycleStage.QUALIFIED)
"""How far a lead is: just known, interested (MQL), qualified (SQL)."""
USUAL_SOURCES: Final = ("Recommendation", "Website", "Event", "Newsletter", "Social media", "Search engine")
"""What is offered as a source while none of one's own is used often."""


class Fit(StrEnum):
    """Whether a lead suits one's work."""

    UNKNOWN = ""
    GOOD = "good"
    BAD = "bad"


class LeadOrder(StrEnum):
    """What the list of leads is sorted by."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"
    STEP = "step"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads: all of these together. `source` "" is those without one, None is any; an empty `steps` is any step.

    Who has an open deal is on the board by now: only `with_deal` lists those, and no others.
    """

    text: str = ""
    steps: frozenset[str] = frozenset()
    source: str | None = None
    fit: Fit | None = None
    order: LeadOrder = LeadOrder.NEWEST
    with_deal: bool = False


@dataclass(frozen=True, slots=True)
class LeadDraft:
    """A lead before it is stored; a name (or an e-mail address) and a source are enough."""

    name: str
    source: str
    email: str = ""
    phone: str = ""
    company: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A line of the list. `since` is the day in the user's zone on which the person became a lead.

    `next_day` and `next_text` are the earliest open reminder about the person (an empty text: a derived one);
    `open_deals` counts the deals that the person is the main contact of.
    """

    id: int
    name: str
    company: str
    source: str
    step: str
    since: date
    fit: Fit
    fit_reason: str
    last_spoke: datetime | None
    next_day: date | None
    next_text: str
    email: str
    phone: str
    note: str
    tags: tuple[str, ...]
    open_deals: int


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who is there already and looks like the one that is typed; `reason` is name, email or phone."""

    id: int
    name: str
    company: str
    lifecycle: str
    reason: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a lead becomes a deal. `lifecycle` is what the person is from then on; "" leaves it as it is."""

    title: str
    stage_id: int
    value: DealValue | None = None
    expected_close: date | None = None
    lifecycle: str = ""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What came of everybody who ever was a lead from a source ("" for none): people, and what the won deals are worth."""

    source: str
    leads: int
    became_deals: int
    won: int
    worth: tuple[Money, ...]
