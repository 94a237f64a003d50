"""Reminders out of and into calendar files: a preview first, then all of it in one unit of work that one undo takes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from crm_desktop.domain.calendar_entries import CalendarEntry, CalendarForm, LeftOut
from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.domain.messages import Message, message
from crm_desktop.services.calendar_plan import Fate, Planned, Planner
from crm_desktop.services.given_files import open_given
from crm_desktop.services.import_run import Cancelled, Progress
from crm_desktop.services.ports import CalendarFormat, Clock, Rejected
from crm_desktop.services.scheduling.moments import moment_columns, zone_named
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.scheduling.series import insert_occurrence
from crm_desktop.services.writes import Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import calendar_files as queries
from crm_desktop.storage.queries import scheduling
from crm_desktop.storage.writing import Writing

__all__ = ["CalendarFileService", "CalendarOptions", "CalendarReport", "Cancelled", "Fate", "Planned"]

_HEAD = 65_536
_STEP = 50


@dataclass(frozen=True, slots=True)
class CalendarOptions:
    """What to take: events that have passed, changes of reminders that are here already, only entries with somebody known.

    `without` are the identifiers of entries that the user does not want.
    """

    past: bool = False
    changes: bool = True
    known_only: bool = False
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CalendarReport:
    """What an import did, or in a preview what it would do; `rows` has every entry of the file."""

    path: Path
    rows: tuple[Planned, ...]
    warnings: tuple[Message, ...] = ()
    fates: Counter[Fate] = field(default_factory=Counter)
    left_out: Counter[LeftOut] = field(default_factory=Counter)

    @property
    def format(self) -> str:
        """The short id of the format, as the command line has it."""
        return "icalendar"

    @property
    def read(self) -> int:
        """All entries of the file."""
        return len(self.rows)

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The entries that are no reminders, and why."""
        return tuple(Rejected(row.line, row.remarks[0]) for row in self.rows if row.fate is Fate.REJECTED)

    def narrowed(self, options: CalendarOptions) -> CalendarReport:
        """The same with what is not wanted left out; of the options, `past` was answered when the file was read."""
        return CalendarReport.of(self.path, _chosen(self.rows, options), self.warnings)

    @classmethod
    def of(cls, path: Path, rows: Iterable[Planned], warnings: tuple[Message, ...]) -> CalendarReport:
        """The report with its numbers."""
        known = tuple(rows)
        left_out = Counter(row.left_out for row in known if row.left_out is not None)
        return cls(path, known, warnings, Counter(row.fate for row in known), left_out)


