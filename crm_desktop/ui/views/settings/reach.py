"""Whether notifications reach the user: start at login, a test, and the way to the diagnosis."""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.domain.errors import UserError
from crm_desktop.services.alive import AliveService, LoginStart
from crm_desktop.services.notifying import NotifyingService
from crm_desktop.services.ports import AtLogin
from crm_desktop.ui.dialogs.notice_trial import send_test
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.settings.rows import SettingRow
from crm_desktop.ui.widgets import Button, Switch


class LoginRow(SettingRow):
    """The switch for starting at login, and what will happen there in truth: `look` reads it anew."""

    def __init__(self, theme: Theme, jobs: Jobs, alive: Callable[[], AliveService]) -> None:
        self.switch = Switch(theme, "")
        self.switch.setAccessibleName(tr("Start when you log in"))
        super().__init__(
            theme,
            tr("Start when you log in"),
            tr("Without opening its window, so that your reminders are heard."),
            self.switch,
        )
        self._jobs = jobs
        self._alive = alive
        self.switch.clicked.connect(lambda _checked=False: self._switch(self.switch.isChecked()))

    def look(self) -> None:
        """Show what will happen at the next login, whoever decided it."""
        self._jobs.read(lambda: self._alive().login_start(), self._show, key="settings.login", owner=self)

    def _show(self, start: LoginStart) -> None:
        self.switch.setEnabled(start.changeable)
        self.switch.setChecked(start.state is AtLogin.ON)
        self.switch.setAccessibleDescription(show(start.words))
        self.say(show(start.words), "late" if start.state is AtLogin.BROKEN else "secondary")

    def _switch(self, on: bool) -> None:
        def refused(error: UserError) -> None:
            self.switch.setChecked(not on)
            self.say(show(error.sentence))

        self._jobs.write(lambda: self._alive().start_at_login(on), self._show, refused, owner=self)


class TestRow(SettingRow):
    """The button that sends a test notification, and what became of it."""

    def __init__(self, theme: Theme, notifying: NotifyingService) -> None:
        self.button = Button(theme, tr("Send a test notification"), icon="bell")
        super().__init__(
            theme,
            tr("Does it reach you?"),
            tr("A notification as a due reminder shows it. If none can appear, it says here why."),
            self.button,
        )
        self._notifying = notifying
        self.button.clicked.connect(lambda _checked=False: send_test(self._notifying, self, self.tell))

    def tell(self, sentence: str, colour: str) -> None:
        """Say below the button how it went."""
        self.say(sentence, colour)
        self.button.setAccessibleDescription(self.below.text())
