"""What quick entry hands back: the values, what is wrong with the sentence, and where each part stood in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import Enum, StrEnum
from typing import TYPE_CHECKING

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.messages import Message
from crm_desktop.domain.reminders import RepeatFrom

if TYPE_CHECKING:  # the values are known without the grammar and its rules, see the package
    from crm_desktop.domain.recurrence import Recurrence

LONGEST_TEXT = 1_000
"""Characters that are read; a longer sentence is refused, not cut in silence."""


class DayOrder(Enum):
    """How `3/12` is meant; dotted dates (`3.12.`) are always day first, dashed ones (`2026-12-03`) year first."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    UNKNOWN = "unknown"


class Language(StrEnum):
    """A language that sentences are read in."""

    ENGLISH = "en"
    GERMAN = "de"

    @classmethod
    def in_order_of(cls, locale: str) -> tuple[Language, ...]:
        """All of them, the one of the locale (`de_AT`, `en-GB`) first; English where it has another."""
        own = locale.replace("-", "_").partition("_")[0].lower()
        return tuple(sorted(cls, key=lambda each: (each.value != own, each is not cls.ENGLISH)))


class SpanKind(Enum):
    """What a stretch of the sentence was understood as."""

    PERSON = "person"
    DAY = "day"
    TIME = "time"
    REPEAT = "repeat"
    ZONE = "zone"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to, not including, `end` of the sentence as it was typed."""

    start: int
    end: int
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class Person:
    """A contact that a name in the sentence may mean."""

    contact_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A sentence as a reminder: `day` and `time` are wall time of the user, or of `zone` (an IANA name) when one is named.

    `text` is what to do, without the parts that became day, time or repetition. `day` None: no day was said. `time` None: all
    day. With `recurrence`, `day` is its first occurrence and the start to compute the others from. `action` is `call`,
    `email`, `meeting`, `message` or None. `problem` is set when the sentence is impossible or can be read in two ways; it is
    a question or a way out, and what else was understood is still filled in for the preview. `urgent`: marked by a "!" at
    the end or a word. `repeat_from` says whether a repetition counts from the day it is due or the day it is done.
    """

    text: str
    people: tuple[Person, ...] = ()
    day: date | None = None
    time: time | None = None
    recurrence: Recurrence | None = None
    action: str | None = None
    spans: tuple[Span, ...] = ()
    problem: Message | None = None
    urgent: bool = False
    zone: str = ""
    repeat_from: RepeatFrom = RepeatFrom.DUE

    @property
    def ready(self) -> bool:
        """Whether Enter may save it."""
        return self.problem is None and bool(self.text)


@dataclass(frozen=True, slots=True)
class DayUnderstood:
    """A date field as understood: all None and no problem when the field is empty.

    `partial` is the date as written, with or without a year (for birthdays); `day` is a full day: the written one, or without a
    year the next time it comes round, today included. `time` is set only when one was written.
    """

    day: date | None = None
    time: time | None = None
    partial: PartialDate | None = None
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class MomentUnderstood:
    """A day and time field as understood, in wall time; `day` is None only when the field is empty or has a problem."""

    day: date | None = None
    time: time | None = None
    problem: Message | None = None
