"""Reminders: what to do, when, about whom; when the next occurrence is due and what comes after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.messages import Message, counted, message

ALL_DAY_HOUR = time(9, 0)
"""The wall-clock time at which a reminder for a whole day makes itself heard."""


class RepeatFrom(StrEnum):
    """What a repeating reminder counts from: the day it was due, or the day it was done."""

    DUE = "due"
    DONE = "done"


class Ended(StrEnum):
    """How one occurrence of a reminder ended."""

    DONE = "done"
    SKIPPED = "skipped"


class ReminderKind(StrEnum):
    """Where a reminder comes from: the user's own, a yearly day of a contact, or keeping in touch; the last two are derived."""

    PLAIN = "plain"
    DATE = "date"
    TOUCH = "touch"


class OccurrenceState(StrEnum):
    """What one occurrence of a reminder has come to.

    WAITING: ahead, or due and not heard yet. CLAIMED: about to be shown. SHOWN: a notification stood on the screen.
    SEEN: the user opened or closed it. SNOOZED: put off and ahead again. DONE and SKIPPED: ended by the user.
    """

    WAITING = "waiting"
    CLAIMED = "claimed"
    SHOWN = "shown"
    SEEN = "seen"
    SNOOZED = "snoozed"
    DONE = "done"
    SKIPPED = "skipped"


def waiting_title(contact: str, text: str) -> Message:
    """What a promise is called whose keeping is up to somebody else."""
    return message("Waiting for {name}: {text}", name=contact, text=text)


def reminder_title(kind: ReminderKind, text: str, contact: str, label: str = "", lead_days: int = 0) -> Message:
    """What there is to do: the user's own text, or words for a yearly day (`label`, such as "birthday") and for keeping in touch."""
    if kind is ReminderKind.PLAIN:
        return message("{text}", text=text)
    if kind is ReminderKind.TOUCH:
        return message("Get in touch with {name}", name=contact)
    what = label[:1].upper() + label[1:] if label else message("Day to remember")
    if lead_days == 0:
        return message("{what}: {name}", what=what, name=contact)
    return counted("{what} tomorrow: {name}", "{what} in {count} days: {name}", lead_days, what=what, name=contact)


_SEEN_BY = ("opened", "dismissed")


def state_of(ended_as: str, *, claimed: bool, shown: bool, outcome: str, snoozed: bool) -> OccurrenceState:
    """The state of an occurrence, by how it ended and what became of the notification for its present moment."""
    if ended_as:
        return OccurrenceState(ended_as)
    if outcome in _SEEN_BY:
        return OccurrenceState.SEEN
    if shown:
        return OccurrenceState.SHOWN
    if claimed:
        return OccurrenceState.CLAIMED
    return OccurrenceState.SNOOZED if snoozed else OccurrenceState.WAITING


@dataclass(frozen=True, slots=True)
class ReminderDraft:
    """What a quick entry or form holds.

    `day` is a day (no zone); `at` a wall-clock time of that day, None for the whole day; `zone` an IANA name for a time
    fixed to a zone, empty for one that floats with the user; `rule` an RFC 5545 RRULE value, empty for once, without the
    days in `except_days` (EXDATE). An urgent one is heard in quiet hours, too.
    """

    text: str
    day: date
    at: time | None = None
    zone: str = ""
    rule: str = ""
    repeat_from: RepeatFrom = RepeatFrom.DUE
    contact_id: int | None = None
    deal_id: int | None = None
    action: str = ""
    note: str = ""
    except_days: tuple[date, ...] = ()
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A stored reminder as far as its occurrences hang on it.

    `start_day` and `at` are wall time in `zone` (see ReminderDraft); `created_at` is seconds UTC.
    """

    reminder_id: int
    kind: ReminderKind
    start_day: date
    at: time | None
    zone: str
    rule: str
    repeat_from: RepeatFrom
    except_days: frozenset[date] = frozenset()
    contact_id: int | None = None
    date_id: int | None = None
    lead_days: int = 0
    created_at: int = 0


@dataclass(frozen=True, slots=True)
class OpenOccurrence:
    """An occurrence that has not ended: the day its rule gave, and the wall time and instant it stands at now.

    `touched` when the user moved it or put it off, `shown` when a notification stood for its present moment.
    """

    id: int
    planned_day: date
    day: date
    at: time | None
    fires_at: int
    snoozed: bool
    moved: bool
    shown: bool

    @property
    def touched(self) -> bool:
        """Whether it is the user's own moment, which nothing may reckon anew."""
        return self.snoozed or self.moved


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification to show: a stable id, who and what, and what may be pressed on it.

    `key` stays the same when the same occurrence is shown again, so that a repeat replaces its bubble; `replaces` is
    the daemon's own number of that bubble, 0 if there was none. `actions` are (id, label) pairs in order. `silent` asks for
    no sound.
    """

    key: str
    title: str
    body: str
    actions: tuple[tuple[str, str], ...] = ()
    replaces: int = 0
    urgent: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class DueOccurrence:
    """One occurrence that is due and has not been shown for its present moment: what the notifier needs to know.

    For a yearly day, `label` is what it is ("birthday"), `anniversary` the date itself, and `lead_days` how many days ahead this
    notice is given.
    """

    occurrence_id: int
    reminder_id: int
    text: str
    contact_id: int | None
    contact: str
    company: str
    deal: str
    facts: tuple[str, ...]
    day: date
    at: time | None
    fires_at: datetime
    kind: ReminderKind = ReminderKind.PLAIN
    urgent: bool = False
    label: str = ""
    lead_days: int = 0
    anniversary: PartialDate | None = None
    owed_to_me: bool = False
