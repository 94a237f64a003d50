"""Where the benchmarks keep their data: the big database, made once and cached, and copies of it to spoil."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.storage.migrations import STEPS
from tests.benchmarks import programs

CONTACTS = 100_000
SEED = 1
_DONE = "made.json"


@dataclass(frozen=True, slots=True)
class Place:
    """Two folders, `cache` for what is kept and `scratch` for what goes at the end, and how large the data is."""

    cache: Path
    scratch: Path
    contacts: int = CONTACTS

    def big_home(self) -> Path:
        """The home with the big database; made by the program itself when it is not in the cache. Never written to."""
        home = self._kept()
        return home if (home / _DONE).is_file() else self.make_big_home()

    def make_big_home(self) -> Path:
        """Make it (anew); what that took stands in `big_home_cost`."""
        home = self._kept()
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        arguments = ["--home", str(home), "sample", "--contacts", str(self.contacts), "--seed", str(SEED)]
        cost = programs.run_program(arguments)
        size = sum(file.stat().st_size for file in home.glob("crm.db*"))
        (home / _DONE).write_text(json.dumps({"seconds": cost.wall, "cpu": cost.cpu, "bytes": size}), encoding="utf-8")
        return home

    def big_home_cost(self) -> dict[str, float]:
        """What making it took: wall and processor seconds, and its bytes."""
        found: dict[str, float] = json.loads((self.big_home() / _DONE).read_text(encoding="utf-8"))
        return found

    def copy_of_big_home(self, name: str) -> Path:
        """A home of its own with the same data, gone at the end of the run."""
        home = self.scratch / name
        shutil.copytree(self.big_home(), home, ignore=shutil.ignore_patterns("logs", "*.lock"))
        return home

    def _kept(self) -> Path:
        # Another schema or another sample makes another database.
        text = "\n".join(statement for step in STEPS for statement in step.STATEMENTS)
        schema = hashlib.sha256(text.encode()).hexdigest()[:12]
        return self.cache / f"home-{self.contacts}-{SEED}-{schema}"


@contextmanager
def open_place() -> Iterator[Place]:
    """The place for a run; CRM_BENCH_CACHE moves what is kept, which is otherwise in the user's cache folder."""
    chosen = os.environ.get("CRM_BENCH_CACHE")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    cache = Path(chosen) if chosen else base / "crm-desktop-bench"
    cache.mkdir(parents=True, exist_ok=True)
    # Beside the cache, so that both are on the same disk.
    with tempfile.TemporaryDirectory(prefix="run-", dir=cache) as scratch:
        yield Place(cache, Path(scratch))
