"""The watch where nothing is heard of sleep and lock: it never calls back, and the look at the clock finds what was missed."""

from __future__ import annotations

from collections.abc import Callable


class UnknownSessionWatch:
    """A SessionWatch that knows nothing.

    Windows sends WM_POWERBROADCAST and, to windows registered with WTSRegisterSessionNotification, WM_WTSSESSION_CHANGE:
    both reach a native event filter of the window only, so a watch for it belongs where the windows are. macOS sends
    NSWorkspaceDidWakeNotification and com.apple.screenIsLocked to an application's run loop.
    """

    def on_resumed(self, callback: Callable[[], None]) -> None:
        """Nobody will ever tell."""

    def on_locked(self, callback: Callable[[bool], None]) -> None:
        """Nobody will ever tell."""

    def locked(self) -> bool | None:
        """None: it is not known."""
        return None

    def stop(self) -> None:
        """There is nothing to let go of."""
