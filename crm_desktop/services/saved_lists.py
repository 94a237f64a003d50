"""Filters over everything that is known of contacts, kept in the sidebar with live counts."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Final

from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.filter_check import problems
from crm_desktop.domain.filter_fields import Known
from crm_desktop.domain.filter_words import sentence
from crm_desktop.domain.filters import Filter, to_json
from crm_desktop.domain.folding import fold
from crm_desktop.domain.list_columns import Column, ColumnsRow, columns, usable_columns
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.saved_lists import NAME_LIMIT, TEMPLATES, SavedList
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.ports import Clock
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import filters, list_columns
from crm_desktop.storage.queries import lists as queries
from crm_desktop.storage.queries.contacts import ContactOrder
from crm_desktop.storage.writing import Writing

_COMPLETIONS: Final = 2_000
_ORDERS: Final = {
    "": ContactOrder.LAST_SPOKE,
    "name": ContactOrder.NAME,
    "-last-talk": ContactOrder.LAST_SPOKE,
    "-added": ContactOrder.ADDED,
}
"""The orders that are kept ready, because the list of everybody has them."""


class SavedListService:
    """Lists of people: reads are one statement each, writes one undoable unit of work each.

    A filter is reckoned with the injected clock in the user's zone, each time anew: "90 days ago" moves with the day.
    """

    def __init__(self, database: Database, writing: Writing, clock: Clock, contacts: ContactService) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._contacts = contacts

    # ---------------------------------------------------------------------------------------------------- reading

    def lists(self) -> list[SavedList]:
        """All saved lists in their order."""
        return queries.saved(self._database.reader())

    def one(self, list_id: int) -> SavedList | None:
        """One list; None when it is gone."""
        return queries.saved_one(self._database.reader(), list_id)

    def known(self) -> Known:
        """What there is to filter by."""
        return queries.what_is_known(self._database.reader())

    def columns(self) -> dict[str, Column]:
        """The columns there are, by key."""
        return columns(tuple(self.known().own.values()))

    def sentence(self, wanted: Filter) -> Message:
        """The filter in words."""
        return sentence(wanted, self.known())

    def problems(self, wanted: Filter) -> list[Message]:
        """Why conditions of the filter cannot be used, such as a field that was deleted; such a list is never larger for it."""
        return [reason for _condition, reason in problems(wanted, self.known())]

    def ids(self, wanted: Filter, text: str = "", sort: str = "") -> list[int]:
        """The ids of the people that the filter lets through and that match what is typed, in order.

        `sort` is as in SavedList. People without a value stand last, whatever the direction.
        """
        connection, around = self._database.reader(), self._around()
        condition = filters.condition(wanted, around)
        if sort in _ORDERS:
            found = queries.matching(connection, condition)
            return list(filter(found.__contains__, self._contacts.ids(text, _ORDERS[sort])))
        ordered = list_columns.sorted_ids(connection, sort, around, condition)
        if not text.strip():
            return ordered
        return list(filter(frozenset(self._contacts.ids(text)).__contains__, ordered))

    def count(self, wanted: Filter) -> int:
        """How many people the filter lets through."""
        return queries.count(self._database.reader(), filters.condition(wanted, self._around()))

    def rows(self, ids: Sequence[int], wanted: Sequence[Column]) -> list[ColumnsRow]:
        """A page of the table, in the order asked; ids that are gone are left out."""
        return list_columns.rows(self._database.reader(), ids, [column.key for column in wanted], self._around())

    def shown_columns(self, wanted: Sequence[str]) -> tuple[Column, ...]:
        """The columns of a list that are still there, the name first; the usual ones for none."""
        return usable_columns(wanted, self.columns())

    def completions(self, what: str) -> list[str]:
        """Values that occur, for completing what is typed; `what` is `FilterField.completes`."""
        return queries.completions(self._database.reader(), what, _COMPLETIONS)

    def version(self) -> tuple[int, str]:
        """What a count depends on besides the filter: it is another value after every commit and on another day."""
        return self._database.version(), self._around().today.isoformat()

    def _around(self) -> filters.Around:
        now, zone = self._clock.now(), self._clock.zone()
        return filters.Around(instant_to_wall(now, zone).date(), zone, int(now.timestamp()), self.known())

    # ---------------------------------------------------------------------------------------------------- writing

    def add(self, name: str, wanted: Filter, columns: Sequence[str] = (), sort: str = "") -> int:
        """Keep a list, at the end; raises InvalidInput (field "name") for an empty name or one that is taken. Returns its id."""
        cleaned = self._free_name(name, None)
        with self._writing(message("New list “{name}”", name=cleaned)) as work:
            last = max((each.position for each in queries.saved(work.read)), default=-1)
            return work.insert(
                "saved_lists",
                uid=uuid.uuid4().hex,
                name=cleaned,
                filter=to_json(wanted),
                columns=json.dumps(list(columns)),
                sort=sort,
                position=last + 1,
                created_at=work.now,
            )

    def rename(self, list_id: int, name: str) -> None:
        """Call a list otherwise; raises InvalidInput (field "name") as `add` does."""
        before, cleaned = self._there(list_id), self._free_name(name, list_id)
        with self._writing(message("Renamed the list “{name}”", name=before.name)) as work:
            work.update("saved_lists", list_id, name=cleaned)

    def change(self, list_id: int, name: str, wanted: Filter) -> None:
        """Change whom a list shows, and its name; raises InvalidInput (field "name") as `add` does."""
        before, cleaned = self._there(list_id), self._free_name(name, list_id)
        with self._writing(message("Changed the list “{name}”", name=before.name)) as work:
            work.update("saved_lists", list_id, name=cleaned, filter=to_json(wanted))

    def set_columns(self, list_id: int, columns: Sequence[str]) -> None:
        """Change which columns a list has, in order."""
        before = self._there(list_id)
        with self._writing(message("Changed the columns of “{name}”", name=before.name)) as work:
            work.update("saved_lists", list_id, columns=json.dumps(list(columns)))

    def set_sort(self, list_id: int, sort: str) -> None:
        """Change the order of a list; not part of what Ctrl+Z takes back."""
        self._there(list_id)
        with self._writing(None) as work:
            work.update("saved_lists", list_id, sort=sort)

    def move(self, list_id: int, position: int) -> None:
        """Put a list at another place (0 is the first) of the sidebar."""
        moved = self._there(list_id)
        order = [each.id for each in self.lists() if each.id != list_id]
        order.insert(max(0, min(position, len(order))), list_id)
        with self._writing(message("Moved the list “{name}”", name=moved.name)) as work:
            for place, each in enumerate(order):
                work.update("saved_lists", each, position=place)

    def duplicate(self, list_id: int) -> int:
        """A second list like this one, behind it, under a name that is free; returns its id."""
        first = self._there(list_id)
        if not first.readable:
            raise InvalidInput("filter", "What is stored of this list cannot be read.")
        taken = {fold(each.name) for each in self.lists()}
        number = 2
        while fold(f"{first.name} {number}") in taken:
            number += 1
        name = f"{first.name[: NAME_LIMIT - 8]} {number}"
        with self._writing(message("Duplicated the list “{name}”", name=first.name)) as work:
            for each in queries.saved(work.read):
                if each.position > first.position:
                    work.update("saved_lists", each.id, position=each.position + 1)
            return work.insert(
                "saved_lists",
                uid=uuid.uuid4().hex,
                name=name,
                filter=to_json(first.filter),
                columns=json.dumps(list(first.columns)),
                sort=first.sort,
                position=first.position + 1,
                created_at=work.now,
            )

    def delete(self, list_id: int) -> None:
        """Delete a list; the people in it stay."""
        before = self._there(list_id)
        with self._writing(message("Deleted the list “{name}”", name=before.name)) as work:
            work.delete("saved_lists", list_id)

    def add_template(self, key: str, name: str) -> int:
        """Keep one of the lists that are offered, under its name in the user's language; returns its id."""
        template = next(each for each in TEMPLATES if each.key == key)
        return self.add(name, template.filter, (), template.sort)

    def _there(self, list_id: int) -> SavedList:
        found = self.one(list_id)
        if found is None:
            raise NotFound("This list is no longer there.")
        return found

    def _free_name(self, name: str, list_id: int | None) -> str:
        cleaned = clean_line(name, NAME_LIMIT)
        if not cleaned:
            raise InvalidInput("name", "A list needs a name.")
        if any(fold(each.name) == fold(cleaned) and each.id != list_id for each in self.lists()):
            raise InvalidInput("name", "There is a list “{name}” already.", name=cleaned)
        return cleaned
