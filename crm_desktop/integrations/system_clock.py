"""The machine's clock and the zone of its wall clock: the only place that asks what time it is."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

UNKNOWN_ZONE = "Etc/UTC"


class SystemClock:
    """The real clock. `root` stands for `/` and `environment` for the process's own, so that tests can set a zone."""

    def __init__(self, root: Path = Path("/"), environment: Mapping[str, str] = os.environ) -> None:
        self._root = root
        self._environment = environment
        self._seen: tuple[object, ...] = ()
        self._zone = ZoneInfo(UNKNOWN_ZONE)
        self._rules: str | None = None

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def zone(self) -> ZoneInfo:
        """The zone of the wall clock at this moment; looks again only when something that decides it has changed."""
        signs = self._signs()
        if signs != self._seen:
            self._zone = self._look()
            self._seen = signs
        return self._zone

    def boot_seconds(self) -> float:
        """Seconds since about the machine's start, sleep included; no setting of the wall clock moves them."""
        return _boot_seconds()

    def boot_id(self) -> str:
        """The kernel's name of this boot; "" where it gives none."""
        return _boot_id(self._root)

    def zone_rules(self) -> str:
        """A text that is another one after the machine's table of time zones was updated, as of the start: zones stay loaded."""
        if self._rules is None:
            files = (f"{folder}/{name}" for folder in TZPATH for name in ("tzdata.zi", "Etc/UTC"))
            stamps = (stamp for file in files if (stamp := _stamp(file)))
            self._rules = next((f"{stamp[3]}-{stamp[4]}" for stamp in stamps), "") or _package_version()
        return self._rules

    def _signs(self) -> tuple[object, ...]:
        """What decides the zone, cheap to compare: a few microseconds."""
        return (self._environment.get("TZ"), *_system_signs(self._root))

    def _look(self) -> ZoneInfo:
        return self._from_environment() or _system_zone(self._root) or ZoneInfo(UNKNOWN_ZONE)

    def _from_environment(self) -> ZoneInfo | None:
        """POSIX `TZ`: a name, `:name`, or the path of a zone file; rules like `CET-1CEST` have no name and are left."""
        value = self._environment.get("TZ", "").removeprefix(":")
        return _by_path(Path(value)) if value.startswith("/") else _by_name(value)


def _stamp(file: str) -> tuple[object, ...]:
    """Where a file points to and when it changed; () when it is not there."""
    try:
        # Without pathlib, which takes longer than the system's own answer: lists ask for every row that they paint.
        own, target = os.lstat(file), os.stat(file)  # noqa: PTH116 - as above
    except OSError:
        return ()
    return (own.st_ino, own.st_mtime_ns, target.st_ino, target.st_mtime_ns, target.st_size)


def _package_version() -> str:
    """The version of the package that brings the table where the system has none."""
    # Needed there only, and slow to load.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("tzdata")
    except PackageNotFoundError:
        return ""


def _by_name(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError, KeyError):  # a folder, an impossible name, an unknown one
        return None


def _by_path(file: Path) -> ZoneInfo | None:
    """The zone named by the end of a path like `/usr/share/zoneinfo/Europe/Berlin`."""
    parts = file.parts
    if "zoneinfo" not in parts:
        return None
    after = parts[len(parts) - parts[::-1].index("zoneinfo") :]
    # `posix/` and `right/` are second copies of the same names.
    return _by_name("/".join(after[1:] if after[:1] in {("posix",), ("right",)} else after))


def _by_content(local: Path) -> ZoneInfo | None:
    """The zone whose file is equal to `/etc/localtime`, where an installer copied it; rare, so it may take a moment."""
    try:
        wanted = local.read_bytes()
    except OSError:
        return None
    for folder in map(Path, TZPATH):
        for file in sorted(folder.glob("[A-Z]*/**/*")):
            if file.is_file() and file.stat().st_size == len(wanted) and file.read_bytes() == wanted:
                return _by_path(file)
    return None


if sys.platform == "win32":
    import ctypes
    import winreg

    from tzlocal.windows_tz import win_tz

    def _system_signs(root: Path) -> tuple[object, ...]:  # noqa: ARG001 - the registry has no root of its own
        return (_registry_zone(),)

    def _system_zone(root: Path) -> ZoneInfo | None:  # noqa: ARG001 - as above
        # Unicode's table from Windows' ids to IANA names.
        return _by_name(win_tz.get(_registry_zone(), ""))

    def _registry_zone() -> str:
        """Windows' own id of the zone ("W. Europe Standard Time"), "" when the registry does not tell."""
        path = r"SYSTEM\CurrentControlSet\Control\TimeZoneInformation"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
                return str(winreg.QueryValueEx(key, "TimeZoneKeyName")[0]).split("\0", 1)[0]
        except OSError:
            return ""

    def _boot_seconds() -> float:
        # From Python 3.13 on time.monotonic() is another counter, which is silent about sleep on some machines.
        count: float = ctypes.windll.kernel32.GetTickCount64() / 1000
        return count

    def _boot_id(root: Path) -> str:  # noqa: ARG001 - as above
        return ""
else:

    def _system_signs(root: Path) -> tuple[object, ...]:
        return (_stamp(f"{root}/etc/localtime"), _stamp(f"{root}/etc/timezone"))

    def _system_zone(root: Path) -> ZoneInfo | None:
        """By where `/etc/localtime` points, else by Debian's `/etc/timezone`, else by what the file holds."""
        local = root / "etc" / "localtime"
        linked = _by_path(local.resolve()) if local.is_symlink() else None
        return linked or _by_name(_first_line(root / "etc" / "timezone")) or _by_content(local)

    def _first_line(file: Path) -> str:
        try:
            return file.read_text(encoding="utf-8").partition("\n")[0].strip()
        except (OSError, UnicodeDecodeError):
            return ""

    # Linux' CLOCK_MONOTONIC stands still during sleep; that of macOS goes on, and there is no other.
    _COUNTS_SLEEP = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

    def _boot_seconds() -> float:
        return time.clock_gettime(_COUNTS_SLEEP)

    def _boot_id(root: Path) -> str:
        return _first_line(root / "proc" / "sys" / "kernel" / "random" / "boot_id")
