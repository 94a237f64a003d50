"""The head of a column: name, number and sum on one line, below it how much of all open deals stand here."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.texts import one_line, tooltip
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import ElidedLabel
from crm_desktop.ui.widgets.painting import rounded_box

_NAME_ROOM = 96
_SHARE_HEIGHT = 3
_DOT = 8


class ShareBar(QWidget):
    """A thin line, filled as far as the column's share of all open deals reaches, in the colour of the stage."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[float | None, Tone] = (None, Tone.NEUTRAL)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Thin."""
        return QSize(10, self._theme.scaled(_SHARE_HEIGHT))

    def show_share(self, share: float | None, tone: Tone) -> None:
        """`share` is from 0 to 1; None for a column that has none."""
        if (share, tone) != self._shown:
            self._shown = (share, tone)
            self.update()

    def share(self) -> float | None:
        """What is shown, from 0 to 1."""
        return self._shown[0]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line from the leading edge."""
        share, tone = self._shown
        if share is None:
            return
        painter = QPainter(self)
        round_end = self.height() / 2
        rounded_box(painter, self.rect(), round_end, self._theme.colour("line"))
        width = round(self.width() * min(max(share, 0.0), 1.0))
        if width > 0:
            colour = self._theme.colour("outline") if tone is Tone.NEUTRAL else self._theme.tone(tone)[0]
            right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            filled = QRect(self.width() - width if right else 0, 0, max(width, self.height()), self.height())
            rounded_box(painter, filled, round_end, colour)


class Dot(QWidget):
    """The colour of a stage; not there for the neutral one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = Tone.NEUTRAL
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def sizeHint(self) -> QSize:
        """Small."""
        return QSize(self._theme.scaled(_DOT), self._theme.scaled(_DOT))

    def show_tone(self, tone: Tone) -> None:
        """Take this colour."""
        self._tone = tone
        self.setVisible(tone is not Tone.NEUTRAL)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dot."""
        rounded_box(QPainter(self), self.rect(), self.height() / 2, self._theme.tone(self._tone)[0])


class ColumnHead(QWidget):
    """`menu_wanted(point)` when it is pressed, with a point of the screen."""

    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self.name = ElidedLabel("", TextRole.BODY, weight="medium")
        self.numbers = ElidedLabel("", TextRole.SECONDARY, "secondary")
        self.numbers.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for label in (self.name, self.numbers):
            # The tooltip of the head says all of it, also where a label is cut.
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.share = ShareBar(theme)
        self._dot = Dot(theme)
        line = QHBoxLayout()
        line.setContentsMargins(theme.space(1), 0, theme.space(1), 0)
        line.setSpacing(theme.scaled(6))
        line.addWidget(self._dot)
        line.addWidget(self.name, 1)
        line.addWidget(self.numbers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(5))
        column.addLayout(line)
        column.addWidget(self.share)

    def show_head(
        self, name: str, numbers: str, explained: str, *, share: float | None = None, tone: Tone = Tone.NEUTRAL
    ) -> bool:
        """Name, numbers and the sentence for the tooltip; False when all of it was shown already."""
        if (name, numbers, explained, share, tone) == self._shown:
            return False
        self._shown = (name, numbers, explained, share, tone)
        self._dot.show_tone(tone)
        self.name.set_text(name)
        # Sums of many currencies give way to the name, but a very long name does not push them out.
        self.name.setMinimumWidth(min(self.name.sizeHint().width(), self._theme.scaled(_NAME_ROOM)))
        self.numbers.set_text(numbers)
        self.setToolTip(tooltip(f"{one_line(name)}: {explained}"))
        self.share.show_share(share, tone)
        self.update()
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press opens the menu of the column."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.menu_wanted.emit(self.mapToGlobal(QPoint(0, self.height())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, so that the release comes here."""
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same menu by the other button."""
        self.menu_wanted.emit(event.globalPos())
