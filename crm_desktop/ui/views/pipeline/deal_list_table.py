"""The deals of a list as a table: columns over ids, read a page at a time, with colours where words have some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from crm_desktop.domain.deal_columns import DealLine
from crm_desktop.domain.list_columns import RIGHT_ALIGNED, Column, sort_of
from crm_desktop.domain.pipelines import Stage
from crm_desktop.ui.tables.column_model import PagedTableModel, TableColumn
from crm_desktop.ui.tables.column_table import ColumnDelegate, ColumnTable
from crm_desktop.ui.tables.paged_model import ROW_ROLE, AnyIndex
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.views.pipeline.deal_list_cells import Around, cell, tone_of
from crm_desktop.ui.widgets.painting import paint_chip

if TYPE_CHECKING:
    from crm_desktop.services.deal_listing import DealListing

_OPENS: Final = frozenset(("name", "contact", "company", "next-step", "next-step-text", "stuck"))
_CHIPS: Final = frozenset(("next-step", "state"))


@dataclass(frozen=True, slots=True)
class Cells:
    """A line with the words of its cells and their colours, made once: the same cells are painted over and over."""

    line: DealLine
    texts: tuple[str, ...]
    tones: tuple[Tone | None, ...]


class DealDelegate(ColumnDelegate):
    """Paints next steps and states as chips, and other cells with a meaning in its colour."""

    def __init__(self, theme: Theme, columns: Callable[[], Sequence[Column]]) -> None:
        super().__init__(theme)
        self._deal_theme = theme
        self._shown = columns

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The line as in every table; a chip over the empty cell where there is one."""
        row = index.data(ROW_ROLE)
        tone = row.tones[index.column()] if isinstance(row, Cells) else None
        if tone is None or not row.texts[index.column()]:
            super().paint(painter, option, index)
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        self._paint_ground(painter, rect, state)
        inner = rect.adjusted(self._deal_theme.scaled(10), 0, -self._deal_theme.scaled(10), -1)
        text = row.texts[index.column()]
        if self._shown()[index.column()].key in _CHIPS:
            self._paint_chip(painter, inner, text, tone, option.direction)
        else:
            self._paint_words(painter, inner, text, self._deal_theme.tone(tone)[0], index, option.direction)

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._deal_theme.colour("accent_tint"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._deal_theme.colour("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._deal_theme.colour("line"))

    def _paint_chip(self, painter: QPainter, inner: QRect, text: str, tone: Tone, way: Qt.LayoutDirection) -> None:
        from crm_desktop.ui.widgets.painting import (
            chip_size,
        )  # beside paint_chip, for tables without a chip it is not needed

        size = chip_size(self._deal_theme, text)
        width = min(size.width(), inner.width())
        place = QRect(inner.left(), inner.top() + (inner.height() - size.height()) // 2, width, size.height())
        paint_chip(painter, QStyle.visualRect(way, inner, place), self._deal_theme, text, tone)

    def _paint_words(
        self, painter: QPainter, inner: QRect, text: str, colour: QColor, index: AnyIndex, way: Qt.LayoutDirection
    ) -> None:
        painter.setFont(self._fonts[1])
        painter.setPen(colour)
        painter.drawText(inner, self._alignment(index, way), self._cut(text, 1, inner.width()))


class DealTable(ColumnTable):
    """`show_list(columns, sort)` first, then ids as in every list. `edit_wanted(deal, column)` for a double click on a value."""

    edit_wanted = Signal(int, str)

    def __init__(
        self, theme: Theme, listing: DealListing, around: Callable[[], Around], parent: QWidget | None = None
    ) -> None:
        self._listing = listing
        self._around = around
        self._shown_columns: tuple[Column, ...] = ()
        self.stages: Sequence[Stage] | None = None
        """What is known of the stages, read beforehand: learning it for each page would take a frame."""
        self.model_of_deals: PagedTableModel[Any] = PagedTableModel(
            [], self._fetch, lambda row, place: str(row.texts[place])
        )
        super().__init__(theme, self.model_of_deals, tr("Deals as a list"), parent)
        self.model_of_deals.setParent(self)
        delegate = DealDelegate(theme, self.columns_shown)
        delegate.setParent(self)
        self.setItemDelegate(delegate)

    def show_list(self, columns: Sequence[Column], sort: str) -> None:
        """Take other columns and say by which the rows are sorted."""
        if tuple(columns) != self._shown_columns:
            self._shown_columns = tuple(columns)
            self.show_columns([_head(column) for column in columns])
        key, descending = sort_of(sort)
        self.show_sort(key, descending=descending)

    def columns_shown(self) -> tuple[Column, ...]:
        """The columns, in order."""
        return self._shown_columns

    def line(self, deal_id: int) -> DealLine | None:
        """The line of a deal that is in the list."""
        row = self.model_of_deals.row_at(self.model_of_deals.index_of(deal_id))
        return row.line if isinstance(row, Cells) else None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a value that is no name: change it; anywhere else: open the deal."""
        index = self.indexAt(event.position().toPoint())
        deal_id = self.model_of_deals.id_at(index)
        if deal_id is not None and self._shown_columns[index.column()].key not in _OPENS:
            self.edit_wanted.emit(deal_id, self._shown_columns[index.column()].key)
        else:
            super().mouseDoubleClickEvent(event)

    def _fetch(self, ids: Sequence[int]) -> list[Cells | None]:
        around, keys = self._around(), [column.key for column in self._shown_columns]
        found = {
            line.card.id: Cells(
                line,
                tuple(cell(line, key, around) for key in keys),
                tuple(tone_of(line, key, around) for key in keys),
            )
            for line in self._listing.lines(ids, self.stages)
        }
        return [found.get(deal_id) for deal_id in ids]


def _head(column: Column) -> TableColumn:
    title = one_line(show(column.title), 60)
    return TableColumn(column.key, title[:1].upper() + title[1:], column.width, column.kind in RIGHT_ALIGNED)
