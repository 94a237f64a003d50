"""What a calendar file says about reminders: entries as they were read, and entries as they are to be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from crm_desktop.domain.messages import Message
from crm_desktop.domain.reminders import RepeatFrom


class CalendarForm(StrEnum):
    """As what reminders are written into a calendar file: events, which every calendar shows, or tasks, which few do."""

    EVENTS = "events"
    TASKS = "tasks"


class LeftOut(StrEnum):
    """Why an entry becomes no reminder although nothing is wrong with it.

    DONE, CANCELLED: so says the file. PAST: the event is over. STRANGERS: nobody on it is known, and only those that are
    were wanted. UNWANTED: the user chose so.
    """

    DONE = "done"
    CANCELLED = "cancelled"
    PAST = "past"
    STRANGERS = "strangers"
    UNWANTED = "unwanted"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a wall-clock time of a day; `zone` is an IANA name, empty for a time that floats with the user."""

    day: date
    at: time | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One reminder as a calendar file has it.

    `starts` is when the event or task itself is, `rings` the moment that the reminder is set for: that of its earliest
    alarm, else the same. `rule` is an RRULE value that `domain/recurrence.py` reads, counted from `rings`, and
    `lost_rule` one that it cannot; `except_days` are wall days. `uid` is never empty and tells the entry apart from all others of the file. `emails` are the people on it.
    `was_open` are days on which an entry of our own making was due and not done when it was written; None for others.
    `urgent`, `contact_uid`, `deal_uid`, `action` are None or empty when the file does not say.
    """

    line: int
    uid: str
    text: str
    starts: Moment
    rings: Moment
    rule: str = ""
    lost_rule: str = ""
    except_days: tuple[date, ...] = ()
    repeat_from: RepeatFrom = RepeatFrom.DUE
    note: str = ""
    urgent: bool | None = None
    action: str = ""
    emails: tuple[str, ...] = ()
    contact_uid: str = ""
    deal_uid: str = ""
    is_task: bool = False
    was_open: tuple[date, ...] | None = None
    left_out: LeftOut | None = None
    remarks: tuple[Message, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class WrittenReminder:
    """One open reminder as it goes into a calendar file.

    `starts` is the first moment of a repeating one and the present moment of any other; `open_days` are the wall days on
    which it is due or was and is not done. `contact` is the name that belongs to it, `email` where that person is reached;
    `created_at` is an aware instant (UTC).
    """

    uid: str
    text: str
    starts: Moment
    created_at: datetime
    rule: str = ""
    except_days: tuple[date, ...] = ()
    repeat_from: RepeatFrom = RepeatFrom.DUE
    note: str = ""
    urgent: bool = False
    action: str = ""
    contact: str = ""
    email: str = ""
    contact_uid: str = ""
    deal_uid: str = ""
    open_days: tuple[date, ...] = ()
