"""Whether a window can be opened here, found out before Qt is loaded: without a display Qt would end the process."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import socket
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from crm_desktop.domain.messages import Message, message

_WITHOUT_A_WINDOW = "import, export, find, show, remind, due, undo, check, sample and shots work without one"


def display_problem(environment: Mapping[str, str] = os.environ) -> Message | None:
    """Why no window can be opened, with a way out; None when one can. Asks the display itself, not only the variable."""
    if sys.platform in ("win32", "darwin") or environment.get("QT_QPA_PLATFORM", "") not in ("", "xcb", "wayland"):
        return None
    if _wayland_answers(environment):
        return None
    if not environment.get("DISPLAY"):
        return message("There is no display to open a window on; {commands}.", commands=_WITHOUT_A_WINDOW)
    missing = _missing_library()
    if missing:
        return message(
            "A system library that windows need is missing: {library}. Install it; meanwhile {commands}.",
            library=missing,
            commands=_WITHOUT_A_WINDOW,
        )
    if not _x11_answers(environment["DISPLAY"]):
        return message(
            "The display {display} does not answer; {commands}.",
            display=environment["DISPLAY"],
            commands=_WITHOUT_A_WINDOW,
        )
    return None


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name, folder = environment.get("WAYLAND_DISPLAY", ""), environment.get("XDG_RUNTIME_DIR", "")
    if not name or environment.get("QT_QPA_PLATFORM") == "xcb":
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(1.0)
        try:
            connection.connect(str(Path(folder) / name))
        except OSError:
            return False
    return True


def _missing_library() -> str:
    """The name of a library that Qt's X11 plug-in wants and does not find; empty when it can be loaded."""
    package = find_spec("PySide6")
    for folder in (package.submodule_search_locations or ()) if package else ():
        plugin = Path(folder) / "Qt" / "plugins" / "platforms" / "libqxcb.so"
        if plugin.is_file():
            try:
                ctypes.CDLL(str(plugin))
            except OSError as error:
                return str(error).partition(":")[0]
    return ""


def _x11_answers(display: str) -> bool:
    library = ctypes.util.find_library("xcb")
    if library is None:
        return True  # no way to ask; the plug-in could be loaded, so it brings its own
    xcb = ctypes.CDLL(library)
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)
