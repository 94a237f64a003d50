"""What a timeline is given: services, and what it asks of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.ui.ask import Asks
from crm_desktop.ui.drafts import DraftStore
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.view import ViewContext

if TYPE_CHECKING:
    from crm_desktop.services.files import FileService
    from crm_desktop.services.mail_files import MailFileService
    from crm_desktop.services.reminders import ReminderService
    from crm_desktop.services.timeline import TimelineService


@dataclass(frozen=True, slots=True)
class TimelineParts:
    """See `ViewContext` for the meaning of the calls; `files` and `mails` are made when they are first asked for."""

    timeline: TimelineService
    reminders: ReminderService
    files: Callable[[], FileService]
    mails: Callable[[], MailFileService]
    drafts: DraftStore
    jobs: Jobs
    ask: Asks
    now: Callable[[], datetime]
    say: Callable[[str, bool], None]
    fail: Callable[[Message], None]
    show_card: Callable[[QWidget], None]

    @classmethod
    def of(cls, context: ViewContext) -> TimelineParts:
        """From what the window gives to a view."""
        services = context.services
        return cls(
            timeline=services.timeline,
            reminders=services.reminders,
            files=lambda: services.people.files,
            mails=lambda: services.mail_files,
            drafts=context.drafts,
            jobs=context.jobs,
            ask=context.ask,
            now=context.now,
            say=context.say,
            fail=context.fail,
            show_card=context.show_card,
        )
