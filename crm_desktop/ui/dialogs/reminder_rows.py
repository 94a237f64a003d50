"""The agenda as one virtual list: headings and rows of cards, moved in by keys, with buttons over the row that is meant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from crm_desktop.ui.dialogs.bare_table import RowHeights, make_bare
from crm_desktop.ui.dialogs.reminder_buttons import ActingRow
from crm_desktop.ui.dialogs.reminder_delegate import AgendaDelegate
from crm_desktop.ui.dialogs.reminder_items import AgendaItem, MoreItem, ReminderItem, RowItem
from crm_desktop.ui.dialogs.reminder_model import AgendaModel, AnyIndex
from crm_desktop.ui.theme.theme import Theme


class AgendaList(QTableView):
    """Shows an AgendaModel; a table of one column, because a list asks for the height of all ten thousand rows.

    Keys: arrows and J/K move, Space done, S snooze, L log, Enter open, E edit, Delete. Each `…_asked` signal carries
    the item of the row; `snooze_asked` also where a menu should open (global). `current` is emitted when another row is
    the chosen one. `set_items` keeps the chosen row, or takes the one after it when it is gone, and the place on the
    screen.
    """

    done_asked = Signal(object)
    log_asked = Signal(object)
    snooze_asked = Signal(object, QPoint)
    open_asked = Signal(object)
    edit_asked = Signal(object)
    delete_asked = Signal(object)
    reopen_asked = Signal(object)
    current = Signal(object)
    left_upwards = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._agenda = AgendaModel(self)
        self._delegate = AgendaDelegate(theme, self)
        self.setAccessibleName(name)
        make_bare(self)
        self._heights = RowHeights(self, self._delegate)
        self.acting = ActingRow(theme, self, self._agenda, self._delegate)
        for asked in ("done_asked", "log_asked", "reopen_asked", "snooze_asked"):
            getattr(self.acting, asked).connect(getattr(self, asked))
        self.setItemDelegate(self._delegate)
        self.setModel(self._agenda)
        self.verticalScrollBar().valueChanged.connect(self.acting.place)
        self.verticalScrollBar().rangeChanged.connect(self._keep_width)
        self._keep_width()
        theme.changed.connect(self._restyle)

    # ----------------------------------------------------------------------------------------------------- contents

    def agenda(self) -> AgendaModel:
        """The model, for those who look at what is shown."""
        return self._agenda

    def set_items(self, items: Sequence[AgendaItem]) -> None:
        """Show another agenda and stay where the user was."""
        if list(items) == self._agenda.items() and not self._agenda.any_leaving():
            return
        before = self._agenda.item_at(self.currentIndex())
        row, place = self.currentIndex().row(), self.verticalScrollBar().value()
        self._delegate.hovered_row = -1
        self._agenda.set_items(items)
        self._heights.apply(self._agenda.items())
        index = self._agenda.index_of(before.key) if before is not None else QModelIndex()
        if not index.isValid():
            index = self._agenda.row_near(max(row, 0))
        self.updateGeometries()
        self.verticalScrollBar().setValue(place)
        self.setCurrentIndex(index)
        self.acting.place()

    def current_item(self) -> RowItem | None:
        """The chosen row."""
        return self._agenda.item_at(self.currentIndex())

    def select(self, key: tuple[str, int]) -> bool:
        """Choose a row; False when it is not in the list."""
        index = self._agenda.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return index.isValid()

    def show_day(self, day: date) -> bool:
        """Scroll to a day (or the next one with something to do) and choose its first row."""
        found = self._agenda.index_of_day(day)
        if not found.isValid():
            return False
        row = self._agenda.row_near(found.row())
        self.setCurrentIndex(row)
        above = self._agenda.index(row.row() - 1)
        with_heading = self._agenda.item_at(above) is None and above.isValid()
        self.scrollTo(above if with_heading else row, QAbstractItemView.ScrollHint.PositionAtTop)
        return True

    def mark_leaving(self, item: RowItem, leaving: bool = True) -> None:
        """Tick a row that was just done and go on to the next one; or take the tick back when that failed."""
        self._agenda.set_leaving(item.key, leaving)
        if leaving and (chosen := self.current_item()) is not None and chosen.key == item.key:
            following = self._agenda.row_near(self.currentIndex().row() + 1, leaving_too=False)
            if following.isValid():
                self.setCurrentIndex(following)
        self.acting.place()

    # --------------------------------------------------------------------------------------------------------- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key for each thing that can be done with a row."""
        if self._acts_on_key(event):
            event.accept()
            return
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        down, up = (Qt.Key.Key_J, Qt.Key.Key_Down), (Qt.Key.Key_K, Qt.Key.Key_Up)
        if plain and event.key() in (*down, *up):
            self.step(1 if event.key() in down else -1)
        elif plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.setCurrentIndex(
                self._agenda.row_near(0 if event.key() == Qt.Key.Key_Home else self._agenda.rowCount())
            )
        elif event.text().strip():
            # No typing ahead: letters are keys of actions here.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _acts_on_key(self, event: QKeyEvent) -> bool:
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier) and not shift:
            return False
        actions = {
            Qt.Key.Key_Space: self.ask_done,
            Qt.Key.Key_S: self.ask_snooze,
            Qt.Key.Key_Return: self.ask_open,
            Qt.Key.Key_Enter: self.ask_open,
            Qt.Key.Key_E: self.ask_edit,
            Qt.Key.Key_F2: self.ask_edit,
            Qt.Key.Key_Delete: self.ask_delete,
        }
        action = self.ask_log if event.key() == Qt.Key.Key_L else None if shift else actions.get(Qt.Key(event.key()))
        if action is None or self.current_item() is None:
            return False
        action()
        return True

    def event(self, event: QEvent) -> bool:
        """L, which means any interaction elsewhere, means the chosen row here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.key() == Qt.Key.Key_L and self.current_item() is not None:
                event.accept()
                return True
        return super().event(event)

    def step(self, rows: int) -> None:
        """Choose the next row or the one before; headings are passed by, and Up on the first row leaves the list."""
        position = self.currentIndex().row() + rows
        while 0 <= position < self._agenda.rowCount():
            index = self._agenda.index(position)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                self.setCurrentIndex(index)
                if position <= 1:
                    self.scrollToTop()
                return
            position += rows
        if rows < 0:
            self.left_upwards.emit()

    def ask_done(self) -> None:
        """Done with the chosen row; an ended one is opened again."""
        item = self.current_item()
        if isinstance(item, ReminderItem) and not self._agenda.is_leaving(item.key):
            (self.reopen_asked if item.ended else self.done_asked).emit(item)

    def ask_log(self) -> None:
        """Log what happened about the chosen row."""
        self._emit_current(self.log_asked)

    def ask_open(self) -> None:
        """Open the person of the chosen row."""
        self._emit_current(self.open_asked)

    def ask_edit(self) -> None:
        """Edit the chosen reminder."""
        if isinstance(self.current_item(), ReminderItem):
            self._emit_current(self.edit_asked)

    def ask_delete(self) -> None:
        """Delete the chosen reminder."""
        if isinstance(self.current_item(), ReminderItem):
            self._emit_current(self.delete_asked)

    def ask_snooze(self) -> None:
        """Offer times for the chosen reminder, with the menu at its row."""
        item = self.current_item()
        if isinstance(item, ReminderItem) and not item.ended and not self._agenda.is_leaving(item.key):
            self.scrollTo(self.currentIndex())
            self.snooze_asked.emit(item, self.acting.menu_place(self.currentIndex()))

    def _emit_current(self, signal: Any) -> None:
        item = self.current_item()
        if item is not None and not self._agenda.is_leaving(item.key):
            signal.emit(item)

    # -------------------------------------------------------------------------------------------- pointer and buttons

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer gets the buttons."""
        super().mouseMoveEvent(event)
        self.acting.hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went: the buttons go back to the chosen row."""
        super().leaveEvent(event)
        self.acting.hover(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on the circle is Done, a press on a line that leads on follows it."""
        super().mouseReleaseEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        place = event.position().toPoint()
        index = self.indexAt(place)
        item = self._agenda.item_at(index)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if isinstance(item, MoreItem) and item.leads_on:
            self.open_asked.emit(item)
        elif self._delegate.check_rect(self.acting.row_rect(index), mirrored=mirrored).contains(place):
            self.ask_done()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the person."""
        if event.button() is Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.ask_open()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell which row is meant, and bring the buttons there."""
        super().currentChanged(current, previous)
        self.acting.place()
        self.current.emit(self._agenda.item_at(current))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Repaint whole rows, whose pieces lie outside of what Qt would repaint."""
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming in by keyboard there is always a row that is meant."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._agenda.row_near(0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons stay at the end of their row."""
        super().resizeEvent(event)
        self.acting.place()

    def updateGeometries(self) -> None:
        """The buttons follow when the rows were laid out anew."""
        super().updateGeometries()
        # Qt asks for the geometry already while the base class is being made.
        if hasattr(self, "acting"):
            self.acting.place()

    def minimumSizeHint(self) -> QSize:
        """Room for a few words."""
        return QSize(self._theme.scaled(260), self._theme.scaled(120))

    def _keep_width(self) -> None:
        """The place of the scroll bar stays free without one, so that the cards do not jump when it comes."""
        self._delegate.free_end = 0 if self.verticalScrollBar().maximum() else self._theme.scaled(10)
        self.acting.place()
        self.viewport().update()

    def _restyle(self) -> None:
        self._heights.apply(self._agenda.items())
        self.viewport().update()
