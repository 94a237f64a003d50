"""How much of a repeating reminder a change is for."""

from __future__ import annotations

from enum import StrEnum


class Reach(StrEnum):
    """Only one of its times, that one and all following, or all of them."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"
