"""The agenda with its keys: one for each thing that can be done with a row, or with all that are chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.dialogs.agenda_selection import is_plain
from crm_desktop.ui.dialogs.agenda_table import AgendaTable
from crm_desktop.ui.dialogs.reminder_items import MoreItem, PlannedItem, ReminderItem
from crm_desktop.ui.theme.theme import Theme

_DOWN, _UP = (Qt.Key.Key_J, Qt.Key.Key_Down), (Qt.Key.Key_K, Qt.Key.Key_Up)


class AgendaList(AgendaTable):
    """See AgendaTable for what it shows.

    Keys: arrows and J/K move, Space done, S snooze, L log, Enter open, E edit, Delete. With `many`, also Shift with arrows,
    Ctrl+Space and Ctrl+A to choose several, Ctrl+Up and Down to move on without choosing, Esc to go back to one. Each
    `…_asked` signal carries the item of the row; `snooze_asked` also where a menu should open (global). When several are
    chosen, the `many_…` signals carry the ids of their occurrences instead; `postpone_asked` (ids, place) and `shift_asked`
    (ids, days) do so for one row, too.
    """

    done_asked = Signal(object)
    log_asked = Signal(object)
    snooze_asked = Signal(object, QPoint)
    open_asked = Signal(object)
    edit_asked = Signal(object)
    delete_asked = Signal(object)
    reopen_asked = Signal(object)
    many_done_asked = Signal(object)
    many_reopen_asked = Signal(object)
    many_delete_asked = Signal(object)
    many_snooze_asked = Signal(object, QPoint)
    postpone_asked = Signal(object, QPoint)
    shift_asked = Signal(object, int)
    left_upwards = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None, *, many: bool = False) -> None:
        super().__init__(theme, name, parent, many=many)
        for asked in ("done_asked", "log_asked", "reopen_asked", "snooze_asked"):
            getattr(self.acting, asked).connect(getattr(self, asked))

    # --------------------------------------------------------------------------------------------------------- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key for each thing that can be done with a row."""
        if self._acts_on_key(event) or (self.takes_many and self._chooses_on_key(event)):
            event.accept()
            return
        plain = is_plain(event.modifiers())
        if plain and event.key() in (*_DOWN, *_UP):
            self.step(1 if event.key() in _DOWN else -1)
        elif plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.many.choose(self._agenda.row_near(0 if event.key() == Qt.Key.Key_Home else self._agenda.rowCount()))
        elif event.text().strip() or not plain:
            # No typing ahead: letters are keys of actions here. And nothing that would choose behind our back.
            event.ignore()
        else:
            super().keyPressEvent(event)
            self.many.begin_at(self.currentIndex().row())

    def _acts_on_key(self, event: QKeyEvent) -> bool:
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if not is_plain(event.modifiers()) and not shift:
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

    def _chooses_on_key(self, event: QKeyEvent) -> bool:
        """Shift extends, Ctrl moves without choosing, Ctrl+Space takes in or out, Ctrl+A takes all, Esc goes back to one."""
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        key = event.key()
        if (shift or ctrl) and key in (*_DOWN, *_UP) and not (ctrl and key in (Qt.Key.Key_J, Qt.Key.Key_K)):
            index = self._neighbour(1 if key in _DOWN else -1)
            if index is not None:
                (self.many.extend if shift else self.many.go)(index)
        elif shift and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.many.extend(self._agenda.row_near(0 if key == Qt.Key.Key_Home else self._agenda.rowCount()))
        elif ctrl and key == Qt.Key.Key_Space:
            self.many.toggle()
        elif ctrl and key == Qt.Key.Key_A:
            self.many.choose_all()
        elif key == Qt.Key.Key_Escape and self.many.count() > 1:
            self.many.collapse()
        else:
            return False
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
        index = self._neighbour(rows)
        if index is not None:
            self.many.choose(index)
            if index.row() <= 1:
                self.scrollToTop()
        elif rows < 0:
            self.left_upwards.emit()

    def _neighbour(self, step: int) -> Any:
        position = self.currentIndex().row() + step
        while 0 <= position < self._agenda.rowCount():
            index = self._agenda.index(position)
            if self._agenda.flags(index) & Qt.ItemFlag.ItemIsSelectable:
                return index
            position += step
        return None

    # ------------------------------------------------------------------------------------------------------- asking

    def ask_done(self) -> None:
        """Done with what is chosen; what has ended is opened again."""
        item = self.current_item()
        if self._several():
            ended = isinstance(item, ReminderItem) and item.ended
            (self.many_reopen_asked if ended else self.many_done_asked).emit(self.many.occurrences())
        elif isinstance(item, ReminderItem) and not self._agenda.is_leaving(item.key):
            (self.reopen_asked if item.ended else self.done_asked).emit(item)

    def ask_log(self) -> None:
        """Log what happened about the chosen row."""
        if not isinstance(self.current_item(), PlannedItem):
            self._emit_current(self.log_asked)

    def ask_open(self) -> None:
        """Open the person of the chosen row."""
        self._emit_current(self.open_asked)

    def ask_edit(self) -> None:
        """Edit the chosen reminder, also one day of it that only its rule brings."""
        if isinstance(self.current_item(), ReminderItem | PlannedItem):
            self._emit_current(self.edit_asked)

    def ask_delete(self) -> None:
        """Delete what is chosen."""
        if self._several():
            self.many_delete_asked.emit(self.many.occurrences())
        elif isinstance(self.current_item(), ReminderItem | PlannedItem):
            self._emit_current(self.delete_asked)

    def ask_snooze(self) -> None:
        """Offer times for what is chosen, with the menu at its row."""
        item = self.current_item()
        if not isinstance(item, ReminderItem) or item.ended or self._agenda.is_leaving(item.key):
            return
        self.scrollTo(self.currentIndex())
        place = self.acting.menu_place(self.currentIndex())
        if self._several():
            self.many_snooze_asked.emit(self.many.occurrences(), place)
        else:
            self.snooze_asked.emit(item, place)

    def ask_postpone(self) -> None:
        """Offer days for what is chosen."""
        self._for_open(lambda wanted: self.postpone_asked.emit(wanted, self.acting.menu_place(self.currentIndex())))

    def ask_shift(self, days: int) -> None:
        """Move what is chosen by days."""
        self._for_open(lambda wanted: self.shift_asked.emit(wanted, days))

    def _for_open(self, ask: Callable[[list[int]], object]) -> None:
        item = self.current_item()
        if not isinstance(item, ReminderItem) or item.ended:
            return
        if self._several():
            ask(self.many.occurrences())
        elif not self._agenda.is_leaving(item.key):
            self.scrollTo(self.currentIndex())
            ask([item.reminder.occurrence_id])

    def _several(self) -> bool:
        return self.takes_many and self.many.count() > 1

    def _emit_current(self, signal: Any) -> None:
        item = self.current_item()
        if item is not None and not self._agenda.is_leaving(item.key):
            signal.emit(item)

    # ------------------------------------------------------------------------------------------------------ pointer

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on the circle is Done, a press on a line that leads on follows it."""
        super().mouseReleaseEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton or event.modifiers():
            return
        place = event.position().toPoint()
        index = self.indexAt(place)
        item = self._agenda.item_at(index)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if isinstance(item, MoreItem) and item.leads_on:
            self.open_asked.emit(item)
        elif self._delegate.check_rect(self.acting.row_rect(index), mirrored=mirrored).contains(place):
            # The circle means its own row, whatever else is chosen.
            self.many.choose(self._agenda.index(index.row()))
            self.ask_done()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the person."""
        if event.button() is Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.ask_open()
