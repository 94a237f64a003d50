"""Where the two message buses of a desktop listen; both raise what connecting handles: OSError, RuntimeError, ValueError, KeyError."""

from __future__ import annotations

import os

from jeepney.bus import get_bus


def system_bus() -> str:
    """The socket of the system bus: as the environment says, else the usual one."""
    address: str = get_bus("SYSTEM")
    return address


def session_bus() -> str:
    """The socket of the session bus: as the environment says, else where systemd puts it."""
    named = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if named:
        address: str = get_bus(named)
        return address
    return f"{os.environ['XDG_RUNTIME_DIR']}/bus"
