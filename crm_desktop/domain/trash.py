"""What was deleted and can be brought back, as the trash shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class TrashKind(StrEnum):
    """What kind of thing was deleted; the values are the kinds that `navigate` and `Change` know."""

    CONTACT = "contact"
    COMPANY = "company"
    DEAL = "deal"
    REMINDER = "reminder"
    INTERACTION = "interaction"
    TAG = "tag"
    OWN_FIELD = "own-field"
    SAVED_LIST = "saved-list"


@dataclass(frozen=True, slots=True)
class Thrown:
    """One deleted thing: ids are never given twice, so these two say which it is."""

    kind: TrashKind
    id: int


@dataclass(frozen=True, slots=True)
class TrashRow:
    """A line of the trash; `deleted_at` is an aware instant (UTC), `place` where the next page goes on.

    `detail` says whose it was (a person's company, a deal's or reminder's person); `entry_kind` is the InteractionKind of an
    entry of a timeline.
    """

    thing: Thrown
    name: str
    detail: str
    deleted_at: datetime
    place: int
    entry_kind: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """What bringing back came to: how many things, and how many of them could not be."""

    count: int
    refused: int = 0


MERGED_COMPANIES: Final = "Merged {others} into {name}"
MERGED_TAGS: Final = "Merged tag {others} into “{name}”"
NOT_DELETED: Final = (MERGED_COMPANIES, MERGED_TAGS)
"""Labels of units of work that take things away without the user having deleted them: they stand under another name."""
