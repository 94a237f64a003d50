"""Plain-text labels in the roles of the type scale, eliding ones, section headings and key hints."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from crm_desktop.ui.texts import one_line, tooltip
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets.chip import Chip
from crm_desktop.ui.widgets.painting import key_hint_size, paint_key_hint

_HEIGHTS_KEPT = 20


class Label(QLabel):
    """A label that never reads its text as HTML; `role` is its size, `colour` a token, `weight` medium or bold."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = TextRole.BODY,
        colour: str = "text",
        *,
        weight: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("textRole", role.value)
        self.setProperty("colour", colour)
        if weight:
            self.setProperty("weight", weight)
        self.setWordWrap(wrap)
        self._align()
        self.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        """Begin at the other side when the interface is mirrored."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        # Qt would follow the direction of each text, so that names of two scripts in one column stood at two edges.
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def set_colour(self, colour: str) -> None:
        """Show the text in another token's colour."""
        if self.property("colour") != colour:
            self.setProperty("colour", colour)
            self.style().unpolish(self)
            self.style().polish(self)


class ElidedLabel(Label):
    """A one-line label that ends in an ellipsis where there is no room; the tooltip then holds the whole text."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = TextRole.BODY,
        colour: str = "text",
        *,
        weight: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._full = ""
        super().__init__("", role, colour, weight=weight, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Set the whole text; it is cleaned and shortened for showing."""
        self._full = one_line(text)
        self.setAccessibleName(self._full)
        self.updateGeometry()
        self._elide()

    def full_text(self) -> str:
        """The text before it was cut."""
        return self._full

    def setBuddy(self, buddy: QWidget) -> None:
        """Name a field; unlike in Qt, an ampersand in the text stays one and makes no key."""
        super().setBuddy(buddy)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        """Hardly any width: the text gives way first."""
        return QSize(self.fontMetrics().averageCharWidth() * 3, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Room for the whole text and what is left free around it."""
        width = self.fontMetrics().horizontalAdvance(self._full) + 2 + self._around()
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew for the new width."""
        super().resizeEvent(event)
        self._elide()

    def _around(self) -> int:
        around = self.contentsMargins()
        return around.left() + around.right()

    def _elide(self) -> None:
        room = max(self.width() - self._around(), 1)
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&") if self.buddy() is not None else shown)
        self.setToolTip(tooltip(self._full) if shown != self._full else "")


class WrappingLabel(Label):
    """Lines break between words, and inside a word that is longer than the line.

    With `most_lines`, the last one ends in an ellipsis where there is more, and the tooltip holds the whole text.
    """

    def __init__(
        self,
        text: str = "",
        role: TextRole = TextRole.BODY,
        colour: str = "text",
        *,
        most_lines: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        # Layouts ask for the same few heights again and again; breaking lines each time would show when a page opens.
        self._heights: dict[tuple[str, int], int] = {}
        self._most_lines = most_lines
        super().__init__(text, role, colour, wrap=True, parent=parent)

    def minimumSizeHint(self) -> QSize:
        """Hardly any width; whoever lays it out asks for the height."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        """Wide enough for the text, up to sixty letters."""
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(line) for line in self.text().split("\n")), default=0)
        width = min(longest + 2, metrics.averageCharWidth() * 60)
        return QSize(width, self.heightForWidth(width))

    def heightForWidth(self, width: int) -> int:
        """The height of the broken text, in the fonts its scripts need."""
        key = (self.text(), width)
        if key not in self._heights:
            if len(self._heights) > _HEIGHTS_KEPT:
                self._heights.clear()
            around = self.contentsMargins()
            layout, _cut = self._broken(max(width - around.left() - around.right(), 1))
            self._heights[key] = (
                max(ceil(_height(layout)), self.fontMetrics().height()) + around.top() + around.bottom()
            )
        return self._heights[key]

    def changeEvent(self, event: QEvent) -> None:
        """Another font has other heights."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ContentsRectChange):
            self._heights.clear()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        layout, cut = self._broken(room.width())
        free = max(room.height() - ceil(_height(layout)), 0)
        layout.draw(painter, QPointF(room.left(), room.top() + free // 2))
        if cut != bool(self.toolTip()):
            self.setToolTip(tooltip(self.text()) if cut else "")

    def _broken(self, width: int) -> tuple[QTextLayout, bool]:
        """The text in lines of a width, and whether some of it had to be left out."""
        layout = self._lines(self.text(), width)
        if not self._most_lines or layout.lineCount() <= self._most_lines:
            return layout, False
        last = layout.lineAt(self._most_lines - 1)
        rest = self.text()[last.textStart() :].replace("\n", " ")
        shown = self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, width)
        return self._lines(self.text()[: last.textStart()] + shown, width), True

    def _lines(self, text: str, width: int) -> QTextLayout:
        layout = QTextLayout(text.replace("\n", "\u2028"), self.font())
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return layout


def _height(layout: QTextLayout) -> float:
    return float(layout.boundingRect().height())


class KeyHint(QWidget):
    """A key in a small box, such as `Ctrl K`; only a sign, the key itself is handled by its action.

    `keys` is the key that the action comes with; where the user chose another one, that is shown, unless it is `literal`.
    """

    def __init__(
        self,
        theme: Theme,
        keys: str,
        colour: str = "faint",
        parent: QWidget | None = None,
        *,
        literal: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys
        self._literal = literal
        self._colour = colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._follow()
        theme.changed.connect(self._follow)

    def text(self) -> str:
        """The key as it is shown."""
        return self._keys if self._literal else self._theme.hint(self._keys)

    def _follow(self) -> None:
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The text and a little air; nothing without a key."""
        return key_hint_size(self._theme, self.text()) if self.text() else QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box and the key."""
        if self.text():
            paint_key_hint(QPainter(self), self.rect(), self._theme, self.text(), self._colour)


class SectionHeading(QWidget):
    """The small bold line above a card, with a pill that counts what is in it."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        count: int | None = None,
        tone: Tone = Tone.NEUTRAL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label = Label(text, TextRole.SECONDARY, "secondary", weight="bold")
        self._pill = Chip(theme, "", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(self._label)
        row.addWidget(self._pill)
        row.addStretch()
        self.set_count(count)

    def set_text(self, text: str) -> None:
        """Change the words."""
        self._label.setText(text)

    def set_count(self, count: int | None, tone: Tone | None = None) -> None:
        """Show the number, or no pill for None."""
        self._pill.setVisible(count is not None)
        if count is not None:
            self._pill.set_text(str(count))
        if tone is not None:
            self._pill.set_tone(tone)
