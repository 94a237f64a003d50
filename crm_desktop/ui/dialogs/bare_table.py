"""A table of one column that looks like a list of cards: no frame, no grid, no headers, few odd heights."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from crm_desktop.ui.dialogs.agenda_lines import AgendaLines
from crm_desktop.ui.dialogs.reminder_delegate import AgendaDelegate


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

    def apply(self, lines: AgendaLines) -> None:
        """Set the heights for the lines of the model."""
        height = self._delegate.row_height()
        # Each resized section would be told to the table, which lays itself out anew anyway when all are known.
        blocked = self._header.blockSignals(True)
        self._header.setDefaultSectionSize(height)
        # Sections keep their size when the model is reset, so those that were headings are rows again first.
        for position in self._odd:
            if position < len(lines):
                self._header.resizeSection(position, height)
        self._odd = []
        for position, item in lines.odd():
            self._odd.append(position)
            self._header.resizeSection(position, self._delegate.height_of(item, first=position == 0))
        self._header.blockSignals(blocked)
