"""The part of a form that scrolls when the window is too low for it, and is as high as its fields otherwise."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize

from crm_desktop.ui.widgets import ScrollBody


class FormBody(ScrollBody):
    """A scrolling column that asks for the height of what is in it, unlike a plain scroll area."""

    def sizeHint(self) -> QSize:
        """As large as the fields."""
        inside = self.widget()
        return super().sizeHint() if inside is None else inside.sizeHint() + QSize(0, 2)

    def minimumSizeHint(self) -> QSize:
        """Down to a few lines, so that a card fits into a low window."""
        hint = self.sizeHint()
        return QSize(hint.width() // 2, min(hint.height(), self.fontMetrics().height() * 8))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The fields need more or less room now: a sentence appeared below one, or the font is another."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
