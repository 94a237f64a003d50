"""The cards a person's page lays over the window: reminder, log form, name in parts, address, an entry to mend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from crm_desktop.domain.contacts import Address, Name
from crm_desktop.domain.pages import ContactPage
from crm_desktop.ui.dialogs.log_form import LogForm
from crm_desktop.ui.dialogs.log_subject import LogSubject
from crm_desktop.ui.dialogs.remind_form import RemindForm
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.page_parts import PageServices
from crm_desktop.ui.views.contacts.person_forms import WritingForm, address_from, address_lines, name_lines


class PersonCards:
    """Makes the cards; each writes by itself."""

    def __init__(self, theme: Theme, jobs: Jobs, services: PageServices, now: Callable[[], datetime]) -> None:
        self._theme = theme
        self._jobs = jobs
        self._services = services
        self._now = now

    def remind(self, page: ContactPage) -> RemindForm:
        """A reminder about the person."""
        services = self._services
        return RemindForm(self._theme, self._jobs, services.reminders, self._now, page.id, services.drafts, page.shown)

    def log(self, page: ContactPage) -> LogForm:
        """What happened and what comes next."""
        services, subject = self._services, LogSubject(page.id, page.shown)
        return LogForm(self._theme, self._jobs, services.reminders, self._now, services.drafts, subject)

    def name_in_parts(self, page: ContactPage) -> WritingForm:
        """The parts of the name."""
        rename = self._services.contacts.rename
        return WritingForm(
            self._theme,
            self._jobs,
            tr("Name in parts"),
            name_lines(page.name),
            lambda texts: rename(page.id, Name(**texts)),
        )

    def address(self, page: ContactPage, address_id: int | None, address: Address) -> WritingForm:
        """An address, a new one with the id None."""
        save = self._services.contacts.save_address
        return WritingForm(
            self._theme,
            self._jobs,
            tr("Address"),
            address_lines(address),
            lambda texts: save(page.id, address_id, address_from(address, texts)),
            tr("Empty lines take the address away.") if address_id is not None else "",
        )
