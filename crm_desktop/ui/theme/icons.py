"""Line icons from `resources/icons`, drawn in any colour and kept until the colours change."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


def icon_folder() -> Path:
    """Where the icons lie, beside the package both in the source tree and in a frozen build."""
    return Path(__file__).resolve().parents[3] / "resources" / "icons"


def app_icon() -> QIcon:
    """The sign of the program, for windows and the tray."""
    renderer = QSvgRenderer(str(icon_folder().parent / "app.svg"))
    icon = QIcon()
    for size in (16, 22, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        icon.addPixmap(pixmap)
    return icon


class Icons:
    """Draws `<name>.svg` with `currentColor` replaced; each name, colour and size is drawn once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._sources: dict[str, bytes] = {}

    def clear(self) -> None:
        """Forget what was drawn, because the colours changed."""
        self._pixmaps.clear()

    def pixmap(self, name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
        """The icon as a square of `size` logical pixels. Raises FileNotFoundError for a name that does not exist."""
        key = (name, colour, size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(name, colour, size, ratio)
        return self._pixmaps[key]

    def icon(self, name: str, colour: str, size: int, disabled_colour: str) -> QIcon:
        """The icon for buttons and menus, sharp on screens of two device pixels a point as well."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, colour, size, ratio), QIcon.Mode.Normal)
            icon.addPixmap(self.pixmap(name, disabled_colour, size, ratio), QIcon.Mode.Disabled)
        return icon

    def _source(self, name: str) -> bytes:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_bytes()
        return self._sources[name]

    def _draw(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        renderer = QSvgRenderer(QByteArray(self._source(name).replace(b"currentColor", colour.encode())))
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
