"""The crash file: where a bug or a dying interpreter leaves its traceback, for the next start to find."""

from __future__ import annotations

import faulthandler
import logging
import os
import platform
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TextIO

from crm_desktop.runtime.redaction import traceback_without_values

_log = logging.getLogger(__name__)


class CrashFile:
    """Catches what nobody caught, from `open` to `close`; writes it without the values that were involved.

    `now` gives the time (aware) for each entry, `version` stands in its head, `noticed` is told the text of each entry,
    in the thread it happened in.
    """

    def __init__(
        self, path: Path, *, now: Callable[[], datetime], version: str, noticed: Callable[[str], None] | None = None
    ) -> None:
        self._path = path
        self._now = now
        self._version = version
        self._noticed = noticed
        self._file: TextIO | None = None
        self._writing = threading.Lock()

    @property
    def previous(self) -> Path:
        """Where the last crash is kept until it is forgotten."""
        return self._path.with_name(f"{self._path.stem}-previous{self._path.suffix}")

    def previous_crash(self) -> str | None:
        """What an earlier run left behind, None when it ended well; stays until `forget`."""
        try:
            return self.previous.read_text(encoding="utf-8", errors="replace") or None
        except OSError:
            return None

    def forget(self) -> None:
        """The user has seen it."""
        self.previous.unlink(missing_ok=True)

    def open(self) -> None:
        """Keep what the last run left, and catch from now on; without a disk, only stderr and `noticed` are told."""
        try:
            self._keep_what_is_there()
            descriptor = os.open(self._path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | _NO_LINK, 0o600)
            self._file = os.fdopen(descriptor, "a", encoding="utf-8", errors="replace")
        except OSError:
            _log.warning("The crash file cannot be written.")
        else:
            faulthandler.enable(self._file, all_threads=True)
        sys.excepthook = self._in_main
        threading.excepthook = self._in_thread
        sys.unraisablehook = self._unraisable

    def close(self) -> None:
        """Catch no more; a run without an entry leaves no file."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            if self._path.stat().st_size == 0:
                self._path.unlink()

    def record(self, error: BaseException, where: str) -> str:
        """Write one entry and return it; `where` says in a word which way it came ("main", "thread", …)."""
        head = f"{self._now().isoformat(timespec='seconds')} {self._version} {where}"
        entry = (
            f"{head} (Python {platform.python_version()}, {platform.platform()})\n{traceback_without_values(error)}\n"
        )
        with self._writing:
            if self._file is not None:
                self._file.write(entry)
                self._file.flush()
        # A program without a console, as Windows starts it, has no stderr.
        if sys.stderr is not None:
            sys.stderr.write(entry)
        if self._noticed is not None:
            self._noticed(entry)
        return entry

    def _keep_what_is_there(self) -> None:
        if self._path.exists() and self._path.stat().st_size > 0:
            self._path.replace(self.previous)

    def _in_main(self, kind: type[BaseException], error: BaseException, trace: object) -> None:  # noqa: ARG002
        if issubclass(kind, KeyboardInterrupt):
            return
        self.record(error, "main")

    def _in_thread(self, failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None and not issubclass(failure.exc_type, SystemExit):
            self.record(failure.exc_value, "thread")

    def _unraisable(self, failure: sys.UnraisableHookArgs) -> None:
        if failure.exc_value is not None:
            self.record(failure.exc_value, "unraisable")


_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
