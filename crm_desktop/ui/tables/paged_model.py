"""A list model that knows only ids and reads rows in pages when somebody looks at them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Row = TypeVar("Row")
AnyIndex = QModelIndex | QPersistentModelIndex

# Compared as plain numbers: Qt asks for a role a thousand times a frame, and an enum costs as much as the rest.
_DISPLAY_ROLE = Qt.ItemDataRole.DisplayRole.value
_ACCESSIBLE_ROLE = Qt.ItemDataRole.AccessibleTextRole.value
ROW_ROLE = Qt.ItemDataRole.UserRole.value + 1
ID_ROLE = Qt.ItemDataRole.UserRole.value + 2

_PAGE = 256
_PAGES_KEPT = 8


class PagedRows(Generic[Row]):
    """Ids in the order of the list, and a few pages of rows; what models of one and of several columns have in common.

    `fetch_rows` gets up to 256 ids and returns the rows in the same order and number; it runs on the GUI thread when a
    page is first painted and must be one quick statement. A row that is gone may be None and is painted empty.
    Sorting and filtering are the query's business.
    """

    page_size = _PAGE
    """How many rows are read at once."""
    _ids: Sequence[int]
    _fetch_rows: Callable[[Sequence[int]], Sequence[Row | None]]
    _pages: OrderedDict[int, Sequence[Row | None]]

    def _begin_with(self, ids: Sequence[int], fetch_rows: Callable[[Sequence[int]], Sequence[Row | None]]) -> None:
        self._ids = ids
        self._fetch_rows = fetch_rows
        self._pages = OrderedDict()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        """How many ids there are."""
        return 0 if parent.isValid() else len(self._ids)

    def ids(self) -> Sequence[int]:
        """All ids in the order of the list."""
        return self._ids

    def set_ids(self: Any, ids: Sequence[int]) -> None:
        """Show another list; rows are read anew."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def refresh(self: Any, ids_changed: Collection[int] | None = None) -> None:
        """Rows have other contents but the same order: read those pages anew (None: all) when they are painted."""
        changed = [number for number in self._pages if ids_changed is None or self._holds(number, ids_changed)]
        for number in changed:
            del self._pages[number]
        for number in changed:
            last = min((number + 1) * self.page_size, len(self._ids)) - 1
            self.dataChanged.emit(self.index(number * self.page_size, 0), self.index(last, self.columnCount() - 1))

    def row_at(self, index: AnyIndex) -> Row | None:
        """The row behind an index; None for an invalid index or a row that is gone."""
        if not index.isValid() or not 0 <= index.row() < len(self._ids):
            return None
        return self._row(index.row())

    def id_at(self, index: AnyIndex) -> int | None:
        """The id behind an index."""
        if not index.isValid() or not 0 <= index.row() < len(self._ids):
            return None
        return self._ids[index.row()]

    def index_of(self: Any, item_id: int) -> QModelIndex:
        """Where an id stands; an invalid index when it does not."""
        try:
            found: QModelIndex = self.index(self._ids.index(item_id), 0)
        except ValueError:
            return QModelIndex()
        return found

    def loaded_rows(self) -> int:
        """How many rows are in memory; for tests and the memory table."""
        return sum(len(page) for page in self._pages.values())

    def _holds(self, number: int, wanted: Collection[int]) -> bool:
        return any(item in wanted for item in self._ids[number * self.page_size : (number + 1) * self.page_size])

    def _row(self, position: int) -> Row | None:
        number, offset = divmod(position, self.page_size)
        page = self._pages.get(number)
        if page is None:
            page = self._fetch_rows(self._ids[number * self.page_size : (number + 1) * self.page_size])
            self._pages[number] = page
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return page[offset] if offset < len(page) else None


def as_model(rows: PagedRows[Any]) -> QAbstractItemModel:
    """The model that rows always are, for Qt."""
    assert isinstance(rows, QAbstractItemModel), "rows are part of a model"
    return rows


class PagedListModel(PagedRows[Row], QAbstractListModel):
    """Ids and pages of rows in one column. `text_of` is what screen readers say and what typing ahead compares."""

    def __init__(
        self,
        ids: Sequence[int],
        fetch_rows: Callable[[Sequence[int]], Sequence[Row | None]],
        text_of: Callable[[Row], str],
        parent: QObject | None = None,
    ) -> None:
        QAbstractListModel.__init__(self, parent)
        self._begin_with(ids, fetch_rows)
        self._text_of = text_of

    def columnCount(self, _parent: AnyIndex = QModelIndex()) -> int:
        """One."""
        return 1

    def data(self, index: AnyIndex, role: int = _DISPLAY_ROLE) -> Any:
        """The text, the row (ROW_ROLE) or the id (ID_ROLE)."""
        if not index.isValid() or not 0 <= index.row() < len(self._ids):
            return None
        if role == ROW_ROLE:
            return self._row(index.row())
        if role in (_DISPLAY_ROLE, _ACCESSIBLE_ROLE):
            row = self._row(index.row())
            return "" if row is None else self._text_of(row)
        return self._ids[index.row()] if role == ID_ROLE else None
