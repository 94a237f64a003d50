"""What a list is, in words, above its people: the sentence, what is wrong with it, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.texts import tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.list_state import Shown
from crm_desktop.ui.widgets import LinkButton, WrappingLabel


class ListBanner(QWidget):
    """Hidden while everybody is shown."""

    edit_wanted = Signal()
    save_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words = WrappingLabel("", TextRole.SECONDARY, "secondary", most_lines=3)
        self.trouble = WrappingLabel("", TextRole.SECONDARY, "late", most_lines=3)
        self.edit_button = LinkButton(theme, tr("Edit"))
        self.save_button = LinkButton(theme, tr("Save as list…"))
        self.leave_button = LinkButton(theme, tr("Show everybody"))
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        for button, signal in (
            (self.edit_button, self.edit_wanted),
            (self.save_button, self.save_wanted),
            (self.leave_button, self.left),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        side = theme.scaled(12)
        column.setContentsMargins(side, theme.space(2), side, theme.space(1.5))
        column.setSpacing(theme.space(1))
        column.addWidget(self.words)
        column.addWidget(self.trouble)
        column.addLayout(row)
        theme.changed.connect(self.update)
        self.hide()

    def show_list(self, shown: Shown | None) -> None:
        """Say what is shown."""
        if shown is None:
            self.hide()
            return
        self.words.setText(shown.words[:1].upper() + shown.words[1:])
        self.words.setToolTip(tooltip(self.words.text()))
        self.words.setVisible(bool(shown.words))
        self.trouble.setText(shown.trouble)
        self.trouble.setVisible(bool(shown.trouble))
        self.save_button.setVisible(shown.list_id is None)
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line below."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line"))
