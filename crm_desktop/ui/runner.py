"""Runs slow work off the GUI thread and brings the result back to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot

from crm_desktop.domain.errors import UserError

Job = Callable[[], Any]
Done = Callable[[Any], object]
Failed = Callable[[UserError], object]
Progress = Callable[[int, int], object]


class Cancel:
    """Asks a running job to stop; the job looks at `cancelled` between its steps. Safe from any thread."""

    def __init__(self) -> None:
        self._event = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return self._event.is_set()

    def __call__(self) -> bool:
        """The same as `cancelled`, for services that take a function."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Ask to stop."""
        self._event.set()


class Jobs(Protocol):
    """What views need of a runner; `Runner` in the program, `ImmediateRunner` in tests.

    `write` does one job after the other in the one writer thread. `read` does them in the reader thread; with a `key`,
    a newer read of the same key makes the older one's result void. `slow` does what reads for seconds (a preview of a large
    file, a diagnosis, an export) in a thread of its own, one after the other, so that lists go on answering; it must not
    hold the interpreter's lock for long at a time. Nothing is said about the order of reads and slow ones. `done` gets the job's result and `failed` a
    `UserError`, both on the GUI thread; without `failed` the error goes to the window's own place for errors. With an
    `owner`, nothing is delivered after that object was deleted. `reporter` makes a progress callback that jobs may
    call from their thread as often as they like: the latest numbers arrive on the GUI thread.
    """

    def write(
        self, job: Job, done: Done | None = None, failed: Failed | None = None, *, owner: QObject | None = None
    ) -> None:
        """Run a job that changes something."""

    def read(
        self,
        job: Job,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        key: str | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run a job that only reads, and is soon done with it."""

    def slow(
        self,
        job: Job,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        key: str | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run a job that only reads and takes long; `key` as with `read`."""

    def reporter(self, progress: Progress) -> Progress:
        """A version of `progress` for other threads."""


class Runner(QObject):
    """Three threads: one that writes, one that reads and one for what takes long; see `Jobs` for the contract.

    Errors that are no `UserError` are bugs and go to `crash_hook`, on the GUI thread.
    """

    _delivered = Signal(object)

    def __init__(
        self,
        error_sink: Callable[[UserError], object],
        crash_hook: Callable[[BaseException], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._error_sink = error_sink
        self._crash_hook = crash_hook
        self._writer = ThreadPoolExecutor(1, "writer")
        self._reader = ThreadPoolExecutor(1, "reader")
        self._slow = ThreadPoolExecutor(1, "slow")
        self._newest: dict[str, int] = {}
        self._open: set[Future[None]] = set()
        self._undelivered = 0
        self._open_lock = threading.Lock()
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def write(
        self, job: Job, done: Done | None = None, failed: Failed | None = None, *, owner: QObject | None = None
    ) -> None:
        """Run a job that changes something, after all the ones before it."""
        self._start(self._writer, job, lambda: True, done, failed, owner)

    def read(
        self,
        job: Job,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        key: str | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run a job that only reads; of those with the same key only the newest is delivered."""
        self._start(self._reader, job, self._newest_of(key), done, failed, owner)

    def slow(
        self,
        job: Job,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        key: str | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Run a job that takes long beside the reads; of those with the same key only the newest is delivered."""
        self._start(self._slow, job, self._newest_of(key), done, failed, owner)

    def reporter(self, progress: Progress) -> Progress:
        """A progress callback for other threads; numbers that came too fast are left out."""
        latest: list[tuple[int, int]] = []
        lock = threading.Lock()

        def deliver() -> None:
            with lock:
                done, total = latest.pop()
                latest.clear()
            progress(done, total)

        def report(done: int, total: int) -> None:
            with lock:
                waiting = bool(latest)
                latest.append((done, total))
                if waiting:
                    del latest[0]
            if not waiting:
                self._delivered.emit(deliver)

        return report

    def drain(self) -> None:
        """Wait until every job is done, all writes are on disk and all results are delivered; for tests and leaving."""
        while True:
            with self._open_lock:
                waiting = list(self._open)
            for future in waiting:
                future.result()
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
            with self._open_lock:
                # A job may have ended since its result was looked for.
                if not self._open and not self._undelivered:
                    return

    def close(self) -> None:
        """Finish what was begun and end all threads; nothing can be run afterwards."""
        self.drain()
        for executor in (self._writer, self._reader, self._slow):
            executor.shutdown()

    def _newest_of(self, key: str | None) -> Callable[[], bool]:
        """Whether the job begun now is still the newest of its key."""
        if key is None:
            return lambda: True
        number = self._newest.get(key, 0) + 1
        self._newest[key] = number
        return lambda: self._newest[key] == number

    def _start(
        self,
        executor: ThreadPoolExecutor,
        job: Job,
        wanted: Callable[[], bool],
        done: Done | None,
        failed: Failed | None,
        owner: QObject | None,
    ) -> None:
        def work() -> None:
            if not wanted():
                return
            outcome = self._outcome(job, done, failed)

            def hand_over() -> None:
                with self._open_lock:
                    self._undelivered -= 1
                if wanted() and (owner is None or shiboken6.isValid(owner)):
                    outcome()

            with self._open_lock:
                self._undelivered += 1
            self._delivered.emit(hand_over)

        future = executor.submit(work)
        with self._open_lock:
            self._open.add(future)
        future.add_done_callback(self._forget)

    def _outcome(self, job: Job, done: Done | None, failed: Failed | None) -> Callable[[], object]:
        """Do the job here and now; what comes of it is called on the GUI thread later."""
        try:
            result = job()
        except UserError as error:
            refused = error
            return lambda: (failed or self._error_sink)(refused)
        except Exception as error:  # noqa: BLE001  # an edge: a bug in a job must reach the crash file, not vanish
            bug = error
            return lambda: self._crash_hook(bug)
        return lambda: done(result) if done is not None else None

    def _forget(self, future: Future[None]) -> None:
        with self._open_lock:
            self._open.discard(future)

    @Slot(object)
    def _deliver(self, hand_over: Callable[[], object]) -> None:
        hand_over()
