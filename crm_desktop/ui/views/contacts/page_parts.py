"""What a person's page is given: services, what it asks of the window, and the addresses it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.contacts import PointKind
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message
from crm_desktop.ui.ask import Asks
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.drafts import DraftStore
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.services.contacts import ContactService
    from crm_desktop.services.keeping_in_touch import KeepInTouchService
    from crm_desktop.services.mail_files import MailFileService
    from crm_desktop.services.people_services import PeopleServices
    from crm_desktop.services.reminders import ReminderService
    from crm_desktop.services.settings import SettingsService
    from crm_desktop.services.timeline import TimelineService
    from crm_desktop.ui.views.contacts.person_drafts import PersonDrafts

Saves = Callable[[Callable[[], object], str, Callable[[UserError], bool], Callable[[], None]], None]
"""Runs a write of what was typed. A failure goes to the third, which answers whether it could show it; the last one is
told when it went well."""


@dataclass(frozen=True, slots=True)
class PageServices:
    """What the page reads from and writes to; `drafts` are the half-typed words."""

    contacts: ContactService
    timeline: TimelineService
    reminders: ReminderService
    drafts: DraftStore
    keeping: KeepInTouchService
    people: PeopleServices
    settings: SettingsService
    mails: Callable[[], MailFileService]


@dataclass(frozen=True, slots=True)
class PageCalls:
    """What the page asks of the window; see `ViewContext` for their meaning. `open_link` gets tel: and mailto: URLs."""

    say: Callable[[str, bool], None]
    fail: Callable[[Message], None]
    navigate: Callable[[str, int], None]
    show_card: Callable[[QWidget], None]
    open_link: Callable[[str], object]
    ask: Asks


@dataclass(frozen=True, slots=True)
class Tools:
    """What every part of the details needs: `now` is the user's wall clock, aware; `save` writes what was typed.

    `say(words, undo)` tells what was done, with undo or without. `is_shown(contact_id)` says whether somebody is still the one whom the page shows or is about to show.
    """

    theme: Theme
    services: PageServices
    now: Callable[[], datetime]
    save: Saves
    navigate: Callable[[str, int], None]
    drafts: PersonDrafts
    is_shown: Callable[[int], bool]
    say: Callable[[str, bool], None]


def timeline_parts(jobs: Jobs, services: PageServices, now: Callable[[], datetime], calls: PageCalls) -> TimelineParts:
    """What the timeline on the page is given."""
    return TimelineParts(
        timeline=services.timeline,
        reminders=services.reminders,
        files=lambda: services.people.files,
        mails=services.mails,
        drafts=services.drafts,
        jobs=jobs,
        ask=calls.ask,
        now=now,
        say=calls.say,
        fail=calls.fail,
        show_card=calls.show_card,
    )


def link_of(kind: PointKind, value: str) -> str:
    """The address the desktop opens: `tel:` with the digits alone (RFC 3966), or `mailto:` (RFC 6068)."""
    if kind is PointKind.PHONE:
        return "tel:" + "".join(letter for letter in value if letter.isdigit() or letter in "+*#")
    # A question mark would begin a subject or a copy to somebody else.
    return f"mailto:{quote(value, safe='@+')}"
