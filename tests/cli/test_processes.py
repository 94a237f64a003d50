"""Commands in processes of their own: with no display, no environment, another encoding, a pipe that closes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import ROOT, started

_CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:山田 Groß\nN:Groß;山田;;;\nEMAIL:y@x.example\nEND:VCARD\n"


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "one.vcf"
    path.write_text(_CARD, encoding="utf-8")
    return path


def _bare(**more: str) -> dict[str, str]:
    """No display, no bus, no home, no locale."""
    return {"PATH": os.defpath, **more}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows needs its environment")
def test_with_an_empty_environment_everything_works(tmp_path: Path, card: Path) -> None:
    home = tmp_path / "home"
    done = started("import", card, "--json", "--home", home, environment=_bare())
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["files"][0]["new"] == 1
    done = started("--home", home, "check", environment=_bare())
    assert (done.returncode, done.stdout, done.stderr) == (0, b"The data file is whole.\n", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="locales of POSIX")
@pytest.mark.parametrize("encoding", ["C", "POSIX", "de_DE.ISO-8859-1"])
def test_names_are_printed_as_utf_8_whatever_the_locale(encoding: str, tmp_path: Path, card: Path) -> None:
    home = tmp_path / "home"
    environment = _bare(LC_ALL=encoding, PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    done = started("import", card, "--home", home, environment=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    done = started("find", "GROSS", "--home", home, environment=environment)
    assert done.returncode == 0
    assert "山田 Groß" in done.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="file names that are no text")
def test_a_file_name_that_is_no_text_is_no_trouble(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/n\xe4me.vcf"
    Path(os.fsdecode(path)).write_text(_CARD, encoding="utf-8")
    done = started("import", os.fsdecode(path), "--json", "--home", tmp_path / "home", environment=_bare())
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["files"][0]["new"] == 1
    done = started("undo", "--home", tmp_path / "home", environment=_bare())
    assert done.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_pipe_that_closes_early_is_no_failure(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert started("sample", "--contacts", "300", "--home", home).returncode == 0
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    process = subprocess.Popen(
        [sys.executable, "-m", "crm_desktop", "find", "a", "--json", "--home", str(home)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), err) == (0, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="the limit of an argument on Windows is lower")
def test_an_argument_as_long_as_the_system_allows_is_no_trouble(tmp_path: Path) -> None:
    text = "lighthouse " * 11_000  # just below the 128 KiB that Linux takes for one argument
    for command in ("find", "remind"):
        done = started(command, text, "--home", tmp_path / "home")
        assert b"Traceback" not in done.stderr
        assert done.returncode in (0, 2)


def test_two_commands_at_once_both_do_their_work(tmp_path: Path) -> None:
    home = tmp_path / "home"
    started("due", "--home", home)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "crm_desktop", "remind", f"task {number}", "--home", str(home)],
            stdout=subprocess.DEVNULL, cwd=ROOT, env=environment,
        )
        for number in range(2)
    ]  # fmt: skip
    assert [process.wait(60) for process in running] == [0, 0]
    done = started("find", "task", "--json", "--home", home)
    assert sorted(hit["name"] for hit in json.loads(done.stdout)) == ["task 0", "task 1"]


def test_commands_load_neither_qt_nor_for_reading_sqlmodel(tmp_path: Path) -> None:
    code = (
        "import sys; from crm_desktop import cli; cli.main(['find', 'x', '--home', sys.argv[1]]); "
        "print(*sorted({'PySide6', 'sqlmodel', 'sqlalchemy', 'sqlite3', 'pydantic'} & set(sys.modules)))"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "home")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        check=True,
    )
    assert done.stdout == "Nothing found.\n\n"


@pytest.mark.skipif(sys.platform != "linux", reason="Linux without a display")
def test_the_window_without_a_display_is_a_sentence(tmp_path: Path) -> None:
    done = started("--home", tmp_path / "home", environment=_bare(HOME=str(tmp_path)))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().count("\n") == 1
    assert b"Traceback" not in done.stderr
