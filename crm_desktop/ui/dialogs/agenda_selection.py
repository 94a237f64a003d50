"""Several rows of an agenda chosen at once: by Shift and Ctrl, kept by their keys when the list is read anew."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QTableView

from crm_desktop.ui.dialogs.agenda_lines import Key
from crm_desktop.ui.dialogs.reminder_model import AgendaModel

_Flag = QItemSelectionModel.SelectionFlag


class ManyRows(QObject):
    """What is chosen in a table over an AgendaModel; `changed` says how many reminders, when that is another number."""

    changed = Signal(int)

    def __init__(self, table: QTableView, model: AgendaModel) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._anchor = -1
        self._told = 0
        self._count = 0
        """How many are chosen; below 0 when that has to be counted anew."""

    def keys(self) -> list[Key]:
        """The reminders that are chosen, in the order of the list."""
        found = [self._model.key_at(row) for row in self._rows()]
        return [key for key in found if key is not None and key[0] == "reminder"]

    def occurrences(self) -> list[int]:
        """The ids of the reminders chosen."""
        return [key[1] for key in self.keys()]

    def count(self) -> int:
        """How many reminders are chosen."""
        if self._count < 0:
            self._count = len(self.keys())
        return self._count

    def choose(self, index: QModelIndex) -> None:
        """Choose one row and no other."""
        self._anchor = index.row()
        # Said in full: a bare setCurrentIndex would look at the keys that are held and add to what is chosen.
        self._table.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
        if index.isValid():
            self._table.scrollTo(index)

    def go(self, index: QModelIndex) -> None:
        """Move on without changing what is chosen."""
        self._table.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self._table.scrollTo(index)

    def extend(self, index: QModelIndex) -> None:
        """Choose everything from where choosing began up to a row."""
        if self._anchor < 0:
            self._anchor = max(self._table.currentIndex().row(), 0)
        first, last = sorted((self._anchor, index.row()))
        self._table.selectionModel().select(self._range(first, last), _Flag.ClearAndSelect | _Flag.Rows)
        self.go(index)

    def toggle(self) -> None:
        """Choose the row one is at, or take it out again."""
        index = self._table.currentIndex()
        if index.isValid():
            self._anchor = index.row()
            self._table.selectionModel().select(index, _Flag.Toggle | _Flag.Rows)

    def choose_all(self) -> None:
        """Choose every reminder of the list."""
        if self._model.rowCount():
            everything = self._range(0, self._model.rowCount() - 1)
            self._table.selectionModel().select(everything, _Flag.ClearAndSelect | _Flag.Rows)

    def collapse(self) -> None:
        """Back to the one row one is at."""
        self.choose(self._table.currentIndex())

    def begin_at(self, row: int) -> None:
        """The pointer chose a row: Shift goes on from there."""
        self._anchor = row

    def restore(self, keys: Iterable[Key]) -> None:
        """Choose rows by their keys; those that are gone are left out."""
        lines = self._model.lines()
        rows = sorted(row for key in keys if (row := lines.position_of(key)) is not None)
        selection = QItemSelection()
        begin = 0
        for place, row in enumerate(rows):
            if place + 1 == len(rows) or rows[place + 1] != row + 1:
                selection.merge(self._range(rows[begin], row), _Flag.Select)
                begin = place + 1
        self._table.selectionModel().select(selection, _Flag.ClearAndSelect | _Flag.Rows)

    def tell(self) -> None:
        """Called when Qt's selection changed."""
        self._count = -1
        count = self.count()
        if count != self._told:
            self._told = count
            self.changed.emit(count)

    def _range(self, first: int, last: int) -> QItemSelection:
        return QItemSelection(self._model.index(first), self._model.index(last))

    def _rows(self) -> list[int]:
        selection = self._table.selectionModel().selection()
        ranges = [selection.at(place) for place in range(selection.count())]
        return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})


def is_plain(modifiers: Qt.KeyboardModifier) -> bool:
    """Whether no key is held that would change the meaning of another."""
    return modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
