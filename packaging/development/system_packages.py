"""Packages of Debian and Ubuntu that Qt and the tests need: which are missing, and getting them when that is allowed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence

from development.layout import remark

QT_PACKAGES = (
    # to load Qt at all
    *"libegl1 libgl1 libxkbcommon0 libfontconfig1 libglib2.0-0 libdbus-1-3".split(),
    # windows under X11 and Wayland
    *"libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1 libxcb-randr0".split(),
    *"libxcb-shape0 libxcb-render-util0 libxcb-image0 libwayland-cursor0".split(),
    # printing
    "libcups2",
)
DESKTOP_TEST_PACKAGES = (
    *"xvfb xdotool dbus notification-daemon openbox x11-utils wmctrl trayer imagemagick".split(),
    *"fonts-inter fonts-noto-core fonts-noto-cjk libfaketime".split(),
)
_APT = ("-y", "-q", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=30")
_LONGEST_APT_RUN = 900

Run = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]


def run_quietly(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run to the end without input; a program that hangs or cannot be started counts as failed."""
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_LONGEST_APT_RUN, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        return subprocess.CompletedProcess(list(command), 1, "", str(failure))


def has_apt() -> bool:
    """Whether this is Debian, Ubuntu or one of their children."""
    return all(shutil.which(program) for program in ("dpkg-query", "apt-get"))


def installed_names(dpkg_listing: str) -> set[str]:
    """Names from `dpkg-query` lines of `status|package|provides`, of installed packages only.

    Ubuntu 24.04 renamed libraries for 64-bit time (libglib2.0-0t64), which then provide the old name.
    """
    names: set[str] = set()
    for line in dpkg_listing.splitlines():
        status, package, provides = (*line.split("|"), "", "")[:3]
        if status == "installed":
            names.add(package)
            names.update(part.split()[0].split(":")[0] for part in provides.split(",") if part.strip())
    return names


def missing_packages(wanted: Iterable[str], run: Run = run_quietly) -> list[str]:
    """Those of the wanted packages that are neither installed nor provided by an installed one."""
    listing = run(["dpkg-query", "-W", "-f", "${db:Status-Status}|${Package}|${Provides}\n"])
    installed = installed_names(listing.stdout)
    return [name for name in wanted if name not in installed and f"{name}t64" not in installed]


def privilege(run: Run = run_quietly) -> list[str] | None:
    """What has to stand before `apt-get`: nothing for root, `sudo -n` where it asks no password, None where neither."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if shutil.which("sudo") and run(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return None


def install(packages: Sequence[str], run: Run = run_quietly) -> str:
    """Get packages through apt; returns an empty string, or why it did not work, in one line."""
    before = privilege(run)
    if before is None:
        return "neither root nor sudo without a password is at hand"
    apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *_APT]
    remark(f"Installing system packages: {' '.join(packages)}")
    command = [*apt, "install", "--no-install-recommends", *packages]
    # The lists of a fresh machine are empty or stale; fetching them takes time, so it is tried without first.
    if run(command).returncode == 0:
        return ""
    run([*apt, "update"])
    result = run(command)
    if result.returncode == 0:
        return ""
    complaint = [line for line in result.stderr.splitlines() if line.strip()]
    return complaint[-1].strip() if complaint else f"apt-get ended with exit code {result.returncode}"


def provide(packages: Sequence[str], run: Run = run_quietly) -> tuple[list[str], str]:
    """Install what is missing of these; returns what is still missing and why."""
    missing = missing_packages(packages, run)
    if not missing:
        return [], ""
    why = install(missing, run)
    return (missing_packages(missing, run), why) if why else ([], "")
