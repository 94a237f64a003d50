"""Waiting by condition: the only place in the tests where time is let pass."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_BETWEEN_LOOKS = 0.02


def eventually(condition: Callable[[], T | None], what: str, *, within: float = 15.0) -> T:
    """What `condition` gives as soon as that is true; AssertionError naming `what` after `within` seconds.

    The limit is generous, because a busy machine is no failure; a condition that holds is found at once.
    """
    deadline = time.monotonic() + within
    while not (found := condition()):
        if time.monotonic() > deadline:
            message = f"{what} did not happen within {within:g} s; last seen: {found!r}"
            raise AssertionError(message)
        time.sleep(_BETWEEN_LOOKS)
    return found
