"""The values of a condition that asks for any of several: a pill each, pressed to take it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.texts import one_line, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import ChipButton, FlowLayout


class ValueChip(ChipButton):
    """One value; Del and Backspace take it away as pressing does. `typed` is the whole of it, however long."""

    def __init__(self, theme: Theme, typed: str) -> None:
        super().__init__(theme, f"{one_line(typed, 40)}  ×")
        self.typed = typed
        self.setAccessibleName(tr("Take away “{value}”", value=one_line(typed, 60)))
        self.setToolTip(tooltip(typed))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del and Backspace take it away, and Enter does not go on to another line."""
        keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.click()
        else:
            super().keyPressEvent(event)


class ValueChips(QWidget):
    """Shown while there are values. `changed` when one came or went, `left` when the last one that had the focus is gone."""

    changed = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: list[ValueChip] = []
        self._flow = FlowLayout(self, spacing=theme.space(1))
        self.hide()

    def values(self) -> tuple[str, ...]:
        """What was typed for each, in order."""
        return tuple(chip.typed for chip in self._chips)

    def chips(self) -> tuple[ValueChip, ...]:
        """The pills, in order."""
        return tuple(self._chips)

    def show_values(self, values: Sequence[str]) -> None:
        """Show these in the place of what was there."""
        self._flow.clear()
        self._chips = []
        for value in dict.fromkeys(values):
            self._put(value)
        self.setVisible(bool(self._chips))

    def add(self, values: Sequence[str]) -> None:
        """Add values; one that is there already is not there twice."""
        for value in dict.fromkeys(values):
            if value not in self.values():
                self._put(value)
        self.setVisible(bool(self._chips))
        self.changed.emit()

    def take_last(self) -> None:
        """Take the last one away."""
        if self._chips:
            self._take(self._chips[-1])

    def _put(self, value: str) -> None:
        chip = ValueChip(self._theme, value)
        chip.clicked.connect(lambda _checked=False: self._take(chip))
        self._chips.append(chip)
        self._flow.addWidget(chip)
        chip.show()

    def _take(self, chip: ValueChip) -> None:
        place, had_focus = self._chips.index(chip), chip.hasFocus()
        self._chips.remove(chip)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        if had_focus and self._chips:
            self._chips[min(place, len(self._chips) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif had_focus:
            self.left.emit()
        self.setVisible(bool(self._chips))
        self.changed.emit()
