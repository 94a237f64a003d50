"""A row of months as bars: told apart by form and not by colour alone, walked along with arrows, each with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.ui.texts import tooltip
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.painting import focus_ring

_HEIGHT, _WIDTH, _LEAST = 150, 30, 26
_GAP = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A bar of one height, from 0 to 1 of the room: `solid`, `soft` (a tint), or an `empty` box with a broken line.

    `tone` is the name of a colour with a tint.
    """

    share: float
    form: str
    tone: str = "accent"


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: bars that stand over each other (`beside` for side by side), the word below, all of it in words."""

    label: str
    words: str
    parts: tuple[Part, ...]
    beside: bool = False


class MonthBar(QAbstractButton):
    """One month; checked when it is the one looked at."""

    def __init__(self, theme: Theme, bar: Bar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.bar = bar
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(bar.words)
        self.setToolTip(tooltip(bar.words))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for the bar and the word below."""
        return QSize(self._theme.scaled(_WIDTH), self._theme.scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Twelve of them fit into a narrow card."""
        return QSize(self._theme.scaled(_LEAST), self._theme.scaled(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground of the chosen one, bars, word, ring of the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(self.rect(), theme.scaled(5), theme.scaled(5))
        font = theme.font(TextRole.SECONDARY, 600 if self.isChecked() else 400)
        metrics = QFontMetrics(font)
        below = metrics.height() + theme.scaled(6)
        room = self.rect().adjusted(theme.scaled(_GAP), theme.scaled(6), -theme.scaled(_GAP), -below)
        self._paint_bars(painter, room)
        thick = theme.scaled(2) if self.isChecked() else 1
        ground = theme.colour("accent" if self.isChecked() else "line")
        painter.fillRect(room.left(), room.bottom() + 1, room.width(), thick, ground)
        painter.setFont(font)
        painter.setPen(theme.colour("text" if self.isChecked() else "secondary"))
        word = QRect(0, self.height() - below + theme.scaled(2), self.width(), metrics.height())
        text = metrics.elidedText(self.bar.label, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(word, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
        if self.hasFocus():
            focus_ring(painter, self.rect().adjusted(1, 1, -1, -1), theme.scaled(5), theme)

    def _paint_bars(self, painter: QPainter, room: QRect) -> None:
        count = len(self.bar.parts) if self.bar.beside else 1
        width = room.width() / count
        for place, part in enumerate(self.bar.parts):
            height = min(1.0, max(0.0, part.share)) * room.height()
            if part.share <= 0:
                continue
            height = max(height, self._theme.scaled(2))
            step = place if self.bar.beside else 0
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                step = count - 1 - step if self.bar.beside else 0
            left = room.left() + step * width
            box = QRectF(
                left + 0.5, room.bottom() + 1 - height + 0.5, width - (2 if self.bar.beside else 1), height - 0.5
            )
            paint_part(painter, self._theme, box, part)


class BarRow(QWidget):
    """Months side by side. Left and Right go from one to the next, Space or Enter or a click looks at it; Tab takes the row as a whole.

    `chosen(place)` is emitted when the user chose one, `looked_at(words)` when the pointer or the focus came to one; when it left,
    with the words of the chosen one, if any.
    """

    chosen = Signal(int)
    looked_at = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.scaled(2))
        self.bars: list[MonthBar] = []

    def show_bars(self, bars: Sequence[Bar], chosen: int | None) -> None:
        """Show these months; the focus stays at its place."""
        # Before there are any months, the row itself may have been given the focus.
        had = self.hasFocus()
        focused = next((place for place, bar in enumerate(self.bars) if bar.hasFocus()), 0 if had else None)
        self.setFocusProxy(None)  # type: ignore[arg-type]  # the stubs know no None
        for old in self.bars:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.bars = [MonthBar(self._theme, bar) for bar in bars]
        for place, bar in enumerate(self.bars):
            bar.clicked.connect(lambda _checked=False, place=place: self._press(place))
            bar.installEventFilter(self)
            self._row.addWidget(bar)
        self.choose(chosen)
        if focused is not None and self.bars:
            self.bars[min(focused, len(self.bars) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, place: int | None) -> None:
        """Mark a month as the one looked at, without `chosen`."""
        for number, bar in enumerate(self.bars):
            bar.setChecked(number == place)
            entry = number == (place if place is not None else 0)
            bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus if entry else Qt.FocusPolicy.ClickFocus)
            if entry:
                self.setFocusProxy(bar)
        self._tell()

    def _tell(self) -> None:
        """The month with the keys is looked at, or else the one that was chosen."""
        bars = [*(bar for bar in self.bars if bar.hasFocus()), *(bar for bar in self.bars if bar.isChecked())]
        self.looked_at.emit(bars[0].bar.words if bars else "")

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Arrows, Home and End move, Enter presses; what is looked at is told."""
        if watched in self.bars and event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            self.looked_at.emit(watched.bar.words)
        elif watched in self.bars and event.type() in (QEvent.Type.Leave, QEvent.Type.FocusOut):
            self._tell()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self.bars:
            place = self.bars.index(watched)
            onward = -1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1
            last = len(self.bars) - 1
            target = {
                Qt.Key.Key_Right: place + onward, Qt.Key.Key_Left: place - onward, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
            }.get(Qt.Key(event.key()))  # fmt: skip
            if target is not None:
                self.bars[min(max(target, 0), last)].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._press(place)
                return True
        return super().eventFilter(watched, event)

    def _press(self, place: int) -> None:
        self.choose(place)
        self.chosen.emit(place)


class Legend(QWidget):
    """What the forms of the bars mean: a sample of each before its word."""

    def __init__(self, theme: Theme, entries: Sequence[tuple[Part, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries = tuple(entries)
        self.setAccessibleName(", ".join(word for _part, word in entries))
        theme.changed.connect(self.update)

    def set_entries(self, entries: Sequence[tuple[Part, str]]) -> None:
        """Other words, for another pipeline."""
        self._entries = tuple(entries)
        self.setAccessibleName(", ".join(word for _part, word in entries))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All samples and words side by side."""
        metrics = QFontMetrics(self._theme.font(TextRole.SECONDARY))
        words = sum(metrics.horizontalAdvance(word) for _part, word in self._entries)
        return QSize(words + len(self._entries) * self._theme.scaled(34), metrics.height() + self._theme.scaled(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a small box and the word for each."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._theme.font(TextRole.SECONDARY)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side, left = self._theme.scaled(11), 0
        for part, word in self._entries:
            width = metrics.horizontalAdvance(word)
            whole = side + self._theme.scaled(6) + width
            start = self.width() - left - whole if right_to_left else left
            sample = start + whole - side if right_to_left else start
            box = QRectF(sample + 0.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
            paint_part(painter, self._theme, box, part)
            painter.setPen(self._theme.colour("secondary"))
            text = QRect(start if right_to_left else start + side + self._theme.scaled(6), 0, width, self.height())
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, word)
            left += whole + self._theme.scaled(16)


def paint_part(painter: QPainter, theme: Theme, box: QRectF, part: Part) -> None:
    """One bar in its form."""
    full, tint = theme.colour(part.tone), theme.colour(f"{part.tone}_tint")
    radius = min(float(theme.scaled(3)), box.height() / 2)
    if part.form == "empty":
        painter.setPen(QPen(full, 1.0, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(QPen(full, 1.0))
        painter.setBrush(tint if part.form == "soft" else full)
    painter.drawRoundedRect(box, radius, radius)
