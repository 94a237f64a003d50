"""A text that becomes a field when one clicks it or presses Enter or F2 on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.ui.texts import one_line, show
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets.growing_text import GrowingText
from crm_desktop.ui.widgets.labels import Label, WrappingLabel
from crm_desktop.ui.widgets.painting import focus_ring, rounded_box


class InlineEdit(QWidget):
    """Shows a value and lets it be edited in place.

    Leaving the field or Enter (Ctrl+Enter with `multiline`) emits `committed` if the text is another one; Esc takes it
    back. After `committed` the new text is shown; the owner answers with `set_text` (stored) or `show_error` (refused:
    the field opens again with what was typed and a sentence below). `typed` comes with every change while it is open. With
    `shown`, a line that is not being edited is read in other words than it is typed in.
    """

    committed = Signal(str)
    editing_changed = Signal(bool)
    typed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        text: str = "",
        *,
        placeholder: str = "",
        multiline: bool = False,
        role: TextRole = TextRole.BODY,
        colour: str = "text",
        most_lines: int = 0,
        shown: Callable[[str], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._text = ""
        self._shown_before = ""
        self._refused: str | None = None
        self._suggestions: Callable[[], Sequence[str]] | None = None
        self._shown_as = shown
        self._hint_shown = True
        self._placeholder = placeholder
        self._colour = colour
        self._multiline = multiline
        self._label = WrappingLabel("", role, colour, most_lines=most_lines)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._editor: QLineEdit | GrowingText = GrowingText(theme, name, least=2) if multiline else QLineEdit()
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._build(name, placeholder)
        self.set_text(text)
        theme.changed.connect(self.update)

    def _build(self, name: str, placeholder: str) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._editor.setAccessibleName(name)
        self._editor.setPlaceholderText(placeholder)
        self._editor.installEventFilter(self)
        if isinstance(self._editor, QLineEdit):
            self._editor.textEdited.connect(self.typed)
        else:
            self._editor.textChanged.connect(self._text_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 2, 3, 2)
        column.setSpacing(2)
        for widget in (self._label, self._editor, self._error):
            column.addWidget(widget)
        self._editor.hide()
        self._error.hide()

    def text(self) -> str:
        """The text shown, or while editing the text typed so far."""
        return self._typed() if self.is_editing() else self._text

    def set_text(self, text: str) -> None:
        """Show a stored value. While the user is typing, only the value that Esc returns to is replaced."""
        self._text = text
        self._shown_before = text
        self._show_label()

    def suggest(self, words: Callable[[], Sequence[str]]) -> None:
        """Offer words while a line is typed, each where any part of it was typed; asked for when the field opens."""
        editor = self._editor
        if not isinstance(editor, QLineEdit):
            return
        self._suggestions = words
        completer = QCompleter(QStringListModel(self), editor)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        editor.setCompleter(completer)

    def suggest_for(self, words: Callable[[str], Sequence[str]]) -> None:
        """Offer words that depend on what is typed; asked for with every letter, so it must be quick."""
        self.suggest(lambda: words(self._typed()))
        if isinstance(self._editor, QLineEdit):
            self._editor.textEdited.connect(lambda _text: self.suggest_again())

    def suggest_again(self) -> None:
        """There are other words to offer by now."""
        completer = self._editor.completer() if isinstance(self._editor, QLineEdit) else None
        words = completer.model() if completer is not None else None
        if isinstance(words, QStringListModel) and self._suggestions is not None:
            words.setStringList(list(self._suggestions()))

    def set_placeholder(self, words: str) -> None:
        """Other words for where nothing is written."""
        if words != self._placeholder:
            self._placeholder = words
            self._show_label()

    def set_hint_shown(self, shown: bool) -> None:
        """Whether an empty value shows what may be typed there; with the focus it always does."""
        if shown != self._hint_shown:
            self._hint_shown = shown
            self._show_label()

    def is_editing(self) -> bool:
        """Whether the field is open."""
        return not self._editor.isHidden()

    def start_editing(self) -> None:
        """Open the field with the whole text chosen; one that is open already, with words typed before, takes the focus."""
        if self.is_editing():
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._open(self._text)
        if isinstance(self._editor, QLineEdit):
            self._editor.selectAll()
        else:
            self._editor.moveCursor(self._editor.textCursor().MoveOperation.End)

    def restore(self, typed: str) -> None:
        """Open the field with words that were typed before and not saved, without taking the focus."""
        if not self.is_editing():
            self._open(typed, focus=False)

    def put_away(self) -> None:
        """Close the field without saving and without a word, because it is to show something else."""
        self._refused = None
        self._error.hide()
        self._editor.hide()
        self._label.show()
        self._text = self._shown_before
        self._show_label()

    def show_error(self, sentence: Message) -> None:
        """The value was refused: open the field again with what was typed, and say why below it."""
        refused = self._typed() if self.is_editing() else self._text
        self._text = self._shown_before
        # Who went on to another field is not called back; the sentence stays until the text is mended or taken back.
        self._open(refused, focus=self.hasFocus() or self._editor.hasFocus())
        self._refused = refused
        self._error.setText(show(sentence))
        self._error.show()
        self._editor.setAccessibleDescription(self._error.text())

    def _open(self, text: str, *, focus: bool = True) -> None:
        self._refused = None
        self._error.hide()
        self._editor.setAccessibleDescription("")
        self.suggest_again()
        if isinstance(self._editor, QLineEdit):
            self._editor.setText(text)
        else:
            self._editor.setPlainText(text)
        self._label.hide()
        self._editor.show()
        if focus:
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editing_changed.emit(True)

    def _text_changed(self) -> None:
        if self.is_editing():
            self.typed.emit(self._typed())

    def _typed(self) -> str:
        if isinstance(self._editor, QLineEdit):
            return self._editor.text()
        return self._editor.toPlainText()

    def _close(self, *, keep: bool) -> None:
        typed = self._typed()
        had_focus = self._editor.hasFocus()
        self._error.hide()
        self._editor.hide()
        changed = keep and typed.strip() != self._shown_before.strip()
        self._text = typed.strip() if changed else self._shown_before
        self._show_label()
        self._label.show()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editing_changed.emit(False)
        if changed:
            self.committed.emit(typed.strip())

    def _leave(self) -> None:
        if self._refused is None or self._typed() != self._refused:
            self._close(keep=True)

    def _show_label(self) -> None:
        empty = not self._text.strip()
        # A note keeps its line breaks; everything else is one safe line.
        lines = (
            [one_line(line, 2000) for line in self._text.splitlines()[:500]]
            if self._multiline
            else [one_line(self._shown_as(self._text) if self._shown_as is not None else self._text)]
        )
        hint = self._placeholder if self._hint_shown or self.hasFocus() else ""
        self._label.setText(hint if empty else "\n".join(lines))
        self._label.set_colour("faint" if empty else self._colour)
        self.setAccessibleName(f"{self._name}: {self._placeholder if empty else self._label.text()}")

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Keys and leaving, seen before the editor sees them."""
        if watched is self._editor and self.is_editing():
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._editor_key(event)
            if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and _really_left(event):
                self._leave()
        return super().eventFilter(watched, event)

    def _editor_key(self, event: QKeyEvent) -> bool:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._close(keep=False)
            return True
        if enter and (control or not self._multiline):
            self._close(keep=True)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or F2 opens the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not self.is_editing():
            self.start_editing()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the field."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.start_editing()

    def event(self, event: QEvent) -> bool:
        """Repaint when the pointer comes and goes or the focus changes."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
            if not self._hint_shown and not self._text.strip() and not self.is_editing():
                self._show_label()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """At least one line, so that an empty value can be hit."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(hint.height(), self.fontMetrics().height() + 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A tint under the pointer, a ring with the focus."""
        if self.is_editing():
            return
        painter = QPainter(self)
        radius = self._theme.scaled(self._theme.sizes.radius_hint)
        if self.underMouse():
            rounded_box(painter, self.rect(), radius, self._theme.colour("hover"))
        if self.hasFocus():
            focus_ring(painter, self.rect(), radius, self._theme)


def _really_left(event: QFocusEvent) -> bool:
    """A context menu or another window in front is not leaving."""
    return event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
