"""What one reading of the reminders finds, made ready for showing away from the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm_desktop.domain.pages import ReminderRow
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui.dialogs.reminder_items import (
    AgendaItem,
    HeadingItem,
    MoreItem,
    Surroundings,
    agenda,
    ended_agenda,
    is_overdue,
    next_change,
)
from crm_desktop.ui.texts import tr

_ENDED_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """The items to show; the figures and people (id, name) of all open reminders; when the page looks different."""

    items: list[AgendaItem]
    opened: int
    overdue: int
    people: tuple[tuple[int, str], ...]
    changes_at: datetime


def read(reminders: ReminderService, around: Surroundings, *, ended: bool, person: tuple[int, str] | None) -> Reading:
    """Read open reminders, or those that ended, of everyone or of one person (id, name)."""
    rows = reminders.agenda()
    people = {row.contact_id: row.contact for row in rows if row.contact_id is not None}
    late = sum(is_overdue(row, around) for row in rows)
    shown = reminders.ended(_ENDED_SHOWN) if ended else rows
    if person is not None:
        shown = [row for row in shown if row.contact_id == person[0]]
    items = _ended_items(shown, around) if ended else agenda(shown, around)
    return Reading(items, len(rows), late, tuple(people.items()), next_change(rows, around))


def _ended_items(rows: Sequence[ReminderRow], around: Surroundings) -> list[AgendaItem]:
    items = ended_agenda(rows, around)
    if len(rows) == _ENDED_SHOWN:
        items += [HeadingItem(tr("Older")), MoreItem(tr("Only the newest 500 are shown."), leads_on=False)]
    return items
