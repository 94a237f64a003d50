"""What all notification back ends share: the sentences about what does not work, and texts a bus can carry."""

from __future__ import annotations

from crm_desktop.domain.messages import message
from crm_desktop.domain.reminders import Notice

APPLICATION = "crm-desktop"
"""The desktop entry's name, without its ending, and the icon's."""

TITLE = "CRM Desktop"

NOT_ASKED_YET = message("The notification service has not answered yet.")
NO_BUS = message("This session has no message bus, so reminders are shown in the window only.")
NO_SERVICE = message("No notification service is running, so reminders are shown in the window only.")
NO_ANSWER = message("The notification service does not answer, so reminders are shown in the window only.")
NOT_ALLOWED = message(
    "Notifications are switched off in the system settings, so reminders are shown in the window only."
)
REFUSED = message("The notification service refused to show the reminder.")
UNSUPPORTED = message("Notifications do not work on this system, so reminders are shown in the window only.")

OPEN = "open"
"""The action that a click beside the buttons stands for, when a notice has it."""

_LONGEST_LINE = 300
_LONGEST_BODY = 3000


def one_line(text: str) -> str:
    """A title: one line, cut where no bubble would show it any more."""
    return plain(" ".join(text.split()), _LONGEST_LINE)


def plain(text: str, longest: int = _LONGEST_BODY) -> str:
    """Text a bus accepts: no zero characters, which end the connection, and no half characters."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return cut.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")


def clickable(notice: Notice) -> bool:
    """Whether a click beside the buttons means something."""
    return any(identifier == OPEN for identifier, _ in notice.actions)
