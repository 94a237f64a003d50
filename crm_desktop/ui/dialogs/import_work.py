"""What runs for a card about a file: its reading, then the import; how far it is, and stopping it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from crm_desktop.domain.errors import UserError
from crm_desktop.services.import_run import Cancelled
from crm_desktop.ui.runner import Cancel, Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.widgets import ProgressStrip

Tell = Callable[[int], None]
"""Told how many entries were read or written; the services call it from their thread."""
Result = TypeVar("Result")
Work = Callable[[Tell, Cancel], Result]
"""A service's method with the file put in; it stops, raising Cancelled, when Cancel says so."""


class ImportWork:
    """One thing at a time for the card `owner`, with `strip` showing how far it is; nothing is delivered to a card that is gone.

    `is_writing` while the import itself runs. Each `done` and `failed` is called on the GUI thread, when the work is over.
    """

    def __init__(self, jobs: Jobs, strip: ProgressStrip, owner: QObject) -> None:
        self._jobs = jobs
        self._strip = strip
        self._owner = owner
        self._running: Cancel | None = None
        self.is_writing = False

    def read(
        self, work: Work[Result], told: Tell, done: Callable[[Result], object], failed: Callable[[UserError], object]
    ) -> None:
        """Reckon what an import would do, in place of an older reckoning; `told` hears how many entries were read.

        Neither `done` nor `failed` is called for one that was stopped.
        """
        self.stop()
        cancel = self._running = Cancel()
        self._strip.start(tr("Reading the file…"))

        def show_progress(count: int, total: int) -> None:
            self._strip.progress(count, total)
            if self._running is cancel:
                told(count)

        def finish(result: Result | None) -> None:
            if result is not None:
                self._over()
                done(result)

        self._jobs.slow(
            self._job(work, cancel, show_progress, 0),
            finish,
            self._ending(failed),
            key="import.preview",
            owner=self._owner,
        )

    def write(
        self,
        work: Work[Result],
        total: int,
        done: Callable[[Result | None], object],
        failed: Callable[[UserError], object],
    ) -> None:
        """Import `total` entries; `done` gets None when it was stopped, and nothing was written then."""
        cancel = self._running = Cancel()
        self.is_writing = True
        self._strip.start(tr("Importing…"))

        def finish(result: Result | None) -> None:
            self._over()
            done(result)

        job = self._job(work, cancel, self._strip.progress, total)
        self._jobs.write(job, finish, self._ending(failed), owner=self._owner)

    def stop(self) -> None:
        """Ask what runs to stop, if anything does."""
        if self._running is not None:
            self._running.cancel()

    def _job(
        self, work: Work[Result], cancel: Cancel, show_progress: Callable[[int, int], object], total: int
    ) -> Callable[[], Result | None]:
        report = self._jobs.reporter(show_progress)

        def tell(count: int) -> None:
            # The services tell only how far they are; the strip also wants to know of how much.
            report(count, total)

        def job() -> Result | None:
            try:
                return work(tell, cancel)
            except Cancelled:
                return None

        return job

    def _ending(self, failed: Callable[[UserError], object]) -> Callable[[UserError], None]:
        def fail(error: UserError) -> None:
            self._over()
            failed(error)

        return fail

    def _over(self) -> None:
        self._strip.finish()
        self._running = None
        self.is_writing = False
