"""The bar under the list of people: how many are chosen, and what can be done with all of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.ui.texts import plural, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import Button, ElidedLabel, FlowLayout, ProgressStrip


class BulkBar(QWidget):
    """Shown while more than one person is chosen; `asked` carries tag, untag, company, remind, export or delete."""

    asked = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, strip: ProgressStrip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words = ElidedLabel("", weight="medium")
        self.leave = Button(theme, "", icon="x")
        self.leave.setAccessibleName(tr("Choose only one (Esc)"))
        self.leave.setToolTip(tooltip(tr("Choose only one (Esc)")))
        self.leave.clicked.connect(lambda _checked=False: self.left.emit())
        self.buttons: dict[str, Button] = {}
        self.more = QMenu(self)
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.leave)
        column = QVBoxLayout(self)
        side = theme.scaled(12)
        column.setContentsMargins(side, theme.space(2), side, theme.space(2.5))
        column.setSpacing(theme.space(1.5))
        column.addLayout(head)
        column.addWidget(strip)
        column.addWidget(self._actions(theme))
        theme.changed.connect(self.update)
        self.hide()

    def _actions(self, theme: Theme) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, spacing=theme.space(1.5))
        for key, words in (
            ("tag", tr("Tag…")),
            ("remind", tr("Remind…")),
            ("company", tr("Company…")),
            ("export", tr("Export…")),
            ("untag", tr("Take a tag off…")),
            ("delete", tr("Delete")),
        ):
            button = Button(theme, words)
            # The list keeps the focus, so that the next key is meant for what is chosen there.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, key=key: self.asked.emit(key))
            self.buttons[key] = button
            flow.addWidget(button)
        return holder

    def show_count(self, count: int) -> None:
        """How many are chosen; one is nothing special."""
        self.words.set_text(plural("{count} chosen", "{count} chosen", count))
        self.setAccessibleName(self.words.full_text())
        self.setVisible(count > 1)

    def set_busy(self, busy: bool) -> None:
        """While something is being written, nothing else can begin."""
        for button in self.buttons.values():
            button.setEnabled(not busy)

    def place_of(self, key: str) -> QPoint:
        """Where a menu of a button opens, above it (global)."""
        return self.buttons[key].mapToGlobal(QPoint(0, -4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line"))
