"""One line of the settings: what it is called, what it does, its control, and below them what cannot be."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.texts import one_line
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Label, WrappingLabel

_LONGEST_SENTENCE = 300


class SettingRow(QWidget):
    """Words with `control` beside them, or below them when it is wide."""

    def __init__(self, theme: Theme, title: str, help_text: str, control: QWidget, *, wide: bool = False) -> None:
        super().__init__()
        self.control = control
        self.below = WrappingLabel("", TextRole.SECONDARY, "late")
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.scaled(14), theme.space(2.5), theme.scaled(14), theme.space(2.5))
        line.setSpacing(theme.space(4))
        self._words = words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, weight="medium"))
        words.addWidget(WrappingLabel(help_text, TextRole.SECONDARY, "secondary"))
        if wide:
            words.addSpacing(theme.space(1.5))
            words.addWidget(control)
        words.addWidget(self.below)
        line.addLayout(words, 1)
        # Only now it has a parent: hidden before, it would be shown as a window of its own for a moment later.
        self.below.hide()
        if not wide:
            line.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_line(self, widget: QWidget) -> None:
        """Put something more below the words."""
        self._words.addWidget(widget)

    def say(self, sentence: str, colour: str = "late") -> None:
        """Say something below the words, or nothing for an empty sentence."""
        self.below.setText(one_line(sentence, _LONGEST_SENTENCE))
        self.below.set_colour(colour)
        self.below.setVisible(bool(sentence))
