"""A calm line over a list: that the time zone is another one, or that the clock jumped, with the rule that applied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import plural, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Card, LinkButton, WrappingLabel


class KnowsZones(Protocol):
    """Who can say that the user's zone changed; `services.scheduling.reckoning.Reckoning` in the program."""

    def moved_zones(self) -> tuple[str, str, int, int] | None:
        """(from, to, reminders that keep their wall time, reminders fixed to a zone of their own) until it was seen."""

    def zone_seen(self) -> None:
        """The user was told; writes, so called in the thread that writes."""


@dataclass(frozen=True, slots=True)
class _Notice:
    """What to say, why it is so, and what to do when it was read."""

    text: str
    why: str
    dismissed: Callable[[], object]


def place_name(zone: str) -> str:
    """`New York` for `America/New_York`."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def zone_text(moved: tuple[str, str, int, int]) -> str:
    """What another zone means for the reminders there are."""
    _before, after, floating, fixed = moved
    here = tr("You are now in {place}.", place=place_name(after))
    parts = [here]
    if floating:
        stays = "9:00 stays 9:00 here for {count} reminder"
        parts.append(plural(stays, "9:00 stays 9:00 here for {count} reminders", floating))
    if fixed:
        keeps = "{count} with a zone of its own keeps its moment"
        parts.append(plural(keeps, "{count} with a zone of their own keep their moment", fixed))
    if not floating and not fixed:
        return here
    return here + " " + "; ".join(parts[1:]) + "."


class NoticeStrip(Card):
    """`clock_notice` says that the clock was set by much, if it was. Hidden until `read` finds something to say; Dismiss and Esc take it away, "Why?" tells the rule."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        zones: KnowsZones,
        clock_notice: Callable[[], Message | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self._jobs = jobs
        self._zones = zones
        self._clock_notice = clock_notice
        self._notice: _Notice | None = None
        self._silenced = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.words = WrappingLabel("")
        self.reason = WrappingLabel("", TextRole.SECONDARY, "secondary")
        self.why = LinkButton(theme, tr("Why?"))
        self.dismiss_button = Button(theme, tr("Dismiss"))
        line = QHBoxLayout()
        line.setContentsMargins(theme.scaled(13), theme.space(2), theme.scaled(10), theme.space(2))
        line.setSpacing(theme.scaled(10))
        line.addWidget(self.words, 1)
        line.addWidget(self.why)
        line.addWidget(self.dismiss_button)
        self.body.addLayout(line)
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(theme.scaled(13), 0, theme.scaled(13), theme.space(2))
        below.addWidget(self.reason)
        self._below.hide()
        self.body.addWidget(self._below)
        self.why.clicked.connect(lambda _checked=False: self._below.setVisible(self._below.isHidden()))
        self.dismiss_button.clicked.connect(lambda _checked=False: self.dismiss())
        self.hide()

    def read(self) -> None:
        """Look whether there is anything to say."""
        self._jobs.read(self._look, self._show, key=f"notice.{id(self)}", owner=self)

    def _look(self) -> tuple[tuple[str, str, int, int] | None, Message | None]:
        return self._zones.moved_zones(), self._clock_notice()

    def _show(self, found: tuple[tuple[str, str, int, int] | None, Message | None]) -> None:
        moved, jumped = found
        self._notice = None
        if moved is not None:
            self._notice = _Notice(zone_text(moved), _zone_reason(), self._zone_seen)
        elif jumped is not None and show(jumped) != self._silenced:
            self._notice = _Notice(show(jumped), _jump_reason(), self._silence)
        if self._notice is None:
            self.hide()
            return
        self.words.setText(self._notice.text)
        self.reason.setText(self._notice.why)
        self.setAccessibleName(self._notice.text)
        self.show()

    def dismiss(self) -> None:
        """It was read."""
        notice, self._notice = self._notice, None
        self._below.hide()
        self.hide()
        if notice is not None:
            notice.dismissed()

    def _zone_seen(self) -> None:
        self._jobs.write(self._zones.zone_seen, lambda _nothing: self.read(), owner=self)

    def _silence(self) -> None:
        self._silenced = self.words.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)


def _zone_reason() -> str:
    return tr(
        "A reminder for 9:00 means 9:00 on the clock where you are, so it moves with you. One that was set with a zone "
        "(“10:00 in Warsaw”) means that moment wherever you are. What you put off to a time keeps its moment, too."
    )


def _jump_reason() -> str:
    return tr(
        "The clock of this computer was set ahead while it was running. Nothing is lost: what was told too early is told "
        "again when the clock goes back."
    )
