"""A calm line at the bottom of the window that stays as long as what it says is so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStatusBar, QWidget

from crm_desktop.ui.texts import one_line
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import ElidedLabel, LinkButton


class StandingLine(QStatusBar):
    """`say` shows it; the one button, called `lead_text`, leads to where more is said."""

    def __init__(self, theme: Theme, lead_text: str, lead: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizeGripEnabled(False)
        self.words = ElidedLabel("", TextRole.SECONDARY, "today")
        self.button = LinkButton(theme, lead_text)
        self.button.clicked.connect(lambda _checked=False: lead())
        middle = QWidget()
        line = QHBoxLayout(middle)
        line.setContentsMargins(theme.scaled(13), theme.space(1), theme.scaled(13), theme.space(1))
        line.setSpacing(theme.space(3))
        line.addWidget(self.words, 1)
        line.addWidget(self.button)
        self.addWidget(middle, 1)
        theme.changed.connect(self.update)

    def say(self, sentence: str) -> None:
        """Show a sentence, for screen readers, too."""
        self.words.set_text(one_line(sentence, 300))
        self.setAccessibleName(self.words.full_text())
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A surface with one line above it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line"))
