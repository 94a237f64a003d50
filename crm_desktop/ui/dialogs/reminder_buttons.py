"""The buttons that lie over the row of the agenda that is meant: the one under the pointer, else the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPoint, QRect, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QTableView, QWidget

from crm_desktop.ui.dialogs.reminder_delegate import AgendaDelegate
from crm_desktop.ui.dialogs.reminder_items import DayItem, MoreItem, PlannedItem, ReminderItem, RowItem
from crm_desktop.ui.dialogs.reminder_model import AgendaModel, AnyIndex
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import Button

_WORDS = 330
"""What avatar, words and chip of a row need at least, in pixels at a 13 px font; the buttons get the rest."""


class RowButtons(QWidget):
    """Log & next…, Snooze and Done, or Open again, over the row that is meant."""

    log_pressed = Signal()
    snooze_pressed = Signal()
    done_pressed = Signal()
    reopen_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.log = Button(theme, tr("Log & next…"))
        self.snooze = Button(theme, tr("Snooze"))
        self.done = Button(theme, tr("Done"))
        self.reopen = Button(theme, tr("Open again"))
        self._gap = theme.scaled(11)
        pressed = (self.log_pressed, self.snooze_pressed, self.done_pressed, self.reopen_pressed)
        for button, signal in zip(self.buttons(), pressed, strict=True):
            # The list keeps the focus, so that the next key is meant for the row again.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setParent(self)
            button.clicked.connect(signal)
        self.hide()

    def buttons(self) -> tuple[Button, ...]:
        """All four in their order."""
        return self.log, self.snooze, self.done, self.reopen

    def offer(self, item: RowItem | None, room: int) -> bool:
        """Show the buttons that make sense for a row and fit into `room`; False when there are none."""
        ended = isinstance(item, ReminderItem) and item.ended
        open_reminder = isinstance(item, ReminderItem) and not item.ended
        wanted = {
            self.log: open_reminder or isinstance(item, DayItem),
            self.snooze: open_reminder,
            self.done: open_reminder,
            self.reopen: ended,
        }
        shown = [button for button in self.buttons() if wanted[button]]
        for less_wanted in (self.snooze, self.log):
            if less_wanted in shown and self._width(shown) > room:
                shown.remove(less_wanted)
        # Placed by hand: a layout would take a turn of the event loop to notice what was hidden.
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = 0
        for button in reversed(shown) if mirrored else shown:
            size = button.sizeHint()
            button.setGeometry(left, 0, size.width(), size.height())
            left += size.width() + self._gap
        for button in self.buttons():
            button.setVisible(button in shown)
        self.resize(self._width(shown), max((button.height() for button in shown), default=0))
        return bool(shown) and self.width() <= room

    def _width(self, shown: Sequence[Button]) -> int:
        return sum(button.sizeHint().width() for button in shown) + self._gap * (len(shown) - 1) if shown else 0


class ActingRow(QObject):
    """Keeps the buttons at their row of `table`, and asks for what is pressed on them with the row's item.

    The row becomes the chosen one first. `snooze_asked` also says where a menu should open (global).
    """

    done_asked = Signal(object)
    log_asked = Signal(object)
    reopen_asked = Signal(object)
    snooze_asked = Signal(object, QPoint)

    def __init__(self, theme: Theme, table: QTableView, model: AgendaModel, delegate: AgendaDelegate) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table
        self._model = model
        self._delegate = delegate
        self.several: Callable[[], bool] = lambda: False
        """Whether more than one row is chosen: then no single one is meant."""
        self.buttons = RowButtons(theme, table.viewport())
        self.buttons.log_pressed.connect(lambda: self._ask(self.log_asked))
        self.buttons.done_pressed.connect(lambda: self._ask(self.done_asked))
        self.buttons.reopen_pressed.connect(lambda: self._ask(self.reopen_asked))
        self.buttons.snooze_pressed.connect(self._snooze)

    def hover(self, row: int) -> None:
        """The pointer is over another row, -1 for none."""
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.place()
            self._table.viewport().update()

    def place(self) -> None:
        """Put the buttons before the chip of the row that is meant, as far as there is room."""
        index = self._index()
        item = self._model.item_at(index)
        rect = self.row_rect(index)
        self._delegate.acting_row, self._delegate.acting_width = index.row(), 0
        meant = (
            item is not None and not isinstance(item, MoreItem | PlannedItem) and not self._model.is_leaving(item.key)
        )
        room = rect.width() - self._theme.scaled(_WORDS)
        unwanted = item is None or not meant or rect.isEmpty() or self.several()
        if item is None or unwanted or not self.buttons.offer(item, room):
            self.buttons.hide()
            return
        size = self.buttons.size()
        self._delegate.acting_width = size.width()
        end = self._delegate.words_end(rect, item)
        left = end - size.width()
        if self._table.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = rect.left() + rect.right() - end + 1
        self.buttons.move(left, rect.top() + (rect.height() - size.height()) // 2)
        self.buttons.show()
        self._table.viewport().update()

    def menu_place(self, index: AnyIndex) -> QPoint:
        """Where a menu about a row opens (global): below its Snooze button, or below its end."""
        rect = self.row_rect(index)
        corner = rect.bottomRight() - QPoint(self._theme.scaled(268), 0)
        if self.buttons.snooze.isVisible():
            corner.setX(self.buttons.geometry().left() + self.buttons.snooze.geometry().left())
        return self._table.viewport().mapToGlobal(corner - QPoint(0, self._theme.scaled(8)))

    def _index(self) -> QModelIndex:
        row = self._delegate.hovered_row
        hovered = self._model.index(row) if row >= 0 else QModelIndex()
        return hovered if self._model.item_at(hovered) is not None else self._table.currentIndex()

    def _item(self) -> RowItem | None:
        return self._model.item_at(self._index())

    def _choose(self) -> bool:
        """Make the row that is meant the chosen one, if there is one."""
        item = self._item()
        if item is not None:
            self._table.setCurrentIndex(self._index())
        return item is not None

    def _ask(self, asked: SignalInstance) -> None:
        if self._choose():
            asked.emit(self._item())

    def _snooze(self) -> None:
        if self._choose():
            self.snooze_asked.emit(self._item(), self.menu_place(self._index()))

    def row_rect(self, index: AnyIndex) -> QRect:
        """Where the card's piece of a row is painted, in the viewport."""
        mirrored = self._table.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return self._delegate.card_rect(self._table.visualRect(index), mirrored=mirrored)
