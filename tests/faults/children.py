"""Child processes that work through the real services and are killed in the middle of it, without asking."""

from __future__ import annotations

import gc
import os
import select
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

_SECONDS_TO_ANSWER = 30.0


@dataclass(slots=True)
class Child:
    """A forked process; what it writes into its pipe can be read line by line, also after its end."""

    process: int
    pipe: int
    _kept: bytes = b""
    ended: bool = False

    def read_line(self) -> str:
        """Wait for the next whole line; empty at the end."""
        while b"\n" not in self._kept:
            ready, _, _ = select.select([self.pipe], [], [], _SECONDS_TO_ANSWER)
            if not ready:
                message = "the child does not answer"
                raise AssertionError(message)
            more = os.read(self.pipe, 65_536)
            if not more:
                return ""
            self._kept += more
        line, _, self._kept = self._kept.partition(b"\n")
        return line.decode()

    def rest(self) -> list[str]:
        """Every whole line that is still to be read, up to the end of the process."""
        lines = []
        while line := self.read_line():
            lines.append(line)
        return lines

    def kill(self) -> None:
        """SIGKILL: no handler, no flushing, no closing of files."""
        os.kill(self.process, signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """The exit code, negative for a signal."""
        _, status = os.waitpid(self.process, 0)
        self.ended = True
        return os.waitstatus_to_exitcode(status)


@contextmanager
def forked(work: Callable[[Callable[[str], None]], object], *, is_measured: bool = True) -> Iterator[Child]:
    """Run `work` in a fork of this process, which has imported everything already; `work` gets a way to say a line.

    What it covers is written down when it ends, unless it is not `is_measured`: for hundreds of forks that takes long. The
    parent must have no database of the same path open: a fork must not carry SQLite's connections along.
    """
    reading, writing = os.pipe()
    gc.freeze()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            os.close(reading)
            work(partial(_say, writing))
            code = 0
        finally:
            if code:
                traceback.print_exc()
            (os._exit if is_measured else _exit_unmeasured())(code)
    os.close(writing)
    child = Child(process, reading)
    try:
        yield child
    finally:
        if not child.ended:
            child.kill()
        os.close(reading)


def _say(pipe: int, line: str) -> None:
    os.write(pipe, line.encode() + b"\n")


def wal_of(database: Path) -> Path:
    """The write-ahead log beside a database."""
    return database.with_name(f"{database.name}-wal")


def _exit_unmeasured() -> Callable[[int], NoReturn]:
    # The one that coverage has not put its own in place of; only where there are forks.
    from posix import _exit

    return _exit
