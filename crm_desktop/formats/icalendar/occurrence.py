"""What comes of reading one component: an entry with its place in a series, or a sentence that says why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_desktop.domain.calendar_entries import CalendarEntry
from crm_desktop.domain.messages import Message
from crm_desktop.formats.icalendar.values import Stamp


class Refused(ValueError):
    """The entry is no reminder; `why` says it to the user."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(slots=True)
class Occurrence:
    """An entry together with what makes it part of a series: the time it stands for, further days, whether all later ones change.

    `title` is its text without the time of the event, `more_days` are wall days on which it also starts.
    """

    entry: CalendarEntry
    series: str
    title: str
    instead_of: Stamp | None = None
    and_later: bool = False
    more_days: tuple[date, ...] = ()
