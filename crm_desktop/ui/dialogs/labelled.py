"""A field of a form with its name above it and room for a sentence below it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.ui.texts import show
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import ElidedLabel, Label


class Labelled(QWidget):
    """`show_error` says under the field why it will not do; `clear_error` takes that back."""

    def __init__(self, theme: Theme, name: str, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        caption = ElidedLabel(name, TextRole.SECONDARY, "secondary")
        caption.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(name)
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(3))
        for widget in (caption, field, self._error):
            column.addWidget(widget)
        column.addStretch()

    def error(self) -> str:
        """The sentence below the field, empty when there is none."""
        return self._error.text() if not self._error.isHidden() else ""

    def show_error(self, sentence: Message) -> None:
        """Say why, to the eye and to screen readers."""
        self._error.setText(show(sentence))
        self._error.show()
        self.field.setAccessibleDescription(self._error.text())

    def clear_error(self) -> None:
        """What was wrong is being mended."""
        if not self._error.isHidden():
            self._error.hide()
            self.field.setAccessibleDescription("")
