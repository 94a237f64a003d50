"""The card that answers "Why did nothing appear?": each thing that was looked at, how it stands, and a way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message
from crm_desktop.services.diagnosis import SETTINGS_VIEW, TODAY_VIEW, Check, Sign
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import moment, one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, Divider, Label, LinkButton, RoundIcon, ScrollBody, WrappingLabel
from crm_desktop.ui.widgets.overlay import OverlayCard

_SIGNS: Final = {
    Sign.GOOD: ("check", Tone.GOOD, "In order"),
    Sign.NOTE: ("info", Tone.NEUTRAL, "To know"),
    Sign.BAD: ("triangle-alert", Tone.LATE, "In the way"),
}
_LEADS: Final = {SETTINGS_VIEW: "Open the settings", TODAY_VIEW: "Open Today"}
_LONGEST = 400


class WhyNothing(OverlayCard):
    """Looks at once and again on demand; `look` runs off the GUI thread, `lead` does an action of the program.

    `test` sends a test notification and tells how it went with a sentence and a colour.
    """

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        look: Callable[[], Sequence[Check]],
        lead: Callable[[str], object],
        test: Callable[[Callable[[str, str], object]], object],
        today: Callable[[], date],
    ) -> None:
        super().__init__(theme, tr("Why did nothing appear?"), width=620, modal=False)
        self._jobs = jobs
        self._look = look
        self._lead = lead
        self._today = today
        self.checks: tuple[Check, ...] = ()
        self.status = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self.test_button = Button(theme, tr("Send a test"), icon="bell")
        self.again_button = Button(theme, tr("Look again"))
        self.close_button = Button(theme, tr("Close"), tr("Esc"))
        self.test_button.clicked.connect(lambda _checked=False: test(self.tell))
        self.again_button.clicked.connect(lambda _checked=False: self.look())
        self.close_button.clicked.connect(lambda _checked=False: self.close_card())
        self._build(theme)
        self.look()

    def _build(self, theme: Theme) -> None:
        margin = theme.scaled(18)
        head = QHBoxLayout()
        head.setContentsMargins(margin, margin, margin, theme.space(2))
        head.addWidget(Label(tr("Why did nothing appear?"), TextRole.TITLE, weight="bold"), 1)
        head.addWidget(self.close_button)
        self.body.addLayout(head)
        self.status.setContentsMargins(margin, 0, margin, theme.space(3))
        self.body.addWidget(self.status)
        self.body.addWidget(Divider(theme))
        self._rows = ScrollBody(theme, margins=(18, 4, 18, 8), spacing=0)
        self._rows.setMinimumHeight(theme.scaled(380))
        self.body.addWidget(self._rows, 1)
        self.body.addWidget(Divider(theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(margin, theme.space(3), margin, theme.space(3))
        foot.addWidget(self.test_button)
        foot.addStretch()
        foot.addWidget(self.again_button)
        self.body.addLayout(foot)

    def first_focus(self) -> QWidget:
        """The button for a test, which most will want first."""
        return self.test_button

    def look(self) -> None:
        """Look at everything anew."""
        self.tell(tr("Looking…"), "secondary")
        self._jobs.slow(lambda: tuple(self._look()), self._show, self._failed, key="why-nothing", owner=self)

    def tell(self, sentence: str, colour: str) -> None:
        """Say something above the rows."""
        self.status.setText(one_line(sentence, _LONGEST))
        self.status.set_colour(colour)
        self.test_button.setAccessibleDescription(self.status.text())

    def _failed(self, error: UserError) -> None:
        self.tell(show(error.sentence), "late")

    def _show(self, checks: tuple[Check, ...]) -> None:
        self.checks = checks
        found = [check for check in checks if check.sign is Sign.BAD]
        if found:
            self.tell(tr("Something is in the way; it stands first."), "late")
        else:
            self.tell(tr("Nothing that can be seen from here is in the way."), "good")
        while (item := self._rows.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, check in enumerate(checks):
            if number:
                self._rows.body.addWidget(Divider(self._theme))
            self._rows.body.addWidget(self._row(check))
        self._rows.body.addStretch()

    def _row(self, check: Check) -> QWidget:
        theme = self._theme
        icon, tone, words = _SIGNS[check.sign]
        row = QWidget()
        row.setAccessibleName(tr(words))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, theme.space(2.5), 0, theme.space(2.5))
        line.setSpacing(theme.space(3))
        sign = RoundIcon(theme, icon, tone, size=26)
        sign.setAccessibleName(tr(words))
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(WrappingLabel(self._words(check, check.found)))
        if check.way_out is not None:
            column.addWidget(WrappingLabel(self._words(check, check.way_out), TextRole.SECONDARY, "secondary"))
        line.addLayout(column, 1)
        if check.action:
            button = LinkButton(theme, tr(_LEADS[check.action]))
            button.clicked.connect(lambda _checked=False: self._go(check.action))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _go(self, action: str) -> None:
        self.close_card()
        self._lead(action)

    def _words(self, check: Check, sentence: Message) -> str:
        today = self._today()
        moments = {name: moment(wall, today) for name, wall in check.moments.items()}
        values = {**sentence.values, **moments}
        return show(Message(sentence.template, values, sentence.plural, sentence.count))
