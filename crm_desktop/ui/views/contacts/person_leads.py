"""The strips above a person in little room: a pill for each, and below them the one that was pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import ChipButton, FlowLayout


class StripLeads(QWidget):
    """`pressed` carries the number of the pill."""

    pressed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._flow = FlowLayout(self, spacing=theme.space(1.5))
        self.buttons: list[ChipButton] = []

    def show_leads(self, leads: Sequence[tuple[str, Tone]], chosen: int | None) -> None:
        """Show the first words of each strip in its colour; `chosen` is the one whose strip is open."""
        while len(self.buttons) < len(leads):
            self._add()
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(leads))
            if place < len(leads):
                words, tone = leads[place]
                state = tr("unfolded") if place == chosen else tr("folded")
                button.setText(words)
                button.set_tone(tone)
                button.setAccessibleName(f"{words}, {state}")
                button.updateGeometry()
        self.updateGeometry()

    def _add(self) -> None:
        button, place = ChipButton(self._theme, ""), len(self.buttons)
        button.clicked.connect(lambda _checked=False: self.pressed.emit(place))
        self.buttons.append(button)
        self._flow.addWidget(button)
