"""Paints a row of two lines: a round sign, title over subtitle, and a text or a chip at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.domain.search_hits import Ranges
from crm_desktop.ui.tables.marked_line import paint_marked_line
from crm_desktop.ui.tables.paged_model import ROW_ROLE
from crm_desktop.ui.texts import one_line
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets.painting import (
    avatar_tone,
    chip_size,
    focus_ring,
    initials,
    key_hint_size,
    paint_avatar,
    paint_avatar_icon,
    paint_chip,
    paint_key_hint,
)

# What a few screens full of rows have.
_TEXTS_KEPT = 1_000
# Longer ones are cut each time, so that no megabytes are kept.
_LONGEST_KEPT = 1_000
# Put together once: combining flags in Python costs as much as painting a word.
_CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine
_AT_THE_START = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine
_TO_THE_LEFT = _AT_THE_START | Qt.AlignmentFlag.AlignLeft
_TO_THE_RIGHT = _AT_THE_START | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class RowParts:
    """What a row shows.

    `icon` instead of `avatar_name` draws a sign; `tone` makes a chip of `right_text`; `keys` is a key in a box instead.
    `marked` and `marked_below` are places in `title` and `subtitle` that are made to stand out; both are then one line already.
    """

    title: str
    subtitle: str = ""
    avatar_name: str = ""
    icon: str = ""
    icon_tone: Tone = Tone.NEUTRAL
    right_text: str = ""
    keys: str = ""
    tone: Tone | None = None
    marked: Ranges = ()
    marked_below: Ranges = ()


class TwoLineDelegate(QStyledItemDelegate):
    """Paints what `parts_of` says about the row (ROW_ROLE) of an index.

    `row_height` is in pixels at a 13 px font; without it rows are as high as those of the contacts list.
    """

    def __init__(
        self,
        theme: Theme,
        parts_of: Callable[[Any], RowParts],
        *,
        row_height: int = 0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts_of = parts_of
        self._wanted_height = row_height or theme.sizes.list_row_height
        self._cut_texts: dict[tuple[str, int, bool], str] = {}
        self._measure()
        theme.changed.connect(self._measure)

    def _measure(self) -> None:
        """Fonts and their metrics are asked for once, not once a row."""
        self._title_font = self._theme.font(TextRole.BODY, 500)
        self._small_font = self._theme.font(TextRole.SECONDARY)
        self._title_metrics = QFontMetrics(self._title_font)
        self._small_metrics = QFontMetrics(self._small_font)
        self._cut_texts.clear()
        lines = self._title_metrics.height() + self._small_metrics.height()
        wanted = self._theme.scaled(self._wanted_height)
        self._height = max(wanted, lines + self._theme.scaled(14))

    def row_height(self) -> int:
        """The height of every row, in real pixels."""
        return self._height

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are equally high."""
        return QSize(self._theme.scaled(120), self._height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, sign, two lines, text or chip at the end, line below."""
        row = index.data(ROW_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        right_to_left = option.direction is Qt.LayoutDirection.RightToLeft
        painter.save()
        # Stacks of accents and letters of tall scripts are higher than any line.
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        last = index.row() == index.model().rowCount() - 1
        self._paint_ground(painter, rect, state, line=not last)
        if row is not None:
            self._paint_parts(painter, rect, self._parts_of(row), right_to_left)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, line: bool) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("accent_tint"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._theme.colour("hover"))
        if line:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.colour("line"))
        # Where rows are picked one by one, the row one is at need not be chosen: only the ring shows it then.
        by_keyboard = state & QStyle.StateFlag.State_KeyboardFocusChange or not state & QStyle.StateFlag.State_Selected
        if state & QStyle.StateFlag.State_HasFocus and by_keyboard:
            focus_ring(painter, rect.adjusted(1, 1, -1, -1), 4, self._theme)

    def _paint_parts(self, painter: QPainter, rect: QRect, parts: RowParts, right_to_left: bool) -> None:
        scaled = self._theme.scaled
        inner = rect.adjusted(scaled(12), 0, -scaled(12), -1)

        def placed(part: QRect) -> QRect:
            return QStyle.visualRect(_direction(right_to_left), inner, part)

        left = inner.left()
        if parts.avatar_name or parts.icon:
            left += self._paint_sign(painter, inner, parts, placed) + scaled(11)
        right = self._paint_right(painter, inner, parts, placed)
        width = max(0, right - scaled(8) - left)
        alignment = _TO_THE_RIGHT if right_to_left else _TO_THE_LEFT
        block = self._title_metrics.height() + (self._small_metrics.height() if parts.subtitle else 0)
        top = inner.top() + (inner.height() - block) // 2
        title = QRect(left, top, width, self._title_metrics.height())
        painter.setFont(self._title_font)
        painter.setPen(self._theme.colour("text"))
        self._paint_line(painter, placed(title), alignment, self._cut(parts.title, True, width), parts.marked)
        if parts.subtitle:
            below = QRect(left, title.bottom() + 1, width, self._small_metrics.height())
            painter.setFont(self._small_font)
            painter.setPen(self._theme.colour("secondary"))
            self._paint_line(
                painter, placed(below), alignment, self._cut(parts.subtitle, False, width), parts.marked_below
            )

    def _paint_line(
        self, painter: QPainter, rect: QRect, alignment: Qt.AlignmentFlag, text: str, marks: Ranges
    ) -> None:
        if marks:
            paint_marked_line(painter, rect, alignment, text, marks, self._theme.colour("accent"))
        else:
            painter.drawText(rect, alignment, text)

    def _cut(self, text: str, title: bool, width: int) -> str:
        """The text as it fits; worked out once, because the same rows are painted over and over."""
        if len(text) > _LONGEST_KEPT:
            return self._cut_anew(text, title, width)
        key = (text, width, title)
        shown = self._cut_texts.get(key)
        if shown is None:
            if len(self._cut_texts) > _TEXTS_KEPT:
                self._cut_texts.clear()
            shown = self._cut_texts[key] = self._cut_anew(text, title, width)
        return shown

    def _cut_anew(self, text: str, title: bool, width: int) -> str:
        metrics = self._title_metrics if title else self._small_metrics
        return metrics.elidedText(one_line(text), Qt.TextElideMode.ElideRight, width)

    def _paint_sign(self, painter: QPainter, inner: QRect, parts: RowParts, placed: Callable[[QRect], QRect]) -> int:
        side = self._theme.scaled(self._theme.sizes.avatar)
        rect = placed(QRect(inner.left(), inner.top() + (inner.height() - side) // 2, side, side))
        if parts.icon:
            paint_avatar_icon(painter, rect, self._theme, parts.icon, parts.icon_tone)
        else:
            paint_avatar(painter, rect, self._theme, initials(parts.avatar_name), avatar_tone(parts.avatar_name))
        return side

    def _paint_right(self, painter: QPainter, inner: QRect, parts: RowParts, placed: Callable[[QRect], QRect]) -> int:
        """Paint the text, chip or key at the end; return where it begins."""
        if parts.keys:
            size = key_hint_size(self._theme, parts.keys)
            left = inner.right() + 1 - size.width()
            top = inner.top() + (inner.height() - size.height()) // 2
            paint_key_hint(painter, placed(QRect(QPoint(left, top), size)), self._theme, parts.keys)
            return left
        if not parts.right_text:
            return inner.right() + 1
        if parts.tone is not None:
            size = chip_size(self._theme, parts.right_text)
        else:
            size = QSize(self._small_metrics.horizontalAdvance(parts.right_text) + 1, self._small_metrics.height())
        left = inner.right() + 1 - size.width()
        rect = placed(QRect(left, inner.top() + (inner.height() - size.height()) // 2, size.width(), size.height()))
        if parts.tone is not None:
            paint_chip(painter, rect, self._theme, parts.right_text, parts.tone)
        else:
            painter.setFont(self._small_font)
            painter.setPen(self._theme.colour("secondary"))
            painter.drawText(rect, _CENTRED, parts.right_text)
        return left


def _direction(right_to_left: bool) -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
