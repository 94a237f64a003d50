"""Brings what services announce, on whatever thread, to the GUI thread as one Qt signal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.domain.changes import Change

Unsubscribe = Callable[[], None]


class ChangeBridge(QObject):
    """Connect to `changed`; it carries a `Change` and is always emitted on the thread this object lives in."""

    changed = Signal(object)
    _heard = Signal(object)

    def __init__(
        self, subscribe: Callable[[Callable[[Change], None]], Unsubscribe], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        # Queued even when announced on the GUI thread: a view is never refreshed in the middle of its own write.
        self._heard.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = subscribe(self._heard.emit)

    def close(self) -> None:
        """Hear no more; before the database is closed."""
        self._unsubscribe()
