"""All services by name, as bootstrap hands them to the window and the command line."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.services.change_feed import ChangeFeed
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.drafts import DraftService
from crm_desktop.services.exporting import ExportService
from crm_desktop.services.importing import ImportService
from crm_desktop.services.notifying import NotifyingService
from crm_desktop.services.pipeline import PipelineService
from crm_desktop.services.ports import Clock
from crm_desktop.services.reminders import ReminderService
from crm_desktop.services.sampling import SampleService
from crm_desktop.services.search import SearchService
from crm_desktop.services.settings import SettingsService
from crm_desktop.services.timeline import TimelineService
from crm_desktop.services.today import TodayService
from crm_desktop.services.undoing import UndoService


@dataclass(frozen=True, slots=True)
class Services:
    """Everything the window and the command line can ask for."""

    contacts: ContactService
    timeline: TimelineService
    pipeline: PipelineService
    reminders: ReminderService
    today: TodayService
    search: SearchService
    importing: ImportService
    exporting: ExportService
    undoing: UndoService
    settings: SettingsService
    drafts: DraftService
    notifying: NotifyingService
    sampling: SampleService
    feed: ChangeFeed
    clock: Clock
