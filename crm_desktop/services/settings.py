"""Every setting, declared once: name, default and what may be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.money import CURRENCIES
from crm_desktop.domain.quick_entry import DayOrder
from crm_desktop.storage import settings_table
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name in the file, what it is called, its default, and the choices if they are few."""

    name: str
    title: Message
    help: Message
    default: str
    choices: tuple[tuple[str, Message], ...] = ()


THEME: Final = Setting(
    "theme",
    message("Appearance"),
    message("Light or dark, or as the desktop has it."),
    "system",
    (("system", message("As the desktop")), ("light", message("Light")), ("dark", message("Dark"))),
)
CURRENCY: Final = Setting(
    "currency",
    message("Currency"),
    message("The currency of a new deal when none is typed."),
    "EUR",
    tuple((code, message("{code}", code=code)) for code in CURRENCIES),
)
DAY_ORDER: Final = Setting(
    "day-order",
    message("Dates like 3/12"),
    message("Which comes first when a date is typed with a slash."),
    DayOrder.UNKNOWN.value,
    (
        (DayOrder.UNKNOWN.value, message("Ask each time")),
        (DayOrder.DAY_FIRST.value, message("The day")),
        (DayOrder.MONTH_FIRST.value, message("The month")),
    ),
)
SHOWN: Final = (THEME, CURRENCY, DAY_ORDER)
GEOMETRY: Final = Setting("geometry", message("Window"), message("Where the window stood."), "")
ZONE: Final = Setting("zone", message("Time zone"), message("The zone that floating times were reckoned in."), "")
SETTINGS: Final = (*SHOWN, GEOMETRY, ZONE)


class SettingsService:
    """Reads and sets the declared settings."""

    def __init__(self, database: Database, writing: Writing) -> None:
        self._database = database
        self._writing = writing

    @property
    def data_file(self) -> Path:
        """Where the user's data lies."""
        return self._database.path

    def get(self, name: str) -> str:
        """The value of a declared setting, or its default."""
        value = settings_table.get(self._database.reader(), name)
        return _declared(name).default if value is None else value

    def set(self, name: str, value: str) -> None:
        """Set a declared setting; raises InvalidInput for a value that is no choice. Not part of what Ctrl+Z takes back."""
        setting = _declared(name)
        if setting.choices and value not in {choice for choice, _ in setting.choices}:
            raise InvalidInput(name, "“{value}” is no choice here.", value=value)
        with self._writing(None) as work:
            settings_table.put(work.read, name, value)


def _declared(name: str) -> Setting:
    return next(setting for setting in SETTINGS if setting.name == name)
