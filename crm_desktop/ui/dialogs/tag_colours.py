"""The colours of a tag as pills, each in its own colour; a tick says which one it has."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.ui.dialogs.tag_words import colour_choices
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import ChoiceChips


class ColourChips(ChoiceChips):
    """The keys are names of tones, `neutral` for none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._words: dict[str, str] = {}
        choices = colour_choices()
        super().__init__(theme, tr("Colour"), choices, parent=parent)
        self._words = {key: words for key, words, _tone in choices}
        for key in self._words:
            # A pill that can be checked shows its colour only while it is.
            self.chip(key).setCheckable(False)
        self.choose(Tone.NEUTRAL.value)

    def choose(self, key: str) -> None:
        """Choose from the program; an unknown colour counts as none."""
        known = key if key in self._words or not self._words else Tone.NEUTRAL.value
        super().choose(known)
        for other, words in self._words.items():
            self.chip(other).setText(tr("✓ {colour}", colour=words) if other == known else words)
            self.chip(other).setAccessibleName(tr("{colour}, chosen", colour=words) if other == known else words)
