"""What a search found, and why it was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

Ranges = tuple[tuple[int, int], ...]
"""Where something stands in a text: first character and the one behind the last, counted in code points."""


class Rank(IntEnum):
    """How good a hit is, the best first."""

    EXACT = 0
    """What was typed is the whole name."""
    BEGINS = 1
    """The name begins so."""
    NAME = 2
    """Every word begins a word of the name."""
    DETAIL = 3
    """It stands in something else that is known, such as an e-mail or a tag."""
    INSIDE = 4
    """It stands in the middle of a word."""
    SIMILAR = 5
    """The name is spelled nearly so."""
    TEXT = 6
    """It stands in a text."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found: `kind` is contact, company, deal, interaction or reminder; `contact_id` leads to the person,
    `company_id`, where there is no person, to the company.

    `snippet` is a piece of the text with the words in it, for hits in long texts; `because` is the detail that has the
    words, for hits whose name has not. `marked` says where the words stand in `snippet` or, without one, in `name`;
    `terms` are the folded words, for marking them in whatever else is shown. `at` is aware, in UTC.
    """

    kind: str
    id: int
    name: str
    company: str = ""
    contact_id: int | None = None
    company_id: int | None = None
    detail: str = ""
    snippet: str = ""
    at: datetime | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    rank: Rank = Rank.NAME
    because: str = ""
    marked: Ranges = ()
    terms: tuple[str, ...] = ()
