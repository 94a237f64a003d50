"""How often one speaks with somebody without ever having said so, and when one is losing touch with them.

The usual rhythm is the median gap between the latest talks: the median, because a pause of one summer or three calls in one
week say little about the years. Two talks on one day are one. All numbers here are days; talks are day numbers
(`date.toordinal()`), so that the arithmetic is that of the calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

FEWEST_TALKS: Final = 4
"""Talks on so many different days make a rhythm: three gaps are the fewest of which one can be called the middle one."""
LATEST_TALKS: Final = 12
"""Only so many talks count: what was usual years ago is not what is usual."""
LONGEST_USUAL: Final = 180
"""Somebody spoken with less often than twice a year has no rhythm to lose; for them one says how often, or reminds oneself."""
_SHORTEST_USUAL: Final = 7
"""Daily talks in the weeks of a project are usually over after it: nobody is lost after a weekend or a short holiday."""
_TURNS_MISSED: Final = 2
_TURNS_UNTIL_GONE: Final = 8
_SOONEST_GONE, _LATEST_GONE = 180, 730


def usual_days(talks: Iterable[int]) -> int | None:
    """The usual days between two talks (7 to 180); None where there are too few talks or they are too far apart.

    `talks` are day numbers in any order; those of one day count once, and only the latest twelve days count.
    """
    latest = sorted(set(talks))[-LATEST_TALKS:]
    if len(latest) < FEWEST_TALKS:
        return None
    gaps = sorted(after - before for before, after in pairwise(latest))
    middle = len(gaps) // 2
    median = gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle] + 1) // 2
    return max(median, _SHORTEST_USUAL) if median <= LONGEST_USUAL else None


def lost_after(usual: int) -> int:
    """How many days after the last talk one is losing touch with somebody: when the second turn is due and was missed.

    One and a half times the gap would tell of every holiday; at twice the gap a whole talk has been left out.
    """
    return usual * _TURNS_MISSED


def gone_after(usual: int) -> int:
    """How many days after the last talk somebody is gone and no longer being lost: eight turns, half a year to two years.

    A list of those one is losing touch with is there to be acted on. Whoever was spoken with every three weeks and not for half
    a year does not expect the usual call any more, and old clients must not crowd out those for whom it is not too late.
    """
    return min(max(usual * _TURNS_UNTIL_GONE, _SOONEST_GONE), _LATEST_GONE)
