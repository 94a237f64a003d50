"""One line of text with the words that were looked for standing out."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from crm_desktop.domain.search_hits import Ranges


def paint_marked_line(
    painter: QPainter, rect: QRect, alignment: Qt.AlignmentFlag, text: str, marks: Ranges, colour: QColor
) -> None:
    """Draw a text that fits into `rect`, in the painter's font and colour; `marks` count code points of the text.

    Places beyond the end of the text, which may have been cut, are left out.
    """
    layout = QTextLayout(text, painter.font())
    option = QTextOption(alignment & Qt.AlignmentFlag.AlignHorizontal_Mask)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.setFormats(_formats(text, marks, colour))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(rect.width())
    layout.endLayout()
    free = max(0.0, rect.height() - line.height())
    layout.draw(painter, QPointF(rect.left(), rect.top() + free / 2))


def _formats(text: str, marks: Ranges, colour: QColor) -> list[QTextLayout.FormatRange]:
    shown = len(text) - 1 if text.endswith("…") else len(text)
    formats = []
    for start, end in marks:
        if start >= shown:
            continue
        made = QTextLayout.FormatRange()
        # Qt counts UTF-16 units: a letter outside the basic plane is two.
        made.start = _units(text[:start])
        made.length = _units(text[start : min(end, shown)])
        made.format = _standing_out(colour)
        formats.append(made)
    return formats


def _standing_out(colour: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(colour)
    # Bold as well, because colour alone is no sign.
    made.setFontWeight(QFont.Weight.Bold)
    return made


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
