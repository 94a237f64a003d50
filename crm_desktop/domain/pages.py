"""What lists and pages show: frozen rows and figures, read by one statement each and handed to the window as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar

from crm_desktop.domain.contacts import Address, Fact, ImportantDate, Name, Point
from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.messages import Message
from crm_desktop.domain.money import Money
from crm_desktop.domain.reminders import OccurrenceState, ReminderKind, RepeatFrom, reminder_title, waiting_title
from crm_desktop.domain.touch import TouchPlan

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A line of the contacts list; `last_spoke` is an aware instant (UTC)."""

    id: int
    name: str
    company: str
    last_spoke: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stored(Generic[Value]):
    """A part of a contact (point, address, date, fact) with its id, for editing in place."""

    id: int
    value: Value


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag as it stands on a contact; `colour` is a tone name, empty for the neutral one.

    `keep_in_touch_days` is how often one wants to speak with those who bear it; None for no default.
    """

    id: int
    name: str
    colour: str = ""
    keep_in_touch_days: int | None = None


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Everything about one person but the timeline."""

    id: int
    uid: str
    name: Name
    shown: str
    company_id: int | None
    company: str
    job_title: str
    department: str
    points: tuple[Stored[Point], ...]
    addresses: tuple[Stored[Address], ...]
    dates: tuple[Stored[ImportantDate], ...]
    facts: tuple[Stored[Fact], ...]
    tags: tuple[TagRow, ...]
    note: str
    source: str
    language: str
    time_zone: str
    preferred_channel: str
    keep_in_touch_days: int | None
    origin: str
    created_at: datetime
    last_spoke: datetime | None
    deals: tuple[DealCard, ...] = ()
    reminders: tuple[ReminderRow, ...] = ()
    worth: tuple[Money, ...] = ()
    """The sums of the deals won with this person, one per currency."""
    touch: TouchPlan | None = None


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One open or ended occurrence of a reminder with what surrounds it.

    `day` and `at` are wall time as the user set them (or snoozed to); `fires_at` is the aware instant (UTC) at which it
    makes itself heard; `planned_day` the day its rule gave. A list shows a reminder once, by its earliest open
    occurrence; `open_count` says how many have come due and were not ended. For a yearly day of a contact, `label` is what it
    is ("birthday"), `anniversary` the date itself, `lead_days` how many days ahead of it this notice is given.
    """

    occurrence_id: int
    reminder_id: int
    text: str
    day: date
    at: time | None
    fires_at: datetime
    zone: str = ""
    rule: str = ""
    action: str = ""
    snoozed: int = 0
    contact_id: int | None = None
    contact: str = ""
    company: str = ""
    deal_id: int | None = None
    deal: str = ""
    deal_value: Money | None = None
    deal_stage: str = ""
    last_spoke: datetime | None = None
    last_kind: str = ""
    ended_at: datetime | None = None
    ended_as: str = ""
    kind: ReminderKind = ReminderKind.PLAIN
    urgent: bool = False
    repeat_from: RepeatFrom = RepeatFrom.DUE
    start_day: date | None = None
    except_days: tuple[date, ...] = ()
    planned_day: date | None = None
    moved: bool = False
    open_count: int = 1
    label: str = ""
    anniversary: PartialDate | None = None
    lead_days: int = 0
    state: OccurrenceState = OccurrenceState.WAITING
    preferred_channel: str = ""
    owed_to_me: bool = False
    """It watches over a promise that somebody else made."""

    @property
    def turns(self) -> int | None:
        """The years that a yearly day counts when it comes round for this notice; None where the year is not known."""
        if self.anniversary is None or self.anniversary.year is None:
            return None
        return ((self.planned_day or self.day) + timedelta(days=self.lead_days)).year - self.anniversary.year

    @property
    def title(self) -> Message:
        """What there is to do, in words that can be translated where the program chose them."""
        if self.owed_to_me and self.contact:
            return waiting_title(self.contact, self.text)
        return reminder_title(self.kind, self.text, self.contact, self.label, self.lead_days)


@dataclass(frozen=True, slots=True)
class DayRow:
    """A birthday or other yearly day that comes up: `turns` is the age or number of years, if the year is known."""

    date_id: int
    contact_id: int
    contact: str
    company: str
    label: str
    day: date
    turns: int | None
    preferred_channel: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers beside the entries of the sidebar."""

    contacts: int
    open_deals: int
    open_reminders: int
    due: int
    overdue: int
    companies: int = 0


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One line of the notification log: what was due when (`fires_at`), when it was shown, and what became of it.

    All instants are aware, in UTC. `occurrence_id` is 0 for the summary of a morning and None for one that is gone; `state` is
    that of the occurrence, and `moved_on` says that it stands at another moment by now.
    """

    title: str
    claimed_at: datetime
    shown_at: datetime | None
    outcome: str
    outcome_at: datetime | None
    fires_at: datetime
    occurrence_id: int | None = None
    state: OccurrenceState = OccurrenceState.CLAIMED
    moved_on: bool = False
