"""The command that starts this program again at login, in the background and on the same home."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.domain.messages import message

NAME = "crm-desktop"
TITLE = "CRM Desktop"

CANNOT_WRITE = message("“{place}” cannot be written, so nothing was changed. Check its permissions.")
CANNOT_NAME = message(
    "The program lies in a folder whose name the desktop cannot start from: “{place}”. Move it and try again."
)


@dataclass(frozen=True, slots=True)
class StartCommand:
    """What is started: its words, unquoted, the folder it has to be started in, and the name of its entry.

    `folder` is None when it may be started anywhere; a source tree can be started from its own folder only.
    """

    words: tuple[str, ...]
    folder: Path | None
    name: str
    title: str


def start_command(home: Path | None = None, environment: Mapping[str, str] = os.environ) -> StartCommand:
    """The command for this very program: the frozen bundle, or the Python that runs it now."""
    own = ("--background",) if home is None else ("--background", "--home", _absolute(home))
    program, folder = _program(environment)
    if home is None:
        return StartCommand((*program, *own), folder, NAME, TITLE)
    mark = hashlib.sha256(_absolute(home).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return StartCommand((*program, *own), folder, f"{NAME}-{mark}", f"{TITLE} ({home.name})")


def _absolute(home: Path) -> str:
    return os.path.abspath(home.expanduser())  # noqa: PTH100 - keeps links, as the program's own reading of --home does


def _program(environment: Mapping[str, str]) -> tuple[tuple[str, ...], Path | None]:
    if getattr(sys, "frozen", False):
        # An AppImage is unpacked to another place each time; this names the file that the user has.
        return (environment.get("APPIMAGE") or sys.executable,), None
    tree = Path(__file__).resolve().parents[3]
    installed = tree in (Path(sysconfig.get_path(kind)).resolve() for kind in ("purelib", "platlib"))
    return (_python(), "-m", "crm_desktop"), None if installed else tree


def _python() -> str:
    """The Python that runs this, without the black window that Windows opens for programs of its terminal."""
    own = Path(sys.executable)
    windowed = own.with_name("pythonw.exe")
    return str(windowed if own.name.lower() == "python.exe" and windowed.is_file() else own)
