"""Medians, percentiles, and running the measured thing and its limit in turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median

__all__ = ["in_turn", "median", "milliseconds", "percentile", "processor_milliseconds"]


def milliseconds(act: Callable[[], object]) -> float:
    """How long one call takes by the wall clock."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def processor_milliseconds(act: Callable[[], object]) -> float:
    """How long one call keeps the calling thread's processor busy: what is left of it on a machine with nothing else to do."""
    began = time.thread_time()
    act()
    return (time.thread_time() - began) * 1000


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
