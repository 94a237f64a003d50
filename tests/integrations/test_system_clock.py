"""The real clock, and the zone of the wall clock wherever a system keeps it."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import TZPATH

import pytest
import time_machine

from crm_desktop.integrations.system_clock import SystemClock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files of POSIX; Windows asks the registry")


def _zone_file(name: str) -> bytes:
    """A zone file of this machine, or of the tzdata package where it has none."""
    found = [Path(folder, name) for folder in TZPATH if Path(folder, name).is_file()]
    return (found[0] if found else Path(str(resources.files("tzdata").joinpath("zoneinfo", name)))).read_bytes()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A file system with an empty /etc."""
    (tmp_path / "etc").mkdir()
    return tmp_path


def _zone(root: Path, **environment: str) -> str:
    return SystemClock(root, environment).zone().key


def test_now_is_the_present_instant_in_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert before <= now <= before + timedelta(minutes=1)
    assert now.tzinfo is UTC


def test_the_clock_since_the_boot_goes_forwards_whatever_the_wall_clock_does() -> None:
    clock = SystemClock()
    first = clock.boot_seconds()
    with time_machine.travel(datetime(1999, 1, 1, tzinfo=UTC)):
        assert clock.now().year == 1999
        assert first <= clock.boot_seconds() <= first + 60


@pytest.mark.only_on("linux")
def test_the_clock_since_the_boot_counts_sleep() -> None:
    # The kernel's own word: seconds since the boot, those asleep included.
    uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    assert abs(SystemClock().boot_seconds() - uptime) < 60


@pytest.mark.only_on("linux")
def test_a_boot_has_a_name() -> None:
    assert len(SystemClock().boot_id()) == 36
    assert SystemClock().boot_id() == SystemClock().boot_id()


def test_a_system_without_a_name_for_the_boot_gives_none(tmp_path: Path) -> None:
    assert SystemClock(tmp_path, {}).boot_id() == ""


def test_this_machines_own_zone_is_found() -> None:
    clock = SystemClock()
    # Two clocks that were asked in different ways agree on what the wall shows.
    assert clock.now().astimezone(clock.zone()).utcoffset() == datetime.now().astimezone().utcoffset()


@pytest.mark.parametrize(
    ("value", "zone"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        (":America/New_York", "America/New_York"),
        ("/usr/share/zoneinfo/Europe/Paris", "Europe/Paris"),
        (":/usr/share/zoneinfo/posix/Europe/Paris", "Europe/Paris"),
    ],
)
def test_the_environment_comes_first(root: Path, value: str, zone: str) -> None:
    (root / "etc" / "timezone").write_text("Europe/Berlin\n", encoding="utf-8")
    assert _zone(root, TZ=value) == zone


@pytest.mark.parametrize("value", ["", "CET-1CEST", "Nowhere/Atall", "../../etc/passwd", "/etc/passwd", "Europe", "\0"])
def test_an_environment_that_names_no_zone_is_passed_over(root: Path, value: str) -> None:
    (root / "etc" / "timezone").write_text("Europe/Berlin\n", encoding="utf-8")
    assert _zone(root, TZ=value) == "Europe/Berlin"


def test_a_link_names_the_zone(root: Path) -> None:
    (root / "etc" / "localtime").symlink_to("/usr/share/zoneinfo/Pacific/Auckland")
    (root / "etc" / "timezone").write_text("Europe/Berlin\n", encoding="utf-8")
    assert _zone(root) == "Pacific/Auckland"


def test_a_file_names_the_zone(root: Path) -> None:
    (root / "etc" / "timezone").write_text("Asia/Kolkata\n# old\n", encoding="utf-8")
    assert _zone(root) == "Asia/Kolkata"


def test_a_copied_zone_file_is_recognised_by_its_content(root: Path) -> None:
    (root / "etc" / "localtime").write_bytes(_zone_file("Asia/Kathmandu"))
    found = SystemClock(root, {}).zone()
    # Names of the same zone have the same content; which of them is found does not matter.
    assert datetime(2026, 1, 1, tzinfo=found).utcoffset() == timedelta(hours=5, minutes=45)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\xfe"])
def test_what_cannot_be_read_means_utc(root: Path, content: bytes) -> None:
    (root / "etc" / "localtime").write_bytes(content)
    (root / "etc" / "timezone").write_bytes(content)
    assert _zone(root) == "Etc/UTC"


def test_a_system_without_any_sign_means_utc(tmp_path: Path) -> None:
    assert _zone(tmp_path) == "Etc/UTC"


def test_travelling_is_noticed_at_once(root: Path) -> None:
    environment: dict[str, str] = {}
    clock = SystemClock(root, environment)
    local = root / "etc" / "localtime"
    local.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    assert clock.zone().key == "Europe/Berlin"
    # As timedatectl does it: a new link is renamed into place.
    (root / "etc" / "new").symlink_to("/usr/share/zoneinfo/Asia/Tokyo")
    (root / "etc" / "new").replace(local)
    assert clock.zone().key == "Asia/Tokyo"
    local.unlink()
    assert clock.zone().key == "Etc/UTC"
    environment["TZ"] = "America/Lima"
    assert clock.zone().key == "America/Lima"


def test_asking_again_reads_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "etc" / "timezone").write_text("Europe/Berlin\n", encoding="utf-8")
    clock = SystemClock(root, {})
    first = clock.zone()
    monkeypatch.setattr(os, "open", None)
    monkeypatch.setattr(Path, "read_text", None)
    monkeypatch.setattr(Path, "read_bytes", None)
    assert clock.zone() is first
