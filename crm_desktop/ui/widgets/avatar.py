"""The round sign of a person (initials) or of a kind of event (an icon)."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets.painting import avatar_tone, initials, paint_avatar, paint_avatar_icon


class _Round(QWidget):
    """A fixed square of `size` pixels at a 13 px font."""

    def __init__(self, theme: Theme, size: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A square that follows the desktop's font size."""
        side = self._theme.scaled(self._size)
        return QSize(side, side)


class Avatar(_Round):
    """Initials of a name in any script; the colour comes from `key` (or the name) and never changes for it."""

    def __init__(
        self, theme: Theme, name: str = "", *, size: int = 30, key: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, size, parent)
        self.set_name(name, key)

    def set_name(self, name: str, key: str | None = None) -> None:
        """Show somebody else."""
        self._letters = initials(name)
        self._tone = avatar_tone(key if key is not None else name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle and the letters."""
        paint_avatar(QPainter(self), self.rect(), self._theme, self._letters, self._tone)


class RoundIcon(_Round):
    """An icon on a tinted circle, for one line of a timeline."""

    def __init__(
        self, theme: Theme, icon: str, tone: Tone = Tone.NEUTRAL, *, size: int = 30, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, size, parent)
        self._icon = icon
        self._tone = tone

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle and the icon."""
        paint_avatar_icon(QPainter(self), self.rect(), self._theme, self._icon, self._tone)
