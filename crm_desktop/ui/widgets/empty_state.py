"""What a view shows when there is nothing yet: what the place is for, and how to begin."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.buttons import Button, PrimaryButton
from crm_desktop.ui.widgets.labels import Label


class EmptyState(QWidget):
    """A title, a few plain words, one button to begin and one to try something else.

    `primary` and `secondary` are (text, key hint, callable); the buttons are reachable as `primary_button` and
    `secondary_button` (None where not given).
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str,
        primary: tuple[str, str, Callable[[], object]] | None = None,
        secondary: tuple[str, str, Callable[[], object]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.primary_button = self._button(PrimaryButton, theme, primary)
        self.secondary_button = self._button(Button, theme, secondary)
        heading = Label(title, TextRole.TITLE, wrap=True)
        words = Label(text, TextRole.BODY, "secondary", wrap=True)
        words.setMaximumWidth(theme.scaled(424))
        words.setMinimumWidth(min(theme.scaled(424), theme.scaled(280)))
        for label in (heading, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(2))
        buttons.addStretch()
        for button in (self.primary_button, self.secondary_button):
            if button is not None:
                buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setSpacing(theme.space(2))
        column.addStretch()
        column.addWidget(heading)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(words, 100)
        line.addStretch()
        column.addLayout(line)
        column.addSpacing(theme.space(1.5))
        column.addLayout(buttons)
        column.addStretch()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def _button(
        self, kind: type[Button], theme: Theme, action: tuple[str, str, Callable[[], object]] | None
    ) -> Button | None:
        if action is None:
            return None
        text, keys, run = action
        button = kind(theme, text, keys)
        button.clicked.connect(lambda _checked=False: run())
        return button
