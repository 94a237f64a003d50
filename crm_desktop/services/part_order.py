"""The order among several e-mails, phones, links, addresses, days or facts of a person: the first is the main one."""

from __future__ import annotations

from typing import Final

from crm_desktop.services.writes import PartTable, Work
from crm_desktop.storage.queries.part_order import alike

PARTS: Final[dict[str, PartTable]] = {
    "email": "contact_points",
    "phone": "contact_points",
    "link": "contact_points",
    "address": "addresses",
    "date": "important_dates",
    "fact": "facts",
}
"""The table of each part of a person of which there may be several."""
_LABELS: Final = {
    "email": "Changed the order of the e-mail addresses of {name}",
    "phone": "Changed the order of the phone numbers of {name}",
    "link": "Changed the order of the links of {name}",
    "address": "Changed the order of the addresses of {name}",
    "date": "Changed the order of the dates of {name}",
    "fact": "Changed the order of the facts about {name}",
}


def label_of(part: str) -> str:
    """What undo says of moving such a part: a template with {name}."""
    return _LABELS[part]


def place_part(work: Work, table: PartTable, contact_id: int, part_id: int, place: int) -> None:
    """Put a part into a place among its kind, inside a unit of work; only rows whose number changes are written."""
    before = dict(alike(work.read, table, contact_id, part_id))
    if part_id not in before:
        return
    order = [each for each in before if each != part_id]
    order.insert(max(0, place), part_id)
    if order == list(before):
        return
    for number, each in enumerate(order):
        if before[each] != number:
            work.update(table, each, position=number)
