"""Where small windows over the view go: at a place, but always whole on the screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def show_within_screen(window: QWidget, place: QPoint) -> None:
    """Show a window with its upper left corner at a place (global), moved so far that all of it is on the screen."""
    window.adjustSize()
    screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    left = min(max(place.x(), room.left()), room.right() - window.width())
    top = min(max(place.y(), room.top()), room.bottom() - window.height())
    window.move(left, top)
    window.show()
