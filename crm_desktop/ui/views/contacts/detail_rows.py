"""One line of the details: a value edited in place, with its name before it or its label behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.detail_items import WORK_TEXTS, text_words
from crm_desktop.ui.widgets import InlineEdit, Label, LinkButton


class FormEdit(InlineEdit):
    """Looks like a value edited in place, but asks for a form: `wanted` when it is clicked or Enter is pressed."""

    wanted = Signal()

    def start_editing(self) -> None:
        """Ask for the form."""
        self.wanted.emit()


class DetailRow(QWidget):
    """A value, and if wanted a fixed `title` before it, an editable label beside it, and small words at the end.

    `saved` carries value and label when either was changed; the owner answers with `set_texts` or `show_error`. With
    `opens`, `open_wanted` carries the value when the word beside it is pressed.
    """

    saved = Signal(str, str)
    open_wanted = Signal(str)
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
        opens: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown: tuple[str, str, str] | None = None
        kind = FormEdit if by_form else InlineEdit
        self.value = kind(theme, name, placeholder=placeholder or name, multiline=multiline, role=TextRole.SECONDARY)
        # A long word without a blank must not push the column wider than it is.
        self.value.setMinimumWidth(theme.scaled(40))
        self.value.committed.connect(lambda _text: self._save())
        self.value.editing_changed.connect(self._editing_changed)
        self.label = self._label(theme, name, label_hint, label_first) if labelled else None
        self.open_button = self._opener(theme, name) if opens else None
        self.after = Label("", TextRole.SECONDARY, "secondary")
        self.after.setContentsMargins(0, 2, 3, 0)
        self.after.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1))
        before: list[QWidget | None] = [self._title(theme, title)] if title else []
        behind: list[QWidget | None] = [self.after, self.open_button]
        (before if label_first else behind).append(self.label)
        for widget in (*before, self.value, *behind):
            if widget is self.value:
                row.addWidget(widget, 1)
            elif widget is not None:
                row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def _title(self, theme: Theme, title: str) -> QWidget:
        words = Label(title, TextRole.SECONDARY, "secondary", wrap=True)
        words.setContentsMargins(3, 2, 0, 0)
        words.setFixedWidth(theme.scaled(84))
        return words

    def _label(self, theme: Theme, name: str, hint: str, first: bool) -> InlineEdit:
        label = InlineEdit(
            theme,
            tr("Label of {name}", name=name),
            placeholder=hint or tr("label"),
            role=TextRole.SECONDARY,
            colour="secondary",
        )
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        label.setMaximumWidth(theme.scaled(96))
        if first:
            label.setFixedWidth(theme.scaled(84))
        label.committed.connect(lambda _text: self._save())
        return label

    def _opener(self, theme: Theme, name: str) -> LinkButton:
        button = LinkButton(theme, tr("open"))
        button.setAccessibleName(tr("Open {name}", name=name))
        button.clicked.connect(lambda _checked=False: self.open_wanted.emit(self.value.text().strip()))
        return button

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


def row_for(theme: Theme, part: str) -> DetailRow:
    """An empty row for a part of a person, as `detail_items` names them."""
    if part in ("email", "phone", "link"):
        names = {"email": tr("E-mail"), "phone": tr("Phone"), "link": tr("Link")}
        return DetailRow(theme, names[part], labelled=True, opens=part == "link")
    if part == "address":
        return DetailRow(theme, tr("Address"), by_form=True)
    if part == "date":
        hint = tr("3 March 1988")
        return DetailRow(
            theme, tr("Date"), labelled=True, label_first=True, label_hint=tr("occasion"), placeholder=hint
        )
    if part == "fact":
        return DetailRow(
            theme, tr("Fact"), labelled=True, label_first=True, label_hint=tr("likes"), placeholder=tr("oat milk"),
            multiline=True,
        )  # fmt: skip
    title, hint = text_words(part)
    if part in WORK_TEXTS:
        return DetailRow(theme, title, placeholder=title)
    return DetailRow(theme, title, title=title, placeholder=hint, multiline=part == "note")
