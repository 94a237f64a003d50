"""The items of an agenda as a Qt model: rows can be chosen, headings cannot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.ui.dialogs.reminder_delegate import EDGE_ROLE, ITEM_ROLE, LEAVING_ROLE
from crm_desktop.ui.dialogs.reminder_items import AgendaItem, HeadingItem, MoreItem, ReminderItem, RowItem

AnyIndex = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole.value
_ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole.value
_NOWHERE = QModelIndex()


class AgendaModel(QAbstractListModel):
    """Headings and rows in the order they are shown; headings cannot be chosen, so the arrow keys pass them by."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[AgendaItem] = []
        self._leaving: set[tuple[str, int]] = set()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """How many headings and rows there are."""
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        """The item, its place in the card, or its words for screen readers."""
        if not index.isValid() or not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role == EDGE_ROLE:
            return self._edges(index.row())
        if role == LEAVING_ROLE:
            return not isinstance(item, HeadingItem) and item.key in self._leaving
        return spoken(item) if role in (_DISPLAY, _ACCESSIBLE) else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Rows can be chosen, headings and plain words cannot."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        item = self._items[index.row()]
        if isinstance(item, HeadingItem) or (isinstance(item, MoreItem) and not item.leads_on):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def set_items(self, items: Sequence[AgendaItem]) -> None:
        """Show another agenda; what was just done is forgotten, since the file has it now."""
        self.beginResetModel()
        self._items = list(items)
        self._leaving.clear()
        self.endResetModel()

    def items(self) -> Sequence[AgendaItem]:
        """Everything shown, in order."""
        return self._items

    def item_at(self, index: AnyIndex) -> RowItem | None:
        """The row behind an index; None for headings and nothing."""
        if not index.isValid() or not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
        return None if isinstance(item, HeadingItem) else item

    def index_of(self, key: tuple[str, int]) -> QModelIndex:
        """Where a row stands; an invalid index when it does not."""
        for position, item in enumerate(self._items):
            if not isinstance(item, HeadingItem) and item.key == key:
                return self.index(position)
        return QModelIndex()

    def index_of_day(self, day: date) -> QModelIndex:
        """The first reminder of a day (overdue ones stand under one heading), else the heading of the next day."""
        for position, item in enumerate(self._items):
            if isinstance(item, ReminderItem) and item.reminder.day == day:
                return self.index(position)
        for position, item in enumerate(self._items):
            if isinstance(item, HeadingItem) and item.day is not None and item.day >= day:
                return self.index(position)
        return QModelIndex()

    def row_near(self, row: int, *, leaving_too: bool = True) -> QModelIndex:
        """The first row from `row` on that can be chosen, else the last one before it."""
        count = self.rowCount()
        for position in [*range(row, count), *range(min(row, count) - 1, -1, -1)]:
            index = self.index(position)
            item = self.item_at(index)
            if item is None or not index.flags() & Qt.ItemFlag.ItemIsSelectable:
                continue
            if leaving_too or not self.is_leaving(item.key):
                return index
        return QModelIndex()

    def set_leaving(self, key: tuple[str, int], leaving: bool) -> None:
        """Mark a row as done until the list is read anew, so that it cannot be done twice."""
        if leaving:
            self._leaving.add(key)
        else:
            self._leaving.discard(key)
        index = self.index_of(key)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def is_leaving(self, key: tuple[str, int]) -> bool:
        """Whether the row was just done."""
        return key in self._leaving

    def any_leaving(self) -> bool:
        """Whether some row was done since the list was read."""
        return bool(self._leaving)

    def _edges(self, row: int) -> tuple[bool, bool]:
        first = row == 0 or isinstance(self._items[row - 1], HeadingItem)
        last = row + 1 == len(self._items) or isinstance(self._items[row + 1], HeadingItem)
        return first, last


def spoken(item: AgendaItem) -> str:
    """An item in one sentence, for screen readers."""
    if isinstance(item, HeadingItem):
        return item.title if item.count is None else f"{item.title}, {item.count}"
    if isinstance(item, MoreItem):
        return item.text
    return ", ".join(part for part in (item.title, item.subtitle, item.chip) if part)
