"""A line to type a number into that also offers words, such as "learned" or "never"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget


class TypedChoice(QComboBox):
    """`told(text)` once another text stands there and Enter was pressed, the line left or a word chosen.

    Alt+Down offers the words; plain arrows are left to who is around.
    """

    told = Signal(str)

    def __init__(self, name: str, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._told = ""
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItems(list(words))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.set_name(name)
        line = self.lineEdit()
        assert line is not None, "it is editable"
        self.line = line
        self.setCompleter(None)  # type: ignore[arg-type]  # the stubs know no None
        line.editingFinished.connect(self._tell)
        self.textActivated.connect(lambda _text: self._tell())

    def set_name(self, name: str) -> None:
        """Name it for screen readers."""
        self.setAccessibleName(name)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(name)

    def show_text(self, text: str) -> None:
        """Show what is stored; what is being typed stays."""
        typing = self.line.hasFocus() and self.line.text() not in (self._shown, self._told)
        self._shown = text
        if not typing:
            self.take_back()

    def take_back(self) -> None:
        """Show what is stored instead of what was typed."""
        with QSignalBlocker(self):
            self.setEditText(self._shown)

    def _tell(self) -> None:
        if self.line.text().strip() != self._shown:
            self._told = self.line.text()
            self.told.emit(self._told)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A choice must not change in passing."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down with Alt move the row, but Alt+Down in an empty choice is Qt's: F4 offers the words as well."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
            return
        super().keyPressEvent(event)
