"""The agenda as one virtual table: what is shown, which rows are chosen, and rows carried away by the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QFocusEvent, QMouseEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from crm_desktop.ui.dialogs.agenda_lines import AgendaLines, Key, ListedLines
from crm_desktop.ui.dialogs.agenda_selection import ManyRows
from crm_desktop.ui.dialogs.bare_table import RowHeights, make_bare
from crm_desktop.ui.dialogs.reminder_buttons import ActingRow
from crm_desktop.ui.dialogs.reminder_delegate import AgendaDelegate
from crm_desktop.ui.dialogs.reminder_items import AgendaItem, HeadingItem, RowItem
from crm_desktop.ui.dialogs.reminder_model import AgendaModel, AnyIndex, carrying
from crm_desktop.ui.texts import plural
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets.painting import chip_size, paint_chip


class AgendaTable(QTableView):
    """Shows an AgendaModel; a table of one column, because a list asks for the height of all ten thousand rows.

    `current` is emitted when another row is the chosen one. `set_lines` keeps the chosen rows, or takes the one after when
    the chosen one is gone, and the place on the screen. With `many`, several rows can be chosen and carried.
    """

    current = Signal(object)
    offer_pressed = Signal(object)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None, *, many: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._agenda = AgendaModel(self)
        self._delegate = AgendaDelegate(theme, self)
        self.setAccessibleName(name)
        make_bare(self)
        self.takes_many = many
        self.many = ManyRows(self, self._agenda)
        if many:
            self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            self.setDragEnabled(True)
            self._agenda.can_be_carried = True
        self._heights = RowHeights(self, self._delegate)
        self.acting = ActingRow(theme, self, self._agenda, self._delegate)
        self.acting.several = lambda: self.many.count() > 1
        self.setItemDelegate(self._delegate)
        self.setModel(self._agenda)
        self.verticalScrollBar().valueChanged.connect(self.acting.place)
        self.verticalScrollBar().rangeChanged.connect(self._keep_width)
        self._keep_width()
        theme.changed.connect(self._restyle)

    # ----------------------------------------------------------------------------------------------------- contents

    def agenda(self) -> AgendaModel:
        """The model, for those who look at what is shown."""
        return self._agenda

    def set_items(self, items: Sequence[AgendaItem]) -> None:
        """Show another agenda, all of it at hand, and stay where the user was."""
        self.set_lines(ListedLines(items))

    def set_lines(self, lines: AgendaLines) -> None:
        """Show another agenda and stay where the user was; nothing moves when the same lines stand there."""
        if len(lines) and lines.stands_like(self._agenda.lines()):
            if self._agenda.any_leaving() or not isinstance(lines, ListedLines):
                self._agenda.put_words(lines)
                self.acting.place()
            return
        row, place = self.currentIndex().row(), self.verticalScrollBar().value()
        before = self._agenda.key_at(row) if row >= 0 else None
        chosen = self.many.keys() if self.takes_many else []
        seen = self.visualRect(self.currentIndex()).intersects(self.viewport().rect())
        self._delegate.hovered_row = -1
        self._agenda.set_lines(lines)
        self._heights.apply(lines)
        index = self._agenda.index_of(before) if before is not None else QModelIndex()
        if not index.isValid():
            index = self._agenda.row_near(max(row, 0))
        self.updateGeometries()
        self.verticalScrollBar().setValue(place)
        self._choose_again(index, chosen)
        if not seen:
            # Whoever looks at another place than the chosen row stays there.
            self.verticalScrollBar().setValue(place)
        self.acting.place()

    def _choose_again(self, index: QModelIndex, chosen: Sequence[Key]) -> None:
        if len(chosen) > 1:
            self.many.restore(chosen)
            if self.many.count() > 1:
                self.many.go(index)
                return
        self.many.choose(index)

    def current_item(self) -> RowItem | None:
        """The chosen row."""
        return self._agenda.item_at(self.currentIndex())

    def select(self, key: Key) -> bool:
        """Choose a row; False when it is not in the list."""
        index = self._agenda.index_of(key)
        if index.isValid():
            self.many.choose(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return index.isValid()

    def show_day(self, day: date) -> bool:
        """Scroll to a day (or the next one with something to do) and choose its first row."""
        found = self._agenda.index_of_day(day)
        if not found.isValid():
            return False
        row = self._agenda.row_near(found.row())
        self.many.choose(row)
        above = self._agenda.index(row.row() - 1)
        with_heading = above.isValid() and self._agenda.key_at(above.row()) is None
        self.scrollTo(above if with_heading else row, QAbstractItemView.ScrollHint.PositionAtTop)
        return True

    def mark_leaving(self, item: RowItem, leaving: bool = True) -> None:
        """Tick a row that was just done and go on to the next one; or take the tick back when that failed."""
        self._agenda.set_leaving(item.key, leaving)
        row = self.currentIndex().row()
        if leaving and row >= 0 and self._agenda.key_at(row) == item.key:
            following = self._agenda.row_near(row + 1, leaving_too=False)
            if following.isValid():
                self.many.choose(following)
        self.acting.place()

    # ------------------------------------------------------------------------------------------------------ carrying

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Carry what is chosen, shown as a pill at the pointer; a day takes it."""
        wanted = self.many.occurrences()
        if not wanted:
            return
        item = self.current_item()
        words = plural("{count} reminder", "{count} reminders", len(wanted))
        title = getattr(item, "title", "") if len(wanted) == 1 else ""
        drag = QDrag(self)
        drag.setMimeData(carrying(wanted))
        drag.setPixmap(self._pill(title or words))
        drag.setHotSpot(QPoint(-self._theme.scaled(8), -self._theme.scaled(4)))
        drag.exec(Qt.DropAction.MoveAction, Qt.DropAction.MoveAction)

    def _pill(self, words: str) -> QPixmap:
        size = chip_size(self._theme, words).boundedTo(QSize(self._theme.scaled(260), self._theme.scaled(40)))
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_chip(painter, QRect(QPoint(0, 0), size), self._theme, words, Tone.ACCENT, weight=500)
        painter.end()
        return pixmap

    # ----------------------------------------------------------------------------------------------- pointer, layout

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer gets the buttons."""
        super().mouseMoveEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        self.acting.hover(index.row())
        over_offer = not self._offer_at(index, place).isEmpty()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over_offer else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went: the buttons go back to the chosen row."""
        super().leaveEvent(event)
        self.acting.hover(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on the words at the end of a heading takes them."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() is Qt.MouseButton.LeftButton:
            if not self._offer_at(index, place).isEmpty():
                self.offer_pressed.emit(self._agenda.lines().item(index.row()))
            elif is_chosen_alone(event):
                self.many.begin_at(index.row())

    def _offer_at(self, index: AnyIndex, place: QPoint) -> QRect:
        """Where the words to press in a heading are, if they are under the pointer."""
        line = self._agenda.lines().line(index.row()) if index.isValid() else None
        if not isinstance(line, HeadingItem) or not line.offer:
            return QRect()
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        rect = self._delegate.offer_rect(self.acting.row_rect(index), line, mirrored=mirrored)
        return rect if rect.contains(place) else QRect()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell which row is meant, and bring the buttons there."""
        super().currentChanged(current, previous)
        self.acting.place()
        self.current.emit(self._agenda.item_at(current))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Repaint whole rows, whose pieces lie outside of what Qt would repaint."""
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        if self.takes_many:
            self.many.tell()
            self.acting.place()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming in by keyboard there is always a row that is meant."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.many.choose(self._agenda.row_near(0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons stay at the end of their row."""
        super().resizeEvent(event)
        self.acting.place()

    def updateGeometries(self) -> None:
        """The buttons follow when the rows were laid out anew."""
        super().updateGeometries()
        # Qt asks for the geometry already while the base class is being made.
        if hasattr(self, "acting"):
            self.acting.place()

    def minimumSizeHint(self) -> QSize:
        """Room for a few words."""
        return QSize(self._theme.scaled(260), self._theme.scaled(120))

    def _keep_width(self) -> None:
        """The place of the scroll bar stays free without one, so that the cards do not jump when it comes."""
        self._delegate.free_end = 0 if self.verticalScrollBar().maximum() else self._theme.scaled(10)
        self.acting.place()
        self.viewport().update()

    def _restyle(self) -> None:
        self._heights.apply(self._agenda.lines())
        self.viewport().update()


def is_chosen_alone(event: QMouseEvent) -> bool:
    """Whether a press chose a row without Shift, so that choosing begins there."""
    return not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
