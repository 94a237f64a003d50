"""Medians, percentiles, and running the measured thing and its limit in turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median

__all__ = ["both_milliseconds", "in_turn", "median", "milliseconds", "percentile"]


def milliseconds(act: Callable[[], object]) -> float:
    """How long one call takes by the wall clock."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def both_milliseconds(act: Callable[[], object]) -> tuple[float, float]:
    """How long one call takes by the wall clock, and how long all threads of this process keep a processor busy meanwhile.

    The second is what is left of the first on a machine that has nothing else to do.
    """
    began, busy = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000


def in_turn(rounds: int, *measurements: Callable[[], float]) -> list[list[float]]:
    """The results of each measurement, taken one after the other in every round, so that a busy machine hits all alike."""
    found: list[list[float]] = [[] for _ in measurements]
    for _ in range(rounds):
        for results, measure in zip(found, measurements, strict=True):
            results.append(measure())
    return found


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("there is nothing to take a percentile of")
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
