"""The question what a change of a repeating reminder is for: only this one, this and all following, or all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.reach import Reach
from crm_desktop.services.reminder_edits import Editing
from crm_desktop.ui.texts import one_line, plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Card, KeyHint, Label, ListRow
from crm_desktop.ui.widgets.overlay import OverlayCard


@dataclass(frozen=True, slots=True)
class ReachChoice:
    """One answer: its words, and what becomes of what is overdue."""

    reach: Reach
    title: str
    explanation: str


class ReachQuestion(QWidget):
    """Rows to choose from by 1, 2, 3, by arrows and Enter, or by a click; `chosen` carries the Reach, Esc emits `left`."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, heading: str, subtitle: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._choices: tuple[ReachChoice, ...] = ()
        self.rows: list[ListRow] = []
        self.setAccessibleName(heading)
        column = QVBoxLayout(self)
        margin = theme.scaled(18)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(theme.space(2.5))
        column.addWidget(Label(heading, TextRole.TITLE, weight="bold", wrap=True))
        if subtitle:
            column.addWidget(Label(subtitle, TextRole.SECONDARY, "secondary", wrap=True))
        self._card = Card(theme)
        column.addWidget(self._card)
        column.addWidget(Label(tr("Enter takes the marked one, Esc goes back"), TextRole.SECONDARY, "secondary"))

    def ask(self, choices: Sequence[ReachChoice], usual: Reach) -> None:
        """Show the answers, the usual one marked, and wait."""
        self._choices = tuple(choices)
        self._card.clear()
        self.rows = []
        for number, choice in enumerate(self._choices, 1):
            row = ListRow(self._theme, choice.title, choice.explanation)
            row.trailing.addWidget(KeyHint(self._theme, str(number)))
            row.activated.connect(lambda reach=choice.reach: self.chosen.emit(reach))
            self.rows.append(row)
            self._card.add_row(row)
            # A row that its layout has not shown yet would not take the focus.
            row.show()
        place = next((place for place, choice in enumerate(self._choices) if choice.reach is usual), 0)
        self.rows[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def first_row(self) -> QWidget | None:
        """The row that has the focus, or should."""
        return next((row for row in self.rows if row.hasFocus()), self.rows[0] if self.rows else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Numbers choose, arrows move, Esc leaves."""
        number = event.key() - Qt.Key.Key_0
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1}
        here = next((place for place, row in enumerate(self.rows) if row.hasFocus()), 0)
        if 1 <= number <= len(self._choices):
            self.chosen.emit(self._choices[number - 1].reach)
        elif event.key() in steps and self.rows:
            there = min(max(here + steps[Qt.Key(event.key())], 0), len(self.rows) - 1)
            self.rows[there].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ReachCard(OverlayCard):
    """The question as a card of its own, for deleting; `chosen` carries the Reach once the card is gone."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, heading: str, subtitle: str, choices: Sequence[ReachChoice], usual: Reach) -> None:
        super().__init__(theme, heading, width=460)
        self.question = ReachQuestion(theme, heading, subtitle)
        self.question.ask(choices, usual)
        self.question.chosen.connect(self._take)
        self.question.left.connect(self.close_card)
        self._usual = next(
            (row for row, each in zip(self.question.rows, choices, strict=True) if each.reach is usual), None
        )
        self.body.addWidget(self.question)

    def first_focus(self) -> QWidget | None:
        """The usual answer."""
        return self._usual

    def _take(self, reach: Reach) -> None:
        self.close_card()
        self.chosen.emit(reach)


def change_choices(
    reaches: Sequence[Reach], *, earlier: int, due: int, new_day: str = "", new_rule: bool = False
) -> list[ReachChoice]:
    """The answers for a change of one that has come `due` so often, `earlier` of that before this time.

    `new_day` is where this time moves to, `new_rule` says that it repeats otherwise.
    """
    others = max(due - 1, 0)
    stay = plural("The other overdue one stays.", "The {count} other overdue ones stay.", others) if others else ""
    kept = (
        plural("The overdue one before it stays.", "The {count} overdue ones before it stay.", earlier)
        if earlier
        else ""
    )
    said = {
        Reach.THIS: stay or tr("It becomes a reminder of its own."),
        Reach.FOLLOWING: kept
        or _changed(due, new_day, new_rule, as_one=True)
        or tr("What came before stays as it was."),
        Reach.ALL: _changed(due, new_day, new_rule, as_one=False) or tr("What is done stays done."),
    }
    return [ReachChoice(reach, reach_title(reach), said[reach]) for reach in reaches]


def _changed(due: int, new_day: str, new_rule: bool, *, as_one: bool) -> str:
    """What becomes of the overdue times that a change reaches; empty when there is one at most, the one it is about."""
    if due < 2:
        return ""
    if new_day:
        return tr("{overdue} move to {day} as one.", overdue=_overdue(due), day=new_day)
    if not new_rule:
        return tr("{overdue} stay, with the changes.", overdue=_overdue(due))
    if as_one:
        return tr("{overdue} become one.", overdue=_overdue(due))
    return tr("Of the overdue ones the first stays, and those on days of the new repetition.")


def delete_choices(reaches: Sequence[Reach], *, earlier: int, due: int) -> list[ReachChoice]:
    """The answers for deleting, see `change_choices`."""
    others = max(due - 1, 0)
    said = {
        Reach.THIS: plural("The other overdue one stays.", "The {count} other overdue ones stay.", others)
        if others
        else "",
        Reach.FOLLOWING: plural("The overdue one before it stays.", "The {count} overdue ones before it stay.", earlier)
        if earlier
        else tr("What came before stays."),
        Reach.ALL: tr("{overdue} go, too.", overdue=_overdue(due)) if due > 1 else tr("With what was done of it."),
    }
    said[Reach.THIS] = said[Reach.THIS] or tr("That day is left out; the next ones come as before.")
    return [ReachChoice(reach, reach_title(reach), said[reach]) for reach in reaches]


def delete_card(theme: Theme, text: str, editing: Editing) -> ReachCard:
    """The question what of a repeating reminder is to be deleted."""
    choices = delete_choices(editing.reaches, earlier=editing.earlier, due=editing.due)
    return ReachCard(theme, tr("What is to be deleted?"), one_line(text), choices, Reach.THIS)


def reach_title(reach: Reach) -> str:
    """`Only this one`."""
    return {
        Reach.THIS: tr("Only this one"),
        Reach.FOLLOWING: tr("This and all following"),
        Reach.ALL: tr("All"),
    }[reach]


def _overdue(due: int) -> str:
    return plural("The overdue one", "The {count} overdue ones", due)
