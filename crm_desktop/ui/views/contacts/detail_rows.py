"""One line of the details: a value edited in place, with its name before it or its label behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import InlineEdit, Label


class FormEdit(InlineEdit):
    """Looks like a value edited in place, but asks for a form: `wanted` when it is clicked or Enter is pressed."""

    wanted = Signal()

    def start_editing(self) -> None:
        """Ask for the form."""
        self.wanted.emit()


class DetailRow(QWidget):
    """A value, and if wanted a fixed `title` before it, an editable label beside it, and small words at the end.

    `saved` carries value and label when either was changed; the owner answers with `set_texts` or `show_error`.
    """

    saved = Signal(str, str)
    ended = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        title: str = "",
        labelled: bool = False,
        label_first: bool = False,
        label_hint: str = "",
        placeholder: str = "",
        multiline: bool = False,
        by_form: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        kind = FormEdit if by_form else InlineEdit
        self.value = kind(theme, name, placeholder=placeholder or name, multiline=multiline, role=TextRole.SECONDARY)
        # A long word without a blank must not push the column wider than it is.
        self.value.setMinimumWidth(theme.scaled(40))
        self.label: InlineEdit | None = None
        self.after = Label("", TextRole.SECONDARY, "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1))
        top = Qt.AlignmentFlag.AlignTop
        if title:
            words = Label(title, TextRole.SECONDARY, "secondary", wrap=True)
            words.setContentsMargins(3, 2, 0, 0)
            words.setFixedWidth(theme.scaled(84))
            row.addWidget(words, 0, top)
        if labelled:
            self.label = InlineEdit(
                theme,
                tr("Label of {name}", name=name),
                placeholder=label_hint or tr("label"),
                role=TextRole.SECONDARY,
                colour="secondary",
            )
            self.label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
            self.label.setMaximumWidth(theme.scaled(96))
            self.label.committed.connect(lambda _text: self._save())
        if self.label is not None and label_first:
            self.label.setFixedWidth(theme.scaled(84))
            row.addWidget(self.label, 0, top)
        row.addWidget(self.value, 1)
        row.addWidget(self.after, 0, top)
        self.after.setContentsMargins(0, 2, 3, 0)
        self.after.hide()
        if self.label is not None and not label_first:
            row.addWidget(self.label, 0, top)
        self.value.committed.connect(lambda _text: self._save())
        self.value.editing_changed.connect(self._editing_changed)
        self._shown: tuple[str, str, str] | None = None

    def set_texts(self, value: str, label: str = "", after: str = "") -> None:
        """Show what is stored."""
        if self._shown == (value, label, after):
            return
        self._shown = (value, label, after)
        self.value.set_text(value)
        if self.label is not None:
            self.label.set_text(label)
        self.after.setText(after)
        self.after.setVisible(bool(after))

    def show_error(self, sentence: Message) -> None:
        """The value was refused; the field opens again with what was typed."""
        self.value.show_error(sentence)

    def start(self) -> None:
        """Open the value for typing."""
        self.value.start_editing()

    def _save(self) -> None:
        # What is stored may be written otherwise than what was typed, even when it is the same as before.
        self._shown = None
        self.saved.emit(self.value.text().strip(), self.label.text().strip() if self.label is not None else "")

    def _editing_changed(self, editing: bool) -> None:
        if not editing:
            self.ended.emit()
