"""A row of pills of which one is chosen, such as the kinds of an interaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets.chip import ChipButton
from crm_desktop.ui.widgets.flow_layout import FlowLayout


class ChoiceChips(QWidget):
    """Pills with keys: Left and Right move, Space or a click chooses; Tab enters and leaves the row as a whole.

    With `optional` the chosen one can be pressed again to choose none. `chosen` is emitted with the key ("" for none)
    when the user chose.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[tuple[str, str, Tone]],
        *,
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._optional = optional
        self._current = ""
        self._chips: dict[str, ChipButton] = {}
        flow = FlowLayout(self, spacing=theme.space(1.5))
        for key, text, tone in choices:
            chip = ChipButton(theme, text, tone, checkable=True)
            chip.setAccessibleDescription(name)
            chip.clicked.connect(lambda _checked=False, key=key: self._press(key))
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            chip.installEventFilter(self)
            self._chips[key] = chip
            flow.addWidget(chip)
        self.choose("" if optional else choices[0][0])

    def current(self) -> str:
        """The key of the chosen pill, empty for none."""
        return self._current

    def choose(self, key: str) -> None:
        """Choose from the program, without `chosen`."""
        self._current = key
        entry = key or next(iter(self._chips))
        for other, chip in self._chips.items():
            chip.setChecked(other == key)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == entry else Qt.FocusPolicy.ClickFocus)

    def chip(self, key: str) -> ChipButton:
        """The pill of a key."""
        return self._chips[key]

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Left and Right choose the neighbour; a button would only move the focus by them."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self._modified(event):
            steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self._step(-step if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else step)
                return True
        return super().eventFilter(watched, event)

    def _modified(self, event: QKeyEvent) -> bool:
        return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)

    def _step(self, step: int) -> None:
        keys = [key for key, chip in self._chips.items() if not chip.isHidden()]
        focused = next((key for key in keys if self._chips[key].hasFocus()), self._current)
        key = keys[(keys.index(focused) + step) % len(keys)] if focused in keys else keys[0]
        self.choose(key)
        self._chips[key].setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(key)

    def _press(self, key: str) -> None:
        self.choose("" if self._optional and key == self._current else key)
        self.chosen.emit(self._current)
