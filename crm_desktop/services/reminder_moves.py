"""Moving one time of a reminder to another day: its time of day stays, its zone stays, and its rule goes on as it was."""

from __future__ import annotations

from datetime import date

from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reminders import ReminderKind
from crm_desktop.services.scheduling.moments import moment_columns, zone_named
from crm_desktop.services.scheduling.series import Surroundings
from crm_desktop.services.writes import Work


def own_day(row: ReminderRow, around: Surroundings) -> date:
    """The day of an occurrence on the user's own clock."""
    if row.at is None or not row.zone:
        return row.day
    return instant_to_wall(row.fires_at, around.zone).date()


def move(work: Work, row: ReminderRow, occurrence_id: int, day: date, around: Surroundings) -> None:
    """Set an open occurrence of a row's reminder to a day of the user's clock, inside a unit of work.

    What comes once has another day of its own from now on; of what repeats, and of what comes of a contact, only this one
    time moves. Raises InvalidInput (field "day") for a day that is over.
    """
    if day < around.today:
        raise InvalidInput("day", "That day is over. Choose today or a later one.")
    # In another zone it may be another day there: as many days on as here.
    there = row.day + (day - own_day(row, around))
    zone = zone_named(row.zone) or around.zone
    columns = moment_columns(there, row.at, zone, around.morning)
    if row.kind is ReminderKind.PLAIN and not row.rule:
        work.update("reminders", row.reminder_id, start_day=there.isoformat())
        work.update("occurrences", occurrence_id, planned_day=there.isoformat(), **columns)
    else:
        work.update("occurrences", occurrence_id, moved=1, **columns)
