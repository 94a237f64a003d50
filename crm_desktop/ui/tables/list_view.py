"""The view for long lists: rows of one height, moved in by J and K, arrows, Home, End and typing ahead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crm_desktop.ui.tables.many_rows import ManyRows
from crm_desktop.ui.tables.paged_model import AnyIndex, PagedRows, as_model
from crm_desktop.ui.theme.theme import Theme

_STEPS: Final = {int(Qt.Key.Key_J): 1, int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_K): -1, int(Qt.Key.Key_Up): -1}


class PagedListView(QTableView):
    """A list over a `PagedListModel`: a table of one column, because a QListView asks for every row at each layout.

    `chosen(id)` is emitted when another row becomes the current one by the user, `opened(id)` for Enter or a double
    click. `show_ids` shows another list and keeps the chosen row and the place where possible. `find_ahead` gets what
    was typed (letters that follow each other quickly) and answers with the id to go to, by one query; without it,
    typing ahead is off. Letters that are keys of actions begin no typing, but belong to it once it began. With `takes_many`,
    several rows can be chosen, see `many`.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        theme: Theme,
        model: PagedRows[Any],
        delegate: QStyledItemDelegate,
        name: str,
        find_ahead: Callable[[str], int | None] | None = None,
        parent: QWidget | None = None,
        *,
        takes_many: bool = False,
    ) -> None:
        super().__init__(parent)
        self._find_ahead = find_ahead
        self._typed = ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(max(QApplication.keyboardInputInterval() * 2, 800))
        self._typing.timeout.connect(self._end_typing)
        self._quiet = False
        self._model = model
        self.takes_many = takes_many
        self.many = ManyRows(self, model)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        several, single = (
            QAbstractItemView.SelectionMode.ExtendedSelection,
            QAbstractItemView.SelectionMode.SingleSelection,
        )
        self.setSelectionMode(several if takes_many else single)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(delegate)
        delegate.setParent(self)
        self._set_row_height()
        self.setModel(as_model(model))
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self._restyle)

    def ids(self) -> Sequence[int]:
        """All ids in the order of the list."""
        return self._model.ids()

    def current_id(self) -> int | None:
        """The id of the chosen row."""
        return self._model.id_at(self.currentIndex())

    def select_id(self, item_id: int, *, tell: bool = False) -> bool:
        """Choose a row from the program, without `chosen` unless `tell`; False when it is not in the list."""
        index = self._model.index_of(item_id)
        if not index.isValid():
            return False
        self._quiet = not tell
        if not (self.takes_many and self.many.count() > 1 and index.row() == self.currentIndex().row()):
            self.many.choose(index)
        self._quiet = False
        self.scrollTo(index)
        return True

    def show_ids(self, ids: Sequence[int]) -> None:
        """Show another list; the chosen row stays chosen if it is still in it, and stays at its place on the screen."""
        before, place = self.current_id(), self.verticalScrollBar().value()
        top = self.visualRect(self.currentIndex()).top() if before is not None else 0
        self._quiet = True
        self._model.set_ids(ids)
        index = self._model.index_of(before) if before is not None else QModelIndex()
        self.doItemsLayout()
        self.verticalScrollBar().setValue(place)
        if index.isValid():
            self.many.choose(index)
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + self.visualRect(index).top() - top)
        self._quiet = False

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell who is chosen, unless the program chose."""
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self.chosen.emit(self._model.id_at(current))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell how many are chosen."""
        super().selectionChanged(selected, deselected)
        if self.takes_many:
            self.many.tell()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press without Shift is where choosing begins."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.many.begin_at(index.row())

    def event(self, event: QEvent) -> bool:
        """Letters belong to the list while typing ahead, even those that are keys of actions."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._typed
            and _letters(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J and K as Down and Up, Home and End to the first and the last, Enter opens."""
        plain = not event.modifiers()
        if self._typed and _letters(event):
            self.keyboardSearch(event.text())
        elif self.takes_many and self.many.take_key(event, self._rows_of_a_page):
            event.accept()
        elif plain and event.key() in _STEPS:
            self.step(_STEPS[event.key()])
        elif plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            rows = self._model.rowCount()
            self.step(rows if event.key() == Qt.Key.Key_End else -rows)
        elif plain and event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            page = self._rows_of_a_page()
            self.step(page if event.key() == Qt.Key.Key_PageDown else -page)
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def step(self, rows: int) -> None:
        """Choose the row so many further down."""
        last = self._model.rowCount() - 1
        if last < 0:
            return
        position = self.currentIndex().row() + rows if self.currentIndex().isValid() else 0
        self.many.go(min(max(position, 0), last))

    def _rows_of_a_page(self) -> int:
        return max(self.viewport().height() // max(self.verticalHeader().defaultSectionSize(), 1) - 1, 1)

    def keyboardSearch(self, search: str) -> None:
        """Go to the first row that begins with what was typed; Qt's own search would read every page."""
        if self._find_ahead is None or not search.strip():
            return
        self._typed += search
        self._typing.start()
        found = self._find_ahead(self._typed)
        if found is not None:
            self.select_id(found, tell=True)

    def _end_typing(self) -> None:
        self._typed = ""

    def _open(self, index: QModelIndex) -> None:
        item_id = self._model.id_at(index)
        if item_id is not None:
            self.opened.emit(item_id)

    def _set_row_height(self) -> None:
        self.verticalHeader().setDefaultSectionSize(
            self.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
        )

    def _restyle(self) -> None:
        self._set_row_height()
        self.viewport().update()


def _letters(event: QKeyEvent) -> bool:
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & control
