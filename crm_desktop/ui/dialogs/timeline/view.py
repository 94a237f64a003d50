"""The list that shows a timeline; entries are edited and deleted by key, by their signs, or by a menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from crm_desktop.domain.timeline_entries import FILE, TimelineEntry
from crm_desktop.ui.dialogs.timeline.delegate import TimelineDelegate
from crm_desktop.ui.dialogs.timeline.model import TimelineModel
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme


class TimelineView(QListView):
    """Enter edits the entry with the focus or opens its file, Del deletes it, Space keeps a promise or solves a ticket, P
    pins it, F goes to the pills above, Esc leaves; J and K are Down and Up.

    The signals carry the `TimelineEntry`; only interactions and files can be changed here. Whoever does what they say
    fills the menu that `menu_wanted` carries.
    """

    edit_wanted = Signal(object)
    delete_wanted = Signal(object)
    done_wanted = Signal(object)
    pin_wanted = Signal(object)
    menu_wanted = Signal(QMenu, object)
    filter_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._timeline = model
        self._delegate = TimelineDelegate(theme, self)
        self.setAccessibleName(tr("Timeline"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setProperty("clear", True)
        self.viewport().setAutoFillBackground(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.doubleClicked.connect(self._edit_index)
        theme.changed.connect(self._restyle)
        self._restyle()

    def current_entry(self) -> TimelineEntry | None:
        """The entry with the keyboard, if it can be edited and deleted."""
        return self._editable(self.currentIndex())

    def edit_current(self) -> None:
        """Edit the entry with the keyboard."""
        self._edit_index(self.currentIndex())

    def delete_current(self) -> None:
        """Delete the entry with the keyboard."""
        entry = self.current_entry()
        if entry is not None:
            self.delete_wanted.emit(entry)

    def refresh(self) -> None:
        """Read anew, keeping the entry with the keyboard and the place on the screen."""
        current = self._timeline.line_at(self.currentIndex())
        row = self.currentIndex().row()
        place = self.verticalScrollBar().value()
        self._timeline.refresh(max(0, self.indexAt(QPoint(8, 8)).row()))
        if current is not None:
            found = self._timeline.row_of(current.key())
            self._choose(found if found >= 0 else row)
        self.verticalScrollBar().setValue(place)

    def _choose(self, row: int) -> None:
        """Make the row current, or the nearest entry below or above it."""
        rows = [*range(row, self._timeline.rowCount()), *range(min(row, self._timeline.rowCount()) - 1, -1, -1)]
        for candidate in rows:
            line = self._timeline.line_at(self._timeline.index(candidate))
            if line is not None and line.entry is not None:
                self.setCurrentIndex(self._timeline.index(candidate))
                return

    def _editable(self, index: QModelIndex) -> TimelineEntry | None:
        line = self._timeline.line_at(index)
        if line is None or line.entry is None:
            return None
        return line.entry if line.entry.interaction_kind is not None or line.entry.kind == FILE else None

    def _edit_index(self, index: QModelIndex) -> None:
        entry = self._editable(index)
        if entry is not None:
            self.edit_wanted.emit(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a list; the rest goes on to the view."""
        key = event.key()
        if event.modifiers():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_current()
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K):
            arrow = Qt.Key.Key_Down if key == Qt.Key.Key_J else Qt.Key.Key_Up
            super().keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, arrow, Qt.KeyboardModifier.NoModifier))
        elif key == Qt.Key.Key_Delete:
            self.delete_current()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_P):
            entry = self.current_entry()
            if entry is not None:
                (self.done_wanted if key == Qt.Key.Key_Space else self.pin_wanted).emit(entry)
        elif key == Qt.Key.Key_F:
            self.filter_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        """Begin at the newest entry."""
        super().focusInEvent(event)  # type: ignore[arg-type]  # only passed on
        if not self.currentIndex().isValid():
            self._choose(0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The pencil and the bin at the end of a row."""
        super().mouseReleaseEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        index = self.indexAt(event.position().toPoint())
        entry = self._editable(index)
        if entry is None:
            return
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for name, place in self._delegate.action_rects(self.visualRect(index), right_to_left).items():
            if place.contains(event.position().toPoint()):
                (self.edit_wanted if name == "edit" else self.delete_wanted).emit(entry)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Everything by menu."""
        index = self.indexAt(event.pos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        entry = self._editable(index)
        if entry is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_wanted.emit(menu, entry)
        keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        spot = self.viewport().mapToGlobal(self.visualRect(index).center()) if keyboard else event.globalPos()
        menu.popup(QPoint(spot))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Texts break elsewhere at another width."""
        self._delegate.width = self.viewport().width()
        super().resizeEvent(event)

    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(palette.ColorRole.Base, self._theme.colour("window"))
        self.setPalette(palette)
        # The sheet of the program gives lists the colour of cards; this one lies on the page itself.
        self.setStyleSheet("QListView { background: transparent; }")
        self._delegate.width = self.viewport().width()
        self.doItemsLayout()
