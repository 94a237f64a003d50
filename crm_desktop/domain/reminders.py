"""Reminders: what to do, when, about whom; when the next occurrence is due and what comes after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class ReminderDraft:
    """What a quick entry or form holds.

    `day` is a day (no zone); `at` a wall-clock time of that day, None for the whole day; `zone` an IANA name for a time
    fixed to a zone, empty for one that floats with the user; `rule` an RFC 5545 RRULE value, empty for once.
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


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification to show: a stable id, who and what, and what may be pressed on it.

    `key` stays the same when the same occurrence is shown again, so that a repeat replaces its bubble; `replaces` is
    the daemon's own number of that bubble, 0 if there was none. `actions` are (id, label) pairs in order.
    """

    key: str
    title: str
    body: str
    actions: tuple[tuple[str, str], ...] = ()
    replaces: int = 0
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class DueOccurrence:
    """One occurrence that is due and has not been shown for its present moment: what the notifier needs to know."""

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
    daemon_id: int = 0
