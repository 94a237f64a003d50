"""When to be reminded again: the usual choices and any time typed, as a card in a view and as a menu at a row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.messages import Message, message
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.choice_rows import ChoiceRows, ChoiceWindow
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import Understood

Moment = tuple[date, time | None]


def moment_text(day: date, at: time | None, today: date) -> str:
    """`13:20` today, `Sun 09:00` within a week, else `Thu 3 Dec, 09:00`."""
    clock = texts.clock(at) if at is not None else ""
    if day == today:
        return clock or tr("Today")
    name = texts.weekday_short(day) if 0 < (day - today).days < 7 else texts.short_day(day, today, weekday=True)
    return tr("{day} {time}", day=name, time=clock) if clock else name


class SnoozeChoices(ChoiceRows):
    """Rows for in 1 hour, this evening, tomorrow and next week, and a line to type a time into.

    `picked` carries a day and a wall-clock time (None: the whole day). The rows are read anew by `refresh`, because
    "in 1 hour" moves on.
    """

    picked = Signal(object, object)

    def __init__(
        self, theme: Theme, reminders: ReminderService, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, tr("Snooze until"), tr("type a time…"), self._understand, parent)
        self._reminders = reminders
        self._today = today
        self._moments: list[Moment] = []
        self.taken.connect(lambda position: self.picked.emit(*self._moments[position]))
        self.typed.connect(lambda moment: self.picked.emit(*moment))
        self.refresh()

    def refresh(self) -> None:
        """Offer the moments as they are now; nothing is rebuilt, and nothing typed is lost, when they are the same."""
        choices = self._reminders.snooze_choices()
        moments: list[Moment] = [(choice.day, choice.at) for choice in choices]
        if moments == self._moments:
            return
        self._moments = moments
        today = self._today()
        self.show_choices([(show(choice.title), moment_text(choice.day, choice.at, today)) for choice in choices])

    def _understand(self, text: str) -> Understood | Message | None:
        found = self._reminders.understand_moment(text)
        if found.problem is not None:
            return found.problem
        if found.day is None:
            return message("Type a day, a time or both: “tomorrow 9:00”, “in 2 weeks”.")
        return Understood((found.day, found.time), ((moment_text(found.day, found.time, self._today()), Tone.PLANNED),))


class SnoozeMenu(ChoiceWindow):
    """The choices as a small window at a row; Esc or a click elsewhere takes it away."""

    picked = Signal(object, object)

    def __init__(
        self, theme: Theme, reminders: ReminderService, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        self.choices = SnoozeChoices(theme, reminders, today)
        super().__init__(theme, self.choices, parent)
        self.choices.picked.connect(self._take)

    def _take(self, day: date, at: time | None) -> None:
        self.close()
        self.picked.emit(day, at)
