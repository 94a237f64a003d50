"""Starts the program with a clock since boot that runs ahead as a file says: what a laptop sees after sleep.

libfaketime moves the wall clock only; a wall clock that moves alone is one that somebody has set.
"""

from __future__ import annotations

import os
import runpy
import sys
import time
from pathlib import Path

_SLEPT = "CRM_TEST_SLEPT"


def _sleep_counts(file: Path) -> None:
    clock_gettime = time.clock_gettime

    def with_sleep(clock: int) -> float:
        slept = float(file.read_text(encoding="ascii")) if clock == time.CLOCK_BOOTTIME else 0.0
        return clock_gettime(clock) + slept

    time.clock_gettime = with_sleep


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[2])
    _sleep_counts(Path(os.environ[_SLEPT]))
    runpy.run_module("crm_desktop", run_name="__main__", alter_sys=True)
