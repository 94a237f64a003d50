"""A value that looks as if it were edited in place, and asks for a form or a menu instead."""

from __future__ import annotations

from PySide6.QtCore import Signal

from crm_desktop.ui.widgets import InlineEdit


class FormEdit(InlineEdit):
    """`wanted` is emitted when it is clicked or Enter is pressed."""

    wanted = Signal()

    def start_editing(self) -> None:
        """Ask for the form."""
        self.wanted.emit()
