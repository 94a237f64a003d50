"""What a probe says about its own process."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from tests.benchmarks.programs import STARTED


def moment() -> dict[str, float]:
    """Seconds since the process was started: by the wall clock and of the processor."""
    return {"wall": time.monotonic() - float(os.environ[STARTED]), "cpu": time.process_time()}


def memory() -> dict[str, int]:
    """Bytes held now: all that is mapped in (rss), shared pages in part (pss), and this process's own (uss)."""
    sizes: dict[str, int] = {}
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, _, rest = line.partition(":")
        sizes[name] = int(rest.split()[0]) * 1024
    return {"rss": sizes["Rss"], "pss": sizes["Pss"], "uss": sizes["Private_Clean"] + sizes["Private_Dirty"]}


def switches() -> dict[str, int]:
    """How often each thread of this process went to sleep of its own will, which is once for each time it was woken."""
    found = {}
    for status in Path("/proc/self/task").glob("*/status"):
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                found[status.parent.name] = int(line.split()[1])
    return found


def report(found: object) -> None:
    """Print it and end at once: how a process takes itself down is not what is measured."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    os._exit(0)
