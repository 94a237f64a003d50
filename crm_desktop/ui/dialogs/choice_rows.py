"""A card of choices with a line to type another one into, and the same as a small window at a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.ui.dialogs.popup_place import show_within_screen
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Card, DayField, Label, ListRow, Understood


class ChoiceRows(Card):
    """Rows of (title, when), and a line; `taken` carries the number of a row, `typed` the value that was understood.

    Keys: arrows and J/K move, Enter takes, letters go to the line.
    """

    taken = Signal(int)
    typed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        placeholder: str,
        understand: Callable[[str], Understood | Message | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self._choices_theme = theme
        self._lines: list[ListRow] = []
        self._whens: list[Label] = []
        self.field = DayField(theme, understand, placeholder, framed=False)
        self.field.submitted.connect(self.typed)
        self._field_row = QWidget()
        box = QVBoxLayout(self._field_row)
        box.setContentsMargins(theme.scaled(12), theme.space(1.5), theme.scaled(12), theme.space(1.5))
        box.addWidget(self.field)
        self.setAccessibleName(name)

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show (title, when) each; nothing typed is lost, and nothing is rebuilt for as many as before."""
        if len(choices) != len(self._lines):
            self._make_rows(len(choices))
        for row, label, (title, when) in zip(self._lines, self._whens, choices, strict=True):
            row.set_texts(title)
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
            row.activated.connect(lambda position=position: self.taken.emit(position))
            self._lines.append(row)
            self.add_row(row)
        self.add_row(self._field_row)
        self._field_row.show()

    def focus_first(self) -> None:
        """Begin at the first choice."""
        target: QWidget = self._lines[0] if self._lines else self.field
        target.setFocus(Qt.FocusReason.OtherFocusReason)

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


class ChoiceWindow(QFrame):
    """Choices as a small window; Esc or a click elsewhere takes it away."""

    def __init__(self, theme: Theme, choices: ChoiceRows, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(choices.accessibleName())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(choices)
        self._choices = choices
        self.setFixedWidth(theme.scaled(268))

    def open_at(self, place: QPoint) -> None:
        """Show it with its left upper corner at a place (global), moved so far that all of it is on the screen."""
        show_within_screen(self, place)
        self._choices.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
