"""All services by name, as bootstrap hands them to the window and the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from crm_desktop.services.change_feed import ChangeFeed
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.drafts import DraftService
from crm_desktop.services.notifying import NotifyingService
from crm_desktop.services.pipeline import PipelineService
from crm_desktop.services.ports import Clock
from crm_desktop.services.reminders import ReminderService
from crm_desktop.services.search import SearchService
from crm_desktop.services.settings import SettingsService
from crm_desktop.services.timeline import TimelineService
from crm_desktop.services.today import TodayService
from crm_desktop.services.undoing import UndoService

if TYPE_CHECKING:  # made when they are first asked for, see Services
    from crm_desktop.services.exporting import ExportService
    from crm_desktop.services.importing import ImportService
    from crm_desktop.services.sampling import SampleService


@dataclass(frozen=True)
class Services:
    """Everything the window and the command line can ask for.

    Three are made when they are first asked for: with the formats and the stories that they need they would take a
    quarter of the time to the first painted window, which shows nothing of them.
    """

    contacts: ContactService
    timeline: TimelineService
    pipeline: PipelineService
    reminders: ReminderService
    today: TodayService
    search: SearchService
    undoing: UndoService
    settings: SettingsService
    drafts: DraftService
    notifying: NotifyingService
    feed: ChangeFeed
    clock: Clock
    make_importing: Callable[[], ImportService]
    make_exporting: Callable[[], ExportService]
    make_sampling: Callable[[], SampleService]

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
