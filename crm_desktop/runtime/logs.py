"""The log: one rotating file of ids and counts, without anybody's data."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from crm_desktop.runtime.redaction import redacted, traceback_without_values

LOG_FILE = "crm-desktop.log"
LARGEST_FILE = 1_000_000
OLD_FILES = 3


class _PrivateFormatter(logging.Formatter):
    """Writes UTC times, masks what looks personal, and shows where an exception came from instead of its text."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatException(  # noqa: N802 - logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        error = ei[1]
        return traceback_without_values(error).rstrip("\n") if error is not None else ""

    def format(self, record: logging.LogRecord) -> str:
        # Another handler (a test's) may have left the full text of the exception on the record.
        record.exc_text = None
        line = super().format(record)
        record.exc_text = None
        return redacted(line)


class _FileThatNeverComplains(RotatingFileHandler):
    """A full or read-only disk must not stop the program, nor print into somebody's terminal, because of a log line."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - logging's own name
        return


@contextmanager
def logging_to(folder: Path, *, verbose: bool = False) -> Iterator[None]:
    """Log into `folder` while the block runs; `verbose` adds details and shows them on stderr, too.

    Loggers are named after modules (`logging.getLogger(__name__)`); other libraries are heard from warnings upwards.
    """
    formatter = _PrivateFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handlers: list[logging.Handler] = [
        _FileThatNeverComplains(
            folder / LOG_FILE, maxBytes=LARGEST_FILE, backupCount=OLD_FILES, encoding="utf-8", delay=True
        )
    ]
    # A program without a console, as Windows starts it, has no stderr.
    if verbose and sys.stderr is not None:
        handlers.append(logging.StreamHandler(sys.stderr))
    root, own = logging.getLogger(), logging.getLogger("crm_desktop")
    before = own.level
    own.setLevel(logging.DEBUG if verbose else logging.INFO)
    for handler in handlers:
        handler.setFormatter(formatter)
        root.addHandler(handler)
    try:
        yield
    finally:
        own.setLevel(before)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()
