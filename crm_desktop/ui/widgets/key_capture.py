"""A button that shows a key and, once pressed, takes the next key that is pressed in its place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.painting import rounded_box

_MODIFIERS = (
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock,
    Qt.Key.Key_unknown, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_Dead_Acute, Qt.Key.Key_Multi_key,
)  # fmt: skip
_NAMED = range(0x01000000, 0x02000000)
"""Qt's numbers of keys that print nothing."""


class KeyCapture(QAbstractButton):
    """Shows `words` (the keys as the desktop writes them, or what is there instead of one).

    Pressed, it waits for a key: `captured(portable)` is emitted with it in Qt's portable form, empty for Backspace, which
    takes the key away. After a letter of `openings` (such as G) it waits for a second one. Esc or leaving ends the
    waiting, and `given_up` is emitted.
    """

    captured = Signal(str)
    given_up = Signal()

    def __init__(
        self, theme: Theme, words: str, name: str, openings: frozenset[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._openings = openings
        self._waiting = False
        self._first = ""
        self.setAccessibleName(name)
        self.setAccessibleDescription(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: self.wait())
        theme.changed.connect(self.update)

    def set_words(self, words: str) -> None:
        """Show another key."""
        self._words = words
        self.setAccessibleDescription(words)
        self._end()

    def words(self) -> str:
        """What is shown now."""
        if not self._waiting:
            return self._words
        return tr("{key} then …", key=self._first) if self._first else tr("Press the new key …")

    def wait(self) -> None:
        """Take the next key."""
        self._waiting, self._first = True, ""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    @property
    def waiting(self) -> bool:
        """Whether the next key is taken."""
        return self._waiting

    def event(self, event: QEvent) -> bool:
        """While waiting, no key means anything else: not a shortcut, not the next field."""
        if self._waiting and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere wants no other key."""
        super().focusOutEvent(event)
        if self._waiting and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._give_up()

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS or event.isAutoRepeat():
            return
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._give_up()
            return
        step = portable(event)
        if event.key() == Qt.Key.Key_Backspace and not self._first:
            step = ""
        elif not self._first and step in self._openings:
            self._first = step
            self._show()
            return
        chosen = f"{self._first}, {step}" if self._first else step
        self._end()
        self.captured.emit(chosen)

    def _give_up(self) -> None:
        self._end()
        self.given_up.emit()

    def _end(self) -> None:
        self._waiting, self._first = False, ""
        self._show()

    def _show(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The words and a little air."""
        metrics = QFontMetrics(self._theme.font(TextRole.SECONDARY))
        width = metrics.horizontalAdvance(self.words()) + self._theme.scaled(18)
        return QSize(max(width, self._theme.scaled(44)), metrics.height() + self._theme.scaled(10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box of a key, in the colour of what is chosen while it waits."""
        painter, theme = QPainter(self), self._theme
        busy = self._waiting or self.hasFocus()
        fill = theme.colour("accent_tint" if self._waiting else "hover" if self.underMouse() else "surface")
        radius = theme.scaled(theme.sizes.radius_control)
        rounded_box(painter, self.rect(), radius, fill, theme.colour("accent" if busy else "line"), 2 if busy else 1)
        painter.setFont(theme.font(TextRole.SECONDARY))
        painter.setPen(theme.colour("text" if self.isEnabled() else "faint"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.words())


def portable(event: QKeyEvent) -> str:
    """A pressed key in Qt's portable form; Shift is left out where it only made the sign, as for `?`."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    is_letter = Qt.Key.Key_A <= key <= Qt.Key.Key_Z
    if modifiers & Qt.KeyboardModifier.ShiftModifier and key.value not in _NAMED and not is_letter:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)
