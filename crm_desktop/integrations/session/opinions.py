"""Whether the screen is locked, out of what several programs say about it."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Opinions:
    """What each program says, True for locked; `changed` is called when the outcome turns to locked or away from it.

    One program that says so is enough: rather hide a name too often than show it to whoever walks by. May be used from
    several threads.
    """

    def __init__(self, changed: Callable[[bool], None]) -> None:
        self._changed = changed
        self._said: dict[str, bool] = {}
        self._lock = threading.Lock()

    def locked(self) -> bool | None:
        """True when anybody says locked, None when nobody says anything."""
        with self._lock:
            return self._outcome()

    def say(self, who: str, locked: bool | None) -> None:
        """Somebody says something else, or, with None, nothing any more."""
        with self._lock:
            before = self._outcome()
            if locked is None:
                self._said.pop(who, None)
            else:
                self._said[who] = locked
            after = self._outcome()
            # Told under the lock: two threads must not tell in another order than they changed it.
            if bool(before) is not bool(after):
                self._changed(bool(after))

    def _outcome(self) -> bool | None:
        return any(self._said.values()) if self._said else None
