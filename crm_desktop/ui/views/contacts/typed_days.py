"""Days as people type them into the fields of a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.messages import message

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService


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


def whole_day(reminders: ReminderService, typed: str, field: str) -> date:
    """A day of the calendar, such as `3 March 2024` or `yesterday`; raises InvalidInput for the field."""
    stored = yearly_day(reminders, typed, field)
    try:
        return date.fromisoformat(stored)
    except ValueError:
        raise InvalidInput(field, "Of which year? Write 3 March 2024.") from None
