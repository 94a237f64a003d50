"""Starting at login on Windows, against a registry that is a dictionary, and on macOS, whose launch agents are plain files."""

from __future__ import annotations

import plistlib
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crm_desktop.domain.errors import UserError
from crm_desktop.integrations.autostart.command import StartCommand
from crm_desktop.integrations.autostart.macos import LaunchAgent
from crm_desktop.integrations.autostart.windows import APPROVED, RUN, RunKey
from crm_desktop.services.ports import AtLogin

_NAME = "crm-desktop"
# What the Task Manager of Windows 10 and 11 writes: even numbers are on, odd ones off, then the moment of switching off.
_SWITCHED_ON = bytes.fromhex("02 00 00 00 00 00 00 00 00 00 00 00")
_SWITCHED_OFF = bytes.fromhex("03 00 00 00 6A 3C 2B 11 5C D2 DA 01")


@dataclass
class FakeRegistry:
    """The values below HKEY_CURRENT_USER, or an error for each access."""

    values: dict[tuple[str, str], str | bytes] = field(default_factory=dict)
    refuses: bool = False

    def text(self, key: str, name: str) -> str | None:
        self._look()
        found = self.values.get((key, name))
        return found if isinstance(found, str) else None

    def bytes(self, key: str, name: str) -> bytes | None:
        self._look()
        found = self.values.get((key, name))
        return found if isinstance(found, bytes) else None

    def write(self, key: str, name: str, value: str) -> None:
        self._look()
        self.values[key, name] = value

    def delete(self, key: str, name: str) -> None:
        self._look()
        self.values.pop((key, name), None)

    def _look(self) -> None:
        if self.refuses:
            raise PermissionError(5, "Access is denied")


@pytest.fixture
def registry() -> FakeRegistry:
    return FakeRegistry()


def _command(*words: str, folder: Path | None = None) -> StartCommand:
    return StartCommand((sys.executable, *words), folder, _NAME, "CRM Desktop")


# ---------------------------------------------------------------------------------------------------------- Windows


def test_the_run_key_is_written_and_taken_away(registry: FakeRegistry) -> None:
    login = RunKey(_command("--background", "--home", r"D:\my data" + "\\"), registry)
    assert login.state() is AtLogin.OFF
    login.set(True)
    assert login.state() is AtLogin.ON
    # A backslash before a quote is doubled there.
    assert registry.values[RUN, _NAME] == rf'{sys.executable} --background --home "D:\my data\\"'
    login.set(False)
    login.set(False)
    assert login.state() is AtLogin.OFF
    assert registry.values == {}


def test_switched_off_in_the_task_manager_is_off_and_switched_on_here_is_on(registry: FakeRegistry) -> None:
    login = RunKey(_command(), registry)
    login.set(True)
    registry.values[APPROVED, _NAME] = _SWITCHED_ON
    assert login.state() is AtLogin.ON
    registry.values[APPROVED, _NAME] = _SWITCHED_OFF
    assert login.state() is AtLogin.OFF
    login.set(True)
    assert login.state() is AtLogin.ON


@pytest.mark.parametrize("line", ["", r"C:\gone\crm.exe --background", r'"C:\Program Files\gone\crm.exe" --background'])
def test_a_value_that_starts_nothing_is_broken(registry: FakeRegistry, line: str) -> None:
    registry.values[RUN, _NAME] = line
    assert RunKey(_command(), registry).state() is AtLogin.BROKEN


def test_a_quoted_program_is_found(registry: FakeRegistry, tmp_path: Path) -> None:
    program = tmp_path / "with space.exe"
    program.write_bytes(b"")
    program.chmod(0o755)
    registry.values[RUN, _NAME] = subprocess.list2cmdline([str(program), "--background"])
    assert RunKey(_command(), registry).state() is AtLogin.ON


def test_a_source_tree_cannot_start_there(registry: FakeRegistry, tmp_path: Path) -> None:
    login = RunKey(_command(folder=tmp_path), registry)
    assert login.state() is AtLogin.UNSUPPORTED
    with pytest.raises(UserError, match="installed program"):
        login.set(True)
    assert registry.values == {}


@pytest.mark.allow_log("was not changed", reason="a policy forbids it")
def test_a_registry_that_refuses_is_a_sentence(registry: FakeRegistry) -> None:
    registry.refuses = True
    login = RunKey(_command(), registry)
    assert login.state() is AtLogin.UNSUPPORTED
    with pytest.raises(UserError, match="did not let"):
        login.set(True)


# ------------------------------------------------------------------------------------------------------------ macOS


def _agent(tmp_path: Path, *words: str, folder: Path | None = None) -> LaunchAgent:
    return LaunchAgent(_command(*words, folder=folder), {"HOME": str(tmp_path)})


def _file(tmp_path: Path) -> Path:
    return tmp_path / "Library" / "LaunchAgents" / "crm-desktop.plist"


def test_the_agent_is_written_and_taken_away(tmp_path: Path) -> None:
    login = _agent(tmp_path, "--background", "--home", "/opt/x/my & <data>", folder=tmp_path)
    assert login.state() is AtLogin.OFF
    login.set(True)
    assert login.state() is AtLogin.ON
    written = plistlib.loads(_file(tmp_path).read_bytes())
    assert written["ProgramArguments"] == [sys.executable, "--background", "--home", "/opt/x/my & <data>"]
    assert written["WorkingDirectory"] == str(tmp_path)
    assert written["RunAtLoad"] is True
    assert written["KeepAlive"] is False
    login.set(False)
    login.set(False)
    assert login.state() is AtLogin.OFF
    assert list(_file(tmp_path).parent.iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"Disabled": True}, AtLogin.OFF),
        ({"RunAtLoad": False}, AtLogin.OFF),
        ({"ProgramArguments": ["/gone/crm-desktop"]}, AtLogin.BROKEN),
        ({"ProgramArguments": []}, AtLogin.BROKEN),
        ({"WorkingDirectory": "/gone"}, AtLogin.BROKEN),
        ({"Program": sys.executable, "ProgramArguments": []}, AtLogin.ON),
    ],
)
def test_what_stands_in_the_agent_counts(tmp_path: Path, changes: dict[str, object], expected: AtLogin) -> None:
    login = _agent(tmp_path)
    login.set(True)
    agent = {**plistlib.loads(_file(tmp_path).read_bytes()), **changes}
    _file(tmp_path).write_bytes(plistlib.dumps(agent, fmt=plistlib.FMT_BINARY))
    assert login.state() is expected


@pytest.mark.parametrize("content", [b"", b"<plist><dict>", b"bplist00 nonsense"])
def test_a_damaged_agent_is_broken_and_mended_by_switching_on(tmp_path: Path, content: bytes) -> None:
    login = _agent(tmp_path)
    login.set(True)
    _file(tmp_path).write_bytes(content)
    assert login.state() is AtLogin.BROKEN
    login.set(True)
    assert login.state() is AtLogin.ON


@pytest.mark.allow_log("was not changed", reason="there is no folder to write to")
def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "Library").write_text("a file where a folder is needed", encoding="utf-8")
    login = _agent(tmp_path)
    with pytest.raises(UserError, match="cannot be written"):
        login.set(True)
