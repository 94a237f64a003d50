"""A table of one column that looks like a list of cards: no frame, no grid, no headers, few odd heights."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from crm_desktop.ui.dialogs.reminder_delegate import AgendaDelegate
from crm_desktop.ui.dialogs.reminder_items import AgendaItem, HeadingItem, MoreItem


def make_bare(table: QTableView) -> None:
    """Take everything of a table away that a list of cards has not."""
    table.setFrameShape(QTableView.Shape.NoFrame)
    # A rule of the program's own sheet: a sheet for one widget is read, and all inside it dressed, once more.
    table.setProperty("cards", True)
    table.viewport().setAutoFillBackground(False)
    table.setMouseTracking(True)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.horizontalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().hide()
    table.verticalHeader().setMinimumSectionSize(1)


class RowHeights:
    """Rows are all equally high; only headings and lines that lead on are not, so only those cost anything."""

    def __init__(self, table: QTableView, delegate: AgendaDelegate) -> None:
        self._header = table.verticalHeader()
        self._delegate = delegate
        self._odd: list[int] = []

    def apply(self, items: Sequence[AgendaItem]) -> None:
        """Set the heights for the items of the model."""
        height = self._delegate.row_height()
        self._header.setDefaultSectionSize(height)
        # Sections keep their size when the model is reset, so those that were headings are rows again first.
        for position in self._odd:
            if position < len(items):
                self._header.resizeSection(position, height)
        self._odd = []
        for position, item in enumerate(items):
            if isinstance(item, HeadingItem | MoreItem):
                self._odd.append(position)
                self._header.resizeSection(position, self._delegate.height_of(item, first=position == 0))
