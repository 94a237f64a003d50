"""What single patterns of a sentence say, before they are put together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.messages import Message
from crm_desktop.domain.quick_entry.readings import DayOrder
from crm_desktop.domain.quick_entry.vocabulary import Unit, Vocabulary
from crm_desktop.domain.recurrence import ByDay


@dataclass(frozen=True, slots=True)
class Situation:
    """When and how a sentence is read: `now` is naive wall time; `looks_back`: an open day (`friday`) is the
    latest, not the next; `past_allowed`: days that are over are no problem.
    """

    now: datetime
    vocabulary: Vocabulary
    day_order: DayOrder
    looks_back: bool = False
    past_allowed: bool = False
    zone: tzinfo | None = None

    @property
    def today(self) -> date:
        """The day of `now`."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class DaySaid:
    """A day; the other fields say how it was written, for putting it together with a repetition or a second day."""

    day: date | None = None
    partial: PartialDate | None = None
    weekday: int | None = None
    month_day: int | None = None
    nth: ByDay | None = None
    moment: time | None = None
    part: time | None = None
    period: bool = False
    """It stands for a week, a month or more, of which it is the first day (`next week`, `in march`)."""
    carried: bool = False
    """It counts only behind a preposition: `am 3.12`, `bis 5.`."""


@dataclass(frozen=True, slots=True)
class TimeSaid:
    """A time of day: `at` as it reads alone (None when that would be a guess).

    `twelve_hours` are hour and minute when the writing leaves the half of the day open, so that "in the evening" decides.
    """

    at: time | None = None
    twelve_hours: tuple[int, int] | None = None
    midnight: bool = False


@dataclass(frozen=True, slots=True)
class PartSaid:
    """A part of the day by its usual time; `bare` ones ("morning") count only directly behind a day."""

    at: time
    bare: bool = False


@dataclass(frozen=True, slots=True)
class RepeatSaid:
    """A repetition: every `interval` `unit`s, on these weekdays, day of the month, or date of the year."""

    unit: Unit
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: ByDay | None = None
    month_day: int | None = None
    date: PartialDate | None = None
    part: time | None = None


@dataclass(frozen=True, slots=True)
class EndSaid:
    """How long a repetition lasts: `number` times (unit None), or `number` units of time."""

    number: int
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class FromDoneSaid:
    """The repetition counts from the day it was done."""


@dataclass(frozen=True, slots=True)
class UrgentSaid:
    """It is urgent."""


@dataclass(frozen=True, slots=True)
class ZoneSaid:
    """A time zone by its IANA name, or the question which one is meant."""

    name: str = ""
    problem: Message | None = None


Said = DaySaid | TimeSaid | PartSaid | RepeatSaid | EndSaid | FromDoneSaid | UrgentSaid | ZoneSaid | Message


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words from `first` up to, not including, `end` say."""

    first: int
    end: int
    said: Said
    counts: bool = False
    """Its figure may count what is named behind it (`am 3. Angebot`), unless that is a person."""
