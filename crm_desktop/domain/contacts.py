"""A contact: a person with names, ways to reach them, dates, facts and tags, as plain values and the rules for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from crm_desktop.domain.background import NOTHING_ELSE, Background, clean_background
from crm_desktop.domain.cleaning import NAME_LIMIT, TEXT_LIMIT, VALUE_LIMIT, clean_line, clean_text
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.folding import fold
from crm_desktop.domain.phones import national_digits

__all__ = [
    "NAME_LIMIT", "TEXT_LIMIT", "VALUE_LIMIT", "Address", "ContactDraft", "Fact", "ImportantDate", "Name", "Point",
    "PointKind", "called", "clean_draft", "clean_line", "clean_name", "clean_text", "compare_key", "is_east_asian", "sort_key",
]  # fmt: skip


class PointKind(StrEnum):
    """What kind of way to reach somebody a contact point is."""

    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a person's name as they are written; any one of them is enough."""

    given: str = ""
    family: str = ""
    middle: str = ""
    prefix: str = ""
    suffix: str = ""
    nickname: str = ""
    formatted: str = ""
    """The whole name as its source wrote it; used where the parts are missing or in another order."""

    def display(self) -> str:
        """The name as lists show it: the source's own form if there is one, else the parts in the order of their script.

        The family stands first in Chinese, Japanese and Korean letters, last in all others.
        """
        if self.formatted:
            return self.formatted
        parts = (self.prefix, self.given, self.middle, self.family)
        if not self.family.isascii() and is_east_asian(self.family + self.given):
            parts = (self.prefix, self.family, self.given, self.middle)
        whole = " ".join(part for part in parts if part)
        if self.suffix:
            whole = f"{whole}, {self.suffix}" if whole else self.suffix
        return whole or self.nickname

    def is_empty(self) -> bool:
        """Whether nothing at all is known of the name."""
        return not self.display()


