"""The development command: what it decides, shown without installing anything."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from development import checks, commands, desktop, environment, layout, locking, system_packages

from tests.house.tree import ROOT

DEV = ROOT / "packaging" / "dev.py"


def _dev(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    without_screen = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    without_screen.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [sys.executable, str(DEV), *arguments],
        env={**without_screen, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_old_python_could_read_the_file_and_would_get_a_sentence() -> None:
    text = DEV.read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 8))
    imports = [number for number, node in enumerate(tree.body) if isinstance(node, ast.ImportFrom)]
    looks = [number for number, node in enumerate(tree.body) if isinstance(node, ast.If)]
    assert looks[0] < imports[0], "the version has to be looked at before anything is imported"
    old = text.replace("if sys.version_info < (3, 11):", "if sys.version_info > (3, 11):")
    outcome = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False)
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("CRM Desktop needs Python 3.11 or newer; this is Python 3.")


def test_only_the_standard_library_is_imported() -> None:
    names: set[str] = set()
    for file in [DEV, *(ROOT / "packaging" / "development").glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or "").split(".")[0])
    assert names <= sys.stdlib_module_names | {"development"}


def test_without_arguments_it_says_what_it_can_do() -> None:
    outcome = _dev()
    assert outcome.returncode == 0
    assert all(command in outcome.stdout for command in ("run", "test", "bench", "lock", "shots", "setup"))


def test_an_unknown_command_is_wrong_use() -> None:
    assert _dev("fly").returncode == 2


@pytest.mark.only_on("linux")
def test_run_without_a_display_says_what_works_without_one() -> None:
    outcome = _dev("run", "--", "--home", "somewhere")
    assert outcome.returncode == 1
    assert outcome.stdout == ""
    assert len(outcome.stderr.splitlines()) == 1
    assert all(f"`run {command}`" in outcome.stderr for command in commands.WITHOUT_WINDOW)


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["--home", "somewhere"], True),
        (["find", "anna"], False),
        (["--home", "somewhere", "import", "a.csv"], False),
        (["--version"], False),
        (["shots", "folder", "--dark"], False),
    ],
)
def test_a_window_is_needed_unless_the_arguments_name_a_command(arguments: list[str], window: bool) -> None:
    assert commands.needs_window(arguments) is window


@pytest.mark.parametrize(
    ("variables", "platform", "display"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_recognised(variables: dict[str, str], platform: str, display: bool) -> None:
    assert commands.has_display(variables, platform) is display


def test_windows_keeps_the_interpreter_elsewhere() -> None:
    venv = Path("a folder") / ".venv"
    assert layout.venv_python(venv, "win32") == venv / "Scripts" / "python.exe"
    assert layout.venv_python(venv, "darwin") == venv / "bin" / "python"


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("", False), ("0", False), ("false", False)]
)
def test_ci_is_recognised(value: str, expected: bool) -> None:
    assert layout.in_ci({"CI": value}) is expected


def test_renamed_and_provided_packages_count_as_installed() -> None:
    listing = (
        "installed|libglib2.0-0t64|libglib2.0-0 (= 2.80.0-6ubuntu3)\n"
        "installed|libegl1|\n"
        "not-installed|libgl1|\n"
        "config-files|libcups2|\n"
        "installed|libdbus-1-3|libdbus:any (= 1), other\n"
    )

    def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(list(command), 0, listing, "")

    wanted = ["libglib2.0-0", "libegl1", "libgl1", "libcups2", "libdbus-1-3", "other"]
    assert system_packages.missing_packages(wanted, run) == ["libgl1", "libcups2"]


class Apt:
    """A machine on which apt works only after its lists were fetched, or never."""

    def __init__(self, *, reachable: bool) -> None:
        self.reachable = reachable
        self.updated = False
        self.commands: list[str] = []

    def __call__(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        self.commands.append(" ".join(command))
        if "update" in command:
            self.updated = self.reachable
        works = "install" not in command or self.updated
        return subprocess.CompletedProcess(
            list(command), 0 if works else 100, "", "" if works else "E: Unable to locate x\n"
        )


def test_lists_of_packages_are_fetched_only_when_installing_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "privilege", lambda _run: ["sudo", "-n"])
    apt = Apt(reachable=True)
    assert system_packages.install(["libegl1"], apt) == ""
    assert ["install" in each for each in apt.commands] == [True, False, True]
    assert all(each.startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -y") for each in apt.commands)
    apt.commands.clear()
    assert system_packages.install(["libegl1"], apt) == ""
    assert len(apt.commands) == 1


def test_without_a_network_apt_gives_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "privilege", lambda _run: [])
    assert system_packages.install(["libegl1"], Apt(reachable=False)) == "E: Unable to locate x"


def test_without_root_and_sudo_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "privilege", lambda _run: None)
    apt = Apt(reachable=True)
    assert "root" in system_packages.install(["libegl1"], apt)
    assert apt.commands == []


@pytest.fixture
def finished_venv(tmp_path: Path) -> tuple[Path, dict[str, object]]:
    """Something that looks like an environment whose set-up was finished."""
    venv = tmp_path / "a venv"
    for name in ("qt", "orm"):
        folder = environment.site_packages(venv) / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
        (folder / "code.py").touch()
    python = layout.venv_python(venv)
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()
    stamp: dict[str, object] = {
        "interpreter": environment.interpreter_identity(),
        "contents": environment.contents(venv),
    }
    environment.write_stamp(venv, stamp)
    return venv, stamp


def test_a_finished_environment_is_whole(finished_venv: tuple[Path, dict[str, object]]) -> None:
    venv, stamp = finished_venv
    assert environment.read_stamp(venv) == stamp
    assert environment.is_whole(venv, stamp)
    (environment.site_packages(venv) / "more").mkdir()
    (environment.site_packages(venv) / "qt" / "__pycache__").mkdir()
    assert environment.is_whole(venv, stamp), "what came since does no harm"


@pytest.mark.parametrize("damage", ["interpreter", "package", "file", "stamp", "python", "half a stamp"])
def test_a_damaged_environment_is_noticed(finished_venv: tuple[Path, dict[str, object]], damage: str) -> None:
    venv, stamp = finished_venv
    packages = environment.site_packages(venv)
    match damage:
        case "interpreter":
            layout.venv_python(venv).unlink()
        case "package":
            (packages / "orm").rename(venv / "orm")
        case "file":
            (packages / "qt" / "code.py").unlink()
        case "stamp":
            (venv / "set-up.json").unlink()
        case "python":
            environment.write_stamp(venv, {**stamp, "interpreter": "CPython 3.10"})
        case "half a stamp":
            (venv / "set-up.json").write_text('{"interpreter": ', encoding="utf-8")
    assert not environment.is_whole(venv, environment.read_stamp(venv))


def test_line_ends_do_not_change_a_lock_and_versions_do(tmp_path: Path) -> None:
    texts = [b"a==1\nb==2\n", b"a==1\r\nb==2\r\n", b"a==1\nb==3\n"]
    files = [tmp_path / str(number) for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_bytes(text)
    first, second, third = map(environment.digest, files)
    assert first == second != third


def test_a_lock_keeps_requirements_and_refuses_places() -> None:
    assert (
        locking.tidy("# made by\na==1 \\\n    --hash=sha256:00\n\n    # via b\n") == "a==1 \\\n    --hash=sha256:00\n"
    )
    for leak in ("--extra-index" + "-url x\n", "a @ file:///x\n", "b==1 --config https://x\n", "-e .\n"):
        with pytest.raises(layout.CannotGoOn, match="would name a host or a place"):
            locking.tidy(leak)


def test_a_skipped_stage_fails_in_ci_and_is_named_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "")
    elsewhere = checks.Report()
    elsewhere.skip("tests on a desktop", "no Xvfb")
    assert (elsewhere.failed, elsewhere.summary()) == (
        [],
        "All stages that were run passed. Skipped: tests on a desktop.",
    )
    monkeypatch.setenv("CI", "true")
    ci = checks.Report()
    ci.skip("tests on a desktop", "no Xvfb")
    assert ci.summary() == "Failed: tests on a desktop."


def test_ci_runs_the_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.splitlines()[-1] == "exec python3 packaging/dev.py test"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "python3 packaging/dev.py test" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.desktop
def test_the_desktop_has_a_screen_a_bus_and_a_daemon_and_ends_with_its_block() -> None:
    with desktop.desktop_session() as variables:
        surroundings = {**os.environ, **variables}
        _until_it_works(["xdpyinfo"], surroundings)
        bus = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
        owner = [*bus, "org.freedesktop.DBus.GetNameOwner", "string:org.freedesktop.Notifications"]
        _until_it_works(owner, surroundings)
    assert subprocess.run(["xdpyinfo"], env=surroundings, capture_output=True, check=False).returncode
    assert subprocess.run(owner, env=surroundings, capture_output=True, check=False).returncode


@pytest.mark.desktop
def test_each_process_that_tests_at_the_same_time_has_a_desktop_of_its_own() -> None:
    desktops = json.loads(os.environ.get("CRM_TEST_DESKTOPS", "[]"))
    own = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        places = [each[name] for each in desktops]
        assert len(set(places)) == len(places)
        assert not places or places[own % len(places)] == os.environ[name]


def _until_it_works(command: list[str], surroundings: dict[str, str]) -> None:
    from tests.support.eventually import eventually

    def works() -> bool:
        return subprocess.run(command, env=surroundings, capture_output=True, check=False).returncode == 0

    eventually(works, " ".join(command))
