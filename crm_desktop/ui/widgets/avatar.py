"""The round sign of a person (a photo or initials) or of a kind of event (an icon)."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
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
    """Initials of a name in any script, or a photo; the colour comes from `key` (or the name) and never changes for it."""

    def __init__(
        self, theme: Theme, name: str = "", *, size: int = 30, key: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, size, parent)
        self._photo: QImage | None = None
        self._painted: QImage | None = None
        self.set_name(name, key)

    def set_name(self, name: str, key: str | None = None) -> None:
        """Show somebody else."""
        self._letters = initials(name)
        self._tone = avatar_tone(key if key is not None else name)
        self.update()

    def set_photo(self, photo: QImage | None) -> None:
        """Show a photo, its middle where it is no square; None for the initials again."""
        self._photo = photo if photo is not None and not photo.isNull() else None
        self._painted = None
        self.update()

    def has_photo(self) -> bool:
        """Whether a photo stands there instead of the initials."""
        return self._photo is not None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle and what is in it."""
        painter = QPainter(self)
        if self._photo is None:
            paint_avatar(painter, self.rect(), self._theme, self._letters, self._tone)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        circle = QPainterPath()
        circle.addEllipse(QRectF(self.rect()))
        painter.setClipPath(circle)
        # A photo with see-through parts lies on the surface, not on whatever is behind the widget.
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.drawImage(self.rect(), self._square())

    def _square(self) -> QImage:
        """The middle of the photo at the size it is shown in; scaled once, not with every repaint."""
        assert self._photo is not None, "asked for only with a photo"
        ratio = self.devicePixelRatioF()
        side = max(1, round(self.width() * ratio))
        if self._painted is None or self._painted.width() != side:
            photo = self._photo
            edge = min(photo.width(), photo.height())
            # Heads are in the upper part of a tall picture.
            top = (photo.height() - edge) // 3
            middle = photo.copy(QRect((photo.width() - edge) // 2, top, edge, edge))
            self._painted = middle.scaled(
                side,
                side,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        return self._painted


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
