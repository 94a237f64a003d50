"""A card with a title, labelled lines to fill in, and Save; for small forms such as a new contact or an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.ui.dialogs.form_draft import FormDraft
from crm_desktop.ui.drafts import DraftStore, Fields
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Divider, ElidedLabel, Label, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of a form: its key, the words before it, a hint inside it and what stands in it at first."""

    key: str
    label: str
    placeholder: str = ""
    text: str = ""


class FormCard(OverlayCard):
    """Enter in the last line or Ctrl+Enter anywhere emits `submitted`; Esc and Cancel close it.

    The owner answers with `close_card` or `show_error`; the lines stay as they are meanwhile. With `keep_drafts`, what
    is typed outlives the card until `draft.saved()`, see `FormDraft`.
    """

    submitted = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str,
        lines: Sequence[FormLine],
        *,
        explain: str = "",
        save: str = "",
        width: int = 440,
    ) -> None:
        super().__init__(theme, title, width=width)
        self.lines: dict[str, QLineEdit] = {}
        self._errors: dict[str, Label] = {}
        self.save_button = PrimaryButton(theme, save or tr("Save"), tr("Ctrl Enter"))
        self.cancel_button = Button(theme, tr("Cancel"))
        self.failure = Label("", TextRole.SECONDARY, "late", wrap=True)
        self.failure.hide()
        self.draft: FormDraft | None = None
        side = theme.scaled(19)
        inner = QVBoxLayout()
        inner.setContentsMargins(side, theme.space(4), side, theme.space(4))
        inner.setSpacing(theme.space(1))
        inner.addWidget(ElidedLabel(title, TextRole.FIELD, weight="bold"))
        if explain:
            inner.addWidget(Label(explain, TextRole.SECONDARY, "secondary", wrap=True))
        self._head_rows = inner.count()
        inner.addSpacing(theme.space(1))
        for line in lines:
            self._add_line(theme, inner, line)
        inner.addWidget(self.failure)
        self.extra = inner
        self.body.addLayout(inner)
        self.body.addWidget(Divider(theme))
        self.body.addLayout(self._foot(theme, side))
        self.save_button.clicked.connect(lambda _checked=False: self.submitted.emit())
        self.cancel_button.clicked.connect(lambda _checked=False: self._cancel())

    def _add_line(self, theme: Theme, inner: QVBoxLayout, line: FormLine) -> None:
        label = Label(line.label, TextRole.SECONDARY, "secondary")
        edit = QLineEdit(line.text)
        edit.setPlaceholderText(line.placeholder)
        edit.setAccessibleName(line.label)
        label.setBuddy(edit)
        error = Label("", TextRole.SECONDARY, "late", wrap=True)
        error.hide()
        edit.textChanged.connect(error.hide)
        self.lines[line.key] = edit
        self._errors[line.key] = error
        for widget in (label, edit, error):
            inner.addWidget(widget)
        inner.addSpacing(theme.space(1))

    def _foot(self, theme: Theme, side: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(side, theme.space(3), side, theme.space(3))
        row.setSpacing(theme.space(2.5))
        row.addStretch()
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        return row

    def keep_drafts(self, store: DraftStore, place: str) -> FormDraft:
        """Keep what is typed into the lines until it is saved; called once everything stands in the card."""
        self.draft = FormDraft(self._theme, self, store, place, self._lines_as_they_are, self._put_in)
        self.extra.insertWidget(self._head_rows, self.draft.line)
        self.draft.restore()
        for edit in self.lines.values():
            edit.textChanged.connect(self.draft.changed)
        return self.draft

    def _lines_as_they_are(self) -> Fields:
        return {key: edit.text() for key, edit in self.lines.items()}

    def _put_in(self, kept: Fields) -> None:
        for key, edit in self.lines.items():
            edit.setText(str(kept.get(key, "")))

    def _cancel(self) -> None:
        if self.draft is not None:
            self.draft.cancel()
        else:
            self.close_card()

    def texts(self) -> Mapping[str, str]:
        """What stands in the lines, by key, without blanks around it."""
        return {key: edit.text().strip() for key, edit in self.lines.items()}

    def set_busy(self, busy: bool) -> None:
        """While it is being written, Save waits."""
        self.save_button.setEnabled(not busy)

    def show_error(self, error: UserError) -> None:
        """Say why it could not be saved, at the line it is about if there is one."""
        self.set_busy(False)
        key = error.field if isinstance(error, InvalidInput) else ""
        label = self._errors.get(key, self.failure)
        label.setText(show(error.sentence))
        label.show()
        if key in self.lines:
            self.lines[key].setAccessibleDescription(label.text())
            self.lines[key].setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget | None:
        """The first line."""
        return next(iter(self.lines.values()), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next line and saves from the last one; Ctrl+Enter saves at once."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        edits = list(self.lines.values())
        focused = self.focusWidget()
        position = edits.index(focused) if isinstance(focused, QLineEdit) and focused in edits else len(edits)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or position >= len(edits) - 1:
            self.submitted.emit()
        else:
            edits[position + 1].setFocus(Qt.FocusReason.TabFocusReason)
