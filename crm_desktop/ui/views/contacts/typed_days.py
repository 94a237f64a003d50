"""Days as people type them into the fields of a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.messages import message

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService

# A century may leave one out.
_LEAP_YEARS_APART = 9


def yearly_day(reminders: ReminderService, typed: str, field: str) -> str:
    """A day with or without a year as it is stored (`1988-03-03`, `--03-03`); raises InvalidInput for the field."""
    understood = reminders.understand_day(typed)
    if understood.problem is not None:
        raise InvalidInput(field, understood.problem)
    if understood.partial is not None:
        return understood.partial.isoformat()
    if understood.day is not None:
        return understood.day.isoformat()
    raise InvalidInput(field, message("“{text}” is not a day; write 3 March 1988 or 3 March.", text=typed[:40]))


def past_day(reminders: ReminderService, typed: str, field: str, today: date) -> date:
    """A day of the calendar, such as `3 March 2024` or `yesterday`; without a year the latest one up to `today`.

    Raises InvalidInput for the field.
    """
    stored = yearly_day(reminders, typed, field)
    if not stored.startswith("--"):
        return date.fromisoformat(stored)
    day = PartialDate.parse(stored)
    for year in range(today.year, today.year - _LEAP_YEARS_APART, -1):
        try:
            found = date(year, day.month, day.day)
        except ValueError:  # 29 February
            continue
        if found <= today:
            return found
    raise InvalidInput(field, "Of which year? Write 3 March 2024.")
