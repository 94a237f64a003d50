"""Paints the timeline: headings, and entries with a sign, a bold title, the moment, the text and what can be done."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.domain.timeline_entries import FILE
from crm_desktop.ui.dialogs.timeline.model import LINE_ROLE, Line
from crm_desktop.ui.texts import one_line
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets.painting import (
    chip_size,
    focus_ring,
    paint_avatar_icon,
    paint_chip,
    paint_icon,
    rounded_box,
)

_SIGNS: dict[str, tuple[str, Tone]] = {
    "note": ("notebook-pen", Tone.NEUTRAL),
    "call": ("phone", Tone.GOOD),
    "email": ("mail", Tone.PLANNED),
    "meeting": ("users", Tone.TODAY),
    "message": ("message-square", Tone.ACCENT),
    "moved": ("arrow-right", Tone.SPECIAL),
    "won": ("trophy", Tone.GOOD),
    "lost": ("x", Tone.LATE),
    "reminder-set": ("bell", Tone.NEUTRAL),
    "reminder-done": ("check", Tone.ACCENT),
    "visit": ("map-pin", Tone.TODAY),
    "purchase": ("euro", Tone.SPECIAL),
    "promise": ("handshake", Tone.PLANNED),
    "ticket": ("circle-help", Tone.LATE),
    "feedback": ("message-square", Tone.SPECIAL),
    "file": ("file-text", Tone.NEUTRAL),
    "changed": ("pencil", Tone.NEUTRAL),
}
_MOST_LINES = 8
_MOST_CHARACTERS = 2_000
_HEIGHTS_KEPT = 20_000
_LINES_KEPT = 200

AnyIndex = QModelIndex | QPersistentModelIndex


class TimelineDelegate(QStyledItemDelegate):
    """Heights are kept by content and width, because Qt asks for all of them each time rows come in."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: dict[tuple[str, int], list[str]] = {}
        self._heights: OrderedDict[tuple[object, ...], int] = OrderedDict()
        self.width = 0
        """The room for a row; the view sets it, because Qt does not tell it to `sizeHint`."""
        self._measure()
        theme.changed.connect(self._measure)

    def _measure(self) -> None:
        self._title_font = self._theme.font(TextRole.BODY, 500)
        self._text_font = self._theme.font(TextRole.BODY)
        self._small_font = self._theme.font(TextRole.SECONDARY)
        self._heading_font = self._theme.font(TextRole.SECONDARY, 600)
        self._title_metrics = QFontMetrics(self._title_font)
        self._text_metrics = QFontMetrics(self._text_font)
        self._small_metrics = QFontMetrics(self._small_font)
        self._heading_metrics = QFontMetrics(self._heading_font)
        self._heights.clear()
        self._lines.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """As high as its text at the view's width."""
        line: Line | None = index.data(LINE_ROLE)
        return QSize(self._theme.scaled(120), 0 if line is None else self._height(line))

    def _height(self, line: Line) -> int:
        scaled = self._theme.scaled
        if line.entry is None:
            return self._heading_metrics.height() + scaled(18)
        key = (line.entry.kind, line.entry.id, self.width, line.text)
        height = self._heights.get(key)
        if height is None:
            text = len(self._wrapped(line.text, self._text_width())) * self._text_metrics.lineSpacing()
            height = max(self._title_metrics.height() + text, scaled(30)) + scaled(15)
            self._heights[key] = height
            if len(self._heights) > _HEIGHTS_KEPT:
                self._heights.popitem(last=False)
        return height

    def _text_width(self) -> int:
        return max(self._theme.scaled(80), self.width - self._theme.scaled(41 + 8))

    def _wrapped(self, text: str, width: int) -> list[str]:
        """The lines of a text at a width, at most eight; the last one says when there is more."""
        lines = self._lines.get((text, width))
        if lines is None:
            if len(self._lines) > _LINES_KEPT:
                self._lines.clear()
            lines = self._lines[(text, width)] = self._wrap(text, width)
        return lines

    def _wrap(self, text: str, width: int) -> list[str]:
        lines: list[str] = []
        shown = text[:_MOST_CHARACTERS]
        for paragraph in shown.splitlines():
            # Nearly all text is clean already; looking at each letter would cost more than breaking the lines.
            clean = paragraph if paragraph.isprintable() else one_line(paragraph, _MOST_CHARACTERS)
            for start, length in _breaks(clean, self._text_font, width):
                lines.append(clean[start : start + length].rstrip())
                if len(lines) > _MOST_LINES:
                    break
            if len(lines) > _MOST_LINES:
                break
        if len(lines) > _MOST_LINES or (len(text) > len(shown) and lines):
            lines = lines[:_MOST_LINES]
            lines[-1] = self._text_metrics.elidedText(lines[-1] + " …", Qt.TextElideMode.ElideRight, width)
        return lines

    def action_rects(self, rect: QRect, right_to_left: bool) -> dict[str, QRect]:
        """Where the pencil and the bin of a row stand."""
        side = self._theme.scaled(24)
        top = rect.top() + self._theme.scaled(2)
        places = {}
        for position, name in enumerate(("delete", "edit")):
            place = QRect(rect.right() - side * (position + 1) - self._theme.scaled(4), top, side, side)
            places[name] = QStyle.visualRect(_direction(right_to_left), rect, place)
        return places

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """A heading or an entry."""
        line: Line | None = index.data(LINE_ROLE)
        if line is None:
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        right_to_left = option.direction is Qt.LayoutDirection.RightToLeft
        painter.save()
        # Stacks of accents are higher than any line.
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        if line.entry is None:
            self._paint_heading(painter, rect, line.heading, right_to_left)
        else:
            self._paint_entry(painter, rect, line, state, right_to_left)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, text: str, right_to_left: bool) -> None:
        painter.setFont(self._heading_font)
        painter.setPen(self._theme.colour("secondary"))
        place = rect.adjusted(self._theme.scaled(2), self._theme.scaled(8), 0, -self._theme.scaled(8))
        painter.drawText(place, _leading(right_to_left) | Qt.AlignmentFlag.AlignBottom, text)

    def _paint_entry(
        self, painter: QPainter, rect: QRect, line: Line, state: QStyle.StateFlag, right_to_left: bool
    ) -> None:
        assert line.entry is not None
        scaled = self._theme.scaled
        chosen = bool(state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        box = rect.adjusted(0, 0, 0, -scaled(5))
        if chosen:
            rounded_box(painter, box, scaled(7), self._theme.colour("accent_tint"))
            if self._theme.tokens.high_contrast:
                focus_ring(painter, box, scaled(7), self._theme)

        def placed(part: QRect) -> QRect:
            return QStyle.visualRect(_direction(right_to_left), rect, part)

        top = rect.top() + scaled(4)
        icon, tone = _SIGNS.get(line.entry.kind, ("circle-dot", Tone.NEUTRAL))
        paint_avatar_icon(painter, placed(QRect(rect.left(), top, scaled(30), scaled(30))), self._theme, icon, tone)
        left, width = rect.left() + scaled(41), self._text_width()
        is_file = line.entry.kind == FILE
        editable = (line.entry.interaction_kind is not None or is_file) and (chosen or over)
        title_width = width - (scaled(56) if editable else 0)
        # A title without text below it stands in the middle of its sign.
        above = 0 if line.text.strip() else max(0, (scaled(30) - self._title_metrics.height()) // 2)
        title = QRect(left, top + above, title_width, self._title_metrics.height())
        self._paint_title(painter, title, line, placed, right_to_left)
        self._paint_text(painter, QPointF(left, top + self._title_metrics.height() + 1), line, placed, right_to_left)
        if editable:
            for name, place in self.action_rects(rect, right_to_left).items():
                sign = ("external-link" if is_file else "pencil") if name == "edit" else "trash-2"
                paint_icon(painter, place, self._theme, sign, self._theme.tokens.secondary, scaled(14))

    def _paint_title(self, painter: QPainter, room: QRect, line: Line, placed: Any, right_to_left: bool) -> None:
        assert line.entry is not None
        gap = self._theme.scaled(5)
        moment_width = self._small_metrics.horizontalAdvance(line.moment) + 2
        marks = [(one_line(words, 30), tone) for words, tone in line.marks]
        sizes = [chip_size(self._theme, words) for words, _tone in marks]
        beside = moment_width + gap + sum(size.width() + gap for size in sizes)
        title = self._title_metrics.elidedText(
            one_line(line.title, 300), Qt.TextElideMode.ElideRight, max(room.width() - beside, self._theme.scaled(40))
        )
        width = self._title_metrics.horizontalAdvance(title) + 1
        alignment = _leading(right_to_left) | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setFont(self._title_font)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(placed(QRect(room.left(), room.top(), width, room.height())), alignment, title)
        painter.setFont(self._small_font)
        painter.setPen(self._theme.colour("secondary"))
        left = room.left() + width + gap
        painter.drawText(placed(QRect(left, room.top(), moment_width, room.height() + 1)), alignment, line.moment)
        left += moment_width + gap
        for (words, tone), size in zip(marks, sizes, strict=True):
            paint_chip(painter, placed(QRect(QPoint(left, room.top() - 1), size)), self._theme, words, tone)
            left += size.width() + gap

    def _paint_text(self, painter: QPainter, place: QPointF, line: Line, placed: Any, right_to_left: bool) -> None:
        assert line.entry is not None
        painter.setFont(self._text_font)
        painter.setPen(self._theme.colour("secondary"))
        width, height = self._text_width(), self._text_metrics.lineSpacing()
        alignment = _leading(right_to_left) | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        for number, words in enumerate(self._wrapped(line.text, width)):
            room = QRect(int(place.x()), int(place.y()) + number * height, width, height)
            painter.drawText(placed(room), alignment, words)


def _breaks(text: str, font: QFont, width: int) -> list[tuple[int, int]]:
    """Start and length of each line of one paragraph; an empty one is one empty line."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    found: list[tuple[int, int]] = []
    layout.beginLayout()
    while len(found) <= _MOST_LINES:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        found.append((line.textStart(), line.textLength()))
    layout.endLayout()
    return found or [(0, 0)]


def _leading(right_to_left: bool) -> Qt.AlignmentFlag:
    # Absolute, because the painter turns left and right round by itself otherwise.
    side = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


def _direction(right_to_left: bool) -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
