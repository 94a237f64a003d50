"""Paints the agenda: headings with a number, and rows with round check, avatar, two lines and a chip, cut into cards."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.domain.reminders import Ended
from crm_desktop.ui.dialogs.reminder_items import DayItem, HeadingItem, MoreItem, PlannedItem, ReminderItem, RowItem
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets.painting import (
    avatar_tone,
    chip_size,
    focus_ring,
    initials,
    paint_avatar,
    paint_avatar_icon,
    paint_chip,
    paint_icon,
    rounded_box,
)

ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
"""The AgendaItem of a row."""
EDGE_ROLE = ITEM_ROLE + 1
"""Whether the row is the first and the last one of its card, as a pair."""
LEAVING_ROLE = ITEM_ROLE + 2
"""Whether the row was just done and waits for the file."""

_Index = QModelIndex | QPersistentModelIndex
_SIDE, _GAP = 13, 11
_PersonItem = ReminderItem | DayItem | PlannedItem


class AgendaDelegate(QStyledItemDelegate):
    """Paints one item; `acting_row` and `acting_width` say where buttons lie over a row, so that its texts give way."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.acting_row = -1
        self.acting_width = 0
        self.hovered_row = -1
        self.free_end = 0

    # ------------------------------------------------------------------------------------------------------- sizes

    def row_height(self) -> int:
        """How high a reminder's row is."""
        small = QFontMetrics(self._theme.font(TextRole.SECONDARY)).height()
        body = QFontMetrics(self._theme.font()).height()
        return max(self._theme.scaled(self._theme.sizes.row_height), body + small + self._theme.scaled(20))

    def height_of(self, item: HeadingItem | MoreItem, *, first: bool) -> int:
        """How high the other items are; the first heading needs no distance to a card above it."""
        scaled = self._theme.scaled
        if isinstance(item, MoreItem):
            return max(scaled(36), QFontMetrics(self._theme.font()).height() + scaled(14))
        small = QFontMetrics(self._theme.font(TextRole.SECONDARY)).height()
        return max(scaled(28 if first else 44), small + scaled(10 if first else 26))

    def card_rect(self, rect: QRect, *, mirrored: bool) -> QRect:
        """The part of a row that is painted: `free_end` pixels stay free where a scroll bar may come."""
        return rect.adjusted(self.free_end, 0, 0, 0) if mirrored else rect.adjusted(0, 0, -self.free_end, 0)

    def check_rect(self, rect: QRect, *, mirrored: bool) -> QRect:
        """Where a press on a row means Done: larger than the circle, so that it is easy to hit."""
        side = self._theme.scaled(34)
        left = rect.right() - side if mirrored else rect.left()
        return QRect(left, rect.top(), side + self._theme.scaled(4), rect.height())

    def offer_rect(self, rect: QRect, heading: HeadingItem, *, mirrored: bool) -> QRect:
        """Where the words to press at the end of a heading are."""
        metrics = QFontMetrics(self._theme.font(TextRole.SECONDARY, 600))
        width = metrics.horizontalAdvance(heading.offer) + self._theme.scaled(4)
        line = QRect(rect.left() + 2, rect.bottom() - self._theme.scaled(27), rect.width() - 4, self._theme.scaled(20))
        place = QRect(line.right() + 1 - width, line.top(), width, line.height())
        return QRect(line.left(), line.top(), width, line.height()) if mirrored else place

    def words_end(self, rect: QRect, item: RowItem) -> int:
        """Where what stands before the chip has to end, in left-to-right terms."""
        right = rect.right() - self._theme.scaled(_SIDE)
        if isinstance(item, MoreItem):
            return right
        return right - chip_size(self._theme, item.chip).width() - self._theme.scaled(_GAP)

    # ---------------------------------------------------------------------------------------------------- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one item."""
        item = index.data(ITEM_ROLE)
        rect = self.card_rect(_rect(option), mirrored=_direction(option) is Qt.LayoutDirection.RightToLeft)
        painter.save()
        painter.setClipRect(_rect(option), Qt.ClipOperation.IntersectClip)
        painter.setLayoutDirection(_direction(option))
        if isinstance(item, HeadingItem):
            self._paint_heading(painter, rect, item, _direction(option))
        elif item is not None:
            self._paint_row(painter, option, rect, index, item)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, item: HeadingItem, direction: Qt.LayoutDirection) -> None:
        scaled = self._theme.scaled
        font = self._theme.font(TextRole.SECONDARY, 600)
        metrics = QFontMetrics(font)
        line = QRect(rect.left() + 2, rect.bottom() - scaled(27), rect.width() - 4, scaled(20))
        width = metrics.horizontalAdvance(item.title) + 1
        painter.setFont(font)
        painter.setPen(self._theme.colour("secondary"))
        words = QRect(line.left(), line.top(), min(width, line.width()), line.height())
        _draw_line(painter, _mirrored(words, line, direction), metrics, item.title)
        if item.count is not None:
            size = chip_size(self._theme, f"{item.count:,}")
            pill = QRect(QPoint(words.right() + scaled(8), line.center().y() - size.height() // 2 + 1), size)
            paint_chip(painter, _mirrored(pill, line, direction), self._theme, f"{item.count:,}", item.tone)
        if item.offer:
            painter.setFont(font)
            painter.setPen(self._theme.colour("accent"))
            place = self.offer_rect(rect, item, mirrored=direction is Qt.LayoutDirection.RightToLeft)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, item.offer)

    def _paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, index: _Index, item: RowItem
    ) -> None:
        first, last = index.data(EDGE_ROLE)
        state = _state(option)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = index.row() == self.hovered_row
        fill = "accent_tint" if chosen else "hover" if hovered else "surface"
        self._paint_ground(painter, rect, fill, first=first, last=last)
        inner = rect.adjusted(self._theme.scaled(_SIDE) + 1, 0, -self._theme.scaled(_SIDE) - 1, 0)
        direction = _direction(option)
        if isinstance(item, MoreItem):
            self._paint_more(painter, inner, item)
        else:
            leaving = bool(index.data(LEAVING_ROLE))
            left = self._paint_front(painter, inner, direction, item, leaving=leaving, hovered=hovered)
            right = self._paint_chip(painter, inner, direction, item, chosen=chosen)
            if index.row() == self.acting_row and self.acting_width:
                right -= self.acting_width + self._theme.scaled(_GAP)
            words = QRect(left, inner.top(), max(0, right - left), inner.height())
            self._paint_words(painter, _mirrored(words, inner, direction), item, leaving=leaving)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if focused and (not chosen or self._theme.tokens.high_contrast):
            focus_ring(painter, rect.adjusted(2, 2, -2, -2), self._theme.scaled(6), self._theme)

    def _paint_ground(self, painter: QPainter, rect: QRect, fill: str, *, first: bool, last: bool) -> None:
        """The piece of a card that this row is: a large rounded box of which only the row's part is seen."""
        radius = self._theme.scaled(self._theme.sizes.radius_card)
        grown = rect.adjusted(0, 0 if first else -2 * radius, 0, -1 if last else 2 * radius)
        painter.setClipRect(rect)
        if last:
            rounded_box(painter, grown.translated(0, 1), radius, self._theme.colour("shadow"))
        rounded_box(painter, grown, radius, self._theme.colour("surface"), self._theme.colour("line"))
        if fill != "surface":
            path = QPainterPath()
            inside = grown.adjusted(1, 1, -1, -1)
            path.addRoundedRect(inside, radius - 1, radius - 1)
            painter.fillPath(path, self._theme.colour(fill))
        if not last:
            line = QRect(rect.left() + 1, rect.bottom(), rect.width() - 2, 1)
            painter.fillRect(line, self._theme.colour("line"))

    def _paint_front(
        self,
        painter: QPainter,
        inner: QRect,
        direction: Qt.LayoutDirection,
        item: _PersonItem,
        *,
        leaving: bool,
        hovered: bool,
    ) -> int:
        """Circle and avatar; returns where the words begin (in left-to-right terms)."""
        scaled = self._theme.scaled
        side, middle = scaled(16), inner.center().y() + 1
        circle = QRect(inner.left(), middle - side // 2, side, side)
        place = _mirrored(circle, inner, direction)
        if isinstance(item, DayItem):
            paint_icon(painter, place, self._theme, "cake", self._theme.tokens.special, side)
        elif isinstance(item, PlannedItem):
            paint_icon(painter, place, self._theme, "repeat", self._theme.tokens.faint, side)
        elif item.ended and item.reminder.ended_as == Ended.SKIPPED and not leaving:
            rounded_box(painter, place, side / 2, None, self._theme.colour("outline"), 1)
            paint_icon(painter, place, self._theme, "x", self._theme.tokens.secondary, scaled(11))
        elif leaving or item.ended:
            rounded_box(painter, place, side / 2, self._theme.colour("accent" if leaving else "good"))
            mark = self._theme.tokens.on_accent if leaving else self._theme.tokens.surface
            paint_icon(painter, place, self._theme, "check", mark, scaled(11))
        else:
            rounded_box(painter, place, side / 2, None, self._theme.colour("outline"), 1)
            if hovered:
                paint_icon(painter, place, self._theme, "check", self._theme.tokens.secondary, scaled(11))
        size = scaled(self._theme.sizes.avatar)
        left = circle.right() + scaled(_GAP) + 1
        avatar = _mirrored(QRect(left, middle - size // 2, size, size), inner, direction)
        if not item.person:
            paint_avatar_icon(painter, avatar, self._theme, "bell", Tone.NEUTRAL)
        else:
            paint_avatar(painter, avatar, self._theme, initials(item.person), avatar_tone(item.person))
        return left + size + scaled(_GAP)

    def _paint_chip(
        self,
        painter: QPainter,
        inner: QRect,
        direction: Qt.LayoutDirection,
        item: _PersonItem,
        *,
        chosen: bool,
    ) -> int:
        """The chip at the end; returns where the words have to stop (in left-to-right terms)."""
        size = chip_size(self._theme, item.chip)
        left = inner.right() + 1 - size.width()
        rect = QRect(QPoint(left, inner.center().y() - size.height() // 2 + 1), size)
        tone = item.tone
        place = _mirrored(rect, inner, direction)
        if chosen and tone is Tone.NEUTRAL:
            # On the tint of the selection the neutral pill would vanish.
            rounded_box(painter, place, place.height() / 2, self._theme.colour("surface"))
            painter.setFont(self._theme.font(TextRole.SECONDARY))
            painter.setPen(self._theme.colour("secondary"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, item.chip)
        else:
            paint_chip(painter, place, self._theme, item.chip, tone)
        return left - self._theme.scaled(_GAP)

    def _paint_words(self, painter: QPainter, rect: QRect, item: _PersonItem, *, leaving: bool) -> None:
        title_font = self._theme.font(TextRole.BODY, 500)
        done = leaving or isinstance(item, PlannedItem) or (isinstance(item, ReminderItem) and item.ended)
        title_font.setStrikeOut(leaving)
        small_font = self._theme.font(TextRole.SECONDARY)
        title, small = QFontMetrics(title_font), QFontMetrics(small_font)
        height = title.height() + (small.height() + 1 if item.subtitle else 0)
        top = rect.top() + (rect.height() - height) // 2
        line = QRect(rect.left(), top, rect.width(), title.height())
        if isinstance(item, ReminderItem) and item.reminder.urgent and not item.ended:
            line = self._after_icon(painter, line, "triangle-alert", "late")
        painter.setFont(title_font)
        painter.setPen(self._theme.colour("secondary" if done else "text"))
        _draw_line(painter, line, title, item.title)
        if item.subtitle:
            below = QRect(rect.left(), top + title.height() + 1, rect.width(), small.height())
            if isinstance(item, ReminderItem) and item.repeats:
                below = self._after_icon(painter, below, "repeat", "secondary")
            painter.setFont(small_font)
            painter.setPen(self._theme.colour("secondary"))
            _draw_line(painter, below, small, item.subtitle)

    def _after_icon(self, painter: QPainter, line: QRect, icon: str, colour: str) -> QRect:
        """Paint a small icon at the beginning of a line; returns what is left of the line."""
        side, gap = self._theme.scaled(12), self._theme.scaled(5)
        mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = line.right() + 1 - side if mirrored else line.left()
        paint_icon(
            painter,
            QRect(left, line.top(), side, line.height()),
            self._theme,
            icon,
            getattr(self._theme.tokens, colour),
            side,
        )
        return line.adjusted(0, 0, -side - gap, 0) if mirrored else line.adjusted(side + gap, 0, 0, 0)

    def _paint_more(self, painter: QPainter, inner: QRect, item: MoreItem) -> None:
        painter.setFont(self._theme.font(TextRole.BODY, 500 if item.leads_on else 400))
        painter.setPen(self._theme.colour("accent" if item.leads_on else "secondary"))
        _draw_line(painter, inner, QFontMetrics(painter.font()), item.text)


def _draw_line(painter: QPainter, rect: QRect, metrics: QFontMetrics, text: str) -> None:
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextSingleLine
    painter.drawText(rect, flags, shown)


def _mirrored(rect: QRect, within: QRect, direction: Qt.LayoutDirection) -> QRect:
    if direction is not Qt.LayoutDirection.RightToLeft:
        return rect
    return QRect(within.left() + within.right() - rect.right(), rect.top(), rect.width(), rect.height())


# The stubs of PySide6 know the fields of style options only as Any.
def _rect(option: QStyleOptionViewItem) -> QRect:
    rect: QRect = option.rect
    return rect


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    state: QStyle.StateFlag = option.state
    return state


def _direction(option: QStyleOptionViewItem) -> Qt.LayoutDirection:
    direction: Qt.LayoutDirection = option.direction
    return direction
