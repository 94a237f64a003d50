"""What a view of reminders asks for and gets: filters, an outline of what there is, and the days of a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from crm_desktop.domain.messages import Message


class AgendaState(StrEnum):
    """Which reminders are asked for, by how they stand: still to be done, past their moment, or done and skipped."""

    OPEN = "open"
    OVERDUE = "overdue"
    ENDED = "ended"


class AgendaRule(StrEnum):
    """Which reminders are asked for, by where their days come from.

    REPEATING: by a rule of their own. ONCE: on one day. YEARLY: birthdays and other days of contacts. NOTICE: told some
    days ahead of such a day.
    """

    ANY = ""
    REPEATING = "repeating"
    ONCE = "once"
    YEARLY = "yearly"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class AgendaFilter:
    """What is asked for; every part that is given has to hold. `day` is a day of the user's wall clock."""

    state: AgendaState = AgendaState.OPEN
    rule: AgendaRule = AgendaRule.ANY
    contact_id: int | None = None
    company_id: int | None = None
    deal_id: int | None = None
    day: date | None = None

    @property
    def narrows(self) -> bool:
        """Whether less is asked for than everything of a state."""
        whom = (self.contact_id, self.company_id, self.deal_id, self.day)
        return self.rule is not AgendaRule.ANY or any(part is not None for part in whom)


Key = tuple[str, int]
"""What a line of the agenda is about: ("reminder", occurrence), ("day", yearly day) or ("planned", reminder)."""


@dataclass(frozen=True, slots=True)
class OutlineGroup:
    """The lines under one heading, in order: of a day, or (None) everything overdue. `days` are the lines' own days."""

    day: date | None
    keys: tuple[Key, ...]
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """An agenda without its words: what stands where, so that only the lines that are looked at are read.

    `shown` and `overdue` count the reminders in it, `total` all of the same state without a filter. `changes_at` (aware) is
    the first instant at which the same reminders stand elsewhere.
    """

    groups: tuple[OutlineGroup, ...]
    shown: int
    overdue: int
    total: int
    changes_at: datetime


class EntryKind(StrEnum):
    """What a line in a day of the month is: a stored reminder, a repetition that its rule will bring, a yearly day."""

    REMINDER = "reminder"
    PLANNED = "planned"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One line in a day of the month; `at` is wall time in the user's zone. `id` is of the occurrence, the reminder or the
    yearly day, as `kind` says. `late` when its moment has passed and it is still open.
    """

    kind: EntryKind
    id: int
    title: Message
    at: time | None = None
    late: bool = False
    ended: bool = False
    repeats: bool = False
    urgent: bool = False
    notice: bool = False


@dataclass(frozen=True, slots=True)
class MonthDay:
    """What is on a day: the first few lines, and how many there are in all."""

    entries: tuple[DayEntry, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class MonthPage:
    """The days of some weeks that have anything on them. `capped` when there are more repetitions than were reckoned."""

    first: date
    last: date
    days: Mapping[date, MonthDay] = field(default_factory=dict)
    reminders: int = 0
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody or something that reminders can be about: `kind` is contact, company or deal."""

    kind: str
    id: int
    name: str
    detail: str = ""
