"""Nothing of the machine it was written on, and no registry, stands in what is tracked."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT, tracked_files

# Spelled so that this file does not contain them itself.
_REGISTRY = re.compile(
    "|".join(("index" + "-url", "find" + "-links", "trusted" + "-host", r"^# +(from|via) +https?:")), re.M
)
_HOME_FOLDER = re.compile(
    rb"(?:/(?:home|Users)/|[A-Za-z]:\\Users\\)(?!(?:you|user|name|me|example)\b)[A-Za-z0-9_.]+[/\\]"
)
_CONFIGURATION = {".txt", ".lock", ".toml", ".cfg", ".ini"}
_LOCKS = ("packaging/requirements.txt", "packaging/requirements-dev.txt")


def machine_paths(text: bytes, places: tuple[Path, ...] = (ROOT,)) -> list[str]:
    """Paths that exist on one machine only: where this tree lies, and home folders of people."""
    found = [str(place) for place in places if str(place).encode() in text]
    return found + [match.group().decode(errors="replace") for match in _HOME_FOLDER.finditer(text)]


def registry_options(text: str) -> list[str]:
    """Options and comments that name a package registry."""
    return [match.group().strip() for match in _REGISTRY.finditer(text)]


def test_no_tracked_file_names_a_path_of_this_machine() -> None:
    found = {
        file.relative_to(ROOT).as_posix(): paths
        for file in tracked_files()
        if (paths := machine_paths(file.read_bytes()))
    }
    assert not found


def test_no_tracked_configuration_names_a_registry() -> None:
    files = [file for file in tracked_files() if file.suffix in _CONFIGURATION]
    assert not {file.name: found for file in files if (found := registry_options(file.read_text(encoding="utf-8")))}


@pytest.mark.parametrize("lock", _LOCKS)
def test_every_locked_package_has_its_hashes_and_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.findall(r"^[^\s#].*?(?=^[^\s#]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert entries
    assert not [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert not [line for line in text.splitlines() if "://" in line or line.startswith("-")]


def test_the_locks_agree_and_hold_what_the_project_asks_for() -> None:
    run, development = (
        dict(
            re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
        )
        for lock in _LOCKS
    )
    assert run.items() <= development.items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {_name(line) for line in project["project"]["dependencies"]}
    assert wanted <= run.keys()
    assert {_name(line) for line in project["dependency-groups"]["dev"]} <= development.keys()
    assert (6, 8) <= tuple(int(part) for part in run["pyside6-essentials"].split(".")[:2]) < (6, 12)


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower()


def test_planted_leaks_are_found() -> None:
    assert machine_paths(b"see " + str(ROOT).encode() + b"/x")
    assert machine_paths(b"in /home/" + b"maria/project")
    assert machine_paths(b"C:\\Users\\" + b"Maria\\x")
    assert not machine_paths(b"~/project, /home/you/project and /usr/share")
    assert registry_options("--extra-index" + "-url file:x")
    assert registry_options("a==1\n# " + "via https://x\n")
    assert not registry_options("# via pytest\n")
