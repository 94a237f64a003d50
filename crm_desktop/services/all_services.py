"""All services by name, as bootstrap hands them to the window and the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from crm_desktop.services.change_feed import ChangeFeed
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.deal_services import DealServices
from crm_desktop.services.drafts import DraftService
from crm_desktop.services.keeping_in_touch import KeepInTouchService
from crm_desktop.services.notifying import NotifyingService
from crm_desktop.services.people_services import PeopleServices
from crm_desktop.services.pipeline import PipelineService
from crm_desktop.services.ports import Clock
from crm_desktop.services.reminder_bulk import ReminderBulk
from crm_desktop.services.reminders import ReminderService
from crm_desktop.services.scheduling.clock_guard import ClockGuard
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.search import SearchService
from crm_desktop.services.settings import SettingsService
from crm_desktop.services.timeline import TimelineService
from crm_desktop.services.today import TodayService
from crm_desktop.services.undoing import UndoService

if TYPE_CHECKING:  # made when they are first asked for, see Services
    from crm_desktop.services.agenda import AgendaService
    from crm_desktop.services.alive import AliveService
    from crm_desktop.services.calendar_files import CalendarFileService
    from crm_desktop.services.diagnosis import Diagnosis
    from crm_desktop.services.exporting import ExportService
    from crm_desktop.services.importing import ImportService
    from crm_desktop.services.mail_files import MailFileService
    from crm_desktop.services.sampling import SampleService


@dataclass(frozen=True)
class Services:
    """Everything the window and the command line can ask for.

    Some are made when they are first asked for: with the formats and the stories that they need they would take a
    quarter of the time to the first painted window, which shows nothing of them.
    """

    contacts: ContactService
    people: PeopleServices
    timeline: TimelineService
    pipeline: PipelineService
    deals: DealServices
    reminders: ReminderService
    bulk: ReminderBulk
    today: TodayService
    keeping: KeepInTouchService
    search: SearchService
    undoing: UndoService
    settings: SettingsService
    drafts: DraftService
    reckoning: Reckoning
    clock_guard: ClockGuard
    notifying: NotifyingService
    feed: ChangeFeed
    clock: Clock
    make_agenda: Callable[[], AgendaService]
    make_importing: Callable[[], ImportService]
    make_exporting: Callable[[], ExportService]
    make_sampling: Callable[[], SampleService]
    make_alive: Callable[[], AliveService]
    make_diagnosis: Callable[[Callable[[], AliveService]], Diagnosis]
    make_calendar_files: Callable[[], CalendarFileService]
    make_mail_files: Callable[[], MailFileService]

    @cached_property
    def agenda(self) -> AgendaService:
        """All reminders day by day."""
        return self.make_agenda()

    @cached_property
    def importing(self) -> ImportService:
        """Contacts from other programs' files."""
        return self.make_importing()

    @cached_property
    def exporting(self) -> ExportService:
        """Everything into files."""
        return self.make_exporting()

    @cached_property
    def sampling(self) -> SampleService:
        """People who do not exist."""
        return self.make_sampling()

    @cached_property
    def calendar_files(self) -> CalendarFileService:
        """Reminders into and out of calendar files."""
        return self.make_calendar_files()

    @cached_property
    def mail_files(self) -> MailFileService:
        """E-mails out of files."""
        return self.make_mail_files()

    @cached_property
    def alive(self) -> AliveService:
        """Starting at login, and what keeps notifications from appearing."""
        return self.make_alive()

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """Why no notification appeared."""
        return self.make_diagnosis(lambda: self.alive)
