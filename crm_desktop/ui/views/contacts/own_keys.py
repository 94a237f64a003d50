"""Keys that belong to the widget with the focus rather than to an action of the view, such as Del on one of its parts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def takes_key(event: QEvent, *keys: Qt.Key) -> bool:
    """Accept the question whether a shortcut may have one of these keys; True when it was asked."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent) or event.key() not in keys:
        return False
    event.accept()
    return True
