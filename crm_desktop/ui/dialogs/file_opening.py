"""Having the system open a file of the home, after a look at it, and saving a copy elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message, message
from crm_desktop.ui.ask import Asks
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, tr

if TYPE_CHECKING:
    from crm_desktop.services.files import FileService, OpenCheck


class FileCalls(Protocol):
    """What is needed for it; `TimelineParts` has all of it."""

    @property
    def files(self) -> Callable[[], FileService]: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def ask(self) -> Asks: ...
    @property
    def say(self) -> Callable[[str, bool], None]: ...
    @property
    def fail(self) -> Callable[[Message], None]: ...


def open_file(calls: FileCalls, file_id: int, owner: QObject) -> None:
    """Open a file; what was changed or could run a program is opened only after asking."""

    def looked(found: OpenCheck) -> None:
        name = one_line(found.name, 80)
        if found.may_run and not calls.ask.question(
            message("“{name}” could run a program. Open it only if you know where it comes from.", name=name),
            tr("Open"),
            danger=True,
        ):
            return
        if found.changed and not calls.ask.question(
            message("“{name}” was changed since it was added.", name=name), tr("Open"), danger=True
        ):
            return
        if not calls.ask.open_file(found.path):
            calls.fail(message("Nothing on this computer opens “{name}”.", name=name))

    calls.jobs.read(lambda: calls.files().check(file_id), looked, lambda error: calls.fail(error.sentence), owner=owner)


def save_copy(calls: FileCalls, file_id: int, owner: QObject) -> None:
    """Ask where to and write a copy there."""
    row = calls.files().row(file_id)
    path = calls.ask.save_file(tr("Save a copy"), row.name, ()) if row is not None else None
    if path is None:
        return

    def failed(error: UserError) -> None:
        calls.fail(error.sentence)

    calls.jobs.read(
        lambda: calls.files().export(file_id, path),
        lambda _result: calls.say(tr("Saved {name}", name=one_line(path.name, 80)), False),
        failed,
        owner=owner,
    )
