"""How a line in a day of the month looks: its colours, its icon, its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from crm_desktop.domain.agenda import DayEntry, EntryKind
from crm_desktop.ui import texts
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets.painting import focus_ring, paint_icon, rounded_box


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Where a line of a day is painted; `entry` None for the line that says how many more there are."""

    rect: QRect
    day: date
    entry: DayEntry | None
    more: int = 0


def line_words(entry: DayEntry) -> str:
    """`14:30 Ask how the launch went`."""
    title = texts.one_line(show(entry.title), 120)
    return tr("{time} {text}", time=texts.clock(entry.at), text=title) if entry.at is not None else title


def spoken_line(entry: DayEntry) -> str:
    """The line in words, with what its colours and icons mean."""
    parts = [line_words(entry)]
    if entry.late:
        parts.append(tr("overdue"))
    if entry.urgent:
        parts.append(tr("urgent"))
    if entry.kind is EntryKind.PLANNED:
        parts.append(tr("comes of its repetition"))
    elif entry.repeats:
        parts.append(tr("repeats"))
    if entry.ended:
        parts.append(tr("done"))
    return ", ".join(parts)


def line_tone(entry: DayEntry, day: date, today: date) -> Tone:
    """What the colour of a line means."""
    if entry.ended:
        return Tone.GOOD
    if entry.late:
        return Tone.LATE
    if entry.kind is EntryKind.YEARLY or entry.notice:
        return Tone.SPECIAL
    if entry.kind is EntryKind.PLANNED:
        return Tone.NEUTRAL
    return Tone.TODAY if day == today else Tone.PLANNED


def _icon(entry: DayEntry) -> str:
    if entry.ended:
        return "check"
    if entry.late or entry.urgent:
        return "triangle-alert"
    if entry.kind is EntryKind.YEARLY or entry.notice:
        return "cake"
    return "repeat" if entry.repeats else ""


class LinePainter:
    """Paints the lines of days with one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def height(self) -> int:
        """How high a line is, with the gap below it."""
        return QFontMetrics(self._theme.font(TextRole.SMALL)).height() + self._theme.scaled(2)

    def paint(self, painter: QPainter, place: LinePlace, today: date, *, faded: bool, ringed: bool) -> None:
        """Paint one line, paler on a day of another month."""
        if faded:
            painter.setOpacity(0.55)
        if place.entry is None:
            self._paint_more(painter, place)
        else:
            self._paint_entry(painter, place.rect, place.entry, line_tone(place.entry, place.day, today))
        painter.setOpacity(1)
        if ringed:
            focus_ring(painter, place.rect, self._theme.scaled(4), self._theme)

    def _paint_more(self, painter: QPainter, place: LinePlace) -> None:
        painter.setFont(self._theme.font(TextRole.SMALL, 500))
        painter.setPen(self._theme.colour("secondary"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing
        painter.drawText(place.rect, flags, tr("+{count}", count=texts.number(place.more)))

    def _paint_entry(self, painter: QPainter, rect: QRect, entry: DayEntry, tone: Tone) -> None:
        scaled = self._theme.scaled
        colour, tint = self._theme.tone(tone)
        planned = entry.kind is EntryKind.PLANNED
        box = rect.adjusted(0, 0, 0, -scaled(1))
        edge = self._theme.colour("line") if planned else None
        # What is only planned has an outline and no ground: it is not there yet.
        rounded_box(painter, box, scaled(4), None if planned else tint, edge)
        inner = rect.adjusted(scaled(4), 0, -scaled(3), -scaled(1))
        icon = _icon(entry)
        if icon:
            inner = self._after_icon(painter, inner, icon, colour.name())
        font = self._theme.font(TextRole.SMALL, 500 if entry.late else 400)
        painter.setFont(font)
        painter.setPen(colour)
        words = QFontMetrics(font).elidedText(line_words(entry), Qt.TextElideMode.ElideRight, inner.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextSingleLine
        painter.drawText(inner, flags, words)

    def _after_icon(self, painter: QPainter, line: QRect, icon: str, colour: str) -> QRect:
        side, gap = self._theme.scaled(10), self._theme.scaled(3)
        mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = line.right() + 1 - side if mirrored else line.left()
        paint_icon(painter, QRect(left, line.top(), side, line.height()), self._theme, icon, colour, side)
        return line.adjusted(0, 0, -side - gap, 0) if mirrored else line.adjusted(side + gap, 0, 0, 0)
