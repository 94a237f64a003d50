"""Fields to type into: search, and a field that shows what was understood of a day or a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets.chip import Chip
from crm_desktop.ui.widgets.labels import KeyHint, Label
from crm_desktop.ui.widgets.painting import rounded_box


class SearchField(QLineEdit):
    """A line to filter or search with: Esc empties it and says `emptied`, Down leaves it for the list."""

    left_downwards = Signal()
    emptied = Signal()

    def __init__(self, theme: Theme, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        # Qt's own button for this keeps one colour in both schemes.
        self._clear = self.addAction(theme.icon("x"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setText(tr("Empty this line"))
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        theme.changed.connect(lambda: self._clear.setIcon(theme.icon("x")))

    def sizeHint(self) -> QSize:
        """As high as a button."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(self._theme.scaled(self._theme.sizes.control_height), hint.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the text away first and is left to others when there is none; Down goes to the list."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.emptied.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a typed text means: the value for the program, and chips in words for the user."""

    value: Any
    chips: tuple[tuple[str, Tone], ...]


class DayField(QWidget):
    """A line whose meaning is shown beside it while one types.

    `understand` gets the text at every change (never blank ones) and answers with `Understood`, with a `Message` that
    says why it will not guess, or with None for "nothing yet". `changed` is emitted at every change, `submitted` with
    the value when Enter is pressed on something understood. `framed=False` is for use inside a card.
    """

    changed = Signal()
    submitted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        understand: Callable[[str], Understood | Message | None],
        placeholder: str,
        *,
        enter_hint: bool = False,
        framed: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._understand = understand
        self._framed = framed
        self._understood: Understood | None = None
        self._chips: list[Chip] = []
        self.edit = QLineEdit()
        self.edit.setProperty("bare", True)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(placeholder)
        self.edit.textChanged.connect(self._read)
        self.edit.returnPressed.connect(self._submit)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        self._hint = KeyHint(theme, tr("Enter")) if enter_hint else None
        self._refusal = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._refusal.hide()
        self._build(theme)
        theme.changed.connect(self.update)

    def _build(self, theme: Theme) -> None:
        self._line = QHBoxLayout()
        self._line.setSpacing(theme.space(2))
        self._line.addWidget(self.edit, 1)
        if self._hint is not None:
            self._hint.hide()
            self._line.addWidget(self._hint)
        column = QVBoxLayout(self)
        side, top = (theme.scaled(10), theme.scaled(6)) if self._framed else (0, 0)
        column.setContentsMargins(side, top, side, top)
        column.setSpacing(theme.space(1))
        column.addLayout(self._line)
        column.addWidget(self._refusal)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def value(self) -> Any:
        """The value understood, or None."""
        return self._understood.value if self._understood else None

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put a text in, as if it were typed."""
        self.edit.setText(text)

    def clear(self) -> None:
        """Empty the line."""
        self.edit.clear()

    def show_error(self, sentence: Message) -> None:
        """Say under the field why it will not do."""
        self._refusal.setText(show(sentence))
        self._refusal.show()
        self.edit.setAccessibleDescription(self._refusal.text())

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Draw the frame anew when the line gets or loses the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def _read(self, text: str) -> None:
        meaning = self._understand(text) if text.strip() else None
        self._understood = meaning if isinstance(meaning, Understood) else None
        self._show_chips(self._understood.chips if self._understood else ())
        self._refusal.hide()
        self.edit.setAccessibleDescription(", ".join(chip.text for chip in self._chips))
        if isinstance(meaning, Message):
            self.show_error(meaning)
        self.changed.emit()

    def _show_chips(self, chips: tuple[tuple[str, Tone], ...]) -> None:
        for old in self._chips:
            old.hide()
            old.deleteLater()
        self._chips = [Chip(self._theme, text, tone) for text, tone in chips]
        for position, chip in enumerate(self._chips):
            self._line.insertWidget(1 + position, chip)
        if self._hint is not None:
            self._hint.setVisible(bool(chips))

    def _submit(self) -> None:
        if self._understood is not None:
            self.submitted.emit(self._understood.value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame of a field."""
        if not self._framed:
            return
        border = self._theme.colour("accent" if self.edit.hasFocus() else "line")
        radius = self._theme.scaled(self._theme.sizes.radius_control)
        rounded_box(QPainter(self), self.rect(), radius, self._theme.colour("surface"), border)
