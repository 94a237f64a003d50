"""The crash file, tried with real processes that really die."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

_PROGRAM = """
import faulthandler, os, sys, threading
from datetime import datetime, UTC
from pathlib import Path
from crm_desktop.runtime.crash_file import CrashFile

crash = CrashFile(Path(sys.argv[1]), now=lambda: datetime(2026, 11, 24, 9, tzinfo=UTC), version="1.2.3", noticed={noticed})
before = crash.previous_crash()
crash.open()
print("previous:", (crash.previous_crash() or "none").splitlines()[0])
{body}
crash.close()
"""


def _run(path: Path, body: str, noticed: str = "None") -> subprocess.CompletedProcess[str]:
    program = _PROGRAM.format(body=textwrap.dedent(body), noticed=noticed)
    return subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
    )


def test_a_run_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    ended = _run(tmp_path / "crash.txt", "print('done')")
    assert (ended.returncode, ended.stdout) == (0, "previous: none\ndone\n")
    assert list(tmp_path.iterdir()) == []


def test_an_uncaught_exception_is_found_by_the_next_start(tmp_path: Path) -> None:
    ended = _run(tmp_path / "crash.txt", "customer = 'Ada Example'\nint(customer)")
    assert ended.returncode == 1
    text = (tmp_path / "crash.txt").read_text(encoding="utf-8")
    assert text.startswith("2026-11-24T09:00:00+00:00 1.2.3 main (Python ")
    assert "builtins.ValueError" in text
    assert "Ada" not in text
    assert "Ada" not in ended.stderr
    assert "builtins.ValueError" in ended.stderr
    following = _run(tmp_path / "crash.txt", "")
    assert following.stdout.startswith("previous: 2026-11-24T09:00:00+00:00 1.2.3 main")
    assert [file.name for file in tmp_path.iterdir()] == ["crash-previous.txt"]


def test_it_is_told_until_it_is_forgotten(tmp_path: Path) -> None:
    _run(tmp_path / "crash.txt", "1/0")
    assert "none" not in _run(tmp_path / "crash.txt", "").stdout
    assert "none" not in _run(tmp_path / "crash.txt", "crash.forget()").stdout
    assert "none" in _run(tmp_path / "crash.txt", "crash.forget()").stdout


def test_an_exception_of_a_thread_is_caught_and_the_program_goes_on(tmp_path: Path) -> None:
    body = """
    def work():
        raise LookupError("Ada Example")
    thread = threading.Thread(target=work); thread.start(); thread.join()
    leaving = threading.Thread(target=sys.exit); leaving.start(); leaving.join()
    print("still here")
    """
    ended = _run(tmp_path / "crash.txt", body)
    assert "still here" in ended.stdout
    text = (tmp_path / "crash.txt").read_text(encoding="utf-8")
    assert text.count("1.2.3 thread (") == 1
    assert "Ada" not in text


def test_an_exception_nobody_could_raise_is_caught(tmp_path: Path) -> None:
    body = """
    class Ending:
        def __del__(self):
            raise LookupError("Ada Example")
    Ending()
    """
    ended = _run(tmp_path / "crash.txt", body)
    assert "Ada" not in ended.stderr
    assert "1.2.3 unraisable (" in (tmp_path / "crash.txt").read_text(encoding="utf-8")


def test_the_window_is_told(tmp_path: Path) -> None:
    ended = _run(tmp_path / "crash.txt", "1/0", noticed="lambda text: print('told', text.split()[-1])")
    assert "told builtins.ZeroDivisionError" in ended.stdout


def test_interrupting_is_no_crash(tmp_path: Path) -> None:
    _run(tmp_path / "crash.txt", "raise KeyboardInterrupt")
    assert _run(tmp_path / "crash.txt", "").stdout == "previous: none\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_dying_interpreter_leaves_where_it_was(tmp_path: Path) -> None:
    ended = _run(tmp_path / "crash.txt", "os.abort()")
    assert ended.returncode == -signal.SIGABRT
    following = _run(tmp_path / "crash.txt", "")
    assert "previous: Fatal Python error: Aborted" in following.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_without_a_file_stderr_is_told_and_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "crash.txt").symlink_to(tmp_path / "victim")
    ended = _run(tmp_path / "crash.txt", "1/0")
    assert "builtins.ZeroDivisionError" in ended.stderr
    assert not (tmp_path / "victim").exists()
