"""The form of the fields: make own ones, rename, order, hide and delete them, and hide built-in ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain import changes
from crm_desktop.domain.changes import Change
from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.own_fields import HAS_OPTIONS, FieldKind, OwnField
from crm_desktop.services.own_choices import ChoiceInUse
from crm_desktop.ui.dialogs.built_in_fields import BuiltInFields
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.dialogs.form_body import FormBody
from crm_desktop.ui.dialogs.own_field_line import OwnFieldLine, kind_words, options_of
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, ChoiceChips, Divider, Label, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.own_fields import OwnFieldService

_SUBJECTS: Final = ("contact", "company", "deal")


class OwnFieldsForm(OverlayCard):
    """A card in which every change is saved at once; `say` tells of a deleted field, with the way to take it back."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        own_fields: OwnFieldService,
        say: Callable[[str, bool], None],
        subject: str = "contact",
    ) -> None:
        super().__init__(theme, tr("Fields"), width=620, top=60)
        self._theme_of_form = theme
        self._jobs = jobs
        self._service = own_fields
        self._say = say
        self._lines: list[OwnFieldLine] = []
        words = {"contact": tr("Contacts"), "company": tr("Companies"), "deal": tr("Deals")}
        self.subjects = ChoiceChips(theme, tr("Fields of"), [(key, words[key], Tone.ACCENT) for key in _SUBJECTS])
        self.subjects.choose(subject)
        self.subjects.chosen.connect(lambda _subject: self._switch())
        self.built_in = BuiltInFields(theme, jobs, own_fields)
        self._lay_out(theme)
        self._switch()

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(22)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.scaled(16), side, theme.space(2))
        head.setSpacing(theme.space(2))
        head.addWidget(Label(tr("Fields"), TextRole.TITLE, weight="bold"))
        explain = tr("What you want to know that the program does not ask for. Alt+Up and Alt+Down move a field.")
        head.addWidget(Label(explain, TextRole.SECONDARY, "secondary", wrap=True))
        head.addWidget(self.subjects)
        self.body.addLayout(head)
        self._scroll = FormBody(theme, margins=(22, 2, 22, 10), spacing=8)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.scaled(8))
        self._scroll.body.addLayout(self._column)
        self.none_yet = Label(tr("No fields of your own yet."), TextRole.SECONDARY, "secondary")
        self._scroll.body.addWidget(self.none_yet)
        self._scroll.body.addWidget(self.built_in)
        self._scroll.body.addStretch()
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(Divider(theme))
        adding = self._adding(theme)
        adding.setContentsMargins(side, theme.space(3), side, theme.space(3))
        self.body.addLayout(adding)
        self.body.addWidget(Divider(theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(side, theme.space(3), side, theme.space(3))
        foot.addStretch()
        self.done_button = PrimaryButton(theme, tr("Done"), tr("Esc"))
        self.done_button.clicked.connect(lambda _checked=False: self.close_card())
        foot.addWidget(self.done_button)
        self.body.addLayout(foot)

    def _adding(self, theme: Theme) -> QVBoxLayout:
        self.new_name = QLineEdit()
        self.new_name.setPlaceholderText(tr("New field, like Hourly rate"))
        self.new_name.setAccessibleName(tr("Name of a new field"))
        self.new_kind = ChoiceBox(tr("What the new field holds"))
        self.new_kind.setMinimumContentsLength(12)
        for kind in FieldKind:
            self.new_kind.addItem(kind_words(kind), kind.value)
        self.new_options = QLineEdit()
        self.new_options.setPlaceholderText(tr("The choices: small; medium; large"))
        self.new_options.setAccessibleName(tr("Choices of the new field"))
        self.new_options.hide()
        self.new_kind.currentIndexChanged.connect(lambda _index: self._show_new_options())
        self.add_button = Button(theme, tr("Add"), tr("Enter"))
        self.add_button.clicked.connect(lambda _checked=False: self.add())
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._error.hide()
        for edit in (self.new_name, self.new_options):
            edit.returnPressed.connect(self.add)
            edit.textEdited.connect(lambda _text: self._error.hide())
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addWidget(self.new_name, 1)
        row.addWidget(self.new_kind)
        row.addWidget(self.add_button)
        column = QVBoxLayout()
        column.setSpacing(theme.scaled(5))
        column.addLayout(row)
        column.addWidget(self.new_options)
        column.addWidget(self._error)
        return column

    def first_focus(self) -> QWidget:
        """Where a new field is typed."""
        return self.new_name

    def lines(self) -> tuple[OwnFieldLine, ...]:
        """The fields in their order."""
        return tuple(self._lines)

    def error(self) -> str:
        """Why the new field was refused, empty when it was not."""
        return self._error.text() if not self._error.isHidden() else ""

    # ------------------------------------------------------------------------------------------------- showing

    def _switch(self) -> None:
        """Show the fields of the subject chosen."""
        self._error.hide()
        self._switch_quietly()

    def _switch_quietly(self) -> None:
        self.built_in.show_subject(self.subjects.current())
        self.read()

    def refresh(self, change: Change) -> None:
        """Something was written, here, by Undo or elsewhere: read what it touches; what is being typed stays."""
        if change.touches(changes.OWN_FIELD, self.subjects.current()):
            self._switch_quietly()

    def read(self) -> None:
        """Read the fields anew, off the GUI thread."""
        subject = self.subjects.current()
        job = partial(self._service.fields, subject, with_hidden=True)
        self._jobs.read(job, partial(self._take, subject), key="own-fields.all", owner=self)

    def _take(self, subject: str, fields: Sequence[OwnField]) -> None:
        if subject == self.subjects.current():
            self._show(fields)

    def _show(self, fields: Sequence[OwnField]) -> None:
        known = {line.field.id: line for line in self._lines}
        for line in self._lines:
            self._column.removeWidget(line)
        self._lines = []
        for field in fields:
            line = known.pop(field.id) if field.id in known else self._new_line(field)
            line.show_field(field)
            self._lines.append(line)
            self._column.addWidget(line)
        for gone in known.values():
            gone.hide()
            gone.deleteLater()
        self.none_yet.setVisible(not fields)
        chain = [*(each for line in self._lines for each in line.widgets()), self.new_name, self.new_kind]
        chain += [self.new_options, self.add_button, *self.built_in.switches(), self.done_button]
        for one, following in pairwise(chain):
            QWidget.setTabOrder(one, following)
        self._scroll.updateGeometry()

    def _new_line(self, field: OwnField) -> OwnFieldLine:
        line = OwnFieldLine(self._theme_of_form, field)
        line.renamed.connect(lambda name: self._write(line, partial(self._service.rename, line.field.id, name)))
        line.options_typed.connect(lambda typed: self._write(line, self._options_job(line.field, options_of(typed))))
        line.take_out_wanted.connect(lambda typed: self._take_out(line, options_of(typed)))
        line.shown_wanted.connect(
            lambda shown: self._write(line, partial(self._service.hide, line.field.id, not shown))
        )
        line.delete_wanted.connect(lambda: self.delete(line))
        line.move_wanted.connect(lambda step: self.move_field(line, step))
        line.grip.dragged.connect(lambda point: self._drag(line, point))
        return line

    def _options_job(self, field: OwnField, options: list[str]) -> Callable[[], object]:
        """One choice that is called otherwise at the same place was renamed, and so it is wherever it was taken."""
        old = [option for option in field.options if option not in options]
        new = [option for option in options if option not in field.options]
        one_each = len(old) == len(new) == 1 and len(options) == len(field.options)
        if one_each and field.options.index(old[0]) == options.index(new[0]):
            return partial(self._service.rename_option, field.id, old[0], new[0])
        return partial(self._service.set_options, field.id, options)

    def _take_out(self, line: OwnFieldLine, options: list[str]) -> None:
        """The choices as typed, also where one was taken that is not among them; the toast takes it back."""
        job = partial(self._service.set_options, line.field.id, options, take_out=True)
        line.options.setFocus(Qt.FocusReason.OtherFocusReason)
        name = one_line(line.field.name, 60)
        self._write(line, job, lambda: self._say(tr("Changed the choices of “{field}”", field=name), True))

    def _write(self, line: OwnFieldLine, job: Callable[[], object], then: Callable[[], object] | None = None) -> None:
        def refused(error: UserError) -> None:
            line.show_error(error.sentence, can_take_out=isinstance(error, ChoiceInUse))
            line.switch.setChecked(not line.field.hidden)

        def written(_result: object) -> None:
            line.clear_error()
            self.read()
            if then is not None:
                then()

        self._jobs.write(job, written, refused, owner=self)

    # ------------------------------------------------------------------------------------- what a user can do

    def add(self) -> None:
        """Make the field typed below, at the end; its name stays in the line when it is refused."""
        name, kind = self.new_name.text().strip(), str(self.new_kind.currentData())
        if not name:
            self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)
            return

        def added(_field_id: object) -> None:
            self.new_name.clear()
            self.new_options.clear()
            self._error.hide()
            self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.read()

        def refused(error: UserError) -> None:
            self._error.setText(show(error.sentence))
            self._error.show()
            field = error.field if isinstance(error, InvalidInput) else ""
            place = self.new_options if field == "options" else self.new_name
            place.setAccessibleDescription(self._error.text())
            place.setFocus(Qt.FocusReason.OtherFocusReason)

        job = partial(self._service.add, self.subjects.current(), name, kind, options_of(self.new_options.text()))
        self._jobs.write(job, added, refused, owner=self)

    def move_field(self, line: OwnFieldLine, step: int) -> None:
        """One place up (-1) or down (1); the focus stays in the line."""
        position = self._lines.index(line) + step
        if 0 <= position < len(self._lines):
            self._put_at(line, position)

    def delete(self, line: OwnFieldLine) -> None:
        """Delete a field with all that it holds; the toast takes it back."""
        name = one_line(line.field.name, 60)

        def deleted(_result: object) -> None:
            self._say(tr("Deleted the field “{field}”", field=name), True)
            self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.read()

        def refused(error: UserError) -> None:
            line.show_error(error.sentence)

        self._jobs.write(partial(self._service.delete, line.field.id), deleted, refused, owner=self)

    def _put_at(self, line: OwnFieldLine, position: int) -> None:
        """Show the new order at once, then write it; a refusal brings the stored order back."""
        order = [other.field for other in self._lines if other is not line]
        order.insert(position, line.field)
        focus = QApplication.focusWidget()
        self._show(order)
        if focus is not None and line.isAncestorOf(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._write(line, partial(self._service.move, line.field.id, position))

    def _drag(self, line: OwnFieldLine, screen_point: QPoint) -> None:
        """The line goes along as soon as the hand is over the middle of another one."""
        own = self._lines.index(line)
        for position, other in enumerate(self._lines):
            y = other.mapFromGlobal(screen_point).y()
            if other is not line and 0 <= y < other.height():
                if y > other.height() // 2 if position > own else y < other.height() // 2:
                    self._put_at(line, position)
                return

    def _show_new_options(self) -> None:
        self.new_options.setVisible(self.new_kind.currentData() in set(HAS_OPTIONS))
        self._scroll.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a line saves that line and goes no further."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
