"""A runner for tests that does every job at once, in the calling thread."""

from __future__ import annotations

from PySide6.QtCore import QObject

from crm_desktop.domain.errors import UserError
from crm_desktop.ui.runner import Done, Failed, Job, Progress


class ImmediateRunner:
    """Keeps the contract `Jobs`; errors nobody took are kept in `errors`, bugs are raised where they happen."""

    def __init__(self) -> None:
        self.errors: list[UserError] = []

    def write(
        self, job: Job, done: Done | None = None, failed: Failed | None = None, *, owner: QObject | None = None
    ) -> None:
        self._run(job, done, failed)

    def read(
        self,
        job: Job,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        key: str | None = None,
        owner: QObject | None = None,
    ) -> None:
        self._run(job, done, failed)

    def slow(
        self,
        job: Job,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        key: str | None = None,
        owner: QObject | None = None,
    ) -> None:
        self._run(job, done, failed)

    def reporter(self, progress: Progress) -> Progress:
        return progress

    def drain(self) -> None:
        """There is never anything left to wait for."""

    def _run(self, job: Job, done: Done | None, failed: Failed | None) -> None:
        try:
            result = job()
        except UserError as error:
            if failed is None:
                self.errors.append(error)
            else:
                failed(error)
            return
        if done is not None:
            done(result)
