"""Sleep and lock on Linux: logind on the system bus, and the screen savers on the session bus."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from crm_desktop.integrations.session.logind import Logind
from crm_desktop.integrations.session.opinions import Opinions
from crm_desktop.integrations.session.screensavers import ScreenSavers

_log = logging.getLogger(__name__)

Deliver = Callable[[Callable[[], None]], None]
"""Runs a callable on the thread that all callbacks belong to, soon, without waiting for it."""


class LinuxSessionWatch:
    """A SessionWatch over both buses; without them, or while a service hangs, it knows nothing and waits for none.

    Nothing here wakes the machine: a bus that was not there is looked for again ever more rarely, and when somebody asks
    whether it is locked.
    """

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._stopped = threading.Event()
        self._resumed_callbacks: list[Callable[[], None]] = []
        self._locked_callbacks: list[Callable[[bool], None]] = []
        self._opinions = Opinions(self._turned)
        self._savers = ScreenSavers(self._opinions.say)
        self._logind = Logind(self._resumed, self._opinions.say)

    def on_resumed(self, callback: Callable[[], None]) -> None:
        """Call back when the machine has woken up."""
        self._resumed_callbacks.append(callback)

    def on_locked(self, callback: Callable[[bool], None]) -> None:
        """Call back with True when the screen is locked and with False when it is open again."""
        self._locked_callbacks.append(callback)

    def locked(self) -> bool | None:
        """Whether the screen is locked; None when nobody tells. Answers from memory."""
        if not self._stopped.is_set():
            self._logind.look_again()
            self._savers.look_again()
        return self._opinions.locked()

    def stop(self) -> None:
        """Let go of both buses; no callback follows."""
        if not self._stopped.is_set():
            self._stopped.set()
            self._logind.close()
            self._savers.close()

    # ------------------------------------------------------------------------------- telling, from the bus threads

    def _resumed(self) -> None:
        _log.info("The machine woke up.")
        self._tell(lambda: [callback() for callback in self._resumed_callbacks])

    def _turned(self, locked: bool) -> None:
        self._tell(lambda: [callback(locked) for callback in self._locked_callbacks])

    def _tell(self, callback: Callable[[], object]) -> None:
        def unless_stopped() -> None:
            if not self._stopped.is_set():
                callback()

        self._deliver(unless_stopped)
