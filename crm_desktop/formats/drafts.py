"""Gathering the parts of one contact while a file is read, and making the draft of them."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

from crm_desktop.domain.background import NOTHING_ELSE, Background
from crm_desktop.domain.contacts import Address, ContactDraft, Fact, ImportantDate, Name, Point, PointKind
from crm_desktop.domain.messages import Message

# What programs write into a cell when they mean "nothing". "Null" with a capital is a family name.
PLACEHOLDERS = frozenset(
    ("undefined", "null", "NULL", "(null)", "[null]", "N/A", "n/a", "#N/A", "NaN", "nan", "-", "--", "[object Object]")
)


class AddressParts:
    """The parts of one address while they are gathered; the names are those of `Address`."""

    __slots__ = ("parts",)

    def __init__(self, label: str = "") -> None:
        self.parts = {"label": label}

    def add(self, part: str, text: str) -> None:
        """Set a part; a second line of the same part is put behind the first."""
        before = self.parts.get(part, "")
        self.parts[part] = f"{before}, {text}" if before and part != "label" else text

    def build(self) -> Address:
        """The finished address."""
        return Address(**self.parts)


class DraftBuilder:
    """One contact being read: every field of a draft, open for writing, plus what was noticed on the way."""

    __slots__ = (
        "addresses",
        "company",
        "dates",
        "day_parts",
        "department",
        "facts",
        "family",
        "formatted",
        "given",
        "job_title",
        "keep_in_touch_days",
        "language",
        "middle",
        "more",
        "nickname",
        "notes",
        "points",
        "preferred_channel",
        "prefix",
        "remarks",
        "source",
        "suffix",
        "tags",
        "time_zone",
        "uid",
    )

    def __init__(self) -> None:
        self.given = self.family = self.middle = self.prefix = self.suffix = self.nickname = self.formatted = ""
        self.company = self.job_title = self.department = ""
        self.source = self.language = self.time_zone = self.preferred_channel = self.uid = ""
        self.keep_in_touch_days: int | None = None
        self.points: list[Point] = []
        self.addresses: dict[str, AddressParts] = {}
        self.dates: list[ImportantDate] = []
        self.day_parts: dict[str, str] = {}
        self.facts: list[Fact] = []
        self.tags: list[str] = []
        self.notes: list[str] = []
        self.remarks: list[Message] = []
        self.more: dict[str, Any] = {}
        """What goes into the draft's `Background`, by its fields; lists where there are several."""

    def address(self, key: str, label: str = "") -> AddressParts:
        """The address that belongs to the key, begun when it is not there yet."""
        found = self.addresses.get(key)
        if found is None:
            found = self.addresses[key] = AddressParts(label)
        return found

    def has_name(self) -> bool:
        """Whether there is anything that a person or a company can be called by, other than addresses and numbers."""
        return bool(self.given or self.family or self.formatted or self.nickname or self.middle or self.company)

    def is_reachable(self) -> bool:
        """Whether there is an e-mail address or a phone number with at least one digit."""
        for point in self.points:
            if point.kind is PointKind.EMAIL and "@" in point.value:
                return True
            if point.kind is PointKind.PHONE and any(character.isdigit() for character in point.value):
                return True
        return False

    def name(self) -> Name:
        """The name; the source's whole form is only kept where it says more than the parts put together."""
        parts = Name(self.given, self.family, self.middle, self.prefix, self.suffix, self.nickname)
        if not self.formatted or self.formatted == parts.display():
            return parts
        return Name(self.given, self.family, self.middle, self.prefix, self.suffix, self.nickname, self.formatted)

    def build(self) -> ContactDraft:
        """The draft, as it was read; `clean_draft` makes it fit for storing."""
        return ContactDraft(
            self.name(),
            self.company,
            self.job_title,
            self.department,
            tuple(self.points),
            tuple(address.build() for address in self.addresses.values()) if self.addresses else (),
            tuple(self.dates),
            tuple(self.facts),
            tuple(self.tags),
            "\n\n".join(self.notes),
            self.source,
            self.language,
            self.time_zone,
            self.preferred_channel,
            self.keep_in_touch_days,
            self.uid,
            self._background() if self.more else NOTHING_ELSE,
        )

    def _background(self) -> Background:
        said: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in self.more.items()
        }
        return Background(**said)


def is_time_zone(text: str) -> bool:
    """Whether the text is the name of a time zone that this machine knows ("Europe/Lisbon")."""
    if not re.fullmatch(r"[A-Za-z]+(?:/[A-Za-z0-9_+\-]+)+|UTC", text):
        return False
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        return False
    return True
