"""What a person's page is given: services, what it asks of the window, and the addresses it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.contacts import PointKind
from crm_desktop.domain.messages import Message
from crm_desktop.ui.drafts import DraftStore

if TYPE_CHECKING:
    from crm_desktop.services.contacts import ContactService
    from crm_desktop.services.keeping_in_touch import KeepInTouchService
    from crm_desktop.services.reminders import ReminderService
    from crm_desktop.services.timeline import TimelineService


@dataclass(frozen=True, slots=True)
class PageServices:
    """What the page reads from and writes to; `drafts` are the half-typed words."""

    contacts: ContactService
    timeline: TimelineService
    reminders: ReminderService
    drafts: DraftStore
    keeping: KeepInTouchService


@dataclass(frozen=True, slots=True)
class PageCalls:
    """What the page asks of the window; see `ViewContext` for their meaning. `open_link` gets tel: and mailto: URLs."""

    say: Callable[[str, bool], None]
    fail: Callable[[Message], None]
    navigate: Callable[[str, int], None]
    show_card: Callable[[QWidget], None]
    open_link: Callable[[str], object]


def link_of(kind: PointKind, value: str) -> str:
    """The address the desktop opens: `tel:` with the digits alone (RFC 3966), or `mailto:` (RFC 6068)."""
    if kind is PointKind.PHONE:
        return "tel:" + "".join(letter for letter in value if letter.isdigit() or letter in "+*#")
    # A question mark would begin a subject or a copy to somebody else.
    return f"mailto:{quote(value, safe='@+')}"
