"""What the window is given from outside the user interface, and the way that other threads' calls take to the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from crm_desktop.services.ports import Notifier, SessionWatch

Deliver = Callable[[Callable[[], None]], None]
"""Runs a callable on the GUI thread, soon, without waiting for it."""


@dataclass(frozen=True, slots=True)
class Outside:
    """How to make what calls back from outside the program: each gets the way to the GUI thread."""

    notifier: Callable[[Deliver], Notifier]
    session: Callable[[Deliver], SessionWatch]


class RecordsCrashes(Protocol):
    """Where bugs are written down."""

    def record(self, error: BaseException, where: str) -> str: ...


class Crossing(QObject):
    """Runs callables that other threads hand over on the GUI thread."""

    handed_over = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.handed_over.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _run(self, callback: Callable[[], object]) -> None:
        callback()
