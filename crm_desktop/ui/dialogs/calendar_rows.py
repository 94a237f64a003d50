"""The entries of a calendar as a list, and all that is to be known about the chosen one below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.calendar_entries import LeftOut
from crm_desktop.services.calendar_files import Fate, Planned
from crm_desktop.ui.dialogs import calendar_words as words
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.tables.two_line_delegate import TwoLineDelegate
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Divider, Label

_ROW_HEIGHT = 50
_MOST_ROWS, _SURE_ROWS = 8, 3


class _List(PagedListView):
    """A list that asks for the height of the rows it wants to show; Space is told like Enter."""

    wanted_height = 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space as Enter, unless it asks for more."""
        current = self.current_id()
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and current is not None:
            self.opened.emit(current)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As wide as the card, as high as wanted."""
        return QSize(super().sizeHint().width(), self.wanted_height)


class CalendarRows(QWidget):
    """Shows rows of any number; only those that are looked at cost anything.

    `toggled(uid)` when the user takes an entry that would be written out, or in again: by Space, Enter or a double click.
    """

    toggled = Signal(str)

    def __init__(self, theme: Theme, here: words.Here) -> None:
        super().__init__()
        self._theme = theme
        self._here = here
        self._planned: tuple[Planned, ...] = ()
        self.model: PagedListModel[Planned] = PagedListModel((), self._rows, lambda row: words.spoken(row, here))
        delegate = TwoLineDelegate(theme, lambda row: words.row_parts(row, here), row_height=_ROW_HEIGHT)
        self.list = _List(theme, self.model, delegate, tr("Entries of the calendar"))
        self.list.chosen.connect(self._show_details)
        self.list.opened.connect(self._toggle)
        self.list.setAccessibleDescription(tr("Space leaves an entry out, or takes it in again"))
        self.details = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        side = theme.scaled(18)
        self.details.setContentsMargins(side, theme.space(2), side, theme.space(2))
        self._line = Divider(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.list, self._line, self.details):
            layout.addWidget(part)
        self._show_details(None)

    def show_rows(self, rows: tuple[Planned, ...], order: Sequence[int]) -> None:
        """Show these entries in an order of their positions; the chosen one stays chosen."""
        self._planned = rows
        self.list.show_ids(order)
        shown = min(max(len(rows), 1), _MOST_ROWS)
        row_height = self.list.verticalHeader().defaultSectionSize()
        self.list.setMinimumHeight(row_height * min(shown, _SURE_ROWS))
        self.list.setMaximumHeight(row_height * shown)
        self.list.wanted_height = row_height * shown
        self.list.updateGeometry()
        self._show_details(self.list.current_id())

    def _rows(self, ids: Sequence[int]) -> list[Planned | None]:
        return [self._planned[position] if position < len(self._planned) else None for position in ids]

    def _toggle(self, position: object) -> None:
        row = self._rows([position])[0] if isinstance(position, int) else None
        if row is not None and (row.fate in (Fate.NEW, Fate.CHANGED) or row.left_out is LeftOut.UNWANTED):
            self.toggled.emit(row.uid)

    def _show_details(self, position: object) -> None:
        row = self._rows([position])[0] if isinstance(position, int) else None
        text = words.details(row, self._here) if row is not None else ""
        self.details.setText(text)
        self.details.setVisible(bool(text))
        self._line.setVisible(bool(text))
