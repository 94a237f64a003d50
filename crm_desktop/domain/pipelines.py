"""Pipelines, stages and deals: possible pieces of work on their way to won or lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm_desktop.domain.money import Money


class DealState(StrEnum):
    """Where a deal ended, if it did."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A stage before it is stored: its name and the chance in percent that a deal in it is won."""

    name: str
    probability: int = 50


DEFAULT_STAGES = (
    StageDraft("Lead", 10),
    StageDraft("First talk", 30),
    StageDraft("Proposal sent", 50),
    StageDraft("Negotiation", 75),
)
LOST_REASONS = ("Too expensive", "Chose somebody else", "No answer", "Not now", "Not a fit", "Other")


@dataclass(frozen=True, slots=True)
class DealDraft:
    """What the form of a deal holds."""

    title: str
    stage_id: int
    contact_id: int | None = None
    company: str = ""
    value: Money | None = None
    expected_close: date | None = None
    source: str = ""
    note: str = ""
