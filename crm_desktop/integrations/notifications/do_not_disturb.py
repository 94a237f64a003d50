"""Do-not-disturb and the notification service's own description on Linux, asked of the bus and of the desktop's settings.

No standard says how do-not-disturb is read; each program below has a way of its own.
"""

from __future__ import annotations

import logging
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jeepney import DBusAddress, MessageFlag, Properties, new_method_call
from jeepney import Message as BusMessage

from crm_desktop.integrations.bus import PATIENCE, Bus
from crm_desktop.integrations.bus_addresses import session_bus
from crm_desktop.integrations.bus_failures import BusFailure
from crm_desktop.integrations.notifications.calls import SERVICE
from crm_desktop.services.ports import DisturbanceReading, DoNotDisturb, NotificationServer

_log = logging.getLogger(__name__)

_DUNST = DBusAddress(SERVICE.object_path, SERVICE.bus_name, "org.dunstproject.cmd0")
_SWAYNC = DBusAddress("/org/erikreider/swaync/cc", "org.erikreider.swaync.cc", "org.erikreider.swaync.cc")
_MAKO = DBusAddress("/fr/emersion/Mako", SERVICE.bus_name, "fr.emersion.Mako")
_MAKO_MODE = "do-not-disturb"

# Desktop, by a word of XDG_CURRENT_DESKTOP: the command that prints its setting, and what it prints while it is quiet.
_SETTINGS = {
    "GNOME": (("gsettings", "get", "org.gnome.desktop.notifications", "show-banners"), "false"),
    "X-Cinnamon": (("gsettings", "get", "org.cinnamon.desktop.notifications", "display-notifications"), "false"),
    "MATE": (("gsettings", "get", "org.mate.NotificationDaemon", "do-not-disturb"), "true"),
    "XFCE": (("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb"), "true"),
}
_NEVER_SET = "does not exist"


class LinuxDisturbance:
    """A Disturbance over the session bus and the tools of the desktops; `environment` stands for the process's own.

    A program that hangs costs two seconds.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment

    def reading(self) -> DisturbanceReading:
        """The first answer out of: the notification service, then the desktop's settings."""
        with _bus() as bus:
            name = _server_name(bus)
            if name:
                for ask in (_inhibited, _dunst_paused, _swaync_quiet, _mako_quiet):
                    quiet = ask(bus)
                    if quiet is not None:
                        return DisturbanceReading(_state(quiet), name)
        return self._from_settings()

    def server(self) -> NotificationServer | None:
        """The notification service as it describes itself; None when none answers. The bus may start one for it."""
        with _bus() as bus:
            described = _reply(bus, new_method_call(SERVICE, "GetServerInformation"))
            if not described or len(described) < 4:
                return None
            capabilities = _reply(bus, new_method_call(SERVICE, "GetCapabilities"))
        can = tuple(str(each) for each in capabilities[0]) if capabilities else ()
        name, vendor, version, specification = (str(each) for each in described[:4])
        return NotificationServer(name, vendor, version, specification, can)

    def _from_settings(self) -> DisturbanceReading:
        for desktop in self._environment.get("XDG_CURRENT_DESKTOP", "").split(":"):
            if desktop in _SETTINGS:
                command, while_quiet = _SETTINGS[desktop]
                printed = self._printed(command)
                if printed is not None:
                    return DisturbanceReading(_state(printed == while_quiet), desktop.removeprefix("X-"))
        return DisturbanceReading(DoNotDisturb.UNKNOWN)

    def _printed(self, command: tuple[str, ...]) -> str | None:
        """What a command prints, "" for a setting that nobody has touched yet, None when it does not work."""
        try:
            done = subprocess.run(
                command,
                env={**self._environment, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            _log.info("%s does not answer: %s", command[0], type(error).__name__)
            return None
        if done.returncode != 0:
            return "" if _NEVER_SET in done.stderr else None
        return done.stdout.strip()


@contextmanager
def _bus() -> Iterator[Bus]:
    bus = Bus(session_bus)
    try:
        yield bus
    finally:
        bus.close()


def _reply(bus: Bus, call: BusMessage) -> tuple[Any, ...] | None:
    reply = bus.ask(call)
    return None if isinstance(reply, BusFailure) else tuple(reply.body)


def _server_name(bus: Bus) -> str:
    described = _reply(bus, new_method_call(SERVICE, "GetServerInformation"))
    return str(described[0]) if described else ""


def _state(quiet: bool) -> DoNotDisturb:
    return DoNotDisturb.ON if quiet else DoNotDisturb.OFF


def _bool(bus: Bus, call: BusMessage, unpack: Callable[[Any], Any] = lambda value: value) -> bool | None:
    # Asking must not start a program that nobody uses.
    call.header.flags |= MessageFlag.no_auto_start
    body = _reply(bus, call)
    value = unpack(body[0]) if body else None
    return value if isinstance(value, bool) else None


def _variant(value: Any) -> Any:
    """jeepney reads a variant as (signature, value)."""
    return value[1] if isinstance(value, tuple) and len(value) == 2 else None


def _has_quiet_mode(modes: Any) -> Any:
    return _MAKO_MODE in modes if isinstance(modes, list) else None


def _inhibited(bus: Bus) -> bool | None:
    """KDE's Plasma, by a property that it added to the interface of the specification."""
    return _bool(bus, Properties(SERVICE).get("Inhibited"), _variant)


def _dunst_paused(bus: Bus) -> bool | None:
    return _bool(bus, Properties(_DUNST).get("paused"), _variant)


def _swaync_quiet(bus: Bus) -> bool | None:
    return _bool(bus, new_method_call(_SWAYNC, "GetDnd"))


def _mako_quiet(bus: Bus) -> bool | None:
    """Mako has modes; the one of this name is what its own manual suggests."""
    return _bool(bus, new_method_call(_MAKO, "ListModes"), _has_quiet_mode)
