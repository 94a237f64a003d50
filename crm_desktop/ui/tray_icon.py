"""The icon in the tray: the program's sign, or a plate with the number of what is due."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPixmap, QTransform

from crm_desktop.ui.texts import number
from crm_desktop.ui.theme.tokens import LIGHT

SIZES = (16, 20, 22, 24, 32, 44, 48, 64)
"""In pixels: what panels ask for, and the same on screens of two device pixels a point."""

_MOST = 99
# Parts of the icon's size.
_CORNER = 0.22
_EDGE = 0.07
_HIGHEST = 0.66
# How far long numbers are squeezed; narrower ones could not be told apart.
_NARROWEST = 0.62
_DRAWN_AT = 100


def tray_icon(sign: QIcon, due: int, *, late: bool = False) -> QIcon:
    """`sign` while nothing is due, else a plate with the number, "99+" at most; `late` gives it the colour of overdue.

    A badge beside the sign would be four pixels high in a panel of 22, so the number takes the whole place. The plate has
    a colour of its own that stands out from light and dark panels; which of them it lies on, nobody tells.
    """
    if due <= 0:
        return sign
    words = number(due) if due <= _MOST else f"{number(_MOST)}+"
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(_plate(size, words, late=late))
    return icon


def _plate(size: int, words: str, *, late: bool) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT.late if late else LIGHT.accent))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * _CORNER, size * _CORNER)
    painter.setBrush(QColor(LIGHT.on_accent))
    painter.drawPath(_digits(painter.font(), words, size))
    painter.end()
    return pixmap


def _digits(font: QFont, words: str, size: int) -> QPainterPath:
    """The number as an outline in the middle of the plate, as large as it gets there, and squeezed if it is long.

    As an outline, because at these sizes a font's own raster would put it up to a pixel beside the middle.
    """
    font = QFont(font)
    font.setBold(True)
    font.setPixelSize(_DRAWN_AT)
    path = QPainterPath()
    path.addText(0, 0, font, words)
    ink = path.boundingRect()
    across = size * (1 - 2 * _EDGE) / ink.width()
    down = min(size * _HIGHEST / ink.height(), across / _NARROWEST)
    across = min(across, down)
    place = QTransform()
    # Whole pixels below the digits keep their feet sharp.
    place.translate((size - ink.width() * across) / 2, round((size + ink.height() * down) / 2))
    place.scale(across, down)
    place.translate(-ink.left(), -ink.bottom())
    return place.map(path)
