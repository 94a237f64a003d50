"""Several rows of a paged list chosen at once, by ranges: a hundred thousand of them cost as much as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

_Flag = QItemSelectionModel.SelectionFlag
_ROWS: Final = _Flag.Rows
Ranges = Sequence[tuple[int, int]]
"""First and last row of each run of chosen rows."""


class ManyRows(QObject):
    """What is chosen in a table over a model of `PagedRows`; `changed` says how many, when that is another number.

    One row is always the current one; "several" begins with two. While rows are picked one by one (X), arrows go to
    another row and leave what is chosen.
    """

    changed = Signal(int)

    def __init__(self, table: QTableView, model: Any) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._anchor = -1
        self._told = 1
        self.is_picking = False

    def count(self) -> int:
        """How many rows are chosen."""
        return sum(last - first + 1 for first, last in self.ranges())

    def ids(self) -> list[int]:
        """The ids chosen, in the order of the list."""
        ids = self._model.ids()
        return [each for first, last in self.ranges() for each in ids[first : last + 1]]

    def ranges(self) -> list[tuple[int, int]]:
        """The runs of rows chosen, from the top."""
        selection = self._table.selectionModel().selection()
        found = sorted((selection.at(place).top(), selection.at(place).bottom()) for place in range(selection.count()))
        return merged(found)

    def everything(self) -> bool:
        """Whether every row is chosen, of more than one."""
        return self._model.rowCount() > 1 and self.ranges() == [(0, self._model.rowCount() - 1)]

    def choose(self, index: QModelIndex) -> None:
        """Choose one row and no other."""
        self._anchor, self.is_picking = index.row(), False
        # Said in full: a bare setCurrentIndex would look at the keys that are held and add to what is chosen.
        self._table.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect | _ROWS)
        if index.isValid():
            self._table.scrollTo(index)

    def extend(self, row: int) -> None:
        """Choose everything from where choosing began up to a row."""
        if not self._model.rowCount():
            return
        if self._anchor < 0:
            self._anchor = max(self._table.currentIndex().row(), 0)
        row = min(max(row, 0), self._model.rowCount() - 1)
        first, last = sorted((self._anchor, row))
        self._go(row)
        self._table.selectionModel().select(self._range(first, last), _Flag.ClearAndSelect | _ROWS)

    def toggle(self) -> None:
        """Choose the row one is at as well, or take it out again; the first one picked is the one that is chosen anyhow."""
        index = self._table.currentIndex()
        if not index.isValid():
            return
        begins = not self.is_picking and self.ranges() == [(index.row(), index.row())]
        self._anchor, self.is_picking = index.row(), True
        if not begins:
            self._table.selectionModel().select(index, _Flag.Toggle | _ROWS)

    def go(self, row: int) -> None:
        """Go to a row: it alone is chosen then, unless rows are being picked."""
        if self.is_picking:
            self._go(row)
        else:
            self.choose(self._model.index(row, 0))

    def choose_all(self) -> None:
        """Choose every row."""
        if self._model.rowCount():
            self.restore([(0, self._model.rowCount() - 1)])

    def collapse(self) -> None:
        """Back to the one row one is at; picking ends."""
        self.choose(self._table.currentIndex())

    def begin_at(self, row: int) -> None:
        """The pointer chose a row: Shift goes on from there."""
        self._anchor = row

    def restore(self, ranges: Ranges) -> None:
        """Choose runs of rows and nothing else; the current row stays where it is."""
        selection = QItemSelection()
        for first, last in ranges:
            selection.append(self._range(first, last).at(0))
        self._table.selectionModel().select(selection, _Flag.ClearAndSelect | _ROWS)

    def tell(self) -> None:
        """Called when Qt's selection changed."""
        count = self.count()
        if count != self._told:
            self._told = count
            self.changed.emit(count)

    def take_key(self, event: QKeyEvent, page: Callable[[], int]) -> bool:
        """Whether a key chooses several rows: Shift with arrows, Home, End and pages, Ctrl+Space or X, Ctrl+A, Esc."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        row = self._table.currentIndex().row()
        if modifiers == Qt.KeyboardModifier.ShiftModifier:
            target = self._target(key, row, page)
            if target is not None:
                self.extend(target)
            return target is not None
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            taken = {Qt.Key.Key_A: self.choose_all, Qt.Key.Key_Space: self.toggle}
        else:
            taken = {Qt.Key.Key_X: self.toggle} if not modifiers else {}
            if key == Qt.Key.Key_Escape and not modifiers and (self.count() > 1 or self.is_picking):
                taken = {Qt.Key.Key_Escape: self.collapse}
        act = taken.get(Qt.Key(key))
        if act is not None:
            act()
        return act is not None

    def _target(self, key: int, row: int, page: Callable[[], int]) -> int | None:
        steps = {
            Qt.Key.Key_Down: row + 1,
            Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_J: row + 1,
            Qt.Key.Key_K: row - 1,
            Qt.Key.Key_PageDown: row + page(),
            Qt.Key.Key_PageUp: row - page(),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self._model.rowCount() - 1,
        }
        return steps.get(Qt.Key(key))

    def _go(self, row: int) -> None:
        index = self._model.index(row, 0)
        self._table.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self._table.scrollTo(index)

    def _range(self, first: int, last: int) -> QItemSelection:
        column = self._model.columnCount() - 1
        return QItemSelection(self._model.index(first, 0), self._model.index(last, column))


def merged(runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of rows, sorted, with those put together that touch."""
    found: list[tuple[int, int]] = []
    for first, last in runs:
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def ranges_of(ids: Sequence[int], wanted: frozenset[int]) -> list[tuple[int, int]]:
    """Where the wanted ids stand in a list, as runs of rows; quick enough for any list when it is not on the GUI thread."""
    rows = [(row, row) for row, each in enumerate(ids) if each in wanted] if wanted else []
    return merged(rows)
