"""From starting the program to a window that shows the user's own rows, against a bare window's first paint."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.place import Place
from tests.benchmarks.programs import run_probe
from tests.benchmarks.table import Row
from tests.benchmarks.timing import median

_ROUNDS = 7


def measure(place: Place) -> Sequence[Row]:
    """Medians of several starts of both, in turn; the first of each only warms the disk's cache."""
    home = place.copy_of_big_home("start")
    program, bare = [], []
    for _ in range(_ROUNDS + 1):
        bare.append(run_probe("bare_window"))
        program.append(run_probe("whole_program", "start", "--home", str(home)))
    wall, wall_limit = (median(run["wall"] for run in runs[1:]) * 1000 for runs in (program, bare))
    cpu, cpu_limit = (median(run["cpu"] for run in runs[1:]) * 1000 for runs in (program, bare))
    return [
        Row(
            name="start",
            what="start to a window with real contents",
            unit="ms",
            measured=wall,
            limit=wall_limit,
            limit_is="first paint of a bare QMainWindow with an empty table view",
            most_ratio=1.5,
            remark=f"processor time {cpu:.0f} ms, limit {cpu_limit:.0f} ms, {cpu / cpu_limit:.2f} ×",
            more={"cpu": cpu, "cpu_limit": cpu_limit, "rounds": _ROUNDS},
        )
    ]
