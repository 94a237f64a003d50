"""The composition root: builds everything in order, hands it on, and takes it down in reverse; it alone sees every layer."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from crm_desktop import __version__
from crm_desktop.domain.errors import StorageFailure, UserError
from crm_desktop.integrations.notifications import notifier
from crm_desktop.integrations.session import session_watch
from crm_desktop.integrations.system_clock import SystemClock
from crm_desktop.runtime.crash_file import CrashFile
from crm_desktop.runtime.instance import Instance, ask_running, claim
from crm_desktop.runtime.logs import logging_to
from crm_desktop.runtime.paths import Paths, Refusal, UnusablePlace, paths_for, prepare
from crm_desktop.services.all_services import Services
from crm_desktop.services.change_feed import ChangeFeed
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.deal_services import DealServices
from crm_desktop.services.deal_steps import without_step
from crm_desktop.services.drafts import DraftService
from crm_desktop.services.keeping_in_touch import KeepInTouchService
from crm_desktop.services.notice_claims import NoticeClaims
from crm_desktop.services.notice_policy import NoticePolicy
from crm_desktop.services.notice_presses import NoticePresses
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
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing

if TYPE_CHECKING:  # loaded when they are first asked for, see `_importing` and those below it
    from crm_desktop.services.agenda import AgendaService
    from crm_desktop.services.alive import AliveService
    from crm_desktop.services.calendar_files import CalendarFileService
    from crm_desktop.services.diagnosis import Diagnosis
    from crm_desktop.services.exporting import ExportService
    from crm_desktop.services.importing import ImportService
    from crm_desktop.services.mail_files import MailFileService
    from crm_desktop.services.ports import Formats
    from crm_desktop.services.sampling import SampleService

MakesFormats: TypeAlias = "Callable[[], Formats]"

# Calls of a second start, each with the patience of `ask_running`.
_CALLS = 5

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
        yield Core(
            paths, database, writing, _services(database, writing, clock, feed, lambda: formats or _all_formats())
        )
    finally:
        writing.close()
        database.close()


def _services(database: Database, writing: Writing, clock: Clock, feed: ChangeFeed, formats: MakesFormats) -> Services:
    settings = SettingsService(database, writing)
    reckoning = Reckoning(database, writing, clock, settings, feed)
    contacts = ContactService(database, writing, reckoning)
    within = partial(ReminderService, database, clock=clock, contacts=contacts, settings=settings, reckoning=reckoning)
    reminders = within(writing)
    people = PeopleServices(database, writing, clock, reckoning, settings, contacts, feed.publish)
    guard = ClockGuard(database, writing, clock)
    bulk = ReminderBulk(within, writing, settings, reckoning)
    pipeline, today = PipelineService(database, writing, clock, settings), TodayService(database, clock, settings)
    claims = NoticeClaims(database, writing, clock, settings, reckoning, guard, today)
    presses = NoticePresses(reminders, bulk, reckoning, partial(without_step, pipeline))
    notifying = NotifyingService(database, writing, clock, claims, presses, reckoning, guard, feed)
    return Services(
        contacts=contacts,
        people=people,
        timeline=TimelineService(database, writing, clock, reckoning),
        pipeline=pipeline,
        deals=DealServices(database, writing, clock, settings, pipeline),
        reminders=reminders,
        bulk=bulk,
        today=today,
        keeping=KeepInTouchService(database, writing, reckoning),
        search=SearchService(database, clock),
        undoing=UndoService(database, writing, reckoning),
        settings=settings,
        drafts=DraftService(database, writing),
        reckoning=reckoning,
        clock_guard=guard,
        notifying=notifying,
        feed=feed,
        clock=clock,
        make_agenda=lambda: _agenda(database, clock, settings, reckoning),
        make_importing=lambda: _importing(database, writing, clock, formats, settings, people),
        make_exporting=lambda: _exporting(database, clock, formats, people),
        make_sampling=lambda: _sampling(writing, clock, pipeline),
        make_alive=lambda: _alive(database.path.parent),
        make_diagnosis=lambda alive: _diagnosis(database, clock, claims.policy, notifying, guard, alive),
        make_calendar_files=lambda: _calendar_files(database, writing, clock, reckoning, formats),
        make_mail_files=lambda: _mail_files(database, writing, clock, settings, reckoning, people, formats),
    )


# The imports in the next functions stand inside their functions to keep start-up fast: see `Services`.


def _agenda(database: Database, clock: Clock, settings: SettingsService, reckoning: Reckoning) -> AgendaService:
    from crm_desktop.services.agenda import AgendaService

    return AgendaService(database, clock, settings, reckoning)


def _importing(
    database: Database,
    writing: Writing,
    clock: Clock,
    formats: MakesFormats,
    settings: SettingsService,
    people: PeopleServices,
) -> ImportService:
    from crm_desktop.services.importing import ImportService

    return ImportService(database, writing, clock, formats(), settings, people.files)


def _exporting(database: Database, clock: Clock, formats: MakesFormats, people: PeopleServices) -> ExportService:
    from crm_desktop.services.exporting import ExportService

    return ExportService(database, clock, formats(), people.files)


def _sampling(writing: Writing, clock: Clock, pipeline: PipelineService) -> SampleService:
    from crm_desktop.services.sampling import SampleService

    return SampleService(writing, clock, pipeline)


def _calendar_files(
    database: Database, writing: Writing, clock: Clock, reckoning: Reckoning, formats: MakesFormats
) -> CalendarFileService:
    from crm_desktop.services.calendar_files import CalendarFileService

    return CalendarFileService(database, writing, clock, reckoning, formats().calendar)


def _mail_files(
    database: Database,
    writing: Writing,
    clock: Clock,
    settings: SettingsService,
    reckoning: Reckoning,
    people: PeopleServices,
    formats: MakesFormats,
) -> MailFileService:
    from crm_desktop.services.mail_files import MailFileService

    mail = formats().mail
    return MailFileService(database, writing, clock, settings, reckoning, people.files, mail)


def _alive(home: Path) -> AliveService:
    from crm_desktop.integrations.autostart import starts_at_login
    from crm_desktop.integrations.notifications import disturbance
    from crm_desktop.services.alive import AliveService

    usual = home == paths_for().home
    return AliveService(starts_at_login(None if usual else home), disturbance())


def _diagnosis(
    database: Database,
    clock: Clock,
    policy: NoticePolicy,
    notifying: NotifyingService,
    guard: ClockGuard,
    alive: Callable[[], AliveService],
) -> Diagnosis:
    from crm_desktop.services.diagnosis import Diagnosis

    return Diagnosis(database, clock, policy, notifying, guard, alive)


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
    # A second start that was to stay hidden must not open the window of the first.
    instance = _claim_or_call(paths, "stay" if hidden else "raise")
    if instance is None:
        return 0
    from crm_desktop.ui.application import run
    from crm_desktop.ui.outside import Outside

    told: list[Callable[[str], None]] = []
    crash_file = CrashFile(
        paths.crash, now=SystemClock().now, version=__version__, noticed=lambda entry: _tell_all(told, entry)
    )
    try:
        with logging_to(paths.logs, verbose=verbose), opened(paths) as core:
            crash_file.open()
            outside = Outside(notifier, session_watch)
            return run(
                core.services, core.writing.warm_up, instance.listen, outside, crash_file, told.append, hidden=hidden
            )
    finally:
        crash_file.close()
        instance.release()


def _claim_or_call(paths: Paths, call: str) -> Instance | None:
    """Become the one program on this home, or make the one that runs hear a call (see `ui.application.run`): None then.

    Raises UserError when that one does not answer. It may still be starting on a busy machine, or be about to end, so it
    is asked more than once.
    """
    for _ in range(_CALLS):
        instance = claim(paths)
        if instance is not None:
            return instance
        if ask_running(paths, call):
            return None
    raise UserError("The program is already running on this data but does not answer. End it and try again.")


def _tell_all(told: Sequence[Callable[[str], None]], entry: str) -> None:
    for tell in told:
        tell(entry)
