"""What a user can do with companies: find, read, change, merge, delete them, and guess them from a mail address."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

from crm_desktop.domain.company_pages import (
    CompanyGuess,
    CompanyOrder,
    CompanyPage,
    CompanyPerson,
    CompanyRow,
    clean_company_text,
)
from crm_desktop.domain.contacts import NAME_LIMIT, clean_line
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.folding import fold
from crm_desktop.domain.messages import counted, message
from crm_desktop.domain.trash import MERGED_COMPANIES
from crm_desktop.services.company_guessing import guess, suggested_domain
from crm_desktop.services.company_merging import merge_into
from crm_desktop.services.company_reading import read_page
from crm_desktop.services.ports import Clock
from crm_desktop.storage import company_merging, drafts_table
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import companies as queries
from crm_desktop.storage.queries import company_guesses, contacts
from crm_desktop.storage.writing import Writing

if TYPE_CHECKING:  # SQLModel stays unloaded until the first write, see storage/writing.py
    from crm_desktop.storage.unit_of_work import Work
else:
    Work = object

__all__ = ["CompanyOrder", "CompanyService"]


class CompanyService:
    """Companies; reads are one statement each, writes one undoable unit of work each."""

    def __init__(self, database: Database, writing: Writing, clock: Clock) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._ordered: dict[tuple[int, CompanyOrder], tuple[int, list[int]]] = {}

    def ids(self, text: str = "", order: CompanyOrder = CompanyOrder.NAME) -> list[int]:
        """The ids of the companies that match what is typed, in order; all of them for an empty text."""
        ordered = self._in_order(order)
        if not text.strip():
            return list(ordered)
        wanted = queries.matching_ids(self._database.reader(), text)
        return [each for each in ordered if each in wanted]

    def rows(self, ids: Sequence[int]) -> list[CompanyRow]:
        """The lines of the list for these ids (a page of them), in the order asked."""
        return queries.rows(self._database.reader(), ids)

    def count(self) -> int:
        """How many companies there are."""
        return queries.count(self._database.reader())

    def page(self, company_id: int) -> CompanyPage | None:
        """Everything about one company but its timeline, files and own fields; None when it is gone."""
        connection = self._database.reader()
        page = read_page(connection, company_id, int(self._clock.now().timestamp()))
        if page is None or page.domain or drafts_table.get(connection, _domain_place(company_id)):
            return page
        return replace(page, suggested_domain=suggested_domain(connection, company_id))

    def people(self, company_id: int, limit: int = 50, offset: int = 0) -> tuple[CompanyPerson, ...]:
        """Those whose main company it is, with whom one spoke last first."""
        return queries.people(self._database.reader(), company_id, limit, offset)

    def names(self, prefix: str) -> list[str]:
        """Companies whose name begins so, for completing what is typed."""
        return contacts.company_names(self._database.reader(), prefix)

    def find(self, name: str) -> int | None:
        """The company of that name, however it is written; None when there is none."""
        return contacts.company_id(self._database.reader(), fold(clean_line(name, NAME_LIMIT)))

    def add(self, name: str, domain: str = "") -> int:
        """Write down a company; raises InvalidInput (field "name") for no name or one that is there. Returns the id."""
        cleaned, host = _clean_name(name), clean_company_text("domain", domain)
        if self.find(cleaned) is not None:
            raise InvalidInput("name", "There is a company called {name} already.", name=cleaned)
        with self._writing(message("Added {name}", name=cleaned)) as work:
            return _insert(work, cleaned, host)

    def rename(self, company_id: int, name: str) -> None:
        """Call it otherwise, on its people's pages too; raises InvalidInput (field "name") for no name."""
        cleaned = _clean_name(name)
        with self._change(company_id, "Renamed {name}") as work:
            work.update("companies", company_id, name=cleaned, compare_key=fold(cleaned))

    def set_text(self, company_id: int, field: str, value: str) -> None:
        """Change domain, website, phone, email, address, industry or note; raises InvalidInput for a domain that is none."""
        if field == "name":
            self.rename(company_id, value)
            return
        cleaned = clean_company_text(field, value)
        with self._change(company_id, "Changed {name}") as work:
            work.update("companies", company_id, **{field: cleaned})

    def delete(self, ids: Sequence[int]) -> None:
        """Delete companies with what is about them alone; their people and deals stay. One undo brings all of it back."""
        name = self._name(ids[0]) if len(ids) == 1 else ""
        with self._writing(counted("Deleted {name}", "Deleted {count} companies", len(ids), name=name)) as work:
            for company_id in ids:
                for entry_id in company_merging.entries_alone(work.read, company_id):
                    work.delete("interactions", entry_id)
                work.delete("companies", company_id)

    def merge(self, into: int, others: Sequence[int]) -> None:
        """Make one company of several: `into` gets everything that belongs to the others, and they go.

        What they say otherwise than `into` (another phone, another value of an own field) is added to its note.
        Raises NotFound when one of them is gone.
        """
        merged = [each for each in dict.fromkeys(others) if each != into]
        names = ", ".join(self._name(each) for each in merged)
        label = message(MERGED_COMPANIES, others=names, name=self._name(into))
        if merged:
            with self._writing(label) as work:
                merge_into(work, into, merged)

    # -------------------------------------------------------------------------------------------- guessing

    def guess_for(self, email: str) -> CompanyGuess | None:
        """Which company a mail address speaks for; None for addresses that anybody can have, and where nothing can be told."""
        return guess(self._database.reader(), email)

    def suggest_for(self, contact_id: int) -> CompanyGuess | None:
        """The company of a person who has none, guessed from their addresses, until the user said no to it."""
        connection = self._database.reader()
        if drafts_table.get(connection, _guess_place(contact_id)):
            return None
        found = (guess(connection, email) for email in company_guesses.emails_of(connection, contact_id))
        return next((each for each in found if each is not None), None)

    def take_suggestion(self, contact_id: int, suggestion: CompanyGuess) -> None:
        """Put the person into the company that was guessed, made if it is new, with the domain if it has none yet."""
        name = contacts.shown_name(self._database.reader(), contact_id)
        if name is None:
            raise NotFound("This contact is no longer there.")
        with self._writing(message("Changed the company of {name}", name=name)) as work:
            company_id = suggestion.company_id
            if company_id is None or queries.shown_name(work.read, company_id) is None:
                company_id = contacts.company_id(work.read, fold(suggestion.name)) or _insert(work, suggestion.name)
            self._keep_domain(work, company_id, suggestion.email)
            work.update("contacts", contact_id, company_id=company_id)

    def decline_suggestion(self, contact_id: int) -> None:
        """The user said no: this person's addresses tell of no company. Remembered, and not part of what Ctrl+Z takes back."""
        self._remember(_guess_place(contact_id))

    def decline_domain(self, company_id: int) -> None:
        """The user said no to the domain that the company's people share."""
        self._remember(_domain_place(company_id))

    def _remember(self, place: str) -> None:
        with self._writing(None) as work:
            drafts_table.put(work.read, place, "no")

    def _keep_domain(self, work: Work, company_id: int, email: str) -> None:
        from crm_desktop.domain.mail_domains import mail_domain  # when somebody is asked, to keep start-up fast

        known = queries.texts(work.read, company_id)
        if known is not None and not known["domain"] and email:
            work.update("companies", company_id, domain=mail_domain(email))

    # --------------------------------------------------------------------------------------------- sundry

    def _in_order(self, order: CompanyOrder) -> list[int]:
        """All ids in order, kept until somebody commits: who types would wait for the sorting with each letter.

        Kept for each thread, because the number that moves with a commit is one of its own connection.
        """
        key, version = (threading.get_ident(), order), self._database.version()
        kept = self._ordered.get(key)
        if kept is None or kept[0] != version:
            kept = self._ordered[key] = (version, queries.ordered_ids(self._database.reader(), order))
        return kept[1]

    def _name(self, company_id: int) -> str:
        name = queries.shown_name(self._database.reader(), company_id)
        if name is None:
            raise NotFound("This company is no longer there.")
        return name

    def _change(self, company_id: int, label: str) -> AbstractContextManager[Work]:
        return self._writing(message(label, name=self._name(company_id)))


def _insert(work: Work, name: str, domain: str = "") -> int:
    columns = {"name": name, "compare_key": fold(name), "domain": domain}
    return work.insert("companies", uid=uuid.uuid4().hex, created_at=work.now, **columns)


def _clean_name(name: str) -> str:
    cleaned = clean_line(name, NAME_LIMIT)
    if not cleaned:
        raise InvalidInput("name", "A company needs a name.")
    return cleaned


def _guess_place(contact_id: int) -> str:
    return f"company-guess/{contact_id}"


def _domain_place(company_id: int) -> str:
    return f"company-domain/{company_id}"
