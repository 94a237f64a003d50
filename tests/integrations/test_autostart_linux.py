"""Starting at login on Linux: what is written, what the desktop's own tools write, and GLib starting it for real."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.errors import UserError
from crm_desktop.integrations.autostart import starts_at_login
from crm_desktop.integrations.autostart.command import StartCommand, start_command
from crm_desktop.integrations.autostart.desktop_entry import command_line, command_words, escaped, parsed, unescaped
from crm_desktop.integrations.autostart.linux import XdgAutostart
from crm_desktop.services.ports import AtLogin
from tests.support.launcher import launch

pytestmark = pytest.mark.only_on("linux")

# Notes how it was started and lets the test know by ending.
_PROGRAM = """#!{python}
import json, os, sys
with open(os.environ["STARTED"], "w") as pipe:
    json.dump({{"words": sys.argv[1:], "folder": os.getcwd()}}, pipe)
"""


def _command(tmp_path: Path, *words: str, folder: Path | None = None, program: str = "") -> StartCommand:
    return StartCommand((program or sys.executable, *words), folder, "crm-desktop", "CRM Desktop")


def _here(tmp_path: Path, **more: str) -> dict[str, str]:
    return {
        "HOME": str(tmp_path / "user"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CONFIG_DIRS": str(tmp_path / "xdg"),
        "PATH": os.environ["PATH"],
        **more,
    }


def _file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "autostart" / "crm-desktop.desktop"


@pytest.fixture
def login(tmp_path: Path) -> XdgAutostart:
    """A user's list of what starts at login, empty."""
    return XdgAutostart(_command(tmp_path, "--background"), _here(tmp_path))


# ------------------------------------------------------------------------------------------------- switching


def test_it_is_off_then_on_then_off_and_leaves_nothing_behind(tmp_path: Path, login: XdgAutostart) -> None:
    assert login.state() is AtLogin.OFF
    login.set(True)
    assert login.state() is AtLogin.ON
    login.set(True)
    login.set(False)
    login.set(False)
    assert login.state() is AtLogin.OFF
    assert list(_file(tmp_path).parent.iterdir()) == []


def test_without_a_folder_of_its_own_it_lies_in_the_usual_one(tmp_path: Path) -> None:
    for named in ("", "relative/folder"):
        environment = _here(tmp_path, XDG_CONFIG_HOME=named)
        XdgAutostart(_command(tmp_path), environment).set(True)
        file = tmp_path / "user" / ".config" / "autostart" / "crm-desktop.desktop"
        assert file.exists()
        file.unlink()


@pytest.mark.allow_log("was not changed", reason="there is no folder to write to")
def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path, login: XdgAutostart) -> None:
    (tmp_path / "config").write_text("a file where a folder is needed", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be written"):
        login.set(True)


@pytest.mark.parametrize("program", ["/opt/line\nbreak/crm-desktop", "/opt/half \udcff/crm"])
def test_a_program_that_no_entry_can_name_is_a_sentence(tmp_path: Path, program: str) -> None:
    login = XdgAutostart(_command(tmp_path, program=program), _here(tmp_path))
    with pytest.raises(UserError, match="cannot start from"):
        login.set(True)
    assert login.state() is AtLogin.OFF


def test_each_home_starts_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    usual, other = starts_at_login(None), starts_at_login(tmp_path / "my data")
    other.set(True)
    assert (usual.state(), other.state()) == (AtLogin.OFF, AtLogin.ON)
    usual.set(True)
    other.set(False)
    assert (usual.state(), other.state()) == (AtLogin.ON, AtLogin.OFF)


# --------------------------------------------------------------------------- what others wrote into the file


@pytest.mark.parametrize(
    ("line", "desktop", "expected"),
    [
        ("Hidden=true", "", AtLogin.OFF),
        ("Hidden=false", "", AtLogin.ON),
        ("X-GNOME-Autostart-enabled=false", "ubuntu:GNOME", AtLogin.OFF),
        ("X-GNOME-Autostart-enabled=false", "X-Cinnamon", AtLogin.OFF),
        ("X-GNOME-Autostart-enabled=false", "", AtLogin.OFF),
        ("X-GNOME-Autostart-enabled=false", "KDE", AtLogin.ON),
        ("X-MATE-Autostart-enabled=false", "MATE", AtLogin.OFF),
        ("X-MATE-Autostart-enabled=false", "XFCE", AtLogin.ON),
        ("OnlyShowIn=KDE;XFCE;", "XFCE", AtLogin.ON),
        ("OnlyShowIn=KDE;", "GNOME", AtLogin.OFF),
        ("OnlyShowIn=KDE;", "", AtLogin.OFF),
        ("NotShowIn=GNOME;", "ubuntu:GNOME", AtLogin.OFF),
        ("NotShowIn=GNOME;", "KDE", AtLogin.ON),
        ("TryExec=/gone/crm-desktop", "", AtLogin.BROKEN),
        ("Exec=/gone/crm-desktop --background", "", AtLogin.BROKEN),
        ('Exec="/usr/bin/env', "", AtLogin.BROKEN),
        ("Exec=", "", AtLogin.BROKEN),
        ("Exec=env crm-desktop %U", "", AtLogin.ON),
        ("Path=/gone", "", AtLogin.BROKEN),
        ("Type=Link", "", AtLogin.BROKEN),
    ],
)
def test_what_the_desktops_own_settings_wrote_counts(
    tmp_path: Path, line: str, desktop: str, expected: AtLogin
) -> None:
    login = XdgAutostart(_command(tmp_path), _here(tmp_path, XDG_CURRENT_DESKTOP=desktop))
    login.set(True)
    file = _file(tmp_path)
    key = line.partition("=")[0]
    kept = [each for each in file.read_text(encoding="utf-8").splitlines() if not each.startswith(f"{key}=")]
    file.write_text("\n".join([*kept, line, "[Another Group]", "Hidden=true"]), encoding="utf-8")
    assert login.state() is expected
    login.set(True)
    assert login.state() is AtLogin.ON


def test_a_program_that_was_taken_away_is_seen(tmp_path: Path) -> None:
    program = tmp_path / "crm-desktop"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    login = XdgAutostart(_command(tmp_path, program=str(program)), _here(tmp_path))
    login.set(True)
    assert login.state() is AtLogin.ON
    program.unlink()
    assert login.state() is AtLogin.BROKEN


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"nonsense"])
def test_a_damaged_entry_is_broken_and_mended_by_switching_on(
    tmp_path: Path, login: XdgAutostart, content: bytes
) -> None:
    login.set(True)
    _file(tmp_path).write_bytes(content)
    assert login.state() is AtLogin.BROKEN
    login.set(True)
    assert login.state() is AtLogin.ON


