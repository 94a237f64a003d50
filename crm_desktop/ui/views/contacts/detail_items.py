"""What the details column shows of a person, as a list of rows: ways to reach them, addresses, dates, facts, texts."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crm_desktop.domain.contacts import PointKind
from crm_desktop.domain.pages import ContactPage
from crm_desktop.domain.touch import TouchSource
from crm_desktop.ui.interval_words import every_words
from crm_desktop.ui.texts import tr
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
_OTHER_TEXTS = ("preferred_channel", "keep_in_touch", "source", "language", "time_zone", "note")
TEXTS = (*WORK_TEXTS, *_OTHER_TEXTS)


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


def work_items(page: ContactPage) -> list[tuple[Hashable, Item]]:
    """Role, company and department, where there are any."""
    return _texts(WORK_TEXTS, page)


def text_items(page: ContactPage, now: datetime) -> list[tuple[Hashable, Item]]:
    """The other texts that are not empty, and how often one speaks, where that is known; `now` is the user's wall clock."""
    items = _texts(_OTHER_TEXTS, page)
    touch = _touch_item(page, now)
    return (
        items
        if touch is None
        else [*items[: _places(items)], (("text", "keep_in_touch"), touch), *items[_places(items) :]]
    )


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


def _texts(parts: tuple[str, ...], page: ContactPage) -> list[tuple[Hashable, Item]]:
    values = {part: getattr(page, part) for part in parts if part != "keep_in_touch"}
    return [(("text", part), Item(part, value=text, stored=text)) for part, text in values.items() if text]


def text_words(part: str) -> tuple[str, str]:
    """What a text is called, and an example."""
    return {
        "job_title": (tr("Role"), tr("Owner")),
        "company": (tr("Company"), tr("Casa Azul")),
        "department": (tr("Department"), tr("Marketing")),
        "preferred_channel": (tr("Prefers"), tr("WhatsApp, mornings")),
        "keep_in_touch": (tr("Keep in touch"), tr("how often, like 6 weeks")),
        "source": (tr("Source"), tr("referral")),
        "language": (tr("Language"), tr("Portuguese")),
        "time_zone": (tr("Time zone"), tr("Europe/Lisbon")),
        "note": (tr("Note"), tr("what else there is to know")),
    }[part]
