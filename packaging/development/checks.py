"""The stages of the test command: formatting, lint, types, import contracts, and all tests with their coverage."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from development import system_packages
from development.desktop import desktop_session, missing_programs
from development.layout import ROOT, CannotGoOn, in_ci, program_environment, say, venv_python

_CHECKED = ["crm_desktop", "packaging", "tests"]
_LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
_NO_TESTS_FOUND = 5
_DESKTOPS = 2


@dataclass
class Report:
    """What became of the stages, for the summary at the end."""

    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    _started: float = 0.0

    def begin(self, title: str) -> None:
        """Print the heading of a stage and start its clock."""
        say(f"\n=== {title} ===")
        self._started = time.monotonic()

    def end(self, title: str, *, passed: bool) -> None:
        """Note how a stage ended."""
        say(f"--- {title}: {'passed' if passed else 'FAILED'} in {time.monotonic() - self._started:.1f} s")
        if not passed:
            self.failed.append(title)

    def skip(self, title: str, why: str) -> None:
        """Note a stage that could not be run; in CI that is a failure."""
        say(f"--- {title}: SKIPPED, {why}")
        (self.failed if in_ci() else self.skipped).append(title)

    def summary(self) -> str:
        """The last line of the run."""
        parts = [f"Failed: {', '.join(self.failed)}."] if self.failed else ["All stages that were run passed."]
        if self.skipped:
            parts.append(f"Skipped: {', '.join(self.skipped)}.")
        return " ".join(parts)


def run_all(chosen: Sequence[str]) -> int:
    """Run every stage, or, with arguments for pytest, only the tests that they choose; returns 0 when all passed."""
    report = Report()
    # First, because some tests without a screen want the fonts and the fake clock.
    why_no_desktop = _provide_desktop()
    if not chosen:
        _static_checks(report)
    for old in ROOT.glob(".coverage*"):
        old.unlink(missing_ok=True)
    found_offscreen = _tests_offscreen(report, chosen)
    found_desktop = _tests_on_a_desktop(report, chosen, why_no_desktop)
    if chosen and not (found_offscreen or found_desktop):
        say("No test was chosen by these arguments.")
        report.failed.append("tests")
    if not chosen:
        _coverage(report)
    say(f"\n{report.summary()}")
    return 1 if report.failed else 0


def _static_checks(report: Report) -> None:
    stages = [
        ("formatting", ["-m", "ruff", "format", "--check", "."]),
        ("lint", ["-m", "ruff", "check", "."]),
        ("types", ["-m", "mypy", *[part for part in _CHECKED if (ROOT / part).exists()]]),
        ("import contracts", ["-c", _LINT_IMPORTS, "--no-logo"]),
    ]
    for title, arguments in stages:
        report.begin(title)
        report.end(title, passed=_python(arguments) == 0)


def _python(arguments: Sequence[str], **more_environment: str) -> int:
    return subprocess.run(
        [str(venv_python()), *arguments], cwd=ROOT, env=program_environment(**more_environment), check=False
    ).returncode


def _pytest(
    report: Report, title: str, marker: str, chosen: Sequence[str], spread: Sequence[str] = (), **environment: str
) -> bool:
    """Run the tests with this marker; returns whether there were any."""
    measure = [] if chosen else ["--cov", "--cov-report="]
    code = _python(
        ["-m", "pytest", "-m", marker, *spread, *measure, *chosen],
        COVERAGE_FILE=str(ROOT / f".coverage.{title.rsplit(maxsplit=1)[-1]}"),
        **environment,
    )
    nothing_chosen = bool(chosen) and code == _NO_TESTS_FOUND
    report.end(title, passed=code == 0 or nothing_chosen)
    return code != _NO_TESTS_FOUND


def _tests_offscreen(report: Report, chosen: Sequence[str]) -> bool:
    title = "tests offscreen"
    report.begin(title)
    # A whole run uses all processors; a few chosen tests are told in order, and sooner.
    spread = [] if chosen else ["--numprocesses", "auto", "--dist", "worksteal"]
    return _pytest(report, title, "not desktop", chosen, spread, QT_QPA_PLATFORM="offscreen")


def _tests_on_a_desktop(report: Report, chosen: Sequence[str], why_not: str) -> bool:
    title = "tests on a desktop"
    report.begin(title)
    if why_not:
        report.skip(title, why_not)
        return True
    try:
        with ExitStack() as stack:
            # These tests mostly wait: two at a time, each on a desktop of its own (see tests/conftest.py).
            count = 1 if chosen else _DESKTOPS
            desktops = [stack.enter_context(desktop_session()) for _ in range(count)]
            spread = ["--numprocesses", str(count), "--dist", "worksteal"] if count > 1 else []
            environment = {**desktops[0], "CRM_TEST_DESKTOPS": json.dumps(desktops)}
            return _pytest(report, title, "desktop", chosen, spread, **environment)
    except CannotGoOn as sentence:
        say(str(sentence))
        report.end(title, passed=False)
        return True


def _provide_desktop() -> str:
    """Install what the tests need of the system; returns an empty string, or why they cannot be run here."""
    if os.name != "posix" or not Path("/proc/self").exists():
        return "it needs Linux with Xvfb"
    why = "this is neither Debian nor Ubuntu"
    missing: list[str] = []
    if system_packages.has_apt():
        missing, why = system_packages.provide(system_packages.DESKTOP_TEST_PACKAGES)
    programs = missing_programs()
    if not programs and not missing:
        return ""
    wanted = " ".join(missing or programs)
    return f"these are missing and could not be installed ({why}): {wanted}"


def _coverage(report: Report) -> None:
    title = "coverage"
    report.begin(title)
    if _python(["-m", "coverage", "combine", "--quiet"]) == 0:
        report.end(title, passed=_python(["-m", "coverage", "report"]) == 0)
    else:
        report.end(title, passed=False)
