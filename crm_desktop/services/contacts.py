"""What a user can do with people: add, find, read, change in place, mark, delete."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

from crm_desktop.domain.contacts import (
    NAME_LIMIT,
    Address,
    ContactDraft,
    Fact,
    ImportantDate,
    Name,
    Point,
    called,
    clean_draft,
    clean_line,
    clean_name,
    clean_text,
    compare_key,
)
from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.pages import ContactPage, ContactRow, TagRow
from crm_desktop.domain.quick_entry import Person
from crm_desktop.domain.search_words import asked
from crm_desktop.domain.touch import clean_days
from crm_desktop.domain.yearly_days import clean_notice
from crm_desktop.services.contact_rows import insert_contact, name_columns
from crm_desktop.services.part_order import PARTS, label_of, place_part
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.writes import Details, PartTable, Work, company_for, drop_put_off_touches, tag_for
from crm_desktop.storage import derived_reminders
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import contacts as queries
from crm_desktop.storage.queries.contacts import ContactOrder
from crm_desktop.storage.queries.deliveries import not_to_be_contacted
from crm_desktop.storage.queries.search_conditions import contacts_that
from crm_desktop.storage.writing import Writing

__all__ = ["ContactOrder", "ContactService"]

_TEXTS = {
    "job_title": NAME_LIMIT,
    "department": NAME_LIMIT,
    "source": 200,
    "language": 50,
    "time_zone": 100,
    "preferred_channel": 100,
    "payment_terms": 500,
    "phonetic_given": NAME_LIMIT,
    "phonetic_family": NAME_LIMIT,
}
_LONG_TEXTS = ("note", "pinned_note")
_PEOPLE_FOR_A_NAME = 6
_FEW = 10
"""Up to every tenth contact, sorting those found is quicker than going through all of them."""


class _InOrder:
    """All ids in order, with the place of each, so that a few of them need not be looked for among all."""

    def __init__(self, ids: list[int]) -> None:
        self.ids = ids
        self._places = array("I", bytes(array("I").itemsize * (max(ids, default=0) + 1)))
        for place, contact_id in enumerate(ids, start=1):
            self._places[contact_id] = place

    def only(self, wanted: frozenset[int]) -> list[int]:
        """Those of the ids that are wanted, in order; what is not among them is left out."""
        if len(wanted) * _FEW > len(self.ids):
            return list(filter(wanted.__contains__, self.ids))
        places, size = self._places, len(self._places)
        # No place is 0: that is an id that somebody added or removed meanwhile.
        return sorted((each for each in wanted if each < size and places[each]), key=places.__getitem__)


class ContactService:
    """People; reads are one statement each, writes one undoable unit of work each."""

    def __init__(self, database: Database, writing: Writing, reckoning: Reckoning) -> None:
        self._database = database
        self._writing = writing
        self._reckoning = reckoning
        self._ordered: dict[tuple[int, ContactOrder], tuple[int, _InOrder]] = {}

    def ids(self, text: str = "", order: ContactOrder = ContactOrder.NAME) -> list[int]:
        """The ids of the contacts that match what is typed, in order; all of them for an empty text.

        `tag:`, `company:` and the others mean what they mean in a search; see domain/search_words.py.
        """
        ordered = self._in_order(order)
        if not text.strip():
            return list(ordered.ids)
        return ordered.only(self._matching(text))

    def _matching(self, text: str) -> frozenset[int]:
        connection = self._database.reader()
        if ":" not in text:
            return queries.matching_ids(connection, text)
        around = self._reckoning.around()
        question = asked(text, around.today)
        if not question.conditions:
            return queries.matching_ids(connection, text)
        fulfilling = contacts_that(connection, question.conditions, around.zone)
        return fulfilling & queries.matching_ids(connection, question.words) if question.words else fulfilling

    def rows(self, ids: Sequence[int]) -> list[ContactRow]:
        """The lines of the list for these ids (a page of them), in the order asked."""
        return queries.rows(self._database.reader(), ids)

    def count(self) -> int:
        """How many contacts there are."""
        return queries.count(self._database.reader())

    def page(self, contact_id: int) -> ContactPage | None:
        """Everything about one person but the timeline; None when the person is gone."""
        return queries.page(self._database.reader(), contact_id)

    def tags(self) -> list[TagRow]:
        """All tags there are, by name."""
        return list(queries.tags(self._database.reader()))

    def company_names(self, prefix: str) -> list[str]:
        """Companies whose name begins so."""
        return queries.company_names(self._database.reader(), prefix)

    def is_quiet(self, contact_id: int) -> bool:
        """Whether somebody asked not to be contacted."""
        return not_to_be_contacted(self._database.reader(), contact_id)

    def find_people(self, phrase: str) -> list[Person]:
        """The people (at most six) whose names have all words of the phrase as whole words."""
        return [Person(*row) for row in queries.named(self._database.reader(), phrase, _PEOPLE_FOR_A_NAME)]

    def add(self, draft: ContactDraft, origin: str = "") -> int:
        """Add a person; raises InvalidInput when there is nothing to call them by. Returns the id."""
        cleaned = clean_draft(draft)
        with self._writing(message("Added {name}", name=called(cleaned))) as work:
            contact_id = insert_contact(work, cleaned, origin)
            self._reckoning.settle_changed(work)
            return contact_id

    def rename(self, contact_id: int, name: Name, spoken: Mapping[str, str] | None = None) -> None:
        """Change the name, and with `spoken` (keys phonetic_given, phonetic_family) how it is said, as one step.

        Raises InvalidInput (field "name") when nothing is left of the name.
        """
        cleaned = clean_name(name)
        if cleaned.is_empty():
            raise InvalidInput("name", "A contact needs a name.")
        how_said = {part: clean_line(words, _TEXTS[part]) for part, words in (spoken or {}).items()}
        with self._change(contact_id, "Renamed {name}") as work:
            work.update("contacts", contact_id, **name_columns(cleaned, cleaned.display()), **how_said)
            derived_reminders.ask_for_contact(work.read, contact_id)
            self._reckoning.settle_changed(work)

    def set_text(self, contact_id: int, field: str, value: str) -> None:
        """Change one text: a key of `_TEXTS`, note or pinned_note."""
        cleaned = clean_text(value) if field in _LONG_TEXTS else clean_line(value, _TEXTS[field])
        with self._change(contact_id, "Changed {name}") as work:
            work.update("contacts", contact_id, **{field: cleaned})

    def set_company(self, contact_id: int, name: str) -> None:
        """Put the person into a company, made if it is new; an empty name takes them out of it."""
        with self._change(contact_id, "Changed the company of {name}") as work:
            work.update("contacts", contact_id, company_id=company_for(work, name))

    def set_keep_in_touch(self, contact_id: int, days: int | None) -> None:
        """Say how often, in days, one wants to speak with the person; None: as their tags say; 0: not at all, whatever they say."""
        cleaned = clean_days(days)
        with self._change(contact_id, "Changed keeping in touch with {name}") as work:
            work.update("contacts", contact_id, keep_in_touch_days=cleaned)
            if not cleaned:
                drop_put_off_touches(work, contact_id)
            self._reckoning.settle_changed(work)

    def save_point(self, contact_id: int, point_id: int | None, point: Point) -> None:
        """Add (None) or change an e-mail, phone or link; an empty value removes it."""
        value = clean_line(point.value)
        columns: dict[str, object] = {
            "kind": point.kind.value,
            "label": clean_line(point.label, 100),
            "value": value,
            "compare_key": compare_key(point.kind, value),
        }
        self._save_part(contact_id, "contact_points", point_id, columns, bool(value))

    def save_address(self, contact_id: int, address_id: int | None, address: Address) -> None:
        """Add (None) or change an address; one without any part is removed."""
        draft = clean_draft(ContactDraft(name=Name(given="-"), addresses=(address,)))
        cleaned = draft.addresses[0] if draft.addresses else Address()
        columns = {name: getattr(cleaned, name) for name in Details.ADDRESS_COLUMNS}
        self._save_part(contact_id, "addresses", address_id, columns, not cleaned.is_empty())

    def save_date(self, contact_id: int, date_id: int | None, date: ImportantDate) -> None:
        """Add (None) or change a day; an empty value removes it. Raises InvalidInput (field "date") for no day."""
        columns: dict[str, object] = {"label": clean_line(date.label, 100)}
        if date.value:
            try:
                day = PartialDate.parse(date.value)
            except ValueError:
                raise InvalidInput("date", "“{text}” is not a day.", text=date.value[:40]) from None
            columns |= {"value": day.isoformat(), "month_day": f"{day.month:02}-{day.day:02}"}
        self._save_part(contact_id, "important_dates", date_id, columns, bool(date.value))

    def save_notice(self, contact_id: int, date_id: int, notice: str) -> None:
        """Say what to be told of a day: '' as the settings say, 'off', or days ahead joined by commas (`7,0`)."""
        try:
            cleaned = clean_notice(notice)
        except ValueError:
            raise InvalidInput("notice", "“{text}” is not a number of days.", text=notice[:40]) from None
        with self._change(contact_id, "Changed when to be reminded of a day of {name}") as work:
            work.update("important_dates", date_id, notice=cleaned)
            self._reckoning.settle_changed(work)

    def save_fact(self, contact_id: int, fact_id: int | None, fact: Fact) -> None:
        """Add (None) or change a fact; an empty text removes it."""
        text = clean_text(fact.text, 20_000)
        self._save_part(contact_id, "facts", fact_id, {"kind": clean_line(fact.kind, 200), "text": text}, bool(text))

    def move_part(self, contact_id: int, part: str, part_id: int, place: int) -> None:
        """Put one of several parts (a key of `PARTS`) into another place among its kind; 0 makes it the main one.

        A place before the first or behind the last is the first or the last. One that is gone changes nothing.
        """
        with self._change(contact_id, label_of(part)) as work:
            place_part(work, PARTS[part], contact_id, part_id, place)
            self._reckoning.settle_changed(work)

    def add_tag(self, contact_id: int, name: str) -> None:
        """Mark the person with a tag, made if it is new."""
        cleaned = clean_line(name, 100)
        if not cleaned:
            raise InvalidInput("tag", "A tag needs a name.")
        with self._change(contact_id, "Tagged {name} “{tag}”", tag=cleaned) as work:
            tag = tag_for(work, cleaned)
            if queries.has_tag(work.read, contact_id, tag) is None:
                work.insert("contact_tags", contact_id=contact_id, tag_id=tag)

    def remove_tag(self, contact_id: int, tag_id: int) -> None:
        """Take a tag off the person."""
        with self._change(contact_id, "Took a tag off {name}") as work:
            row = queries.has_tag(work.read, contact_id, tag_id)
            if row is not None:
                work.delete("contact_tags", row)

    def delete(self, ids: Sequence[int]) -> None:
        """Delete people with everything about them; one undo brings all of it back."""
        first = queries.shown_name(self._database.reader(), ids[0]) if ids else None
        label: Message = counted("Deleted {name}", "Deleted {count} contacts", len(ids), name=first or "")
        with self._writing(label) as work:
            for contact_id in ids:
                work.delete("contacts", contact_id)

    def _in_order(self, order: ContactOrder) -> _InOrder:
        """All ids in order, kept until somebody commits: sorting 100,000 takes longer than finding what is typed.

        Kept for each thread, because the number that moves with a commit is one of its own connection.
        """
        key, version = (threading.get_ident(), order), self._database.version()
        kept = self._ordered.get(key)
        if kept is None or kept[0] != version:
            kept = (version, _InOrder(queries.ordered_ids(self._database.reader(), order)))
            self._ordered[key] = kept
        return kept[1]

    def _change(self, contact_id: int, label: str, **values: object) -> AbstractContextManager[Work]:
        name = queries.shown_name(self._database.reader(), contact_id)
        if name is None:
            raise NotFound("This contact is no longer there.")
        return self._writing(message(label, name=name, **values))

    def _save_part(
        self, contact_id: int, table: PartTable, part_id: int | None, columns: dict[str, object], keep: bool
    ) -> None:
        with self._change(contact_id, "Changed {name}") as work:
            if part_id is not None and not keep:
                work.delete(table, part_id)
            elif part_id is not None:
                work.update(table, part_id, **columns)
            elif keep:
                work.insert(table, contact_id=contact_id, position=1_000_000, **columns)
            if table == "important_dates":
                self._reckoning.settle_changed(work)
