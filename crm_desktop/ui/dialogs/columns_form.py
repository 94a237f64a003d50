"""The card that asks which columns a list has as a table, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.domain.list_columns import NAME, Column
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Divider, Label, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard

_KEY = Qt.ItemDataRole.UserRole.value
_ROWS_SHOWN = 11


class ColumnsForm(OverlayCard):
    """`chosen(keys)`: the columns in their order. Space ticks one, Alt+Up and Alt+Down move it, dragging does the same."""

    chosen = Signal(list)

    def __init__(self, theme: Theme, columns: Mapping[str, Column], shown: Sequence[str]) -> None:
        super().__init__(theme, tr("Columns"), width=420)
        self.list = _Columns(theme)
        self.save_button = PrimaryButton(theme, tr("Show"), tr("Ctrl Enter"))
        self.cancel_button = Button(theme, tr("Cancel"))
        self._lay_out(theme)
        self._fill(columns, shown)
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.cancel_button.clicked.connect(lambda _checked=False: self.close_card())

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(20)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.space(4), side, theme.space(2))
        head.addWidget(Label(tr("Columns"), TextRole.TITLE, weight="bold"))
        words = tr("Tick what the table shows. Alt+Up and Alt+Down, or dragging, put a column at another place.")
        head.addWidget(Label(words, TextRole.SECONDARY, "secondary", wrap=True))
        self.body.addLayout(head)
        around = QVBoxLayout()
        around.setContentsMargins(theme.scaled(14), 0, theme.scaled(14), theme.space(2))
        around.addWidget(self.list)
        self.body.addLayout(around, 1)
        self.body.addWidget(Divider(theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(side, theme.space(3), side, theme.space(3))
        foot.setSpacing(theme.space(2))
        foot.addStretch()
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        self.body.addLayout(foot)

    def _fill(self, columns: Mapping[str, Column], shown: Sequence[str]) -> None:
        chosen = [key for key in shown if key in columns and key != NAME]
        others = [key for key in columns if key not in chosen and key != NAME]
        for key in (*chosen, *others):
            title = one_line(show(columns[key].title), 60)
            item = QListWidgetItem(title[:1].upper() + title[1:])
            item.setData(_KEY, key)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Checked if key in chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def first_focus(self) -> QWidget:
        """The list of columns."""
        return self.list

    def keys(self) -> list[str]:
        """The columns ticked, in order, the name first."""
        items = [self.list.item(row) for row in range(self.list.count())]
        ticked = [str(item.data(_KEY)) for item in items if item.checkState() is Qt.CheckState.Checked]
        return [NAME, *ticked]

    def save(self) -> None:
        """Take the columns."""
        self.chosen.emit(self.keys())
        self.close_card()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter takes the columns."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)


class _Columns(QListWidget):
    """Rows that can be ticked and moved."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(tr("Columns"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setSpacing(theme.scaled(3))
        self.setUniformItemSizes(True)
        self.setMinimumHeight(_ROWS_SHOWN * (self.fontMetrics().height() + theme.scaled(12)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with Up or Down moves the column; J and K go as in every list."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(step)
        else:
            super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        row = self.currentRow()
        if not 0 <= row + step < self.count():
            return
        item = self.takeItem(row)
        self.insertItem(row + step, item)
        self.setCurrentRow(row + step)
