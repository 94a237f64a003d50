"""What was understood of a sentence, as chips, and the chips to choose from when a name belongs to several people."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.domain.quick_entry import Person, Understood
from crm_desktop.domain.reminders import RepeatFrom
from crm_desktop.ui import texts
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import ChipButton, FlowLayout, Label


def asks_who(understood: Understood) -> bool:
    """Whether the only question left is which of several people a name means."""
    problem = understood.problem
    return problem is not None and len(understood.people) > 1 and set(problem.values) == {"name", "names"}


def understood_chips(
    understood: Understood, person: Person | None, today: date, *, asks_day: bool = False
) -> list[tuple[str, Tone]]:
    """What was understood, as words and tones: person, day and time (not while `asks_day`), zone, repetition, urgency."""
    certain = understood.problem is None or len(understood.people) == 1
    people = (person,) if person is not None else understood.people if certain else ()
    chips: list[tuple[str, Tone]] = [(each.name, Tone.ACCENT) for each in people[:3]]
    if asks_day:
        # The rest was read without that date, which may be another day.
        pass
    elif understood.day is not None:
        words = texts.short_day(understood.day, today, weekday=True)
        if understood.time is not None:
            words = tr("{day}, {time}", day=words, time=texts.clock(understood.time))
        chips.append((words, Tone.PLANNED))
    elif understood.problem is None and understood.text:
        # Without a day it is stored for today; said here, so that nothing happens unseen.
        chips.append((tr("today"), Tone.NEUTRAL))
    return [*chips, *more_chips(understood)]


def more_chips(understood: Understood) -> list[tuple[str, Tone]]:
    """Zone, repetition and urgency, the same in every line that is read as a sentence."""
    chips: list[tuple[str, Tone]] = []
    if understood.zone and understood.time is not None:
        place = understood.zone.rsplit("/", 1)[-1].replace("_", " ")
        chips.append((tr("{place} time", place=place), Tone.PLANNED))
    if understood.recurrence is not None:
        words = show(understood.recurrence.describe())
        if understood.repeat_from is RepeatFrom.DONE:
            words = tr("{rule}, counted from when it is done", rule=words)
        chips.append((words, Tone.SPECIAL))
    if understood.urgent:
        chips.append((tr("urgent"), Tone.LATE))
    return chips


class PeopleChoice(QWidget):
    """Several people may be meant: chips to choose one, by click or by Alt and its number."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._people: tuple[Person, ...] = ()
        self._label = Label(tr("Who is meant?"), TextRole.SECONDARY, "today")
        self._flow_owner = QWidget()
        self._flow = FlowLayout(self._flow_owner, spacing=theme.scaled(6))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._flow_owner, 1)
        self.hide()

    def offer(self, people: tuple[Person, ...]) -> None:
        """Show nine of them at most; more means that the name says too little."""
        if people == self._people:
            return
        self._people = people[:9]
        self._flow.clear()
        for number, person in enumerate(self._people, 1):
            chip = ChipButton(self._theme, tr("{name}  Alt {number}", name=person.name, number=number), Tone.PLANNED)
            chip.clicked.connect(lambda _checked=False, person=person: self.chosen.emit(person))
            self._flow.addWidget(chip)
        self.setVisible(bool(self._people))

    def press_number(self, number: int) -> bool:
        """Choose by number, counted from 1; False when there is none."""
        if not 1 <= number <= len(self._people):
            return False
        self.chosen.emit(self._people[number - 1])
        return True
