"""What is said to a notification service: the calls of the specification (1.2) with the hints that we send."""

from __future__ import annotations

from typing import Any

from jeepney import DBusAddress, new_method_call
from jeepney import Message as BusMessage

from crm_desktop.domain.reminders import Notice
from crm_desktop.integrations.notifications.wording import APPLICATION, OPEN, TITLE, clickable, one_line, plain

NAME = "org.freedesktop.Notifications"
SERVICE = DBusAddress("/org/freedesktop/Notifications", NAME, NAME)

DEFAULT = "default"
"""The action that services do not draw as a button: a click beside them."""

_URGENCY_NORMAL, _URGENCY_CRITICAL = 1, 2
_SERVICE_DECIDES, _NEVER_EXPIRES = -1, 0
# https://specifications.freedesktop.org/sound-naming-spec/latest/: "when a user-configured alarm elapses".
_SOUND = "alarm-clock-elapsed"


def capabilities_call() -> BusMessage:
    """Ask what the service can do."""
    return new_method_call(SERVICE, "GetCapabilities")


def close_call(number: int) -> BusMessage:
    """Take a bubble away."""
    return new_method_call(SERVICE, "CloseNotification", "u", (number,))


def notify_call(notice: Notice, replaced: int, icon: str, capabilities: frozenset[str]) -> BusMessage:
    """Show a notice in place of the bubble `replaced` (0 for none), in the words and with the buttons it can show."""
    body = plain(notice.body)
    if "body-markup" in capabilities:
        body = body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    actions = _actions(notice) if "actions" in capabilities else []
    patience = _NEVER_EXPIRES if notice.urgent else _SERVICE_DECIDES
    values = (TITLE, replaced, icon, one_line(notice.title), body, actions, _hints(notice), patience)
    return new_method_call(SERVICE, "Notify", "susssasa{sv}i", values)


def _actions(notice: Notice) -> list[str]:
    default = [(DEFAULT, dict(notice.actions)[OPEN])] if clickable(notice) else []
    return [plain(part) for pair in (*default, *notice.actions) for part in pair]


def _hints(notice: Notice) -> dict[str, tuple[str, Any]]:
    return {
        # Groups the bubbles under the program and finds its icon and its settings (GNOME, KDE).
        "desktop-entry": ("s", APPLICATION),
        "urgency": ("y", _URGENCY_CRITICAL if notice.urgent else _URGENCY_NORMAL),
        "category": ("s", f"x-{APPLICATION}.reminder"),
        # A bubble of the same tag is replaced, without its number: after a crash between showing and noting the number
        # that is all there is. dunst and services made after its model look at it, others pass it over.
        # `x-canonical-private-synchronous`, which more of them know, is left out: it makes the bubble one of those that
        # show the volume, drawn otherwise and without a place in the history.
        "x-dunst-stack-tag": ("s", plain(notice.key)),
        **_sound(notice),
    }


def _sound(notice: Notice) -> dict[str, tuple[str, Any]]:
    # Both are only read by services that can play sounds.
    return {"suppress-sound": ("b", True)} if notice.silent else {"sound-name": ("s", _SOUND)}