class CalendarFileService:
    """Reads and writes calendar files through the format handed in; knows none itself."""

    def __init__(
        self,
        database: Database,
        writing: Writing,
        clock: Clock,
        reckoning: Reckoning,
        calendar: CalendarFormat,
    ) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._reckoning = reckoning
        self._calendar = calendar

    def is_calendar(self, path: Path) -> bool:
        """Whether a file holds a calendar, by its content; False for one that cannot be read."""
        try:
            with open_given(path) as file:
                return self._calendar.recognises(path, file.read(_HEAD))
        except OSError:
            return False

    def preview(
        self,
        path: Path,
        options: CalendarOptions = CalendarOptions(),
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> CalendarReport:
        """What importing the file would do; nothing is written. Raises BadFile, and Cancelled when asked to stop."""
        warnings = self._calendar.warnings(path)
        entries = self._entries(path, progress, cancelled)
        planner = Planner(self._database.reader(), self._clock.now(), self._zone(), past=options.past)
        return CalendarReport.of(path, _chosen(planner.plan(entries), options), warnings)

    def run(
        self,
        path: Path,
        options: CalendarOptions = CalendarOptions(),
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> CalendarReport:
        """Import the file in one unit of work: all of it, or nothing when it fails or is cancelled.

        `progress` is told how many entries were written.
        """
        warnings = self._calendar.warnings(path)
        # Read before the unit of work begins: nobody else can write while it lasts.
        entries = list(self._entries(path, None, cancelled))
        with self._writing(message("Imported {file}", file=clean_line(path.name))) as work:
            planner = Planner(work.read, self._clock.now(), self._zone(), past=options.past)
            rows = list(_chosen(planner.plan(entries), options))
            for row in _watched(rows, progress, cancelled):
                self._take(work, row)
        return CalendarReport.of(path, rows, warnings)

    def export(
        self, path: Path, form: CalendarForm = CalendarForm.EVENTS, reminder_ids: Collection[int] | None = None
    ) -> int:
        """Write the open reminders, or those with one of `reminder_ids`; returns how many.

        Raises StorageFailure when the file cannot be written; what stood there is then untouched.
        """
        reminders = queries.open_reminders(self._database.reader(), reminder_ids)
        try:
            return self._calendar.write(reminders, path, form, self._clock.now(), self._reckoning.around().morning)
        except OSError as error:
            why = error.strerror or ""
            raise StorageFailure("“{name}” could not be written: {why}.", name=path.name, why=why) from error

    def _entries(
        self, path: Path, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> Iterator[CalendarEntry | Rejected]:
        def tell(count: int) -> None:
            if count % _STEP == 0:
                if cancelled is not None and cancelled():
                    raise Cancelled
                if progress is not None:
                    progress(count)

        return self._calendar.read(path, self._zone().key, tell)

    def _zone(self) -> ZoneInfo:
        return self._clock.zone()

    # ---------------------------------------------------------------------------------------------------- writing

    def _take(self, work: Work, row: Planned) -> None:
        if row.columns is None or row.fate not in (Fate.NEW, Fate.CHANGED):
            return
        if row.stored is None:
            reminder_id = work.insert("reminders", uid=row.uid, created_at=work.now, **row.columns)
            self._open(work, reminder_id, row)
        else:
            reminder_id = row.stored.id
            work.update("reminders", reminder_id, **row.columns)
            self._move(work, reminder_id, row)
        self._reckoning.settle_now(work, reminder_id)

    def _open(self, work: Work, reminder_id: int, row: Planned) -> None:
        series = scheduling.series(work.read, reminder_id)
        if series is not None:
            around = self._reckoning.around()
            for day in row.opens:
                insert_occurrence(work, series, day, zone_named(series.zone) or around.zone, around.morning)

    def _move(self, work: Work, reminder_id: int, row: Planned) -> None:
        """One that does not repeat goes to its new moment, also when it was put off or heard; a new rule is reckoned anew."""
        series = scheduling.series(work.read, reminder_id)
        changed = row.columns or {}
        if series is None or series.rule or not changed.keys() & {"start_day", "wall_time", "zone", "rule"}:
            return
        still_open = scheduling.open_occurrences(work.read, reminder_id)
        if not still_open:
            self._open(work, reminder_id, row)
            return
        around = self._reckoning.around()
        moment = moment_columns(series.start_day, series.at, zone_named(series.zone) or around.zone, around.morning)
        fresh = {"snoozed": 0, "snoozed_at": None, "moved": 0, "planned_day": series.start_day.isoformat()}
        work.update("occurrences", still_open[0].id, **fresh, **moment)
        for each in still_open[1:]:
            work.delete("occurrences", each.id)


def _chosen(rows: Iterable[Planned], options: CalendarOptions) -> Iterator[Planned]:
    for row in rows:
        if row.fate not in (Fate.NEW, Fate.CHANGED):
            yield row
        elif row.uid in options.without:
            yield _left_out(row, LeftOut.UNWANTED)
        elif row.fate is Fate.CHANGED and not options.changes:
            yield replace(row, fate=Fate.UNCHANGED, columns=None, remarks=())
        elif row.fate is Fate.NEW and options.known_only and not row.contact:
            yield _left_out(row, LeftOut.STRANGERS)
        else:
            yield row


def _left_out(row: Planned, why: LeftOut) -> Planned:
    return replace(row, fate=Fate.LEFT_OUT, left_out=why, columns=None)


def _watched(
    rows: Iterable[Planned], progress: Progress | None, cancelled: Callable[[], bool] | None
) -> Iterator[Planned]:
    for count, row in enumerate(rows):
        if count % _STEP == 0:
            if cancelled is not None and cancelled():
                raise Cancelled
            if progress is not None:
                progress(count)
        yield row
