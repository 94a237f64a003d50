"""Memory of the program at rest with the big database, against the same bare window."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.place import Place
from tests.benchmarks.programs import run_probe
from tests.benchmarks.table import Row

_REST = "10"
_MEGABYTE = 1_000_000


def measure(place: Place) -> Sequence[Row]:
    """Ten seconds after the first contents everything that is loaded behind the window is there."""
    home = place.copy_of_big_home("memory")
    bare = run_probe("bare_window", "rest", "2")
    program = run_probe("whole_program", "rest", _REST, "--home", str(home))
    said = ", ".join(
        f"{kind} {program[kind] / _MEGABYTE:.0f} MB, limit {bare[kind] / _MEGABYTE:.0f} MB, "
        f"{program[kind] / bare[kind]:.2f} ×"
        for kind in ("pss", "uss")
    )
    return [
        Row(
            name="memory",
            what=f"memory at rest with {place.contacts:,} contacts (RSS)",
            unit="MB",
            measured=program["rss"] / _MEGABYTE,
            limit=bare["rss"] / _MEGABYTE,
            limit_is="the same bare window",
            most_ratio=1.5,
            remark=said,
            more={"program": program, "bare": bare},
        )
    ]
