"""The user's own reasons for losing a deal, edited where they are chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.pipelines import LostReason
from crm_desktop.ui.dialogs.stage_row import IconButton
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, show, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Label

if TYPE_CHECKING:
    from crm_desktop.services.lost_reasons import LostReasonService


class ReasonsEditor(QWidget):
    """Every change is saved at once, then `changed` tells of it. Enter or leaving a line saves it, Alt+Up and Alt+Down move it."""

    changed = Signal()

    def __init__(self, theme: Theme, jobs: Jobs, reasons: LostReasonService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._service = reasons
        self._reasons: list[LostReason] = []
        self.lines: list[QLineEdit] = []
        self.delete_buttons: list[IconButton] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space(1))
        self.new = QLineEdit()
        self.new.setPlaceholderText(tr("Another reason"))
        self.new.setAccessibleName(tr("Another reason"))
        self.new.returnPressed.connect(self.add)
        self.add_button = Button(theme, tr("Add"), tr("Enter"))
        self.add_button.clicked.connect(lambda _checked=False: self.add())
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._error.hide()
        adding = QHBoxLayout()
        adding.setSpacing(theme.space(2))
        adding.addWidget(self.new, 1)
        adding.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addLayout(self._rows)
        column.addLayout(adding)
        column.addWidget(self._error)

    def show_reasons(self, reasons: Sequence[LostReason]) -> None:
        """Show the list; the rows are made anew, and the focus stays at its place."""
        if list(reasons) == self._reasons:
            return
        focused = next((place for place, line in enumerate(self.lines) if line.hasFocus()), None)
        self._reasons = list(reasons)
        self.lines, self.delete_buttons = [], []
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, reason in enumerate(reasons):
            self._rows.addWidget(self._row(place, reason))
        if focused is not None and self.lines:
            self.lines[min(focused, len(self.lines) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, place: int, reason: LostReason) -> QWidget:
        row = QWidget()
        line = QLineEdit(one_line(tr(reason.name) if reason.id == 0 else reason.name, 100))
        line.setAccessibleName(tr("Reason {number}", number=place + 1))
        line.editingFinished.connect(partial(self._left, place, line))
        delete = IconButton(self._theme, "", icon="trash-2")
        delete.setAccessibleName(tr("Delete the reason {name}", name=line.text()))
        delete.setToolTip(tooltip(tr("Delete the reason")))
        delete.clicked.connect(lambda _checked=False: self._write(partial(self._service.delete, place)))
        delete.setEnabled(len(self._reasons) > 1)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._theme.space(2))
        layout.addWidget(line, 1)
        layout.addWidget(delete)
        self.lines.append(line)
        self.delete_buttons.append(delete)
        return row

    def error(self) -> str:
        """What was refused last, empty when nothing was."""
        return self._error.text() if not self._error.isHidden() else ""

    def add(self) -> None:
        """Put what is typed below on the list; it stays in the line when it is refused."""
        typed = self.new.text().strip()
        if typed:
            self._write(partial(self._service.add, typed), self.new.clear)

    def _left(self, place: int, line: QLineEdit) -> None:
        shown = one_line(self._reasons[place].name, 100) if place < len(self._reasons) else ""
        usual = place < len(self._reasons) and self._reasons[place].id == 0
        if line.text().strip() != (tr(shown) if usual else shown):
            self._write(partial(self._service.rename, place, line.text().strip()))

    def _write(self, job: Callable[[], object], then: Callable[[], object] | None = None) -> None:
        def done(_result: object) -> None:
            self._error.hide()
            if then is not None:
                then()
            self.changed.emit()

        def refused(error: UserError) -> None:
            self._error.setText(show(error.sentence))
            self._error.show()

        self._jobs.write(job, done, refused, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with Up or Down moves the reason one is at; Enter stays in the line."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        place = next((number for number, line in enumerate(self.lines) if line.hasFocus()), None)
        if step is not None and place is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            there = place + step
            if 0 <= there < len(self.lines):
                self.lines[there].setFocus(Qt.FocusReason.OtherFocusReason)
                self._write(partial(self._service.move, place, there))
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers():
            super().keyPressEvent(event)
