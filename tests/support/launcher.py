"""Starts desktop entries as a desktop does: through GLib, which GNOME, Xfce, MATE and Cinnamon read these files with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

# Qt brings GLib along on every Linux; as a process of its own, because the entry's program inherits its surroundings.
_STARTS = """
import ctypes, sys
gio = ctypes.CDLL("libgio-2.0.so.0")
gio.g_desktop_app_info_new_from_filename.restype = ctypes.c_void_p
gio.g_desktop_app_info_new_from_filename.argtypes = [ctypes.c_char_p]
gio.g_app_info_launch.argtypes = [ctypes.c_void_p] * 4
entry = gio.g_desktop_app_info_new_from_filename(sys.argv[1].encode())
sys.exit(0 if entry and gio.g_app_info_launch(entry, None, None, None) else 3)
"""


def launch(entry: Path, environment: Mapping[str, str]) -> None:
    """Start what a desktop entry says, from another folder, and come back at once; AssertionError if GLib will not."""
    done = subprocess.run(
        [sys.executable, "-c", _STARTS, str(entry)],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        cwd="/",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, f"GLib did not start {entry}"
