"""Reading a day that is typed into a field, by the grammar that reminders are read by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.own_fields import FIELD, Habits
from crm_desktop.domain.quick_entry import DayOrder
from crm_desktop.services.ports import Clock
from crm_desktop.services.settings import CURRENCY, DAY_ORDER, SettingsService


def habits(settings: SettingsService, clock: Clock) -> Habits:
    """How the user writes money and days, for reading what is put into own fields."""
    return Habits(settings.get(CURRENCY.name), day_reader(settings, clock))


def day_reader(settings: SettingsService, clock: Clock) -> Callable[[str], date]:
    """A function that reads a typed day; it raises InvalidInput (field "value") for what is none or can be read in two ways."""

    def read(text: str) -> date:
        # The grammar takes a while to load; most fields hold no days.
        from crm_desktop.domain.quick_entry.reader import understand_day

        order = DayOrder(settings.get(DAY_ORDER.name))
        today = instant_to_wall(clock.now(), clock.zone()).date()
        meaning = understand_day(text, today, day_order=order)
        if meaning.problem is not None:
            raise InvalidInput(FIELD, meaning.problem)
        if meaning.day is None:
            raise InvalidInput(FIELD, "“{text}” is not a day.", text=text[:40])
        return meaning.day

    return read
