"""Starting the program and the probes as processes of their own, with what each of them cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STARTED = "CRM_BENCH_STARTED"
"""The variable that tells a probe when it was started, by the monotonic clock."""

_LONGEST = 900


class Failed(RuntimeError):
    """A process did not end well."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and processor seconds of a process, the most memory it had (bytes), and what it wrote to its output.

    `peak` is 0 where it is not known: the system counts the memory of the process that started it as well.
    """

    wall: float
    cpu: float
    peak: int
    output: str


def environment() -> dict[str, str]:
    """As on a user's machine: modules compiled once; but no desktop's bus, where real notifications would appear."""
    changed = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    paths = [str(ROOT), *filter(None, [changed.get("PYTHONPATH")])]
    changed["PYTHONPATH"] = os.pathsep.join(paths)
    changed["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "crm-bench-compiled")
    changed["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    if not (changed.get("DISPLAY") or changed.get("WAYLAND_DISPLAY")) and sys.platform.startswith("linux"):
        changed.setdefault("QT_QPA_PLATFORM", "offscreen")
    return changed


def run_module(module: str, arguments: Sequence[str]) -> Cost:
    """Run a module to its end; raises Failed when its exit code is not 0."""
    command = [sys.executable, "-P", "-m", module, *arguments]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        began = time.monotonic()
        started = {**environment(), STARTED: repr(began)}
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=started, cwd=ROOT)
        code, cpu, peak = _ended(process)
        wall = time.monotonic() - began
        output.seek(0)
        errors.seek(0)
        if code != 0:
            said = errors.read().decode(errors="replace").strip().splitlines()
            raise Failed(f"{module} ended with {code}: {said[-1] if said else ''}")
        return Cost(wall, cpu, peak, output.read().decode())


def run_program(arguments: Sequence[str]) -> Cost:
    """Run a command of the program itself."""
    return run_module("crm_desktop", arguments)


def run_probe(probe: str, *arguments: str) -> dict[str, Any]:
    """Run one of `probes/`; returns the JSON object that it prints last."""
    output = run_module(f"tests.benchmarks.probes.{probe}", arguments).output
    found: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
    return found


def _ended(process: subprocess.Popen[bytes]) -> tuple[int, float, int]:
    if not hasattr(os, "wait4"):
        return process.wait(_LONGEST), 0.0, 0
    import resource  # where there is wait4, there is this

    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = usage.ru_maxrss * unit if usage.ru_maxrss > own else 0
    return process.returncode, usage.ru_utime + usage.ru_stime, peak
