"""A model of several columns over ids and pages of rows; for lists shown as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from crm_desktop.ui.tables.paged_model import ID_ROLE, ROW_ROLE, AnyIndex, PagedRows, Row

_DISPLAY: Final = Qt.ItemDataRole.DisplayRole.value
_ACCESSIBLE: Final = Qt.ItemDataRole.AccessibleTextRole.value
_ALIGNMENT: Final = Qt.ItemDataRole.TextAlignmentRole.value


@dataclass(frozen=True, slots=True)
class TableColumn:
    """The head of a column: its key, its words, its width in letters, and whether it is numbers, which stand at the end."""

    key: str
    title: str
    width: int = 16
    numbers: bool = False


class PagedTableModel(PagedRows[Row], QAbstractTableModel):
    """`text_of(row, column)` is what stands in a cell, one line of plain text."""

    # A row of many columns costs as much as several of a list, and a page has to be read within a frame.
    page_size = 64

    def __init__(
        self,
        columns: Sequence[TableColumn],
        fetch_rows: Callable[[Sequence[int]], Sequence[Row | None]],
        text_of: Callable[[Row, int], str],
        parent: QObject | None = None,
    ) -> None:
        QAbstractTableModel.__init__(self, parent)
        self._begin_with([], fetch_rows)
        self._columns = tuple(columns)
        self._text_of = text_of

    def columns(self) -> tuple[TableColumn, ...]:
        """The columns in their order."""
        return self._columns

    def set_columns(self, columns: Sequence[TableColumn]) -> None:
        """Show other columns; rows are read anew."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._pages.clear()
        self.endResetModel()

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        """The text of a cell, the row (ROW_ROLE) or the id (ID_ROLE)."""
        if not index.isValid() or not 0 <= index.row() < len(self._ids):
            return None
        if role == ROW_ROLE:
            return self._row(index.row())
        if role == _DISPLAY:
            row = self._row(index.row())
            return "" if row is None else self._text_of(row, index.column())
        if role == _ACCESSIBLE:
            return f"{self._columns[index.column()].title}: {self.data(index)}"
        return self._ids[index.row()] if role == ID_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """The words over a column."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role in (_DISPLAY, _ACCESSIBLE):
            return column.title
        if role == _ALIGNMENT:
            side = Qt.AlignmentFlag.AlignTrailing if column.numbers else Qt.AlignmentFlag.AlignLeading
            return (side | Qt.AlignmentFlag.AlignVCenter).value
        return None
