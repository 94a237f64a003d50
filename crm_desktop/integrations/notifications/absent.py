"""For a system that shows no notifications or tells nothing of them: it says so, and the window's own list does the work."""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.domain.messages import Message
from crm_desktop.domain.reminders import Notice
from crm_desktop.integrations.notifications.wording import UNSUPPORTED
from crm_desktop.services.ports import DisturbanceReading, DoNotDisturb, NoticeAnswer, NotificationServer


class AbsentNotifier:
    """A Notifier that never shows anything; `why` is the sentence it gives for it."""

    def __init__(self, deliver: Callable[[Callable[[], None]], None], why: Message = UNSUPPORTED) -> None:
        self._deliver = deliver
        self._why = why
        self._stopped = False

    def show(self, notice: Notice, shown: Callable[[int], None], failed: Callable[[Message], None]) -> None:  # noqa: ARG002
        """Fails, later, as with the real ones."""
        self._deliver(lambda: None if self._stopped else failed(self._why))

    def close(self, daemon_id: int) -> None:
        """There is nothing to close."""

    def on_answer(self, callback: Callable[[NoticeAnswer], None]) -> None:
        """Nobody will ever press anything."""

    def on_available(self, callback: Callable[[], None]) -> None:
        """It stays as it is."""

    def problem(self) -> Message | None:
        """Why nothing can be shown."""
        return self._why

    def stop(self) -> None:
        """No callback follows."""
        self._stopped = True


class UnknownDisturbance:
    """A Disturbance that knows nothing: for the Focus of macOS and Windows there is no documented question."""

    def reading(self) -> DisturbanceReading:
        """It cannot be read."""
        return DisturbanceReading(DoNotDisturb.UNKNOWN)

    def server(self) -> NotificationServer | None:
        """The system itself draws them and gives no name."""
        return None
