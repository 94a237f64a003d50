"""The pills that say what narrows the list; pressing one takes that part back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import ChipButton, FlowLayout

_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class FilterChips(QWidget):
    """One pill for each part; `cleared` carries the part, "" for all of them. Del and Backspace press, too."""

    cleared = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._flow = FlowLayout(self, spacing=theme.space(1.5))
        self.pills: list[ChipButton] = []
        self._shown: list[tuple[str, str]] = []
        self.setAccessibleName(tr("What is filtered"))
        self.hide()

    def show_parts(self, parts: Sequence[tuple[str, str]]) -> None:
        """Show (part, words) each; none hides the line."""
        if list(parts) == self._shown:
            return
        self._shown = list(parts)
        had_focus = any(pill.hasFocus() for pill in self.pills)
        for pill in self.pills:
            self._flow.removeWidget(pill)
            pill.hide()
            pill.deleteLater()
        self.pills = [self._pill(words, part) for part, words in parts]
        if len(parts) > 1:
            self.pills.append(self._pill(tr("Clear all"), ""))
        for pill in self.pills:
            self._flow.addWidget(pill)
            pill.show()
        self.setVisible(bool(parts))
        if had_focus and self.pills:
            self.pills[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _pill(self, words: str, part: str) -> ChipButton:
        pill = ChipButton(self._theme, f"{words}  ×" if part else words)
        pill.setAccessibleName(tr("Filter: {words}", words=words) if part else words)
        pill.setAccessibleDescription(tr("Press to take it back"))
        pill.setProperty("part", part)
        pill.clicked.connect(lambda _checked=False: self.cleared.emit(part))
        return pill

    def event(self, event: QEvent) -> bool:
        """Del, which deletes a reminder elsewhere, means the pill with the focus here."""
        overriding = event.type() == QEvent.Type.ShortcutOverride
        if overriding and isinstance(event, QKeyEvent) and event.key() in _CLEARING:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del and Backspace take the part back that has the focus."""
        focused = next((pill for pill in self.pills if pill.hasFocus()), None)
        if focused is not None and event.key() in _CLEARING:
            self.cleared.emit(focused.property("part"))
        else:
            super().keyPressEvent(event)
