"""Keeping in touch: by what one wants to speak with somebody how often, and the next day that comes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from crm_desktop.domain.errors import InvalidInput

NOT_AT_ALL: Final = 0
"""The own interval of somebody with whom one does not want to keep in touch, whatever their tags and the rhythm say."""
LONGEST_DAYS: Final = 3660


class TouchSource(StrEnum):
    """What an interval comes of: the contact's own, a tag's, or how often one usually speaks."""

    OWN = "own"
    TAG = "tag"
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Interval:
    """How often, in days, by what, and by which tag."""

    days: int
    source: TouchSource
    tag_id: int | None = None


@dataclass(frozen=True, slots=True)
class TouchPlan:
    """How often one wants to speak with somebody, or usually does, and why; `tag` is the name of the one it comes of.

    From `lose_at` (aware, UTC) on one is losing touch. `next_day` is the user's day on which the reminder stands, None where
    there is none: by the usual rhythm, or once a tag's interval had passed before it was set.
    """

    every_days: int
    source: TouchSource
    tag: str
    lose_at: datetime
    next_day: date | None


def chosen_interval(own_days: int | None, tags: Iterable[tuple[int, int]]) -> Interval | None:
    """The interval that somebody chose: the own one, else the shortest of the tags' (days, tag id); None for none.

    An own interval of 0 is none, too: ask for `NOT_AT_ALL` before looking for a usual rhythm.
    """
    if own_days is not None:
        return Interval(own_days, TouchSource.OWN) if own_days > 0 else None
    shortest = min(tags, default=None)
    return None if shortest is None else Interval(shortest[0], TouchSource.TAG, shortest[1])


def clean_days(days: int | None) -> int | None:
    """An interval as it may be stored; raises InvalidInput (field "keep_in_touch") for one that makes no sense."""
    if days is not None and not NOT_AT_ALL <= days <= LONGEST_DAYS:
        raise InvalidInput("keep_in_touch", "Between one day and ten years, please.")
    return days