@dataclass(frozen=True, slots=True)
class Point:
    """One e-mail address, phone number or link with its label ("work", "home", …) as typed."""

    kind: PointKind
    value: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address by its parts; `formatted` is used when a source gives only one block of text."""

    label: str = ""
    street: str = ""
    extended: str = ""
    po_box: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    formatted: str = ""

    def one_line(self) -> str:
        """The address in one line, the way a details panel shows it."""
        town = " ".join(part for part in (self.postal_code, self.city) if part)
        parts = (self.street, self.extended, self.po_box, town, self.region, self.country)
        line = ", ".join(part for part in parts if part)
        return line or ", ".join(part.strip() for part in self.formatted.splitlines() if part.strip())

    def is_empty(self) -> bool:
        """Whether no part but the label is given."""
        parts = (self.street, self.extended, self.po_box, self.postal_code, self.city, self.region, self.country)
        return not any(parts) and not self.formatted.strip()


@dataclass(frozen=True, slots=True)
class ImportantDate:
    """A day that matters, with or without a year: `value` is `YYYY-MM-DD` or `--MM-DD` (ISO 8601 as RFC 6350 cuts it).

    `notice` says what to be told of it, see `domain/yearly_days.py`.
    """

    label: str
    value: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a good friend would remember: a kind ("likes", "family", …, or any heading) and a text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """Everything that can be said about a person before it is stored: what importers read and forms fill in."""

    name: Name = Name()
    company: str = ""
    job_title: str = ""
    department: str = ""
    points: tuple[Point, ...] = ()
    addresses: tuple[Address, ...] = ()
    dates: tuple[ImportantDate, ...] = ()
    facts: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    language: str = ""
    time_zone: str = ""
    preferred_channel: str = ""
    keep_in_touch_days: int | None = None
    uid: str = ""
    """The identifier its source gave it (vCard UID, record id), empty when there is none."""
    more: Background = NOTHING_ELSE

    def values(self, kind: PointKind) -> tuple[str, ...]:
        """The values of one kind of contact point, in order."""
        return tuple(point.value for point in self.points if point.kind is kind)


def is_east_asian(text: str) -> bool:
    """Whether a name is written in Chinese, Japanese or Korean letters, where the family name comes first."""
    return (
        bool(text)
        and not text.isascii()
        and all(unicodedata.east_asian_width(character) in ("W", "F") or character.isspace() for character in text)
    )


def clean_name(name: Name) -> Name:
    """The name as it may be stored."""
    return Name(
        given=clean_line(name.given, NAME_LIMIT),
        family=clean_line(name.family, NAME_LIMIT),
        middle=clean_line(name.middle, NAME_LIMIT),
        prefix=clean_line(name.prefix, NAME_LIMIT),
        suffix=clean_line(name.suffix, NAME_LIMIT),
        nickname=clean_line(name.nickname, NAME_LIMIT),
        formatted=clean_line(name.formatted, NAME_LIMIT),
    )


def clean_draft(draft: ContactDraft) -> ContactDraft:
    """The draft as it may be stored: every text cleaned, empty and repeated parts left out.

    A draft without any name takes its company, first e-mail or first phone as its name to show; raises InvalidInput
    when there is nothing to call the person by.
    """
    points = _distinct(
        Point(point.kind, clean_line(point.value), clean_line(point.label, 100)) for point in draft.points
    )
    # Every field by its name: `replace` takes as long as all the cleaning, once for each of 100,000 in an import.
    cleaned = ContactDraft(
        name=clean_name(draft.name),
        company=clean_line(draft.company, NAME_LIMIT),
        job_title=clean_line(draft.job_title, NAME_LIMIT),
        department=clean_line(draft.department, NAME_LIMIT),
        points=tuple(point for point in points if point.value),
        addresses=tuple(address for address in map(_clean_address, draft.addresses) if not address.is_empty()),
        dates=tuple(ImportantDate(clean_line(d.label, 100), d.value, d.notice) for d in draft.dates),
        facts=tuple(
            fact
            for fact in (Fact(clean_line(f.kind, 200), clean_text(f.text, 20_000)) for f in draft.facts)
            if fact.text
        ),
        tags=_distinct_tags(draft.tags),
        note=clean_text(draft.note),
        source=clean_line(draft.source, 200),
        language=clean_line(draft.language, 50),
        time_zone=clean_line(draft.time_zone, 100),
        preferred_channel=clean_line(draft.preferred_channel, 100),
        keep_in_touch_days=draft.keep_in_touch_days,
        uid=clean_line(draft.uid, 300),
        more=draft.more if draft.more is NOTHING_ELSE else clean_background(draft.more),
    )
    if not called(cleaned):
        raise InvalidInput("name", "A contact needs a name, a company, an e-mail address or a phone number.")
    return cleaned


def called(draft: ContactDraft) -> str:
    """What lists call the person: the name, else the company, else the first e-mail or phone; empty if there is nothing."""
    shown = draft.name.display() or draft.company
    return shown or next(iter(draft.values(PointKind.EMAIL) + draft.values(PointKind.PHONE)), "")


def sort_key(name: Name, shown: str) -> str:
    """The folded text that lists are sorted by: the name as shown, so that the order on the screen is plain to see."""
    return fold(shown or name.display())[:200]


def compare_key(kind: PointKind, value: str) -> str:
    """What contact points are found by: addresses without case, phone numbers by their last seven digits.

    Two different numbers may share these: `phones.same_number`, or their E.164 form, tells them apart.
    """
    if kind is PointKind.PHONE:
        return national_digits(value)[-7:]
    folded = value.casefold().removeprefix("mailto:")
    if kind is PointKind.LINK:
        folded = folded.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return folded


def _clean_address(address: Address) -> Address:
    return Address(
        label=clean_line(address.label, 100),
        street=clean_line(address.street.replace("\n", ", ")),
        extended=clean_line(address.extended),
        po_box=clean_line(address.po_box),
        city=clean_line(address.city),
        region=clean_line(address.region),
        postal_code=clean_line(address.postal_code),
        country=clean_line(address.country),
        formatted=clean_text(address.formatted, VALUE_LIMIT),
    )


def _distinct_tags(tags: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for tag in (clean_line(tag, 100) for tag in tags):
        if tag:
            seen.setdefault(fold(tag), tag)
    return tuple(seen.values())


def _distinct(points: Iterable[Point]) -> tuple[Point, ...]:
    seen: dict[tuple[PointKind, str], Point] = {}
    for point in points:
        seen.setdefault((point.kind, point.value.casefold()), point)
    return tuple(seen.values())
