"""A list as a table: columns with heads to sort by, rows of one height, the same keys as in every list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
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
_TEXTS_KEPT = 2_000
# Put together once: combining flags in Python costs as much as painting a word.
_MIDDLE = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_TO_THE_LEFT = _MIDDLE | Qt.AlignmentFlag.AlignLeft
_TO_THE_RIGHT = _MIDDLE | Qt.AlignmentFlag.AlignRight


class ColumnDelegate(QStyledItemDelegate):
    """Paints one line of plain text; the first column is heavier."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._measure()
        theme.changed.connect(self._measure)

    def _measure(self) -> None:
        """Fonts, colours and places are asked for once, not once a cell."""
        theme = self._theme
        self._fonts = (theme.font(TextRole.BODY, 500), theme.font(TextRole.BODY))
        self._metrics = tuple(QFontMetrics(font) for font in self._fonts)
        self._pens = (theme.colour("text"), theme.colour("secondary"))
        self._line, self._chosen, self._hover = theme.colour("line"), theme.colour("accent_tint"), theme.colour("hover")
        self._padding = theme.scaled(_PADDING)
        self._cut_texts: dict[tuple[str, int, int], str] = {}

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
        column = index.column()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._chosen)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._hover)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._line)
        text = index.data()
        if text:
            place = 1 if column else 0
            inner = rect.adjusted(self._padding, 0, -self._padding, -1)
            painter.setFont(self._fonts[place])
            painter.setPen(self._pens[place])
            painter.drawText(inner, self._alignment(index, option.direction), self._cut(text, place, inner.width()))
        view = self.parent()
        if (
            not column
            and isinstance(view, ColumnTable)
            and view.hasFocus()
            and index.row() == view.currentIndex().row()
        ):
            focus_ring(painter, rect.adjusted(1, 1, -1, -2), self._theme.scaled(4), self._theme)

    def _cut(self, text: str, place: int, width: int) -> str:
        key = (text, place, width)
        shown = self._cut_texts.get(key)
        if shown is None:
            if len(self._cut_texts) > _TEXTS_KEPT:
                self._cut_texts.clear()
            shown = self._metrics[place].elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._cut_texts[key] = shown
        return shown

    def _alignment(self, index: QModelIndex | QPersistentModelIndex, direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
        model: Any = index.model()
        numbers = model.columns()[index.column()].numbers
        # Absolute, or a name in another script would begin at the other edge of its column.
        return _TO_THE_RIGHT if numbers != (direction is Qt.LayoutDirection.RightToLeft) else _TO_THE_LEFT


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
        # With the table's own selection it would look at every row of a column that is chosen, to draw its head.
        head.setSelectionModel(QItemSelectionModel(model, head))
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
