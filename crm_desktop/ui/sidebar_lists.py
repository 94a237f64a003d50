"""The lists in the sidebar: their names with live counts, chosen, ordered and changed by pointer and keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.sidebar import Count, SideEntry, TakesRoom
from crm_desktop.ui.texts import one_line, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.view import ViewEntry
from crm_desktop.ui.widgets import Label, LinkButton, ScrollBody
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.painting import focus_ring, initials, paint_icon, rounded_box


@dataclass(frozen=True, slots=True)
class SideList:
    """One list: its id, its name, and its sentence for the tooltip."""

    id: int
    name: str
    words: str = ""


class ListEntry(SideEntry):
    """`menu_wanted(point)`, `move_wanted(step)`, `rename_wanted`, `delete_wanted`; dragging up and down moves it."""

    menu_wanted = Signal(QPoint)
    move_wanted = Signal(int)
    rename_wanted = Signal()
    delete_wanted = Signal()
    dragged = Signal(QPoint)

    def __init__(self, theme: Theme, shown: SideList) -> None:
        super().__init__(theme, ViewEntry(f"list/{shown.id}", "", "list", _nothing))
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self.show_list(shown)

    def show_list(self, shown: SideList) -> None:
        """Take another name and sentence."""
        self.list_id = shown.id
        self.setText(one_line(shown.name, 100))
        self.setAccessibleName(self.text())
        self._words = f"{self.text()}: {shown.words}" if shown.words else self.text()
        self.setToolTip(tooltip(self._words))
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Show the icon alone; the tooltip has the words in any case."""
        super().set_compact(compact)
        self.setToolTip(tooltip(self._words))

    def _paint_compact(self, painter: QPainter, box: QRect) -> None:
        """The first letters, because one sign for all lists would tell nothing."""
        theme = self.theme
        painter.setFont(theme.font(TextRole.SECONDARY, 600 if self.isChecked() else 400))
        painter.setPen(theme.colour("accent" if self.isChecked() else "secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials(self.text()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu, by the right button or the menu key."""
        at = event.globalPos()
        self.menu_wanted.emit(at)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Del and F2 are meant for the list that has the focus, whatever they do in the view."""
        own_keys = (Qt.Key.Key_Delete, Qt.Key.Key_F2)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in own_keys:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with Up and Down moves it, F2 renames it, Del deletes it; Up and Down go to its neighbours."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(step)
        elif event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._pressed_at = event.position().toPoint() if event.button() is Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carried up or down, it takes the place of the list under the pointer."""
        if self._pressed_at is not None and event.buttons() & Qt.MouseButton.LeftButton:
            distance = (event.position().toPoint() - self._pressed_at).manhattanLength()
            if self._dragging or distance >= QApplication.startDragDistance() * 2:
                self._dragging = True
                self.setDown(False)
                self.dragged.emit(event.globalPosition().toPoint())
                return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was carried was not pressed."""
        was_dragged, self._dragging, self._pressed_at = self._dragging, False, None
        if was_dragged:
            self.setDown(False)
            event.accept()
        else:
            super().mouseReleaseEvent(event)


def _nothing(_context: object) -> None:
    """Lists are shown by the contacts view."""


class _Scroll(ScrollBody):
    """As high as its lists, and less where the sidebar has no more room."""

    def sizeHint(self) -> QSize:
        """The height of what is in it."""
        inside = self.widget()
        return QSize(20, inside.sizeHint().height() if inside is not None else 0)

    def minimumSizeHint(self) -> QSize:
        """A few lists, then it scrolls."""
        return QSize(20, min(self.sizeHint().height(), self.fontMetrics().height() * 5))


class SideLists(TakesRoom):
    """`chosen(list id)`; `add_wanted(point)`; `menu_wanted(list id, point)`; `moved(list id, place)` and the rest by id."""

    chosen = Signal(int)
    add_wanted = Signal(QPoint)
    menu_wanted = Signal(int, QPoint)
    moved = Signal(int, int)
    rename_wanted = Signal(int)
    delete_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._compact = False
        self._entries: list[ListEntry] = []
        self.heading = Label(tr("Lists"), TextRole.SMALL, "faint")
        self.add_button = _PlusButton(theme, "", icon="plus")
        self.add_button.setAccessibleName(tr("New list"))
        self.add_button.setToolTip(tr("New list"))
        self.add_button.clicked.connect(lambda _checked=False: self._want_new(self.add_button))
        head = QHBoxLayout()
        head.setContentsMargins(theme.scaled(9), theme.scaled(9), theme.scaled(5), theme.scaled(2))
        head.addWidget(self.heading, 1)
        head.addWidget(self.add_button)
        self.first_button = LinkButton(theme, tr("Add a first list"))
        self.first_button.clicked.connect(lambda _checked=False: self._want_new(self.first_button))
        scroll = _Scroll(theme, margins=(0, 0, 0, 0), spacing=0)
        scroll.body.addStretch()
        for each in (self, scroll):
            each.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._column = scroll.body
        self._scroll = scroll
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        first = QHBoxLayout()
        first.setContentsMargins(theme.scaled(7), 0, 0, 0)
        first.addWidget(self.first_button)
        first.addStretch()
        column.addLayout(first)
        column.addWidget(scroll)

    def _want_new(self, button: QWidget) -> None:
        self.add_wanted.emit(button.mapToGlobal(QPoint(0, button.height())))

    def entries(self) -> tuple[ListEntry, ...]:
        """The lists, from the top."""
        return tuple(self._entries)

    def show_lists(self, lists: Sequence[SideList]) -> None:
        """Show these, in order; entries that are there keep the focus and their count."""
        known = {entry.list_id: entry for entry in self._entries}
        self._entries = []
        for place, shown in enumerate(lists):
            entry = known.pop(shown.id, None) or self._new_entry(shown)
            entry.show_list(shown)
            entry.set_compact(self._compact)
            self._column.insertWidget(place, entry)
            self._entries.append(entry)
        for gone in known.values():
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._scroll.updateGeometry()
        self.first_button.setVisible(not self._entries and not self._compact)

    def show_counts(self, counts: Mapping[int, Count | None]) -> None:
        """Change the numbers of these lists."""
        for entry in self._entries:
            if entry.list_id in counts:
                entry.set_count(counts[entry.list_id])

    def mark(self, list_id: int) -> None:
        """Mark the list that is shown; 0 for none."""
        for entry in self._entries:
            entry.setChecked(entry.list_id == list_id)

    def set_compact(self, compact: bool) -> None:
        """Icons alone, for narrow windows."""
        self._compact = compact
        self.heading.setVisible(not compact)
        self.first_button.setVisible(not self._entries and not compact)
        for entry in self._entries:
            entry.set_compact(compact)

    def _new_entry(self, shown: SideList) -> ListEntry:
        entry = ListEntry(self._theme, shown)
        # One of all entries of the sidebar is marked, and only the window knows which.
        entry.clicked.connect(lambda _checked=False: self._press(entry))
        entry.menu_wanted.connect(lambda point: self.menu_wanted.emit(entry.list_id, point))
        entry.move_wanted.connect(lambda step: self._move(entry, self._entries.index(entry) + step))
        entry.rename_wanted.connect(lambda: self.rename_wanted.emit(entry.list_id))
        entry.delete_wanted.connect(lambda: self.delete_wanted.emit(entry.list_id))
        entry.dragged.connect(lambda point: self._drag(entry, point))
        return entry

    def _press(self, entry: ListEntry) -> None:
        self.mark(entry.list_id)
        self.chosen.emit(entry.list_id)

    def _move(self, entry: ListEntry, place: int) -> None:
        before = self._entries.index(entry)
        if not 0 <= place < len(self._entries) or place == before:
            return
        self._entries.insert(place, self._entries.pop(before))
        had_focus = entry.hasFocus()
        self._column.removeWidget(entry)
        self._column.insertWidget(place, entry)
        if had_focus:
            entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.moved.emit(entry.list_id, place)

    def _drag(self, entry: ListEntry, screen_point: QPoint) -> None:
        for place, other in enumerate(self._entries):
            y = other.mapFromGlobal(screen_point).y()
            if other is not entry and 0 <= y < other.height():
                self._move(entry, place)
                return


class _PlusButton(Button):
    """A small sign in the heading."""

    def sizeHint(self) -> QSize:
        """Hardly more than the sign."""
        side = self._theme.scaled(22)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sign alone, ringed with the focus."""
        painter = QPainter(self)
        radius = self._theme.scaled(self._theme.sizes.radius_hint)
        if self.underMouse():
            rounded_box(painter, self.rect(), radius, self._theme.colour("hover"))
        paint_icon(painter, self.rect(), self._theme, "plus", self._theme.tokens.secondary, self._theme.scaled(14))
        if self.hasFocus():
            focus_ring(painter, self.rect(), radius, self._theme)
