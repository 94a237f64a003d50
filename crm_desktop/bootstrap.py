"""The composition root: builds everything in order, hands it on, and takes it down in reverse; it alone sees every layer."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop import __version__
from crm_desktop.domain.errors import StorageFailure, UserError
from crm_desktop.integrations.notifications import notifier
from crm_desktop.integrations.system_clock import SystemClock
from crm_desktop.runtime.crash_file import CrashFile
from crm_desktop.runtime.instance import ask_running, claim
from crm_desktop.runtime.logs import logging_to
from crm_desktop.runtime.paths import Paths, Refusal, UnusablePlace, paths_for, prepare
from crm_desktop.services.all_services import Services
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
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing

if TYPE_CHECKING:  # loaded when they are first asked for, see `_importing` and those below it
    from crm_desktop.services.exporting import ExportService
    from crm_desktop.services.importing import ImportService
    from crm_desktop.services.ports import Formats
    from crm_desktop.services.sampling import SampleService

_REFUSALS = {
    Refusal.LINK: "“{place}” is a link. Name the real place, so that it cannot be led elsewhere.",
    Refusal.HARD_LINK: "“{place}” has a second name (a hard link), which can damage it. Make a copy instead.",
    Refusal.FOREIGN: "“{place}” belongs to another user. Choose a place of your own with --home.",
    Refusal.SHARED: "“{place}” can be changed by everybody. Choose a private folder with --home.",
    Refusal.NOT_A_FOLDER: "“{place}” is a file where a folder is needed. Choose another place with --home.",
    Refusal.NOT_A_FILE: "“{place}” is not a plain file.",
    Refusal.NO_ACCESS: "“{place}” cannot be read or written. Check its permissions or choose another place with --home.",
}


@dataclass(frozen=True, slots=True)
class Core:
    """The program without a window."""

    paths: Paths
    database: Database
    writing: Writing
    services: Services


def places(home: Path | None) -> Paths:
    """The folders and files of a home, made if they are not there; raises StorageFailure for a place that will not do."""
    paths = paths_for(home)
    try:
        prepare(paths)
    except UnusablePlace as error:
        raise StorageFailure(_REFUSALS[error.refusal], place=str(error.place)) from error
    return paths


@contextmanager
def opened(paths: Paths, clock: Clock | None = None, formats: Formats | None = None) -> Iterator[Core]:
    """The open home with all services; closed, its log written back, when the block ends. `formats` None: all there are.

    Raises UserError when the file cannot be opened; nothing was changed then.
    """
    clock = clock or SystemClock()
    database = Database.open(paths.database, paths.backups)
    feed = ChangeFeed()
    writing = Writing(database, feed.publish, lambda: int(clock.now().timestamp()))
    try:
        yield Core(paths, database, writing, _services(database, writing, clock, feed, formats))
    finally:
        writing.close()
        database.close()


def _services(
    database: Database, writing: Writing, clock: Clock, feed: ChangeFeed, formats: Formats | None
) -> Services:
    settings = SettingsService(database, writing)
    contacts = ContactService(database, writing, clock)
    reminders = ReminderService(database, writing, clock, contacts, settings)
    pipeline = PipelineService(database, writing, clock, settings)
    return Services(
        contacts=contacts,
        timeline=TimelineService(database, writing, clock),
        pipeline=pipeline,
        reminders=reminders,
        today=TodayService(database, clock, pipeline),
        search=SearchService(database),
        undoing=UndoService(database, writing, reminders.realign),
        settings=settings,
        drafts=DraftService(database, writing),
        notifying=NotifyingService(database, writing, clock, reminders, feed),
        feed=feed,
        clock=clock,
        make_importing=lambda: _importing(database, writing, clock, formats),
        make_exporting=lambda: _exporting(database, clock, formats),
        make_sampling=lambda: _sampling(writing, clock, pipeline),
    )


# The imports in the next four stand inside their functions to keep start-up fast: see `Services`.


def _importing(database: Database, writing: Writing, clock: Clock, formats: Formats | None) -> ImportService:
    from crm_desktop.services.importing import ImportService

    return ImportService(database, writing, clock, formats or _all_formats())


def _exporting(database: Database, clock: Clock, formats: Formats | None) -> ExportService:
    from crm_desktop.services.exporting import ExportService

    return ExportService(database, clock, formats or _all_formats())


def _sampling(writing: Writing, clock: Clock, pipeline: PipelineService) -> SampleService:
    from crm_desktop.services.sampling import SampleService

    return SampleService(writing, clock, pipeline)


def _all_formats() -> Formats:
    from crm_desktop.formats import FORMATS

    return FORMATS


def run_window(home: Path | None, *, verbose: bool = False, hidden: bool = False) -> int:
    """Open the window on a home and stay until the user quits; a second start raises the first one's window.

    Raises UserError when the home will not do or there is no display; returns the exit code.
    """
    # Looking for garbage while everything is being made finds none; the window turns it on again when it has painted.
    gc.disable()
    # Qt is loaded only here: the commands start without it, and work where it cannot.
    from crm_desktop.ui.display import display_problem

    problem = display_problem()
    if problem is not None:
        raise UserError(problem)
    paths = places(home)
    instance = claim(paths)
    if instance is None:
        if not ask_running(paths, "raise"):
            raise UserError("The program is already running on this data but does not answer. End it and try again.")
        return 0
    from crm_desktop.ui.application import run

    told: list[Callable[[str], None]] = []
    crash_file = CrashFile(
        paths.crash, now=SystemClock().now, version=__version__, noticed=lambda entry: _tell_all(told, entry)
    )
    try:
        with logging_to(paths.logs, verbose=verbose), opened(paths) as core:
            crash_file.open()
            return run(
                core.services, core.writing.warm_up, instance.listen, notifier, crash_file, told.append, hidden=hidden
            )
    finally:
        crash_file.close()
        instance.release()


def _tell_all(told: Sequence[Callable[[str], None]], entry: str) -> None:
    for tell in told:
        tell(entry)
