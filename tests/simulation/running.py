"""The real program without a window on a real file: opened, closed, and killed at a planned step."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from crm_desktop import bootstrap
from crm_desktop.bootstrap import Core
from crm_desktop.services.notice_claims import Claimed
from tests.simulation.daemon import Bubble, Daemon, Port
from tests.simulation.machine import Machine


class Crash(BaseException):
    """The program is killed here: nothing after it happens, and nothing catches it."""


def _claimed(result: object) -> Iterator[Claimed]:
    """What a job has claimed, however it hands it on."""
    if isinstance(result, Claimed):
        yield result
    elif isinstance(result, list | tuple):
        for each in result:
            yield from _claimed(each)


class _Cursor:
    """A cursor whose statements are steps."""

    def __init__(self, cursor: Any, step: Callable[[str], None]) -> None:
        self._cursor = cursor
        self._step = step

    def execute(self, *arguments: Any) -> Any:
        self._step("statement")
        self._cursor.execute(*arguments)
        return self

    def executemany(self, *arguments: Any) -> Any:
        self._step("statement")
        self._cursor.executemany(*arguments)
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def __iter__(self) -> Any:
        return iter(self._cursor)


class _Writer:
    """The writing connection, each statement of which is a step; counts its commits."""

    def __init__(self, connection: Any, step: Callable[[str], None], committed: Callable[[], None]) -> None:
        self._connection = connection
        self._step = step
        self._committed = committed

    def cursor(self) -> Any:
        return _Cursor(self._connection.cursor(), self._step)

    def execute(self, *arguments: Any) -> Any:
        self._step("statement")
        return self._connection.execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:
        self._step("statement")
        return self._connection.executemany(*arguments)

    def commit(self) -> None:
        self._step("before the commit")
        self._connection.commit()
        self._committed()
        self._step("after the commit")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class Running:
    """One home and the program on it, if it runs. `commits` counts what reached the disk since it was opened."""

    def __init__(
        self,
        folder: Path,
        machine: Machine,
        daemon: Daemon,
        appeared: Callable[[Bubble], None],
        marked: Callable[[Bubble], None],
    ) -> None:
        self._marked = marked
        self._folder = folder
        self._machine = machine
        self._daemon = daemon
        self._appeared = appeared
        self._homes = 0
        self._open: ExitStack | None = None
        self._countdown = 0
        self._counted = ""
        self.commits = 0
        self.core: Core | None = None
        self.port: Port | None = None
        self.spoken_of: dict[str, tuple[tuple[int, int], ...]] = {}

    def home(self) -> Path:
        """Where the data lies at present; a crash moves it."""
        return self._folder / f"home-{self._homes}"

    def start(self) -> None:
        """Open the home with all services and begin to notify."""
        self._open = ExitStack()
        core = self._open.enter_context(bootstrap.opened(bootstrap.places(self.home()), self._machine))
        core.database.writer = _Writer(core.database.writer, self.step, self._commit)
        self.port = Port(self._daemon, self.step, self._appeared, self._telling)
        self.core = core

    def run(self, job: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """A job and what follows it, as the window runs them; the crash may come before, between and after."""
        self.step("before a job")
        result = job()
        self.spoken_of |= {each.notice.key: each.occurrences for each in _claimed(result)}
        self.step("after a job")
        done(result)

    def close(self) -> None:
        """The user quits the program."""
        if self.port is not None:
            self.port.stop()
        self._close()

    def plan_crash(self, steps: int, *, statements: bool) -> None:
        """Be killed so many steps on: statements of the writing connection, or boundaries of the program."""
        self._countdown = steps
        self._counted = "statement" if statements else "boundary"

    def crashed(self) -> None:
        """Go on with the files as they lay at the moment of the crash."""
        before = self.home()
        self._close()
        shutil.rmtree(before)
        self._homes += 1

    def step(self, name: str) -> None:
        """A boundary was reached; the planned crash happens when its turn has come."""
        if not self._countdown or (self._counted == "statement") != (name == "statement"):
            return
        self._countdown -= 1
        if self._countdown == 0:
            self._keep_files()
            raise Crash(name)

    @contextmanager
    def _telling(self, bubble: Bubble) -> Iterator[None]:
        """The program hears that a bubble was shown; once that is on the disk it knows, killed or not."""
        before = self.commits
        try:
            yield
        finally:
            if self.commits > before:
                self._marked(bubble)

    def _keep_files(self) -> None:
        target = self._folder / f"home-{self._homes + 1}"
        # The index of the log is rebuilt by the next opening, as after a kill.
        shutil.copytree(self.home(), target, ignore=shutil.ignore_patterns("*-shm"))

    def _commit(self) -> None:
        self.commits += 1

    def _close(self) -> None:
        self._countdown = 0
        self.core = self.port = None
        opened, self._open = self._open, None
        if opened is not None:
            opened.close()
