"""What the hidden program does of its own accord while nothing happens."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.place import Place
from tests.benchmarks.programs import run_probe
from tests.benchmarks.table import Row

_SECONDS = "90"


def measure(place: Place) -> Sequence[Row]:
    """The program started with --background, left alone for a minute and a half after it has settled."""
    home = place.copy_of_big_home("idle")
    found = run_probe("whole_program", "idle", _SECONDS, "--home", str(home), "--background")
    return [
        Row(
            name="idle",
            what="wake-ups a minute with the window hidden",
            unit="/min",
            measured=round(found["timers"], 1),
            most=2,
            remark=f"{found['switches']:.1f} voluntary context switches a minute over all threads",
            more=found,
        ),
        Row(
            name="idle",
            what="processor time with the window hidden",
            unit="%",
            measured=found["cpu_percent"],
            most=0.05,
            remark=f"over {found['seconds']:.0f} s",
        ),
    ]
