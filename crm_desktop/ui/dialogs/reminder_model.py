"""The lines of an agenda as a Qt model: rows can be chosen and carried, headings cannot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.agenda_lines import AgendaLines, Key, ListedLines
from crm_desktop.ui.dialogs.reminder_delegate import EDGE_ROLE, ITEM_ROLE, LEAVING_ROLE
from crm_desktop.ui.dialogs.reminder_items import AgendaItem, HeadingItem, MoreItem, PlannedItem, ReminderItem, RowItem
from crm_desktop.ui.texts import tr

AnyIndex = QModelIndex | QPersistentModelIndex
REMINDERS_MIME = "application/x-crm-desktop-reminders"
"""What is carried from the agenda to a day: the ids of occurrences as a JSON list."""
_DISPLAY = Qt.ItemDataRole.DisplayRole.value
_ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole.value
_TOOLTIP = Qt.ItemDataRole.ToolTipRole.value
_NOWHERE = QModelIndex()


def carried(data: QMimeData) -> list[int]:
    """The occurrences that are carried; none when it is something else."""
    if not data.hasFormat(REMINDERS_MIME):
        return []
    return [int(number) for number in json.loads(bytes(data.data(REMINDERS_MIME).data()))]


def carrying(occurrences: Iterable[int]) -> QMimeData:
    """Occurrences to carry."""
    data = QMimeData()
    data.setData(REMINDERS_MIME, json.dumps(list(occurrences)).encode())
    return data


class AgendaModel(QAbstractListModel):
    """Headings and rows in the order they are shown; headings cannot be chosen, so the arrow keys pass them by."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: AgendaLines = ListedLines([])
        self._leaving: set[Key] = set()
        self.can_be_carried = False

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """How many headings and rows there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        """The item, its place in the card, its words for screen readers, and how it stands as a tooltip."""
        if not self._holds(index):
            return None
        if role == ITEM_ROLE:
            return self._lines.item(index.row())
        if role == EDGE_ROLE:
            return self._edges(index.row())
        if role == LEAVING_ROLE:
            return self._lines.line(index.row()) in self._leaving
        if role == _TOOLTIP:
            item = self._lines.item(index.row())
            return texts.tooltip(item.hint) if isinstance(item, ReminderItem) and item.hint else None
        return spoken(self._lines.item(index.row())) if role in (_DISPLAY, _ACCESSIBLE) else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Rows can be chosen, headings and plain words cannot."""
        if not self._holds(index):
            return Qt.ItemFlag.NoItemFlags
        line = self._lines.line(index.row())
        if isinstance(line, HeadingItem) or (line[0] == "more" and not self._leads_on(index.row())):
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return usual | Qt.ItemFlag.ItemIsDragEnabled if self.can_be_carried and line[0] == "reminder" else usual

    def mimeTypes(self) -> list[str]:
        """Reminders are carried as the ids of their occurrences."""
        return [REMINDERS_MIME]

    def _leads_on(self, row: int) -> bool:
        item = self._lines.item(row)
        return isinstance(item, MoreItem) and item.leads_on

    def _holds(self, index: AnyIndex) -> bool:
        return index.isValid() and 0 <= index.row() < len(self._lines)

    def set_items(self, items: Sequence[AgendaItem]) -> None:
        """Show another agenda, all of it at hand."""
        self.set_lines(ListedLines(items))

    def set_lines(self, lines: AgendaLines) -> None:
        """Show another agenda; what was just done is forgotten, since the file has it now."""
        self.beginResetModel()
        self._lines = lines
        self._leaving.clear()
        self.endResetModel()

    def put_words(self, lines: AgendaLines) -> None:
        """The same lines with other words: nothing moves, and whatever is chosen stays so."""
        self._lines = lines
        self._leaving.clear()
        self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))

    def lines(self) -> AgendaLines:
        """What is shown."""
        return self._lines

    def items(self) -> Sequence[AgendaItem]:
        """Everything shown, in order; reads all of it, so only for those who look at a short list."""
        return [self._lines.item(position) for position in range(len(self._lines))]

    def item_at(self, index: AnyIndex) -> RowItem | None:
        """The row behind an index; None for headings and nothing."""
        if not self._holds(index) or isinstance(self._lines.line(index.row()), HeadingItem):
            return None
        item = self._lines.item(index.row())
        return None if isinstance(item, HeadingItem) else item

    def key_at(self, row: int) -> Key | None:
        """The key of a row; None for headings."""
        line = self._lines.line(row)
        return None if isinstance(line, HeadingItem) else line

    def index_of(self, key: Key) -> QModelIndex:
        """Where a row stands; an invalid index when it does not."""
        position = self._lines.position_of(key)
        return QModelIndex() if position is None else self.index(position)

    def index_of_day(self, day: date) -> QModelIndex:
        """The first reminder of a day (overdue ones stand under one heading), else the heading of the next day."""
        position = self._lines.position_of_day(day)
        return QModelIndex() if position is None else self.index(position)

    def row_near(self, row: int, *, leaving_too: bool = True) -> QModelIndex:
        """The first row from `row` on that can be chosen, else the last one before it."""
        count = self.rowCount()
        for positions in (range(row, count), range(min(row, count) - 1, -1, -1)):
            for position in positions:
                index = self.index(position)
                if self.flags(index) & Qt.ItemFlag.ItemIsSelectable and (
                    leaving_too or self.key_at(position) not in self._leaving
                ):
                    return index
        return QModelIndex()

    def set_leaving(self, key: Key, leaving: bool) -> None:
        """Mark a row as done until the list is read anew, so that it cannot be done twice."""
        if leaving:
            self._leaving.add(key)
        else:
            self._leaving.discard(key)
        index = self.index_of(key)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def is_leaving(self, key: Key) -> bool:
        """Whether the row was just done."""
        return key in self._leaving

    def any_leaving(self) -> bool:
        """Whether some row was done since the list was read."""
        return bool(self._leaving)

    def _edges(self, row: int) -> tuple[bool, bool]:
        first = row == 0 or isinstance(self._lines.line(row - 1), HeadingItem)
        last = row + 1 == len(self._lines) or isinstance(self._lines.line(row + 1), HeadingItem)
        return first, last


def spoken(item: AgendaItem) -> str:
    """An item in one sentence, for screen readers."""
    if isinstance(item, HeadingItem):
        return item.title if item.count is None else f"{item.title}, {item.count}"
    if isinstance(item, MoreItem):
        return item.text
    parts = [item.title, item.subtitle, item.chip]
    if isinstance(item, ReminderItem):
        parts.insert(0, tr("urgent") if item.reminder.urgent else "")
    if isinstance(item, PlannedItem):
        parts.append(tr("comes of its repetition"))
    return ", ".join(part for part in parts if part)
