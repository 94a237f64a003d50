"""Tells everybody who wants to know what a committed unit of work changed."""

from __future__ import annotations

import threading
from collections.abc import Callable

from crm_desktop.domain.changes import Change


class ChangeFeed:
    """Publishes changes in the thread that made them; subscribers that draw must cross over to their own."""

    def __init__(self) -> None:
        self._subscribers: dict[object, Callable[[Change], None]] = {}
        self._guard = threading.Lock()

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Call back for each change from now on; the function returned ends that."""
        ticket = object()
        with self._guard:
            self._subscribers[ticket] = callback

        def unsubscribe() -> None:
            with self._guard:
                self._subscribers.pop(ticket, None)

        return unsubscribe

    def publish(self, change: Change) -> None:
        """Tell all subscribers, in the order in which they came."""
        with self._guard:
            subscribers = tuple(self._subscribers.values())
        for callback in subscribers:
            callback(change)
