"""Sending a test notification, and saying how it went."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from crm_desktop.domain.messages import Message
from crm_desktop.services.notifying import NotifyingService
from crm_desktop.ui.texts import show, tr


class _Telling(QObject):
    """Notifiers may answer from a thread of their own; a signal brings the answer to this one."""

    told = Signal(str, str)


def send_test(notifying: NotifyingService, owner: QObject, tell: Callable[[str, str], object]) -> None:
    """Show a notification, or say why none can appear: `tell` gets sentences with the names of their colours.

    Nothing is told once `owner` is gone.
    """
    telling = _Telling(owner)
    telling.told.connect(tell)

    def shown() -> None:
        telling.told.emit(tr("It was shown. If you did not see it, ask why nothing appeared."), "good")

    def failed(why: Message) -> None:
        telling.told.emit(show(why), "late")

    problem = notifying.problem()
    if problem is not None:
        failed(problem)
        return
    telling.told.emit(tr("Sending…"), "secondary")
    notifying.send_test(shown, failed)
