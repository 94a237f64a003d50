"""Running commands: in this process, quickly, and as a user does, in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crm_desktop import cli

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Terminal:
    """Runs commands on one home, inside this process."""

    home: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path) -> Said:
        self.capture.readouterr()
        try:
            code = cli.main([*map(str, arguments), "--home", str(self.home)])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = self.capture.readouterr()
        return Said(code, out, err)


def started(
    *arguments: str | Path, environment: dict[str, str] | None = None, before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own; `before` is what stands before the interpreter."""
    if environment is None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return subprocess.run(
        [*before, sys.executable, "-m", "crm_desktop", *map(str, arguments)],
        capture_output=True,
        cwd=ROOT,
        env=environment,
        timeout=120,
        check=False,
    )
