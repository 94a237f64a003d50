"""Where everything lies, that it is private, and which places are refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from crm_desktop.runtime.paths import Paths, Refusal, UnusablePlace, paths_for, prepare

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes, owners and links of POSIX")


@pytest.fixture(autouse=True)
def _own_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def _all(paths: Paths) -> dict[str, Path]:
    return {field.name: getattr(paths, field.name) for field in fields(paths)}


def test_everything_lies_below_a_chosen_home(tmp_path: Path) -> None:
    home = tmp_path / "my data"
    assert {name for name, place in _all(paths_for(home)).items() if not place.is_relative_to(home)} == set()


def test_without_a_choice_the_platforms_places_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in ("DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(tmp_path / variable))
    paths = paths_for()
    if sys.platform == "linux":
        assert paths.home == tmp_path / "DATA" / "crm-desktop"
        assert paths.cache.is_relative_to(tmp_path / "CACHE")
        assert paths.logs.is_relative_to(tmp_path / "STATE")
    assert paths.database.is_relative_to(paths.home)


def test_a_relative_home_and_a_tilde_are_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "someone"))
    assert paths_for(Path("here/../there")).home == tmp_path / "there"
    assert paths_for(Path("~/crm")).home == tmp_path / "someone" / "crm"


def test_folders_and_later_files_are_private(tmp_path: Path) -> None:
    paths = paths_for(tmp_path / "new" / "home")
    prepare(paths)
    paths.database.write_bytes(b"")
    (paths.logs / "log").write_bytes(b"")
    modes = {place.name: place.stat().st_mode & 0o777 for place in (paths.home, paths.logs, paths.cache, paths.backups)}
    assert set(modes.values()) == {0o700}
    assert {file.stat().st_mode & 0o777 for file in (paths.database, paths.logs / "log")} == {0o600}


def test_preparing_twice_changes_nothing(tmp_path: Path) -> None:
    paths = paths_for(tmp_path / "home")
    prepare(paths)
    paths.database.write_bytes(b"content")
    prepare(paths)
    assert paths.database.read_bytes() == b"content"


def test_a_home_of_the_users_own_choice_keeps_its_mode(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    prepare(paths_for(home))
    assert home.stat().st_mode & 0o777 == 0o755


def _refused(home: Path) -> UnusablePlace:
    with pytest.raises(UnusablePlace) as caught:
        prepare(paths_for(home))
    return caught.value


@pytest.mark.parametrize("place", ["home", "home/logs", "home/cache", "home/backups"])
def test_a_link_in_place_of_a_folder_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).symlink_to(tmp_path / "elsewhere")
    refused = _refused(tmp_path / "home")
    assert (refused.place, refused.refusal) == (tmp_path / place, Refusal.LINK)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("file", ["crm.db", "instance.lock", "logs/crash.txt"])
def test_a_link_in_place_of_a_file_is_refused_even_a_dangling_one(tmp_path: Path, file: str) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).symlink_to(tmp_path / "victim")
    refused = _refused(tmp_path)
    assert (refused.place, refused.refusal) == (tmp_path / file, Refusal.LINK)
    assert not (tmp_path / "victim").exists()


def test_a_database_with_a_second_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    (tmp_path / "crm.db").hardlink_to(tmp_path / "other")
    assert _refused(tmp_path).refusal is Refusal.HARD_LINK


def test_a_folder_in_place_of_the_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "crm.db").mkdir()
    assert _refused(tmp_path).refusal is Refusal.NOT_A_FILE


def test_a_file_in_place_of_the_home_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"")
    assert _refused(tmp_path / "home").refusal is Refusal.NOT_A_FOLDER
    assert _refused(tmp_path / "home" / "below").refusal is Refusal.NOT_A_FOLDER


def test_a_home_that_everybody_may_write_to_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o1777)
    assert _refused(home).refusal is Refusal.SHARED
    assert home.stat().st_mode & 0o1777 == 0o1777


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give a file away")
def test_somebody_elses_home_and_file_are_refused(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    os.chown(foreign, 65534, 65534)
    assert _refused(foreign).refusal is Refusal.FOREIGN
    (tmp_path / "crm.db").write_bytes(b"")
    os.chown(tmp_path / "crm.db", 65534, 65534)
    assert _refused(tmp_path).refusal is Refusal.FOREIGN


def test_a_home_that_cannot_be_made_is_refused() -> None:
    assert _refused(Path("/proc/crm")).refusal is Refusal.NO_ACCESS
    assert _refused(Path("/proc/crm")).place == Path("/proc/crm")
