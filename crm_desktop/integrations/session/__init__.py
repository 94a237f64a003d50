"""Sleep and lock of the desktop session: one way to hear of them per platform, chosen here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec

from crm_desktop.integrations.session.unknown import UnknownSessionWatch
from crm_desktop.services.ports import SessionWatch


def session_watch(deliver: Callable[[Callable[[], None]], None]) -> SessionWatch:
    """The watch of this platform; its callbacks go through `deliver`, which runs them on the caller's thread.

    Returns at once. The Linux one is imported here, because it needs a library that the other platforms do not have.
    """
    if sys.platform not in {"win32", "darwin"} and find_spec("jeepney") is not None:
        from crm_desktop.integrations.session.linux import LinuxSessionWatch

        return LinuxSessionWatch(deliver)
    return UnknownSessionWatch()
