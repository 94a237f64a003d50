"""The bar under the list that tells how many reminders are chosen and what can be done with all of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import Button, Card, ElidedLabel


class SelectionBar(QWidget):
    """Shown while more than one is chosen. The menus open at a place (global) above their buttons."""

    done_pressed = Signal()
    snooze_pressed = Signal(QPoint)
    postpone_pressed = Signal(QPoint)
    delete_pressed = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words = ElidedLabel("", weight="medium")
        self.done = Button(theme, tr("Done"))
        self.snooze = Button(theme, tr("Snooze…"))
        self.postpone = Button(theme, tr("Postpone…"))
        self.delete = Button(theme, tr("Delete"))
        self.leave = Button(theme, "", icon="x")
        self.leave.setAccessibleName(tr("Choose only one (Esc)"))
        self.leave.setToolTip(tr("Choose only one (Esc)"))
        line = QHBoxLayout()
        line.setContentsMargins(theme.scaled(13), theme.space(2), theme.scaled(13), theme.space(2))
        line.setSpacing(theme.scaled(8))
        line.addWidget(self.words, 1)
        for button in (self.done, self.snooze, self.postpone, self.delete, self.leave):
            # The list keeps the focus, so that the next key is meant for what is chosen there.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.addWidget(button)
        card = Card(theme)
        card.body.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.scaled(14))
        column.addWidget(card)
        self.done.clicked.connect(self.done_pressed)
        self.delete.clicked.connect(self.delete_pressed)
        self.leave.clicked.connect(self.left)
        self.snooze.clicked.connect(lambda _checked=False: self.snooze_pressed.emit(_above(self.snooze)))
        self.postpone.clicked.connect(lambda _checked=False: self.postpone_pressed.emit(_above(self.postpone)))
        self.hide()

    def show_count(self, count: int, *, ended: bool) -> None:
        """How many are chosen; ended ones can only be opened again or deleted."""
        self.words.set_text(plural("{count} chosen", "{count} chosen", count))
        self.setAccessibleName(self.words.full_text())
        self.done.setText(tr("Open again") if ended else tr("Done"))
        self.done.setAccessibleName(self.done.text())
        self.snooze.setVisible(not ended)
        self.postpone.setVisible(not ended)
        self.setVisible(count > 1)


def _above(button: QWidget) -> QPoint:
    return button.mapToGlobal(QPoint(0, -4))
