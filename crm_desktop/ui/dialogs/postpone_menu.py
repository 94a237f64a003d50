"""To which day reminders are moved: the usual ones, any day typed, or so many days on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.messages import Message, message
from crm_desktop.services.reminder_bulk import Postponement
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.choice_rows import ChoiceRows, ChoiceWindow
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import Understood

_DAYS_ON = re.compile(r"\+?\s*([0-9]{1,4})\s*(?:d|day|days|t|tag|tage|tagen)?", re.IGNORECASE)
_MONDAY_AFTER = 7


def where_text(where: Postponement, today: date) -> str:
    """A postponement in words: `Tue 1 Dec`, `3 days later`, `next work day`."""
    if where.day is not None:
        return tr("Today") if where.day == today else texts.short_day(where.day, today, weekday=True)
    if where.work_day:
        return tr("the next work day")
    return plural("{count} day later", "{count} days later", where.days)


class PostponeMenu(ChoiceWindow):
    """Days to move to, each reminder with its own time; `picked` carries a Postponement.

    Typed: a day in any words ("fri", "3 Dec"), or a number of days on ("5", "+5 days").
    """

    picked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        reminders: ReminderService,
        today: Callable[[], date],
        parent: QWidget | None = None,
        *,
        overdue: bool = False,
    ) -> None:
        self.choices = ChoiceRows(theme, tr("Move to another day"), tr("a day, or “5 days”"), self._understand)
        super().__init__(theme, self.choices, parent)
        self._reminders = reminders
        self._today = today
        self._wheres = self._usual(overdue=overdue)
        self.choices.show_choices([(self._title(where), self._when(where)) for where in self._wheres])
        self.choices.taken.connect(lambda position: self._take(self._wheres[position]))
        self.choices.typed.connect(self._take)

    def _usual(self, *, overdue: bool) -> list[Postponement]:
        today = self._today()
        monday = today + timedelta(days=_MONDAY_AFTER - today.weekday())
        first = [Postponement(day=today)] if overdue else []
        tomorrow = Postponement(day=today + timedelta(days=1))
        return [*first, tomorrow, Postponement(work_day=True), Postponement(days=7), Postponement(day=monday)]

    def _title(self, where: Postponement) -> str:
        today = self._today()
        if where.work_day:
            return tr("Next work day")
        if where.day is None:
            return tr("A week later")
        return {0: tr("Today"), 1: tr("Tomorrow")}.get((where.day - today).days, tr("Next Monday"))

    def _when(self, where: Postponement) -> str:
        return "" if where.day is None else texts.short_day(where.day, self._today(), weekday=True)

    def _understand(self, text: str) -> Understood | Message | None:
        number = _DAYS_ON.fullmatch(text.strip())
        if number is not None:
            where = Postponement(days=int(number[1]))
            if where.days == 0:
                return message("At least one day.")
            return Understood(where, ((where_text(where, self._today()), Tone.PLANNED),))
        found = self._reminders.understand_day(text)
        if found.problem is not None:
            return found.problem
        if found.day is None:
            return message("Type a day, such as “fri” or “3 Dec”, or how many days on: “5 days”.")
        if found.day < self._today():
            return message("That day is over. Choose today or a later one.")
        where = Postponement(day=found.day)
        return Understood(where, ((where_text(where, self._today()), Tone.PLANNED),))

    def _take(self, where: Postponement) -> None:
        self.close()
        self.picked.emit(where)
