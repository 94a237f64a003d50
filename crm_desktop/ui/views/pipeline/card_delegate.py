"""Paints a card of the board: title with tags, people, value and the chip of the next step."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.views.pipeline.card_model import DEAL_ROLE, WORDS_ROLE
from crm_desktop.ui.views.pipeline.wording import CardWords
from crm_desktop.ui.widgets.painting import chip_size, paint_chip, rounded_box

GAP_BETWEEN_CARDS = 8
_SHADOW = 12
_BOXES_KEPT = 40
_CHIPS_KEPT = 200
# What a few screens full of cards have.
_TEXTS_KEPT = 1_000
# Put together once: combining flags in Python costs as much as painting a word.
_ONE_LINE = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_SELECTED, _FOCUSED, _UNDER_POINTER = (
    QStyle.StateFlag.State_Selected,
    QStyle.StateFlag.State_HasFocus,
    QStyle.StateFlag.State_MouseOver,
)


@dataclass(frozen=True, slots=True, eq=False)
class _Letters:
    """A font with its measures; two of them are never equal, so they can stand in a key."""

    font: QFont
    metrics: QFontMetrics


@dataclass(frozen=True, slots=True)
class _Type:
    """The fonts of a card with their measures."""

    title: _Letters
    people: _Letters
    value: _Letters
    title_height: int
    people_height: int
    foot_height: int


class CardDelegate(QStyledItemDelegate):
    """Paints cards for all columns; `lifted` is the deal in the hand of the user, whose place is drawn empty."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lifted: int | None = None
        self._boxes: dict[tuple[int, int, bool, bool, bool, float], QPixmap] = {}
        self._cut_texts: dict[tuple[str, int, _Letters], str] = {}
        self._advances: dict[tuple[str, _Letters], int] = {}
        self._chips: dict[str, QSize] = {}
        self._chip_pictures: dict[tuple[str, Tone, int, int, float], QPixmap] = {}
        self._type = self._measure()
        theme.changed.connect(self._changed)

    def _changed(self) -> None:
        self._type = self._measure()
        self._boxes.clear()
        self._cut_texts.clear()
        self._advances.clear()
        self._chips.clear()
        self._chip_pictures.clear()

    def _measure(self) -> _Type:
        title = _letters(self._theme.font(TextRole.BODY, 500))
        people = _letters(self._theme.font(TextRole.SECONDARY))
        value = _letters(self._theme.font(TextRole.BODY, 600))
        foot = max(value.metrics.height(), chip_size(self._theme, "0").height())
        return _Type(title, people, value, title.metrics.height(), people.metrics.height(), foot)

    def card_height(self) -> int:
        """Title, people, value and the air between them."""
        scaled = self._theme.scaled
        kind = self._type
        return scaled(12) + kind.title_height + 1 + kind.people_height + scaled(8) + kind.foot_height + scaled(11)

    def row_height(self) -> int:
        """A card with the gap below it."""
        return self.card_height() + self._theme.scaled(GAP_BETWEEN_CARDS)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All cards are of one height; the width is the column's."""
        return QSize(self._theme.scaled(120), self.row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the card, or its empty place while it is carried about."""
        box: QRect = option.rect
        box = box.adjusted(0, 0, 0, -self._theme.scaled(GAP_BETWEEN_CARDS))
        state: QStyle.StateFlag = option.state
        direction: Qt.LayoutDirection = option.direction
        painter.save()
        painter.setClipRect(option.rect, Qt.ClipOperation.IntersectClip)
        if self.lifted is not None and index.data(DEAL_ROLE) == self.lifted:
            self._paint_empty_place(painter, box)
        else:
            chosen = bool(state & _SELECTED)
            focus = chosen and bool(state & _FOCUSED)
            hover = bool(state & _UNDER_POINTER)
            self._paint_box(painter, box, chosen=chosen, focus=focus, hover=hover)
            self._paint_texts(painter, box, index.data(WORDS_ROLE), direction)
        painter.restore()

    def _paint_empty_place(self, painter: QPainter, box: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("faint"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = self._theme.scaled(self._theme.sizes.radius_card)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -2), radius, radius)

    def _paint_box(self, painter: QPainter, box: QRect, *, chosen: bool, focus: bool, hover: bool) -> None:
        """The empty card. Round corners are the dearest part of painting, and all cards of a board have the same."""
        ratio = painter.device().devicePixelRatioF()
        key = (box.width(), box.height(), chosen, focus, hover, ratio)
        picture = self._boxes.get(key)
        if picture is None:
            if len(self._boxes) > _BOXES_KEPT:
                self._boxes.clear()
            picture = QPixmap(box.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            own = QPainter(picture)
            self._draw_box(own, QRect(QPoint(0, 0), box.size()), chosen=chosen, focus=focus, hover=hover)
            own.end()
            self._boxes[key] = picture
        painter.drawPixmap(box.topLeft(), picture)

    def _draw_box(self, painter: QPainter, box: QRect, *, chosen: bool, focus: bool, hover: bool) -> None:
        colour = self._theme.colour
        radius = self._theme.scaled(self._theme.sizes.radius_card)
        body = box.adjusted(0, 0, 0, -1)
        rounded_box(painter, body.translated(0, 1), radius, colour("shadow"))
        border = colour("accent") if chosen else colour("outline") if hover else colour("line")
        rounded_box(painter, body, radius, colour("surface"), border)
        if focus:
            rounded_box(painter, body, radius, None, colour("accent"), self._theme.sizes.focus_ring)

    def _paint_texts(self, painter: QPainter, box: QRect, words: CardWords, direction: Qt.LayoutDirection) -> None:
        scaled = self._theme.scaled
        kind = self._type
        painter.setLayoutDirection(direction)
        inner = box.adjusted(scaled(13), scaled(12), -scaled(13), -scaled(11))
        line = QRect(inner.left(), inner.top(), inner.width(), kind.title_height)
        text = self._theme.colour("text")
        self._line(painter, line, kind.title, text, words.title)
        if words.tags:
            self._paint_tags(painter, line, words, direction)
        line = QRect(inner.left(), line.bottom() + 2, inner.width(), kind.people_height)
        self._paint_people(painter, line, words, direction)
        foot = QRect(inner.left(), inner.bottom() - kind.foot_height + 1, inner.width(), kind.foot_height)
        chip = self._chip_size(words.chip)
        value, wanted = self._value(words, inner.width() - chip.width() - scaled(6))
        # The chip says what to do: a long amount gives way to it down to half the card.
        chip.setWidth(min(chip.width(), max(inner.width() - wanted, inner.width() // 2)))
        place = QRect(QPoint(foot.right() - chip.width() + 1, foot.center().y() - chip.height() // 2), chip)
        self._paint_chip(painter, QStyle.visualRect(direction, foot, place), words.chip, words.tone)
        rest = QRect(foot.left(), foot.top(), foot.width() - chip.width() - scaled(6), foot.height())
        rest = QStyle.visualRect(direction, foot, rest)
        if direction is Qt.LayoutDirection.RightToLeft and value:
            # An amount stands by itself: figures and a Latin word would change places.
            value = f"\u2068{value}\u2069"
        self._line(painter, rest, kind.value, text, value)

    def _value(self, words: CardWords, room: int) -> tuple[str, int]:
        """The amount, in its short form where the whole one has no room; and the room it wants."""
        if not words.value:
            return "", 0
        letters = self._type.value
        text = words.value if self._advance(words.value, letters) < room else words.value_short
        return text, self._advance(text, letters) + 1 + self._theme.scaled(6)

    def _paint_tags(self, painter: QPainter, line: QRect, words: CardWords, direction: Qt.LayoutDirection) -> None:
        """As many tags as the title leaves room for, at the end of its line."""
        gap = self._theme.scaled(4)
        room = line.width() - self._advance(words.title, self._type.title) - gap
        right = line.right()
        for name, tone in words.tags:
            size = self._chip_size(name)
            if size.width() > room:
                return
            place = QRect(QPoint(right - size.width() + 1, line.center().y() - size.height() // 2), size)
            self._paint_chip(painter, QStyle.visualRect(direction, line, place), name, tone)
            room -= size.width() + gap
            right -= size.width() + gap

    def _paint_chip(self, painter: QPainter, place: QRect, text: str, tone: Tone) -> None:
        """The same few chips stand on most cards, and their round ends are as dear as the corners of the cards."""
        ratio = painter.device().devicePixelRatioF()
        key = (text, tone, place.width(), place.height(), ratio)
        picture = self._chip_pictures.get(key)
        if picture is None:
            if len(self._chip_pictures) > _CHIPS_KEPT:
                self._chip_pictures.clear()
            picture = QPixmap(place.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            own = QPainter(picture)
            paint_chip(own, QRect(QPoint(0, 0), place.size()), self._theme, text, tone)
            own.end()
            self._chip_pictures[key] = picture
        painter.drawPixmap(place.topLeft(), picture)

    def _chip_size(self, text: str) -> QSize:
        if text not in self._chips:
            if len(self._chips) > _TEXTS_KEPT:
                self._chips.clear()
            self._chips[text] = chip_size(self._theme, text)
        # A size can be changed, and the caller does.
        return QSize(self._chips[text])

    def _paint_people(self, painter: QPainter, line: QRect, words: CardWords, direction: Qt.LayoutDirection) -> None:
        letters, colour = self._type.people, self._theme.colour("secondary")
        if not words.here:
            self._line(painter, line, letters, colour, words.people)
            return
        here = f" · {words.here}" if words.people else words.here
        said = self._theme.colour("late") if words.stuck else colour
        room = max(line.width() - self._advance(here, letters) - 2, 0)
        used = min(self._advance(words.people, letters), room)
        people = QRect(line.left(), line.top(), used, line.height())
        rest = QRect(line.left() + used, line.top(), line.width() - used, line.height())
        self._line(painter, QStyle.visualRect(direction, line, people), letters, colour, words.people)
        self._line(painter, QStyle.visualRect(direction, line, rest), letters, said, here)

    def _line(self, painter: QPainter, rect: QRect, letters: _Letters, colour: QColor, text: str) -> None:
        width = rect.width()
        if not text or width <= 0:
            return
        painter.setFont(letters.font)
        painter.setPen(colour)
        painter.drawText(rect, _ONE_LINE, self._cut(text, width, letters))

    def _cut(self, text: str, width: int, letters: _Letters) -> str:
        """The text as it fits; worked out once, because the same cards are painted over and over."""
        # Laying out letters is what takes long in both, and nearly all texts fit.
        if self._advance(text, letters) <= width:
            return text
        key = (text, width, letters)
        shown = self._cut_texts.get(key)
        if shown is None:
            if len(self._cut_texts) > _TEXTS_KEPT:
                self._cut_texts.clear()
            shown = letters.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._cut_texts[key] = shown
        return shown

    def _advance(self, text: str, letters: _Letters) -> int:
        key = (text, letters)
        width = self._advances.get(key)
        if width is None:
            if len(self._advances) > _TEXTS_KEPT:
                self._advances.clear()
            width = self._advances[key] = letters.metrics.horizontalAdvance(text)
        return width

    def lifted_card(self, words: CardWords, width: int, direction: Qt.LayoutDirection, ratio: float) -> QPixmap:
        """The card as it is carried: with a deeper shadow, which reaches `_SHADOW` pixels round it."""
        margin = self._theme.scaled(_SHADOW)
        size = QSize(width + 2 * margin, self.card_height() + 2 * margin)
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        box = QRect(margin, margin, width, self.card_height())
        self._paint_deep_shadow(painter, box, margin)
        self._paint_box(painter, box, chosen=False, focus=False, hover=False)
        self._paint_texts(painter, box, words, direction)
        painter.end()
        return picture

    def _paint_deep_shadow(self, painter: QPainter, box: QRect, margin: int) -> None:
        shade = QColor(self._theme.colour("scrim"))
        radius = self._theme.scaled(self._theme.sizes.radius_card)
        for step in range(margin, 0, -2):
            shade.setAlphaF(0.12 * (1 - step / (margin + 1)))
            grown = box.adjusted(-step, -step // 2, step, step).translated(0, margin // 4)
            rounded_box(
                painter, grown.intersected(box.adjusted(-margin, -margin, margin, margin)), radius + step, shade
            )


def _letters(font: QFont) -> _Letters:
    return _Letters(font, QFontMetrics(font))
