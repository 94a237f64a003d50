"""Promises that are written down with a talk: what I promised, what they promised, and by when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.interactions import Direction, InteractionDraft, InteractionKind
from crm_desktop.domain.messages import Message, message
from crm_desktop.ui.dialogs.interaction_details import understood_day
from crm_desktop.ui.dialogs.typed_interaction import zone_name
from crm_desktop.ui.drafts import Fields
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import ChipButton, DayField, Understood

if TYPE_CHECKING:
    from crm_desktop.services.reminders import ReminderService

_SIDES = (Direction.OUTGOING, Direction.INCOMING)


class PromiseLines(QWidget):
    """A line for each side, shown when it is asked for by one of `buttons`, which the owner lays out.

    `drafts()` gives what was typed, or shows what is wrong and gives None. Ctrl+Enter is left to the form.
    """

    changed = Signal()

    def __init__(self, theme: Theme, reminders: ReminderService, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme = theme
        self._reminders = reminders
        self._now = now
        self.buttons: dict[Direction, ChipButton] = {}
        self.texts: dict[Direction, QLineEdit] = {}
        self.days: dict[Direction, DayField] = {}
        self._lines: dict[Direction, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        for side in _SIDES:
            column.addWidget(self._line(side))
        self.hide()

    def _line(self, side: Direction) -> QWidget:
        mine = side is Direction.OUTGOING
        name = tr("I promised…") if mine else tr("They promised…")
        button = self.buttons[side] = ChipButton(self._theme, tr("+ {what}", what=name), Tone.NEUTRAL)
        button.clicked.connect(lambda _checked=False: self.open(side))
        text = self.texts[side] = QLineEdit()
        text.setPlaceholderText(name)
        text.setAccessibleName(name)
        text.textChanged.connect(lambda _text: self.changed.emit())
        day = self.days[side] = DayField(self._theme, self._understand, tr("By when: fri, in 3 days"))
        day.edit.setAccessibleName(tr("By when it was promised; empty for no day"))
        day.changed.connect(self.changed)
        line = self._lines[side] = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space(2))
        row.addWidget(text, 3)
        row.addWidget(day, 2)
        line.hide()
        return line

    def open(self, side: Direction) -> None:
        """Show the line of a side and begin to type."""
        self.show()
        self._lines[side].show()
        self.buttons[side].hide()
        self.texts[side].setFocus(Qt.FocusReason.OtherFocusReason)

    def is_empty(self) -> bool:
        """Whether nothing was typed that would be a loss."""
        return not any(each.text().strip() for each in self._fields())

    def _fields(self) -> Iterator[QLineEdit | DayField]:
        yield from self.texts.values()
        yield from self.days.values()

    def typed(self) -> Fields:
        """The texts by name, for a draft."""
        texts = {f"promise-{side}": self.texts[side].text() for side in _SIDES}
        return {**texts, **{f"due-{side}": self.days[side].text() for side in _SIDES}}

    def set_typed(self, kept: Fields) -> None:
        """Put a draft back."""
        for side in _SIDES:
            self.texts[side].setText(str(kept.get(f"promise-{side}", "")))
            self.days[side].set_text(str(kept.get(f"due-{side}", "")))
            shown = bool(self.texts[side].text() or self.days[side].text())
            self._lines[side].setVisible(shown)
            self.buttons[side].setVisible(not shown)
        self.setVisible(not self.is_empty())

    def drafts(self) -> tuple[InteractionDraft, ...] | None:
        """The promises that were typed; None after showing what is wrong with one."""
        made: list[InteractionDraft] = []
        for side in self._filled():
            text, day = self.texts[side].text().strip(), self.days[side]
            if not text:
                day.show_error(message("Say what was promised."))
                self.texts[side].setFocus(Qt.FocusReason.OtherFocusReason)
                return None
            if day.text().strip() and day.value() is None:
                day.show_error(message("“{text}” is not a day.", text=day.text().strip()[:40]))
                day.setFocus(Qt.FocusReason.OtherFocusReason)
                return None
            made.append(self._draft(side, text))
        return tuple(made)

    def _draft(self, side: Direction, text: str) -> InteractionDraft:
        now = self._now()
        return InteractionDraft(
            kind=InteractionKind.PROMISE,
            text=text,
            occurred_at=now.astimezone(UTC),
            zone=zone_name(now),
            direction=side,
            due_day=self.days[side].value(),
        )

    def _filled(self) -> Iterator[Direction]:
        return (side for side in _SIDES if self.texts[side].text().strip() or self.days[side].text().strip())

    def _understand(self, text: str) -> Understood | Message | None:
        return understood_day(self._reminders, text, self._now().date())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field wanted go on to the form."""
        event.ignore()
