"""Pieces of writing that several services share: companies and tags by name, and the parts of a contact as rows."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from crm_desktop.domain.contacts import NAME_LIMIT, ContactDraft, clean_line, compare_key
from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.folding import fold
from crm_desktop.storage.queries import contacts as queries
from crm_desktop.storage.queries import touch

if TYPE_CHECKING:  # SQLModel stays unloaded until the first write, see storage/writing.py
    from crm_desktop.storage.unit_of_work import TableName, Work
else:
    Work = object

__all__ = ["VALUE_TABLES", "Details", "PartTable", "Work", "company_for", "drop_put_off_touches", "tag_for"]

PartTable = Literal["contact_points", "addresses", "important_dates", "facts"]
"""The tables that hold the parts of a contact."""
VALUE_TABLES: Final[dict[str, TableName]] = {
    "contact": "contact_values",
    "company": "company_values",
    "deal": "deal_values",
}
"""Where the own fields of a subject hold what was filled in."""
_ADDRESS_COLUMNS = (
    "label", "street", "extended", "po_box", "city", "region", "postal_code", "country", "formatted",
)  # fmt: skip
_ADDRESS_VALUES = attrgetter(*_ADDRESS_COLUMNS)


def company_for(work: Work, name: str) -> int | None:
    """The id of the company of that name, made if it is new; None for an empty name."""
    cleaned = clean_line(name, NAME_LIMIT)
    if not cleaned:
        return None
    found = queries.company_id(work.read, fold(cleaned))
    if found is not None:
        return found
    return work.insert("companies", uid=uuid.uuid4().hex, name=cleaned, compare_key=fold(cleaned), created_at=work.now)


def tag_for(work: Work, name: str) -> int:
    """The id of the tag of that name, made if it is new."""
    found = queries.tag_id(work.read, fold(name))
    return found if found is not None else work.insert("tags", name=name, compare_key=fold(name))


def drop_put_off_touches(work: Work, contact_id: int) -> None:
    """Take away what asks to keep in touch and was put off: to a day of the user's own choice, so it is not derived.

    It goes inside the unit of work, so that undo brings it back.
    """
    for occurrence_id, _reminder_id, _fires_at, snoozed in touch.open_touches(work.read, contact_id):
        if snoozed:
            work.delete("occurrences", occurrence_id)


@dataclass(frozen=True, slots=True)
class Details:
    """The parts of one contact as rows, ready for inserting many at once."""

    points: list[tuple[object, ...]]
    addresses: list[tuple[object, ...]]
    dates: list[tuple[object, ...]]
    facts: list[tuple[object, ...]]

    POINT_COLUMNS: ClassVar = ("contact_id", "kind", "label", "value", "compare_key", "position")
    ADDRESS_COLUMNS: ClassVar = _ADDRESS_COLUMNS
    DATE_COLUMNS: ClassVar = ("contact_id", "label", "value", "month_day", "position", "notice")
    FACT_COLUMNS: ClassVar = ("contact_id", "kind", "text", "position")

    @classmethod
    def empty(cls) -> Details:
        """No rows yet."""
        return cls([], [], [], [])

    @classmethod
    def of(cls, contact_id: int, draft: ContactDraft) -> Details:
        """The rows of one draft."""
        details = cls.empty()
        details.add(contact_id, draft)
        return details

    def add(self, contact_id: int, draft: ContactDraft) -> None:
        """Add the rows of one more draft; a date that is none is left out (readers have said so before)."""
        for position, point in enumerate(draft.points):
            key = compare_key(point.kind, point.value)
            self.points.append((contact_id, point.kind.value, point.label, point.value, key, position))
        for position, address in enumerate(draft.addresses):
            self.addresses.append((contact_id, *_ADDRESS_VALUES(address), position))
        for position, date in enumerate(draft.dates):
            try:
                day = PartialDate.parse(date.value)
            except ValueError:
                continue
            month_day = f"{day.month:02}-{day.day:02}"
            self.dates.append((contact_id, date.label, day.isoformat(), month_day, position, date.notice))
        for position, fact in enumerate(draft.facts):
            self.facts.append((contact_id, fact.kind, fact.text, position))

    def tables(self) -> Iterator[tuple[TableName, tuple[str, ...], list[tuple[object, ...]]]]:
        """(table, columns, rows) of each part that has rows."""
        if self.points:
            yield "contact_points", self.POINT_COLUMNS, self.points
        if self.addresses:
            yield "addresses", ("contact_id", *self.ADDRESS_COLUMNS, "position"), self.addresses
        if self.dates:
            yield "important_dates", self.DATE_COLUMNS, self.dates
        if self.facts:
            yield "facts", self.FACT_COLUMNS, self.facts
