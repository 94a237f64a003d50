"""Where notifications lead in the window: what is pressed on them, and what is due but cannot be shown."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from crm_desktop.domain.messages import Message
from crm_desktop.services.notice_words import Wording
from crm_desktop.services.notifying import NotifyingService
from crm_desktop.services.ports import Notifier
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.standing_line import StandingLine
from crm_desktop.ui.texts import short_day, show, tr
from crm_desktop.ui.theme.theme import Theme

_log = logging.getLogger(__name__)


class NotificationPaths:
    """Starts the notifying service with the window as its other end."""

    def __init__(self, theme: Theme, jobs: Jobs, window: MainWindow) -> None:
        self._theme = theme
        self._jobs = jobs
        self._window = window
        self._line: StandingLine | None = None

    def start(self, notifying: NotifyingService, notifier: Notifier, locked: Callable[[], bool | None]) -> None:
        """Begin to remind; `locked` says whether the screen is locked, None when nobody knows."""
        wording = Wording(show, short_day)
        notifying.start(
            notifier, self._write, self._opened, self._pressed, unheard=self._unheard, locked=locked, wording=wording
        )

    def _write(self, job: Callable[[], object], done: Callable[[object], object]) -> None:
        # What nobody pressed must not push a sentence in front of somebody who types; it is tried again at the next look.
        self._jobs.write(job, done, lambda error: _log.warning("not written: %s", error.sentence.template))

    def _opened(self, contact_id: int | None, occurrence_id: int | None) -> None:
        self._window.bring_to_front()
        if occurrence_id is not None and contact_id is None:
            self._window.navigate("reminder", occurrence_id)
        elif contact_id is not None:
            self._window.navigate("contact", contact_id)
        else:
            self._window.show_view("today")

    def _pressed(self, what: Message) -> None:
        self._window.say(show(what), undo=True)

    def _unheard(self, what: Message | None) -> None:
        if what is None:
            if self._line is not None:
                self._line.hide()
            return
        if self._line is None:
            self._line = StandingLine(
                self._theme, tr("Why?"), partial(self._window.commands.run, "notifications.explain")
            )
            self._window.setStatusBar(self._line)
        self._line.say(show(what))
