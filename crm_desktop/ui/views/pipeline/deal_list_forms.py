"""The cards that ask what to do with several deals: to which stage, until when, why they were lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.domain.pipelines import LostReason
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.dialogs.form_card import FormCard
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.texts import one_line, plural, short_day, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import ChoiceChips, DayField, Understood

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService

_SHIFT: Final = re.compile(
    r"([+\-−])\s*([0-9]{1,5})\s*(d|days?|t|tage?n?|w|weeks?|wochen?)?", re.IGNORECASE
)  # "+14", "-7 days", "+2 weeks", and the same in German
_DAYS_OF_A_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Close:
    """When deals are expected to end: a day, or so many days later than now; neither for no day."""

    day: date | None = None
    shift: int = 0


def read_shift(text: str) -> int | None:
    """So many days on of `+14`, `-7 days`, `+2 weeks`; None for anything else."""
    found = _SHIFT.fullmatch(text.strip())
    if found is None:
        return None
    days = int(found[2]) * (_DAYS_OF_A_WEEK if (found[3] or "").lower().startswith("w") else 1)
    return days if found[1] == "+" else -days


class StageForm(FormCard):
    """`given(stage_id)`: the stage chosen; Enter takes it."""

    given = Signal(int)

    def __init__(self, theme: Theme, title: str, stages: Sequence[tuple[int, str]]) -> None:
        super().__init__(theme, title, (), save=tr("Move"))
        self.box = ChoiceBox(tr("Stage"))
        for stage_id, name in stages:
            self.box.addItem(one_line(name, 80), stage_id)
        self.extra.insertWidget(self.extra.count() - 1, Labelled(theme, tr("Stage"), self.box))
        self.submitted.connect(lambda: self.given.emit(int(self.box.currentData())))

    def first_focus(self) -> QWidget:
        """The stages."""
        return self.box


class CloseForm(FormCard):
    """`given(Close)`: one day for all, so many days later for each, or none for an empty line."""

    given = Signal(object)

    def __init__(self, theme: Theme, reminders: ReminderService, now: Callable[[], datetime], title: str) -> None:
        explain = tr(
            "A day for all of them, or +14 or -7 to move each by so many days. An empty line takes the day away."
        )
        super().__init__(theme, title, (), explain=explain)
        self._reminders = reminders
        self._now = now
        self.day = DayField(theme, self._understand, tr("12 December, in 3 weeks, +14"))
        self.extra.insertWidget(self.extra.count() - 1, Labelled(theme, tr("Expected close"), self.day))
        self.submitted.connect(self._give)

    def first_focus(self) -> QWidget:
        """The line."""
        return self.day

    def _understand(self, text: str) -> Understood | Message | None:
        shift = read_shift(text)
        if shift is not None:
            return Understood(Close(shift=shift), ((shift_text(shift), Tone.PLANNED),))
        return understood_day(self._reminders, text, self._now().date(), Close)

    def _give(self) -> None:
        if not self.day.text().strip():
            self.given.emit(Close())
        elif self.day.value() is not None:
            self.given.emit(self.day.value())


class LoseManyForm(FormCard):
    """`given(reason, day to try again or None)`: one reason for all of them."""

    given = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        reminders: ReminderService,
        now: Callable[[], datetime],
        title: str,
        reasons: Sequence[LostReason],
    ) -> None:
        super().__init__(theme, title, (), save=tr("Lost"), width=500)
        self._reminders = reminders
        self._now = now
        choices = [(tr(reason.name), one_line(tr(reason.name), 60), Tone.LATE) for reason in reasons]
        self._first = choices[0][0]
        self.reasons = ChoiceChips(theme, tr("Reason"), choices, optional=True)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("The budget went into the shop"))
        self.again = DayField(theme, self._understand, tr("in 6 months"))
        for name, field in (
            (tr("Reason"), self.reasons),
            (tr("In your words"), self.words),
            (tr("Try again on (if at all)"), self.again),
        ):
            self.extra.insertWidget(self.extra.count() - 1, Labelled(theme, name, field))
        self.submitted.connect(self._give)

    def first_focus(self) -> QWidget:
        """The first reason; Right goes on to the others."""
        return self.reasons.chip(self._first)

    def _understand(self, text: str) -> Understood | Message | None:
        return understood_day(self._reminders, text, self._now().date(), lambda day: day)

    def _give(self) -> None:
        reason = ": ".join(part for part in (self.reasons.current(), self.words.text().strip()) if part)
        if not reason:
            self.failure.setText(tr("Choose a reason, or say it in your words."))
            self.failure.show()
        elif not self.again.text().strip() or self.again.value() is not None:
            self.given.emit(reason, self.again.value())


def shift_text(days: int) -> str:
    """`each 14 days later`, `each 7 days earlier`."""
    if days < 0:
        return plural("each {count} day earlier", "each {count} days earlier", -days)
    return plural("each {count} day later", "each {count} days later", days)


def understood_day(
    reminders: ReminderService, text: str, today: date, value: Callable[[date], object]
) -> Understood | Message | None:
    """What a typed day means, for a field that shows it."""
    meaning = reminders.understand_day(text)
    if meaning.problem is not None:
        return meaning.problem
    if meaning.day is None:
        return None
    return Understood(value(meaning.day), ((short_day(meaning.day, today, weekday=True), Tone.PLANNED),))
