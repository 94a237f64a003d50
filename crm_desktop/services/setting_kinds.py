"""What a setting is: its name, words and default, and which values it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from enum import Enum
from typing import Final

from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.messages import Message

ON, OFF = "on", "off"

_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+")
_LONGEST_ADDRESSES: Final = 2_000
_TYPED_TIME: Final = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*([0-5]\d)|)\s*(am|pm|a\.m\.|p\.m\.|h|uhr|)", re.IGNORECASE)


class Kind(Enum):
    """How a value is chosen: one of a few, some of a few (joined by commas), a wall-clock time, on or off, e-mail addresses
    (joined by a comma and a blank), anything.
    """

    CHOICE = "choice"
    SEVERAL = "several"
    TIME = "time"
    SWITCH = "switch"
    ADDRESSES = "addresses"
    TEXT = "text"


class Group(Enum):
    """Where the settings view shows a setting; HIDDEN ones the program keeps for itself."""

    LOOKS = "looks"
    KEPT = "kept"
    REMINDERS = "reminders"
    NOTIFICATIONS = "notifications"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name in the file, what it is called, its default, and the choices if they are few.

    `most` limits how many of the choices may be taken together. A setting with `needs` matters only while that switch is on.
    """

    name: str
    title: Message
    help: Message
    default: str
    choices: tuple[tuple[str, Message], ...] = ()
    kind: Kind = Kind.CHOICE
    group: Group = Group.LOOKS
    most: int = 0
    needs: str = ""

    def checked(self, value: str) -> str:
        """The value as it is stored; raises InvalidInput (field: the setting's name) for one that it does not take."""
        known = {choice for choice, _ in self.choices}
        if self.kind is Kind.TIME:
            return typed_time(value, self.name).strftime("%H:%M")
        if self.kind is Kind.SWITCH:
            known = {ON, OFF}
        elif self.kind is Kind.SEVERAL:
            return self._several(value)
        elif self.kind is Kind.ADDRESSES:
            return ", ".join(self._addresses(value))
        if known and value not in known:
            raise InvalidInput(self.name, "“{value}” is no choice here.", value=value)
        return value

    def _addresses(self, value: str) -> tuple[str, ...]:
        pieces = split_addresses(clean_line(value, _LONGEST_ADDRESSES))
        for each in pieces:
            if not is_address(each):
                raise InvalidInput(self.name, "“{text}” is not an e-mail address.", text=each[:80])
        return pieces

    def _several(self, value: str) -> str:
        taken = value.split(",") if value else []
        for each in taken:
            if each not in {choice for choice, _ in self.choices}:
                raise InvalidInput(self.name, "“{value}” is no choice here.", value=each)
        if not taken:
            raise InvalidInput(self.name, "Choose at least one.")
        if self.most and len(taken) > self.most:
            raise InvalidInput(self.name, "Choose {most} at most.", most=self.most)
        return ",".join(choice for choice, _ in self.choices if choice in taken)


def is_address(text: str) -> bool:
    """Whether a word may be an e-mail address; what lies behind the @ is for the mail to find out."""
    return _ADDRESS.fullmatch(text) is not None


def split_addresses(text: str) -> tuple[str, ...]:
    """What was typed with commas, semicolons or blanks between, each once."""
    return tuple(dict.fromkeys(text.replace(",", " ").replace(";", " ").split()))


def typed_time(text: str, field: str) -> time:
    """A typed time of day, such as 8:30, 22.00, 7 or 9:15 pm; raises InvalidInput for what is none."""
    found = _TYPED_TIME.fullmatch(text.strip())
    if found is not None:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3].lower().replace(".", "")
        if half in ("am", "pm"):
            hour = -1 if not 1 <= hour <= 12 else hour % 12 + (12 if half == "pm" else 0)
        if 0 <= hour <= 23:
            return time(hour, minute)
    raise InvalidInput(field, "“{text}” is not a time of day. Write it like 8:30 or 22:00.", text=text.strip()[:40])
