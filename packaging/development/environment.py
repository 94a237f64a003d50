"""The virtual environment in `.venv`: made from a lock, noticed when stale or damaged, remade when it has to be."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from development import system_packages
from development.layout import DEVELOPMENT_LOCK, ROOT, RUN_LOCK, VENV, CannotGoOn, remark, venv_python

_STAMP = "set-up.json"
_QT_LOADS = "import PySide6.QtWidgets"


def interpreter_identity() -> str:
    """What must not change under a virtual environment: version, build, processor and the place it was made in."""
    return f"{platform.python_implementation()} {sys.version} {platform.machine()} {sys.base_prefix} {VENV}"


def digest(lock: Path) -> str:
    """SHA-256 of a lock file in hex, the same whatever line ends git wrote."""
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def site_packages(venv: Path) -> Path:
    """The folder of the installed packages, which need not exist."""
    if sys.platform == "win32":
        return venv / "Lib" / "site-packages"
    return venv / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


def contents(venv: Path) -> dict[str, int]:
    """Number of entries of each installed folder: enough to see that something was deleted, quick enough for every start."""
    packages = site_packages(venv)
    if not packages.is_dir():
        return {}
    return {
        folder.name: sum(1 for name in os.listdir(folder) if name != "__pycache__")
        for folder in sorted(packages.iterdir())
        if folder.is_dir() and folder.name != "__pycache__"
    }


def read_stamp(venv: Path) -> dict[str, Any]:
    """What the last complete set-up noted; empty when there was none."""
    try:
        stamp = json.loads((venv / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(venv: Path, stamp: dict[str, Any]) -> None:
    """Note a complete set-up; half a stamp is never seen."""
    fresh = venv / f"{_STAMP}.new"
    fresh.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    fresh.replace(venv / _STAMP)


def is_whole(venv: Path, stamp: dict[str, Any]) -> bool:
    """Whether this environment was finished, for this Python and this place, and has lost nothing since."""
    if stamp.get("interpreter") != interpreter_identity() or not venv_python(venv).exists():
        return False
    noted = stamp.get("contents", {})
    present = contents(venv)
    return bool(noted) and all(present.get(name, -1) >= count for name, count in noted.items())


def set_up(lock: Path) -> None:
    """Make `.venv` hold what the lock says; returns at once when it does.

    The development lock contains the run lock, so an environment made for tests also runs the program. Raises CannotGoOn with
    one sentence when packages cannot be had or Qt's libraries are missing.
    """
    if not lock.exists():
        raise CannotGoOn(f"The lock {lock.relative_to(ROOT)} is missing; `python3 packaging/dev.py lock` makes it.")
    stamp = read_stamp(VENV)
    whole = is_whole(VENV, stamp)
    if whole and digest(lock) in _installed_locks(stamp) and stamp.get("qt"):
        return
    missing, why = _system_libraries()
    if not whole:
        _make()
        stamp = {}
    if digest(lock) not in _installed_locks(stamp):
        _install(lock)
        stamp = {"interpreter": interpreter_identity(), "locks": _covered(lock), "contents": contents(VENV)}
    stamp["qt"] = _qt_works(missing, why)
    write_stamp(VENV, stamp)


def _covered(lock: Path) -> list[str]:
    return [digest(each) for each in ((lock, RUN_LOCK) if lock == DEVELOPMENT_LOCK else (lock,)) if each.exists()]


def _installed_locks(stamp: dict[str, Any]) -> list[str]:
    return list(stamp.get("locks", []))


def _make() -> None:
    remark(f"Making the virtual environment in {VENV.name} for Python {platform.python_version()}.")
    _need_ensurepip()
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    shutil.rmtree(VENV, ignore_errors=True)
    made = system_packages.run_quietly([sys.executable, "-m", "venv", str(VENV)])
    if made.returncode:
        raise CannotGoOn(f"The virtual environment could not be made: {_last_line(made)}")


def _need_ensurepip() -> None:
    """Debian and Ubuntu keep half of `venv` in a package of its own."""
    if importlib.util.find_spec("ensurepip"):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    why = system_packages.install([package]) if system_packages.has_apt() else "this Python came without it"
    importlib.invalidate_caches()
    if why:
        raise CannotGoOn(f"Python's ensurepip is missing ({why}); install {package} and start again.")


def _install(lock: Path) -> None:
    remark(f"Installing the packages of {lock.relative_to(ROOT).as_posix()}; the first time this fetches some 100 MB.")
    started = time.monotonic()
    command = [str(venv_python()), "-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "--no-input"]
    command += ["--disable-pip-version-check", "--quiet", "-r", str(lock)]
    try:
        result = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    except OSError as failure:
        raise CannotGoOn(f"The packages could not be installed: {failure}") from failure
    if result.returncode:
        raise CannotGoOn(f"The packages could not be installed; is there a network? pip says: {_last_line(result)}")
    remark(f"Installed in {time.monotonic() - started:.0f} s.")


def _last_line(result: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in (result.stderr + result.stdout).splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or [f"exit code {result.returncode}"])[-1]


def _system_libraries() -> tuple[list[str], str]:
    """Qt's system libraries on Debian and Ubuntu; elsewhere the probe of Qt itself decides."""
    if not sys.platform.startswith("linux") or not system_packages.has_apt():
        return [], ""
    return system_packages.provide(system_packages.QT_PACKAGES)


def _qt_works(missing: list[str], why: str) -> bool:
    """Say which packages are missing; raises CannotGoOn when Qt does not even load without them."""
    loads = system_packages.run_quietly([str(venv_python()), "-c", _QT_LOADS])
    names = f"install {' '.join(missing)}" if missing else "install the libraries that Qt 6 needs on this system"
    if loads.returncode:
        raise CannotGoOn(f"Qt does not load: {_last_line(loads)}; {names}{f' ({why})' if why else ''}.")
    if missing:
        remark(f"System packages are missing and could not be installed ({why}): {' '.join(missing)}.")
    return not missing
