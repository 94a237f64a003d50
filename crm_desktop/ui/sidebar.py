"""The column at the leading edge: search, the views with their numbers, settings at the bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.actions import by_id, shown_keys
from crm_desktop.ui.texts import tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.view import ViewEntry
from crm_desktop.ui.widgets.labels import Label
from crm_desktop.ui.widgets.painting import (
    focus_ring,
    key_hint_size,
    paint_icon,
    paint_key_hint,
    rounded_box,
)

_COMPACT_WIDTH = 56


@dataclass(frozen=True, slots=True)
class Count:
    """The number behind an entry; `late` makes it red, because something in there is overdue."""

    text: str
    late: bool = False


class _SideButton(QAbstractButton):
    """What search and entries have in common."""

    def __init__(self, theme: Theme, text: str, icon: str) -> None:
        super().__init__()
        self.theme = theme
        self.icon_name = icon
        self.compact = False
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_compact(self, compact: bool) -> None:
        """Show the icon alone, with the words in the tooltip."""
        self.compact = compact
        self.setToolTip(tooltip(self.text()) if compact else "")
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        height = max(self.theme.scaled(32), QFontMetrics(self.theme.font()).height() + self.theme.scaled(10))
        return QSize(self.theme.scaled(40), height)

    def mirrored(self, rect: QRect) -> QRect:
        """The place of `rect` when the interface is mirrored."""
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            return QRect(self.width() - rect.right() - 1, rect.top(), rect.width(), rect.height())
        return rect

    def leading(self) -> Qt.AlignmentFlag:
        """Alignment of words at the leading edge."""
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


class SearchButton(_SideButton):
    """Looks like a field and opens the palette."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame, the faint words and the key."""
        painter = QPainter(self)
        theme = self.theme
        radius = theme.scaled(theme.sizes.radius_control)
        border = theme.colour("accent" if self.hasFocus() else "line")
        rounded_box(painter, self.rect(), radius, theme.colour("surface"), border, 2 if self.hasFocus() else 1)
        if self.compact:
            paint_icon(painter, self.rect(), theme, "search", theme.tokens.secondary, theme.scaled(16))
            return
        keys = theme.hint(shown_keys(by_id("search")))
        size = key_hint_size(theme, keys)
        pad = theme.scaled(10)
        hint = QRect(
            self.width() - pad - size.width(), (self.height() - size.height()) // 2, size.width(), size.height()
        )
        paint_key_hint(painter, self.mirrored(hint), theme, keys)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("faint"))
        words = QRect(pad, 0, hint.left() - pad - 4, self.height())
        text = QFontMetrics(theme.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(self.mirrored(words), self.leading(), text)


class SideEntry(_SideButton):
    """A view, with the number of what is in it."""

    def __init__(self, theme: Theme, entry: ViewEntry) -> None:
        super().__init__(theme, tr(entry.text), entry.icon)
        self.key = entry.key
        self._count: Count | None = None
        self.setCheckable(True)

    def set_count(self, count: Count | None) -> None:
        """Change the number."""
        self._count = count
        self.setAccessibleDescription("" if count is None else count.text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground of the chosen one, the words, the number."""
        painter = QPainter(self)
        theme = self.theme
        box = self.rect().adjusted(0, 1, 0, -2)
        radius = theme.scaled(theme.sizes.radius_control)
        if self.isChecked():
            rounded_box(painter, box.translated(0, 1), radius, theme.colour("shadow"))
            rounded_box(painter, box, radius, theme.colour("surface"))
        elif self.underMouse():
            rounded_box(painter, box, radius, theme.colour("hover"))
        if self.hasFocus():
            focus_ring(painter, box, radius, theme)
        if self.compact:
            self._paint_compact(painter, box)
        else:
            self._paint_words(painter, box)

    def _paint_words(self, painter: QPainter, box: QRect) -> None:
        theme = self.theme
        pad = theme.scaled(9)
        room = box.width() - 2 * pad
        if self._count is not None:
            font = theme.font(TextRole.SECONDARY, 600 if self._count.late else 400)
            width = QFontMetrics(font).horizontalAdvance(self._count.text) + 1
            painter.setFont(font)
            painter.setPen(theme.colour("late" if self._count.late else "secondary"))
            place = QRect(box.right() + 1 - pad - width, box.top(), width, box.height())
            painter.drawText(self.mirrored(place), Qt.AlignmentFlag.AlignCenter, self._count.text)
            room -= width + theme.space(2)
        font = theme.font(TextRole.BODY, 600 if self.isChecked() else 400)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(self.mirrored(QRect(pad, box.top(), room, box.height())), self.leading(), text)

    def _paint_compact(self, painter: QPainter, box: QRect) -> None:
        theme = self.theme
        colour = theme.tokens.accent if self.isChecked() else theme.tokens.secondary
        paint_icon(painter, box, theme, self.icon_name, colour, theme.scaled(18))
        if self._count is not None and self._count.late:
            dot = theme.scaled(7)
            rounded_box(painter, QRect(box.right() - dot - 4, box.top() + 4, dot, dot), dot / 2, theme.colour("late"))


class TakesRoom(QWidget):
    """What can stand in the sidebar behind the views."""

    def set_compact(self, compact: bool) -> None:
        """Icons alone, for narrow windows."""
        raise NotImplementedError


class Sidebar(QWidget):
    """`chosen(key)` when an entry was pressed; `search` when the field was."""

    chosen = Signal(str)
    search = Signal()

    def __init__(self, theme: Theme, entries: Sequence[ViewEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._compact: bool | None = None
        self._group = QButtonGroup(self)
        self._entries: dict[str, SideEntry] = {}
        self._headings: list[Label] = []
        self.search_button = SearchButton(theme, tr("Search or do…"), "search")
        self.search_button.clicked.connect(lambda _checked=False: self.search.emit())
        self._column = QVBoxLayout(self)
        margin = theme.scaled(10)
        self._column.setContentsMargins(margin, theme.scaled(14), margin + 1, theme.scaled(12))
        self._column.setSpacing(0)
        self._column.addWidget(self.search_button)
        self._column.addSpacing(theme.scaled(14))
        self._add("main", entries)
        if any(entry.section == "more" for entry in entries):
            self._head(tr("More"))
            self._add("more", entries)
        self._place_of_lists = self._column.count()
        self._lists: TakesRoom | None = None
        self._column.addStretch()
        self._add("bottom", entries)
        self.set_compact(False)
        theme.changed.connect(self.update)

    def _add(self, section: str, entries: Sequence[ViewEntry]) -> None:
        for entry in entries:
            if entry.section == section:
                button = SideEntry(self._theme, entry)
                button.clicked.connect(lambda _checked=False, key=entry.key: self.chosen.emit(key))
                self._group.addButton(button)
                self._entries[entry.key] = button
                self._column.addWidget(button)

    def _head(self, text: str) -> None:
        heading = Label(text, TextRole.SMALL, "faint")
        heading.setContentsMargins(self._theme.scaled(9), self._theme.scaled(12), 0, self._theme.scaled(7))
        self._headings.append(heading)
        self._column.addWidget(heading)

    def add_lists(self, lists: TakesRoom) -> None:
        """Put the lists behind the views."""
        self._lists = lists
        lists.set_compact(bool(self._compact))
        self._column.insertWidget(self._place_of_lists, lists)

    def set_current(self, key: str) -> None:
        """Mark the view in front; a key of none of them (a list's) marks no view."""
        if key in self._entries:
            self._entries[key].setChecked(True)
            return
        # A group has always one that is marked, unless it is told otherwise.
        self._group.setExclusive(False)
        for entry in self._entries.values():
            entry.setChecked(False)
        self._group.setExclusive(True)

    def set_counts(self, counts: Mapping[str, Count | None]) -> None:
        """Change the numbers of these entries."""
        for key, count in counts.items():
            if key in self._entries:
                self._entries[key].set_count(count)

    def set_compact(self, compact: bool) -> None:
        """Icons alone, for narrow windows."""
        if compact == self._compact:
            return
        self._compact = compact
        self.setFixedWidth(self._theme.scaled(_COMPACT_WIDTH if compact else self._theme.sizes.sidebar_width))
        for button in (self.search_button, *self._entries.values()):
            button.set_compact(compact)
        for heading in self._headings:
            heading.setVisible(not compact)
        if self._lists is not None:
            self._lists.set_compact(compact)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the ground and draw the line towards the view."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("sidebar"))
        edge = 0 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else self.width() - 1
        painter.fillRect(edge, 0, 1, self.height(), self._theme.colour("line"))
