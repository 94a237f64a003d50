"""Which tests are run where: tests for another platform are left out, desktop tests need a desktop, and CI skips nothing."""

from __future__ import annotations

import os
import sys

import pytest


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() not in {"", "0", "false", "no"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests of other platforms; mark desktop tests as skipped where dev.py has not started a desktop."""
    elsewhere = [item for item in items if not _belongs_here(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    if os.environ.get("CRM_TEST_DESKTOP") != "1":
        skip = pytest.mark.skip(reason="needs the desktop that `packaging/dev.py test` starts")
        for item in items:
            if item.get_closest_marker("desktop"):
                item.add_marker(skip)


def _belongs_here(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("only_on")
    return marker is None or any(sys.platform.startswith(platform) for platform in marker.args)


class SkipsFail:
    """Turns a run with skipped tests into a failed one."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a skipped test; an expected failure is reported as skipped too, and is none."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a module that skipped itself."""
        if report.skipped:
            self.skipped.append(report.nodeid)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which tests made the run fail."""
        for name in self.skipped:
            terminalreporter.write_line(f"SKIPPED, which CI does not allow: {name}", red=True)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Make the run fail."""
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_configure(config: pytest.Config) -> None:
    """Forbid skips in CI."""
    if _in_ci():
        config.pluginmanager.register(SkipsFail(), "skips-fail")
