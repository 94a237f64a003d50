"""One seed from beginning to end."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.simulation.designs import DESIGNS
from tests.simulation.judge import Verdict
from tests.simulation.life import Life
from tests.simulation.model import Model
from tests.simulation.user import User
from tests.simulation.walls import DAY
from tests.simulation.wide import WideUser
from tests.simulation.wide_model import WideModel
from tests.simulation.world import BEGIN, END, World

LIVES: Final[Mapping[str, tuple[type[User], type[Model]]]] = {"usual": (User, Model), "wide": (WideUser, WideModel)}
"""What a life consists of: reminders that are written down one by one; or birthdays, quiet hours and changed rules, too."""
_IN_MEMORY = Path("/dev/shm")


def simulate(seed: int, design: str = "own", life: str = "usual", *, days: int | None = None) -> Verdict:
    """Two years (or so many days) with this seed; the same seed is the same story."""
    user, model = LIVES[life]
    where = _IN_MEMORY if _IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="simulation-", dir=where) as folder:
        end = END if days is None else BEGIN + days * DAY
        world = World(seed, Path(folder), DESIGNS[design], end=end, model=model())
        try:
            Life(world, user).begin()
            world.live()
        finally:
            world.running.close()
    return world.verdict


def quieten() -> None:
    """Leave out the program's warnings: daemons fail on purpose, and it says so each time."""
    logging.getLogger("crm_desktop").setLevel(logging.ERROR)
