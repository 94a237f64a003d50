"""One line of the form of own fields: a grip, the name, its kind, its choices, whether it is shown, and deleting."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.messages import Message
from crm_desktop.domain.own_fields import HAS_OPTIONS, FieldKind, OwnField
from crm_desktop.ui.dialogs.stage_row import Grip, IconButton
from crm_desktop.ui.texts import one_line, plural, show, tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Chip, Label, LinkButton, Switch

_KIND_WIDTH = 108


def kind_words(kind: FieldKind) -> str:
    """What a kind of field is called."""
    return {
        FieldKind.TEXT: tr("Text"),
        FieldKind.NUMBER: tr("Number"),
        FieldKind.MONEY: tr("Money"),
        FieldKind.DAY: tr("Day"),
        FieldKind.CHOICE: tr("One choice"),
        FieldKind.CHOICES: tr("Several choices"),
        FieldKind.YES_NO: tr("Yes or no"),
        FieldKind.LINK: tr("Link"),
    }[kind]


def options_of(typed: str) -> list[str]:
    """The choices of a line, each behind a semicolon; behind commas where there is no semicolon."""
    return [part.strip() for part in typed.split(";" if ";" in typed else ",") if part.strip()]


class OwnFieldLine(QWidget):
    """One field; what is typed is saved on leaving it, Esc takes it back, what will not do is said below.

    `renamed`, `options_typed`, `take_out_wanted` (the choices typed, also where that loses some), `shown_wanted`, `delete_wanted` and `move_wanted` (-1 up, 1 down) tell what the user did.
    """

    renamed = Signal(str)
    options_typed = Signal(str)
    shown_wanted = Signal(bool)
    take_out_wanted = Signal(str)
    delete_wanted = Signal()
    move_wanted = Signal(int)

    def __init__(self, theme: Theme, field: OwnField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.grip = Grip(theme)
        self.name = QLineEdit(one_line(field.name, 200))
        self.name.setAccessibleName(tr("Name of the field"))
        self.name.editingFinished.connect(self._name_left)
        self.name.textEdited.connect(lambda _text: self.clear_error())
        self.kind = Chip(theme, kind_words(field.kind))
        self.used = Label("", TextRole.SECONDARY, "secondary")
        self.used.setMinimumWidth(theme.scaled(54))
        self.switch = Switch(theme, "")
        self.switch.clicked.connect(lambda _checked=False: self.shown_wanted.emit(self.switch.isChecked()))
        self.delete_button = IconButton(theme, "", icon="trash-2")
        self.delete_button.clicked.connect(lambda _checked=False: self.delete_wanted.emit())
        self.options = QLineEdit()
        self.options.setAccessibleName(tr("Choices of {field}", field=one_line(field.name, 60)))
        self.options.setPlaceholderText(tr("small; medium; large"))
        self.options.editingFinished.connect(self._options_left)
        self.options.textEdited.connect(lambda _text: self.clear_error())
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._error.hide()
        self.take_out_button = LinkButton(theme, tr("Take it out everywhere"))
        self.take_out_button.clicked.connect(lambda _checked=False: self.take_out_wanted.emit(self.options.text()))
        self.take_out_button.hide()
        self._lay_out(theme)
        self.show_field(field)

    def _lay_out(self, theme: Theme) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        kind = QWidget()
        kind.setFixedWidth(theme.scaled(_KIND_WIDTH))
        holder = QHBoxLayout(kind)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self.kind)
        holder.addStretch()
        for widget in (self.grip, self.name, kind, self.used, self.switch, self.delete_button):
            row.addWidget(widget, 1 if widget is self.name else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(3))
        column.addLayout(row)
        for under in (self.options, self._error, self.take_out_button):
            indented = QHBoxLayout()
            # A spacing instead of a margin: margins are not mirrored for languages written from the right.
            indented.addSpacing(self.grip.width() + theme.space(2))
            indented.addWidget(under, 0 if under is self.take_out_button else 1)
            if under is self.take_out_button:
                indented.addStretch()
            column.addLayout(indented)

    def widgets(self) -> tuple[QWidget, ...]:
        """What Tab goes through, in order."""
        options = (self.options,) if self.field.kind in HAS_OPTIONS else ()
        return (self.name, self.switch, self.delete_button, *options, self.take_out_button)

    def show_field(self, field: OwnField) -> None:
        """Take over what is stored; what is being typed, or was refused, stays."""
        if not self.error():
            self._show_texts(field)
        self.field = field
        name = one_line(field.name, 60)
        self.options.setVisible(field.kind in HAS_OPTIONS)
        self.used.setText(plural("{count} filled", "{count} filled", field.used) if field.used else tr("unused"))
        self.switch.setChecked(not field.hidden)
        self.switch.setAccessibleName(tr("Show {field}", field=name))
        self.switch.setToolTip(tooltip(tr("Shown on pages and in forms")))
        self.delete_button.setAccessibleName(tr("Delete {field}", field=name))
        self.delete_button.setToolTip(tooltip(tr("Delete the field")))

    def _show_texts(self, field: OwnField) -> None:
        if not (self.name.hasFocus() and self.name.text().strip() != self.field.name):
            self.name.setText(one_line(field.name, 200))
            self.name.setCursorPosition(0)
        if not (self.options.hasFocus() and self.options.isModified()):
            self.options.setText("; ".join(field.options))

    def error(self) -> str:
        """What was refused last, empty when nothing was."""
        return self._error.text() if not self._error.isHidden() else ""

    def show_error(self, sentence: Message, *, can_take_out: bool = False) -> None:
        """Say below the line why it will not do; where a choice is still taken, offer to take it out."""
        self._error.setText(show(sentence))
        self._error.show()
        self.take_out_button.setVisible(can_take_out)
        self.name.setAccessibleDescription(self._error.text())

    def clear_error(self) -> None:
        """What was wrong is being mended, or was taken back."""
        self._error.hide()
        self.take_out_button.hide()
        self.name.setAccessibleDescription("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with Up or Down moves the field; Esc takes back what is typed before it closes the card."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(step)
        elif event.key() == Qt.Key.Key_Escape and self._typed_otherwise():
            self.name.setText(one_line(self.field.name, 200))
            self.options.setText("; ".join(self.field.options))
            self.clear_error()
        else:
            super().keyPressEvent(event)

    def _typed_otherwise(self) -> bool:
        options = self.field.kind in HAS_OPTIONS and options_of(self.options.text()) != list(self.field.options)
        return options or self.name.text().strip() != one_line(self.field.name, 200)

    def _name_left(self) -> None:
        if self.name.text().strip() != one_line(self.field.name, 200) and not self.error():
            self.renamed.emit(self.name.text().strip())

    def _options_left(self) -> None:
        if options_of(self.options.text()) != list(self.field.options) and not self.error():
            self.options_typed.emit(self.options.text())
