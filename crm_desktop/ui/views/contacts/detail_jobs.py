"""The write for what was typed into a row of the details."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.domain.contacts import Address, Fact, ImportantDate, Point, PointKind
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.folding import fold
from crm_desktop.ui.interval_words import days_of
from crm_desktop.ui.views.contacts.detail_items import Item
from crm_desktop.ui.views.contacts.profile_words import network_of, split_fact
from crm_desktop.ui.views.contacts.typed_days import yearly_day
from crm_desktop.ui.views.contacts.words import known_zone, zone_names

if TYPE_CHECKING:
    from crm_desktop.ui.views.contacts.page_parts import PageServices

Job = Callable[[], object]


def job_for(services: PageServices, contact_id: int, item: Item, value: str, label: str) -> Job:
    """The write for a row of a person; raises InvalidInput when the value cannot be understood."""
    contacts, part = services.contacts, item.part
    if part in ("email", "phone", "link"):
        named = label or (network_of(value) if part == "link" and item.id is None else "")
        return partial(contacts.save_point, contact_id, item.id, Point(PointKind(part), value, named))
    if part == "date":
        day = yearly_day(services.reminders, value, "date") if value else ""
        return partial(contacts.save_date, contact_id, item.id, ImportantDate(label, day))
    if part == "fact":
        kind, text = (label, value) if label else split_fact(value)
        return partial(contacts.save_fact, contact_id, item.id, Fact(kind, text))
    if part == "company":
        return partial(contacts.set_company, contact_id, value)
    if part == "keep_in_touch":
        return partial(contacts.set_keep_in_touch, contact_id, days_of(value))
    if part == "time_zone":
        return partial(contacts.set_text, contact_id, part, _zone(value))
    return partial(contacts.set_text, contact_id, part, value)


def moving(services: PageServices, item: Item, place: int) -> Callable[[int], object]:
    """The write that puts a part of a person (its id is given to it) into another place among its kind."""
    return lambda contact_id: services.contacts.move_part(contact_id, item.part, item.id or 0, place)


def removing(services: PageServices, item: Item) -> Callable[[int], object]:
    """The write that takes what stands in a row away."""
    if item.part == "address":
        return lambda contact_id: services.contacts.save_address(contact_id, item.id, Address())
    return lambda contact_id: job_for(services, contact_id, item, "", item.label)()


def _zone(typed: str) -> str:
    """The IANA name for `Europe/Lisbon` or plain `lisbon`; raises InvalidInput (field "time_zone")."""
    if not typed or known_zone(typed) is not None:
        return typed
    wanted = fold(typed).replace(" ", "_")
    found = [name for name in zone_names() if wanted in (fold(name), fold(name.rsplit("/", 1)[-1]))]
    if len(found) != 1:
        raise InvalidInput("time_zone", "“{text}” is not a time zone; write Europe/Lisbon.", text=typed[:40])
    return found[0]
