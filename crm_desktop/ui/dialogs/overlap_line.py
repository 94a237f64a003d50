"""A calm line that says what else is due at about the time that is being set; it never stops anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.ui import texts
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Label

if TYPE_CHECKING:  # services are handed in; what they are made of is not loaded at start-up
    from crm_desktop.services.overlaps import Overlap
    from crm_desktop.services.reminders import ReminderService

_LONGEST = 60


class OverlapLine(Label):
    """`look` asks in the reader thread and shows what comes of it; of several questions only the newest is answered."""

    def __init__(
        self,
        jobs: Jobs,
        reminders: ReminderService,
        today: Callable[[], date],
        *,
        besides: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", TextRole.SECONDARY, "today", wrap=True, parent=parent)
        self._jobs = jobs
        self._reminders = reminders
        self._today = today
        self._besides = besides
        self._asked: tuple[date, time, str] | None = None
        self.hide()

    def look(self, day: date | None, at: time | None, zone: str = "") -> None:
        """Look at a wall-clock moment of a zone (empty: the user's); a whole day overlaps with nothing."""
        asked = None if day is None or at is None else (day, at, zone)
        if asked == self._asked:
            return
        self._asked = asked
        if asked is None:
            self._show(())
            return
        moment, besides, reminders = asked, self._besides, self._reminders
        self._jobs.read(
            lambda: reminders.overlaps.near(*moment, besides=besides),
            lambda found: self._show(found) if self._asked == moment else None,
            key=f"overlaps/{id(self)}",
            owner=self,
        )

    def look_again(self) -> None:
        """Something was added or moved meanwhile."""
        asked, self._asked = self._asked, None
        if asked is not None:
            self.look(*asked)

    def _show(self, found: tuple[Overlap, ...]) -> None:
        self.setText(overlap_words(found, self._asked[0] if self._asked else self._today()) if found else "")
        self.setAccessibleName(self.text())
        self.setVisible(bool(found))


def overlap_words(found: tuple[Overlap, ...], day: date) -> str:
    """`14:30 Ask how the launch went is then, too`, with how many more there are."""
    first = found[0]
    when = texts.clock(first.at)
    if first.day != day:
        when = tr("{day} {time}", day=texts.weekday_short(first.day), time=when)
    text = texts.one_line(first.text, _LONGEST)
    if len(found) == 1:
        return tr("{time} {text} is then, too", time=when, text=text)
    return texts.plural(
        "{time} {text} and {count} more are then, too",
        "{time} {text} and {count} more are then, too",
        len(found) - 1,
        time=when,
        text=text,
    )
