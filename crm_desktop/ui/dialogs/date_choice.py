"""A date like 3/12 means two days: both to choose from, and on demand the same answer for all that come."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.domain.quick_entry import DayOrder, Understood
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.understood_words import asks_who
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import ChipButton, FlowLayout, Label

_WITH_SLASH = re.compile(r"[0-9]{1,2} ?/ ?[0-9]{1,2}(?![0-9])")
_ORDERS = (DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST)


@dataclass(frozen=True, slots=True)
class DateAnswer:
    """One way to read a sentence, and the day it comes to."""

    order: DayOrder
    understood: Understood
    day: date


def date_answers(
    text: str, understood: Understood, understand: Callable[[str, DayOrder], Understood]
) -> tuple[DateAnswer, ...]:
    """Both ways to read a sentence whose only open question is how a date like 3/12 is meant; else none."""
    if understood.problem is None or not _WITH_SLASH.search(text):
        return ()
    found = [DateAnswer(order, read, _day_of(read)) for order in _ORDERS if _is_answer(read := understand(text, order))]
    return tuple(found) if len({answer.day for answer in found}) > 1 else ()


def _is_answer(read: Understood) -> bool:
    return _last_day(read) is not None and (read.problem is None or asks_who(read))


def _last_day(read: Understood) -> date | None:
    until = read.recurrence.until if read.recurrence is not None else None
    return until or read.day


def _day_of(read: Understood) -> date:
    day = _last_day(read)
    assert day is not None  # an answer has one
    return day


class DateChoice(QWidget):
    """Chips for both days, taken by a click or by Alt and a number; afterwards Alt+0 keeps the answer for good.

    `chosen` carries the DayOrder of this one date, `kept` the one to be remembered as the setting.
    """

    chosen = Signal(object)
    kept = Signal(object)

    def __init__(self, theme: Theme, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = today
        self._answers: tuple[DateAnswer, ...] = ()
        self._keeps: DayOrder | None = None
        self._label = Label("", TextRole.SECONDARY, "today")
        self._flow_owner = QWidget()
        self._flow = FlowLayout(self._flow_owner, spacing=theme.scaled(6))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._flow_owner, 1)
        self.hide()

    def asks(self) -> bool:
        """Whether an answer is waited for."""
        return bool(self._answers)

    def offer(self, answers: tuple[DateAnswer, ...]) -> None:
        """Ask which of the two days is meant; none takes the question away."""
        if answers == self._answers and self._keeps is None:
            return
        self._answers, self._keeps = answers, None
        self._flow.clear()
        for number, answer in enumerate(answers, 1):
            day = texts.short_day(answer.day, self._today(), weekday=True)
            self._add(tr("{day}  Alt {number}", day=day, number=number), Tone.PLANNED, number)
        self._label.setText(tr("Which day?"))
        self._label.set_colour("today")
        self.setVisible(bool(answers))

    def offer_to_keep(self, order: DayOrder) -> None:
        """The question is answered; ask whether all such dates are meant so."""
        if order is self._keeps:
            return
        self._answers, self._keeps = (), order
        self._flow.clear()
        first = order is DayOrder.DAY_FIRST
        self._label.setText(tr("Read with the day first.") if first else tr("Read with the month first."))
        self._label.set_colour("secondary")
        self._add(tr("Always so  Alt {number}", number=0), Tone.NEUTRAL, 0)
        self.show()

    def press_number(self, number: int) -> bool:
        """Answer by number; False when there is no such answer."""
        if self._keeps is not None and number == 0:
            self.kept.emit(self._keeps)
            return True
        if not 1 <= number <= len(self._answers):
            return False
        self.chosen.emit(self._answers[number - 1].order)
        return True

    def chips(self) -> list[ChipButton]:
        """What can be pressed."""
        return [chip for chip in self._flow_owner.findChildren(ChipButton) if not chip.isHidden()]

    def _add(self, words: str, tone: Tone, number: int) -> None:
        chip = ChipButton(self._theme, words, tone)
        chip.clicked.connect(lambda _checked=False: self.press_number(number))
        self._flow.addWidget(chip)
