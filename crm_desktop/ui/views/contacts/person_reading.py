"""Everything a person's page shows, read in one go off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.files import FileOwner, FileRow
from crm_desktop.domain.interactions import SPOKEN
from crm_desktop.domain.pages import ContactPage
from crm_desktop.domain.promises import PromiseRow, TicketRow
from crm_desktop.domain.timeline_entries import TimelineEntry
from crm_desktop.ui.widgets.safe_image import decoded

if TYPE_CHECKING:
    from crm_desktop.domain.company_pages import CompanyGuess
    from crm_desktop.domain.profile import Profile
    from crm_desktop.ui.views.contacts.page_parts import PageServices

_SPOKEN = frozenset(kind.value for kind in SPOKEN)


@dataclass(frozen=True, slots=True)
class Person:
    """One person with what a good friend would remember.

    `hidden` are the built-in fields that the user does not want, `guess` the company that their mail address speaks for.
    """

    page: ContactPage
    profile: Profile
    last_talk: TimelineEntry | None = None
    promises: tuple[PromiseRow, ...] = ()
    tickets: tuple[TicketRow, ...] = ()
    hidden: frozenset[str] = frozenset()
    guess: CompanyGuess | None = None
    files: tuple[FileRow, ...] = ()


def read_person(services: PageServices, contact_id: int) -> Person | None:
    """Read a person; None when they are gone. For the reader thread: each part is one statement on an index."""
    page = services.contacts.page(contact_id)
    profile = services.people.profiles.profile(contact_id)
    if page is None or profile is None:
        return None
    timeline = services.timeline
    talks = timeline.entries(contact_id, None, 1, _SPOKEN) if page.last_spoke is not None else []
    return Person(
        page,
        profile,
        talks[0] if talks else None,
        tuple(timeline.open_promises(contact_id)),
        tuple(timeline.open_tickets(contact_id)),
        services.people.own_fields.hidden_builtin("contact"),
        services.people.companies.suggest_for(contact_id) if page.company_id is None else None,
        tuple(services.people.files.rows(FileOwner(contact_id=contact_id))),
    )


def read_photo(services: PageServices, contact_id: int) -> QImage | None:
    """The photo of a person, decoded for the screen in the reader thread; None for none, and for one that is broken."""
    content = services.people.profiles.photo(contact_id)
    try:
        return decoded(content) if content else None
    except UserError:
        return None
