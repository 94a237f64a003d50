"""The watchers of tests/support go off when they should, and only then: each is shown a test that misbehaves."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_SURROUNDINGS = """
    import logging, threading
    import pytest
    from PySide6.QtCore import QThread, QTimer, qWarning
    from PySide6.QtWidgets import QWidget

    kept = []
    release = threading.Event()

    @pytest.fixture(scope="session", autouse=True)
    def _at_the_end():
        yield
        release.set()
        for thing in kept:
            if isinstance(thing, QThread):
                thing.quit()
                thing.wait()
"""
_NOISY = {
    "a log warning": ('logging.getLogger("crm").warning("odd")', "log: WARNING crm: odd"),
    "a running timer": ("timer = QTimer(); timer.start(60_000); kept.append(timer)", "timer still running: QTimer"),
    "a running Qt thread": ("thread = QThread(); thread.start(); kept.append(thread)", "thread still running: QThread"),
    "a running Python thread": (
        'threading.Thread(target=release.wait, name="left", daemon=True).start()',
        "thread still running: left",
    ),
    "a window": ("window = QWidget(); window.show(); kept.append(window)", "window still there: QWidget"),
    "a hidden window": ("kept.append(QWidget())", "window still there: QWidget"),
    "a warning of Qt": ('qWarning("odd")', "Qt messages with level WARNING or above emitted"),
}
_QUIET = {
    "an allowed log warning": ('logging.getLogger("crm").warning("odd")', '@pytest.mark.allow_log("o.d")'),
    "a timer that was stopped": ("timer = QTimer(); timer.start(60_000); timer.stop(); kept.append(timer)", ""),
    "a window given to qtbot": ("window = QWidget(); qtbot.addWidget(window); window.show(); kept.append(window)", ""),
    "a window that nobody holds": ("QWidget().show()", ""),
    "a thread that ended": ("thread = threading.Thread(target=int); thread.start(); kept.append(thread)", ""),
    "a timer left on purpose": (
        "timer = QTimer(); timer.start(60_000); kept.append(timer)",
        '@pytest.mark.leaves_running("shown")',
    ),
}


@pytest.fixture(autouse=True)
def _the_tree_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def _run(pytester: pytest.Pytester, *tests: tuple[str, str]) -> pytest.RunResult:
    """Run tests, each a body and a decorator, named test_0, test_1 and so on, in a process of their own."""
    pytester.makeini(
        "[pytest]\nqt_api = pyside6\nqt_log_level_fail = WARNING\nmarkers =\n    allow_log\n    leaves_running\n"
    )
    pytester.makeconftest('pytest_plugins = ["tests.support.noise"]')
    written = [
        f"\n    {decorator}\n    def test_{number}(qtbot):\n        {body}\n"
        for number, (body, decorator) in enumerate(tests)
    ]
    pytester.makepyfile(_SURROUNDINGS + "".join(written))
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-q", "--tb=short", timeout=60)


def test_noise_fails_the_test_that_made_it(pytester: pytest.Pytester) -> None:
    result = _run(pytester, *((body, "") for body, _ in _NOISY.values()))
    printed = result.stdout.str()
    silent = {what: complaint for what, (_, complaint) in _NOISY.items() if complaint not in printed}
    assert not silent, printed
    blamed = {line.split("::")[1].split()[0] for line in result.stdout.lines if line.startswith(("FAILED", "ERROR"))}
    assert blamed == {f"test_{number}" for number in range(len(_NOISY))}


def test_what_was_cleared_away_or_allowed_is_no_noise(pytester: pytest.Pytester) -> None:
    result = _run(pytester, *_QUIET.values())
    assert result.ret == pytest.ExitCode.OK, result.stdout.str()
    result.assert_outcomes(passed=len(_QUIET))


def test_a_failed_test_is_not_blamed_for_its_leftovers_too(pytester: pytest.Pytester) -> None:
    result = _run(pytester, ("kept.append(QWidget()); assert not kept", ""))
    assert "left noise" not in result.stdout.str()
    result.assert_outcomes(failed=1)


@pytest.mark.parametrize(("ci", "exit_code"), [("1", 1), ("", 0)])
def test_a_skipped_test_fails_the_run_in_ci_only(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, exit_code: int
) -> None:
    monkeypatch.setenv("CI", ci)
    pytester.makeconftest('pytest_plugins = ["tests.support.choice"]')
    pytester.makepyfile("import pytest\n@pytest.mark.skip\ndef test_a(): pass\ndef test_b(): pass\n")
    assert pytester.runpytest_subprocess("-q", timeout=60).ret == exit_code


def test_a_test_for_another_platform_is_left_out_and_not_skipped(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "1")
    pytester.makeini("[pytest]\nmarkers =\n    only_on\n")
    pytester.makeconftest('pytest_plugins = ["tests.support.choice"]')
    pytester.makepyfile("import pytest\n@pytest.mark.only_on('plan9')\ndef test_a(): assert 0\ndef test_b(): pass\n")
    result = pytester.runpytest_subprocess("-q", timeout=60)
    assert result.ret == pytest.ExitCode.OK
    result.assert_outcomes(passed=1, deselected=1)
