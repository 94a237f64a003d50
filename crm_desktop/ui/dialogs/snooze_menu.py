"""When to be reminded again: the usual choices and any time typed, as a card in a view and as a menu at a row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.domain.messages import Message, message
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui import texts
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Card, DayField, Label, ListRow, Understood

Moment = tuple[date, time | None]


def moment_text(day: date, at: time | None, today: date) -> str:
    """`13:20` today, `Sun 09:00` within a week, else `Thu 3 Dec, 09:00`."""
    clock = texts.clock(at) if at is not None else ""
    if day == today:
        return clock or tr("Today")
    name = texts.weekday_short(day) if 0 < (day - today).days < 7 else texts.short_day(day, today, weekday=True)
    return tr("{day} {time}", day=name, time=clock) if clock else name


class SnoozeChoices(Card):
    """Rows for in 1 hour, this evening, tomorrow and next week, and a line to type a time into.

    `picked` carries a day and a wall-clock time (None: the whole day). The rows are read anew by `refresh`, because
    "in 1 hour" moves on. Keys: arrows move, Enter takes, letters go to the line.
    """

    picked = Signal(object, object)

    def __init__(
        self, theme: Theme, reminders: ReminderService, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self._choices_theme = theme
        self._reminders = reminders
        self._today = today
        self._moments: list[Moment] = []
        self._lines: list[ListRow] = []
        self._whens: list[Label] = []
        self.field = DayField(theme, self._understand, tr("type a time…"), framed=False)
        self.field.submitted.connect(lambda moment: self.picked.emit(*moment))
        self._field_row = QWidget()
        box = QVBoxLayout(self._field_row)
        box.setContentsMargins(theme.scaled(12), theme.space(1.5), theme.scaled(12), theme.space(1.5))
        box.addWidget(self.field)
        self.setAccessibleName(tr("Snooze until"))
        self.refresh()

    def refresh(self) -> None:
        """Offer the moments as they are now; nothing is rebuilt, and nothing typed is lost, when they are the same."""
        choices = self._reminders.snooze_choices()
        moments: list[Moment] = [(choice.day, choice.at) for choice in choices]
        if moments == self._moments:
            return
        if len(choices) != len(self._lines):
            self._make_rows(len(choices))
        self._moments = moments
        today = self._today()
        for row, label, choice in zip(self._lines, self._whens, choices, strict=True):
            row.set_texts(show(choice.title))
            when = moment_text(choice.day, choice.at, today)
            label.setText(when)
            row.setAccessibleDescription(when)

    def _make_rows(self, count: int) -> None:
        self._field_row.setParent(None)
        self.clear()
        self._lines = []
        self._whens = [Label("", TextRole.SECONDARY, "secondary") for _ in range(count)]
        for position in range(count):
            row = ListRow(self._choices_theme, "")
            row.trailing.addWidget(self._whens[position])
            row.activated.connect(lambda position=position: self._pick(position))
            self._lines.append(row)
            self.add_row(row)
        self.add_row(self._field_row)
        self._field_row.show()

    def focus_first(self) -> None:
        """Begin at the first choice."""
        target: QWidget = self._lines[0] if self._lines else self.field
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, position: int) -> None:
        self.picked.emit(*self._moments[position])

    def _understand(self, text: str) -> Understood | Message | None:
        found = self._reminders.understand_moment(text)
        if found.problem is not None:
            return found.problem
        if found.day is None:
            return message("Type a day, a time or both: “tomorrow 9:00”, “in 2 weeks”.")
        return Understood((found.day, found.time), ((moment_text(found.day, found.time, self._today()), Tone.PLANNED),))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from row to row and into the line; typing anything goes to the line."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1}
        places: list[QWidget] = [*self._lines, self.field.edit]
        here = next((number for number, place in enumerate(places) if place.hasFocus()), -1)
        typing = here == len(self._lines)
        arrow = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)
        if event.key() in steps and (arrow or not typing):
            there = min(max(here + steps[Qt.Key(event.key())], 0), len(places) - 1)
            places[there].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.text().strip() and event.text().isprintable() and not typing and not _with_control(event):
            self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.edit.insert(event.text())
        else:
            super().keyPressEvent(event)


def _with_control(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))


class SnoozeMenu(QFrame):
    """The choices as a small window at a row; Esc or a click elsewhere takes it away."""

    picked = Signal(object, object)

    def __init__(
        self, theme: Theme, reminders: ReminderService, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(tr("Snooze until"))
        self.choices = SnoozeChoices(theme, reminders, today)
        self.choices.picked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.choices)
        self.setFixedWidth(theme.scaled(268))

    def open_at(self, place: QPoint) -> None:
        """Show it with its left upper corner at a place (global), moved so far that all of it is on the screen."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        left = min(max(place.x(), room.left()), room.right() - self.width())
        top = min(max(place.y(), room.top()), room.bottom() - self.height())
        self.move(left, top)
        self.show()
        self.choices.focus_first()

    def _take(self, day: date, at: time | None) -> None:
        self.close()
        self.picked.emit(day, at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
