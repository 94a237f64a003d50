"""The month as a page of the Reminders view: its name, the ways to other months, and the board of days."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.agenda import MonthPage
from crm_desktop.ui import texts
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.reminders.month_board import MonthBoard
from crm_desktop.ui.widgets import Button, ElidedLabel, Label


class MonthPanel(QWidget):
    """`board` is the grid; `show_page` fills it."""

    def __init__(self, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = MonthBoard(theme, today)
        self._title = Label("", TextRole.FIELD, weight="bold")
        self._note = ElidedLabel("", TextRole.SECONDARY, "secondary")
        self.before = Button(theme, "‹")
        self.today = Button(theme, tr("This month"), tr("T"))
        self.after = Button(theme, "›")
        self.before.setAccessibleName(tr("The month before"))
        self.after.setAccessibleName(tr("The month after"))
        self.before.clicked.connect(lambda _checked=False: self.board.turn(-1))
        self.after.clicked.connect(lambda _checked=False: self.board.turn(1))
        self.board.month_changed.connect(self._show_title)
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        for button in (self.before, self.today, self.after):
            head.addWidget(button)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, theme.scaled(16))
        column.setSpacing(theme.space(2))
        column.addLayout(head)
        column.addWidget(self.board, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        # As wide as the line to type into above it.
        row.addSpacing(theme.scaled(10))
        self._show_title(self.board.month())

    def title_text(self) -> str:
        """The name of the month shown."""
        return self._title.text()

    def show_page(self, page: MonthPage) -> None:
        """Show what was read; a month that was turned away from meanwhile is left alone."""
        if (page.first, page.last) != (self.board.first_shown(), self.board.last_shown()):
            return
        self.board.show_page(page)
        self._note.set_text(tr("Not all repetitions are shown: there are too many.") if page.capped else "")

    def _show_title(self, month: date) -> None:
        self._title.setText(texts.month_heading(month))