def test_a_link_to_nowhere_is_broken(tmp_path: Path, login: XdgAutostart) -> None:
    _file(tmp_path).parent.mkdir(parents=True)
    _file(tmp_path).symlink_to(tmp_path / "gone")
    assert login.state() is AtLogin.BROKEN


def test_an_entry_of_the_system_counts_and_is_covered_when_switched_off(tmp_path: Path, login: XdgAutostart) -> None:
    theirs = tmp_path / "xdg" / "autostart" / "crm-desktop.desktop"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("[Desktop Entry]\nType=Application\nName=CRM\nExec=env true\n", encoding="utf-8")
    assert login.state() is AtLogin.ON
    login.set(False)
    assert login.state() is AtLogin.OFF
    assert theirs.exists()
    login.set(True)
    assert login.state() is AtLogin.ON


# ------------------------------------------------------------------------------------------------ the command


def test_a_program_in_python_is_started_by_its_module_from_its_own_tree() -> None:
    command = start_command()
    assert command.words == (sys.executable, "-m", "crm_desktop", "--background")
    assert command.folder is not None
    assert (command.folder / "crm_desktop" / "__main__.py").is_file()


def test_a_home_that_was_given_is_given_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command = start_command(Path("some where"))
    assert command.words[-3:] == ("--background", "--home", str(tmp_path / "some where"))
    assert command.name != start_command().name
    assert command.name == start_command(tmp_path / "some where").name


def test_a_bundle_is_started_by_its_own_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/crm/crm-desktop")
    assert start_command(None, {}).words == ("/opt/crm/crm-desktop", "--background")
    assert start_command(None, {}).folder is None
    # An AppImage runs from a folder that is gone when it ends.
    assert start_command(None, {"APPIMAGE": "/opt/x/CRM.AppImage"}).words[0] == "/opt/x/CRM.AppImage"


_WORDS = st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1)


@given(_WORDS)
def test_what_is_quoted_is_read_again_as_it_was(words: list[str]) -> None:
    line = f"Exec={command_line(['program', *words])}"
    assert "\n" not in line
    # Nothing but line ends may end a line, and no space at the end may be lost.
    assert command_words(parsed(f"[Desktop Entry]\n{line}\n")["Exec"]) == ["program", *words]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_string_is_read_again_as_it_was(text: str) -> None:
    assert unescaped(escaped(text)) == text


# ----------------------------------------------------------------------------------------- started for real


def _started_by_glib(tmp_path: Path, entry: Path) -> dict[str, object]:
    """Let GLib start an entry; how the program found itself."""
    pipe = tmp_path / "started"
    os.mkfifo(pipe)
    launch(entry, {"STARTED": str(pipe)})
    # Reading waits for the program, which was started beside us.
    return dict(json.loads(pipe.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "name",
    [
        "crm-desktop",
        "with space",
        "100% sure %U",
        'quo"te',
        "do$lar `tick`",
        "back\\slash\\",
        "(a) & b; c|d > e",
        "Ü 你好",
    ],
)
def test_glib_starts_exactly_what_was_meant(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    program = folder / name
    program.write_text(_PROGRAM.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    words = ("--background", "--home", str(folder / name), "", " ", "%%", "%f", "'", '\\"', "#", "~", "=")
    login = XdgAutostart(_command(tmp_path, *words, folder=folder, program=str(program)), _here(tmp_path))
    login.set(True)
    assert login.state() is AtLogin.ON
    assert _started_by_glib(tmp_path, _file(tmp_path)) == {"words": list(words), "folder": str(folder)}
