"""The cards a person's page lays over the window: a reminder, and the log form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from crm_desktop.domain.pages import ContactPage
from crm_desktop.ui.dialogs.log_form import LogForm
from crm_desktop.ui.dialogs.log_subject import LogSubject
from crm_desktop.ui.dialogs.remind_form import RemindForm
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.page_parts import PageServices


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
