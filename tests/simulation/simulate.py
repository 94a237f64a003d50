"""One seed from beginning to end."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from tests.simulation.designs import DESIGNS
from tests.simulation.judge import Verdict
from tests.simulation.life import Life
from tests.simulation.walls import DAY
from tests.simulation.world import BEGIN, END, World

_IN_MEMORY = Path("/dev/shm")


def simulate(seed: int, design: str = "own", *, days: int | None = None) -> Verdict:
    """Two years (or so many days) with this seed; the same seed is the same story."""
    where = _IN_MEMORY if _IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="simulation-", dir=where) as folder:
        world = World(seed, Path(folder), DESIGNS[design], end=END if days is None else BEGIN + days * DAY)
        try:
            Life(world).begin()
            world.live()
        finally:
            world.running.close()
    return world.verdict


def quieten() -> None:
    """Leave out the program's warnings: daemons fail on purpose, and it says so each time."""
    logging.getLogger("crm_desktop").setLevel(logging.ERROR)
