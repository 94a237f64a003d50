"""A list as a table: columns with heads to sort by, rows of one height, the same keys as in every list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.ui.tables.column_model import PagedTableModel, TableColumn
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.painting import focus_ring

_ROW_HEIGHT = 34
_PADDING = 10
_NARROWEST, _WIDEST = 5, 60


class ColumnDelegate(QStyledItemDelegate):
    """Paints one line of plain text; the first column is heavier."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._measure()
        theme.changed.connect(self._measure)

    def _measure(self) -> None:
        self._fonts = (self._theme.font(TextRole.BODY, 500), self._theme.font(TextRole.BODY))
        self._metrics = tuple(QFontMetrics(font) for font in self._fonts)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are equally high."""
        least = self._metrics[0].height() + self._theme.scaled(10)
        return QSize(self._theme.scaled(80), max(self._theme.scaled(_ROW_HEIGHT), least))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, text, line below."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        theme = self._theme
        first = index.column() == 0
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent_tint"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        text = index.data() or ""
        if text:
            place = 0 if first else 1
            inner = rect.adjusted(theme.scaled(_PADDING), 0, -theme.scaled(_PADDING), -1)
            painter.setFont(self._fonts[place])
            painter.setPen(theme.colour("text" if first else "secondary"))
            shown = self._metrics[place].elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, self._alignment(index, option.direction), shown)
        view = self.parent()
        if first and isinstance(view, ColumnTable) and view.hasFocus() and index.row() == view.currentIndex().row():
            focus_ring(painter, rect.adjusted(1, 1, -1, -2), theme.scaled(4), theme)

    def _alignment(self, index: QModelIndex | QPersistentModelIndex, direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
        model: Any = index.model()
        numbers = model.columns()[index.column()].numbers
        # Absolute, or a name in another script would begin at the other edge of its column.
        right = numbers != (direction is Qt.LayoutDirection.RightToLeft)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


class ColumnTable(PagedListView):
    """Shows a `PagedTableModel`. `sort_wanted(key)` when a head was pressed; `moved(keys)` when columns were put in another order.

    Left and Right scroll sideways. The first column stays the first.
    """

    sort_wanted = Signal(str)
    moved = Signal(list)

    def __init__(self, theme: Theme, model: PagedTableModel[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, model, ColumnDelegate(theme), name, parent=parent, takes_many=True)
        self._theme_of_table = theme
        self._columns: PagedTableModel[Any] = model
        self._given: tuple[TableColumn, ...] = ()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollMode(self.ScrollMode.ScrollPerPixel)
        head = self.horizontalHeader()
        head.show()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        head.setSectionsMovable(True)
        head.setFirstSectionMovable(False)
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.setAccessibleName(name)
        head.sectionClicked.connect(lambda section: self.sort_wanted.emit(self._columns.columns()[section].key))
        head.sectionMoved.connect(lambda _logical, _from, _to: self._tell_order())

    def show_columns(self, columns: Sequence[TableColumn]) -> None:
        """Show these columns; nothing happens when they are shown already."""
        if tuple(columns) == self._given:
            return
        self._given = tuple(columns)
        self._columns.set_columns(columns)
        head = self.horizontalHeader()
        head.blockSignals(True)
        for section in range(len(columns)):
            head.moveSection(head.visualIndex(section), section)
        head.blockSignals(False)
        letter = QFontMetrics(self._theme_of_table.font()).averageCharWidth()
        for section, column in enumerate(columns):
            letters = min(max(column.width, _NARROWEST), _WIDEST)
            self.setColumnWidth(section, letters * letter + 2 * self._theme_of_table.scaled(_PADDING))

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Mark the head of the column that the rows are sorted by; an unknown key takes the mark away."""
        head = self.horizontalHeader()
        sections = [place for place, column in enumerate(self._columns.columns()) if column.key == key]
        head.setSortIndicatorShown(bool(sections))
        if sections:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            head.setSortIndicator(sections[0], order)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right look at more columns."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            bar = self.horizontalScrollBar()
            step = self._theme_of_table.scaled(80)
            bar.setValue(bar.value() + (step if event.key() == Qt.Key.Key_Right else -step))
        else:
            super().keyPressEvent(event)

    def _tell_order(self) -> None:
        head = self.horizontalHeader()
        columns = self._columns.columns()
        self.moved.emit([columns[head.logicalIndex(place)].key for place in range(len(columns))])
