"""What the details column shows of a person, as a list of rows: ways to reach them, addresses, dates, facts, texts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crm_desktop.domain.contacts import PointKind
from crm_desktop.domain.pages import ContactPage
from crm_desktop.domain.touch import TouchSource
from crm_desktop.ui.interval_words import every_words
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.views.contacts.words import age_words, date_words, touch_words


@dataclass(frozen=True, slots=True)
class Item:
    """One row: what it shows and which part of the person it is."""

    part: str
    id: int | None = None
    value: str = ""
    label: str = ""
    after: str = ""
    stored: Any = None
    below: str = ""
    notice: str | None = None


def part_of(item: Item) -> str:
    """Which kind of row an item needs."""
    return item.part


# The texts of a person of which there is one each. Those about the work need no name before them to be understood.
WORK_TEXTS = ("job_title", "company", "department")
_OTHER_TEXTS = (
    "preferred_channel", "keep_in_touch", "language", "time_zone", "source", "payment_terms", "note",
)  # fmt: skip
TEXTS = (*WORK_TEXTS, *_OTHER_TEXTS)


def value_items(person: Person, now: datetime) -> list[tuple[Hashable, Item]]:
    """Everything that stands among the details, in order; `now` is the user's wall clock."""
    page = person.page
    return [
        *point_items(page),
        *address_items(page),
        *_texts(WORK_TEXTS, person),
        *date_items(page, now.date()),
        *text_items(person, now),
    ]


def point_items(page: ContactPage) -> list[tuple[Hashable, Item]]:
    """E-mails, then phones, then links, each kind in its own order."""
    order = (PointKind.EMAIL, PointKind.PHONE, PointKind.LINK)
    points = sorted(page.points, key=lambda stored: order.index(stored.value.kind))
    return [
        (("point", stored.id), Item(stored.value.kind.value, stored.id, stored.value.value, stored.value.label))
        for stored in points
    ]


def address_items(page: ContactPage) -> list[tuple[Hashable, Item]]:
    """The postal addresses in one line each."""
    return [
        (("address", stored.id), Item("address", stored.id, stored.value.one_line(), "", stored.value.label))
        for stored in page.addresses
    ]


def date_items(page: ContactPage, today: date) -> list[tuple[Hashable, Item]]:
    """The days that matter, with the age on `today` where the year is known."""
    return [
        (
            ("date", stored.id),
            Item(
                "date",
                stored.id,
                date_words(stored.value.value),
                stored.value.label,
                age_words(stored.value.value, today),
                notice=stored.value.notice,
            ),
        )
        for stored in page.dates
    ]


def fact_items(page: ContactPage) -> list[tuple[Hashable, Item]]:
    """The facts."""
    return [
        (("fact", stored.id), Item("fact", stored.id, stored.value.text, stored.value.kind)) for stored in page.facts
    ]


def text_items(person: Person, now: datetime) -> list[tuple[Hashable, Item]]:
    """The other texts that are not empty, and how often one speaks, where that is known; `now` is the user's wall clock."""
    items = _texts(_OTHER_TEXTS, person)
    touch = _touch_item(person.page, now)
    return (
        items
        if touch is None
        else [*items[: _places(items)], (("text", "keep_in_touch"), touch), *items[_places(items) :]]
    )


def places_of(items: Iterable[tuple[Hashable, Item]]) -> list[tuple[Hashable, tuple[int, int]]]:
    """For each row which one of its kind it is, from 0, and of how many; (0, 0) for what there is one of, or is not stored."""
    rows = list(items)
    alike: dict[str, list[Hashable]] = {}
    for key, item in rows:
        if item.id is not None:
            alike.setdefault(item.part, []).append(key)
    groups = [(key, alike.get(item.part, [])) for key, item in rows]
    return [(key, (group.index(key), len(group)) if key in group else (0, 0)) for key, group in groups]


def filled_parts(person: Person) -> frozenset[str]:
    """The built-in fields in which something stands, by their names."""
    page, profile = person.page, person.profile
    lists = {
        "address": page.addresses,
        "date": page.dates,
        "fact": page.facts,
        "lifecycle": profile.lifecycle or profile.steps,
        "relation": profile.relations,
        "role": profile.roles,
        "consent": profile.consents,
        "keep_in_touch": page.keep_in_touch_days is not None or page.touch is not None,
    }
    texts = {part for part in TEXTS if part != "keep_in_touch" and _text(part, person)}
    points = {stored.value.kind.value for stored in page.points}
    return frozenset(texts | points | {name for name, filled in lists.items() if filled})


def _places(items: list[tuple[Hashable, Item]]) -> int:
    """Where keeping in touch stands: behind how they like to be reached."""
    return 1 if items and items[0][1].part == "preferred_channel" else 0


def _touch_item(page: ContactPage, now: datetime) -> Item | None:
    days = page.keep_in_touch_days
    if days is None and page.touch is None:
        return None
    by_tag = page.touch is not None and page.touch.source is TouchSource.TAG
    value = every_words(page.touch.every_days if days is None and by_tag and page.touch is not None else days)
    assert now.tzinfo is not None  # the user's own clock knows where it hangs
    return Item("keep_in_touch", value=value, stored=value, below=touch_words(page.touch, days, now.date(), now.tzinfo))


def _text(part: str, person: Person) -> str:
    source = person.profile if part == "payment_terms" else person.page
    return str(getattr(source, part))


def _texts(parts: tuple[str, ...], person: Person) -> list[tuple[Hashable, Item]]:
    values = {part: _text(part, person) for part in parts if part != "keep_in_touch"}
    return [(("text", part), Item(part, value=text, stored=text)) for part, text in values.items() if text]
