"""Real system notifications: one back end per platform, chosen here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from crm_desktop.integrations.notifications.absent import AbsentNotifier, UnknownDisturbance
from crm_desktop.services.ports import Disturbance, Notifier


def notifier(deliver: Callable[[Callable[[], None]], None], icon: Path | None = None) -> Notifier:
    """The notifier of this platform; its callbacks go through `deliver`, which runs them on the caller's thread. `icon` is
    a PNG or SVG file; without, Linux asks the icon theme.

    Returns at once: whether a service answers is known later (`problem`, `on_available`). The back ends are imported
    here, because each needs a library that the other platforms do not have.
    """
    if sys.platform not in {"win32", "darwin"}:
        if find_spec("jeepney") is not None:
            from crm_desktop.integrations.notifications.linux import LinuxNotifier

            return LinuxNotifier(deliver, icon)
    elif find_spec("desktop_notifier") is not None:
        from crm_desktop.integrations.notifications.elsewhere import ElsewhereNotifier

        return ElsewhereNotifier(deliver, icon)
    return AbsentNotifier(deliver)


def disturbance() -> Disturbance:
    """What can be read of do-not-disturb on this platform."""
    if sys.platform not in {"win32", "darwin"} and find_spec("jeepney") is not None:
        from crm_desktop.integrations.notifications.do_not_disturb import LinuxDisturbance  # as above

        return LinuxDisturbance()
    return UnknownDisturbance()
