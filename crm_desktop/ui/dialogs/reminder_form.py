"""The form that changes a reminder: what, when, how often, about whom; for repeating ones it asks how much is meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.quick_entry import LONGEST_TEXT, Person
from crm_desktop.domain.reach import Reach
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.reminder_edits import Editing
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.about_field import AboutField
from crm_desktop.ui.dialogs.form_body import FormBody
from crm_desktop.ui.dialogs.reach_question import ReachQuestion, change_choices
from crm_desktop.ui.dialogs.reminder_form_repeats import RepeatFields
from crm_desktop.ui.dialogs.reminder_form_when import WhenFields
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, CheckBox, Divider, ElidedLabel, Label, PrimaryButton

_CAPTION_WIDTH = 92
_MARGIN = 18


class ReminderForm(QWidget):
    """Changes text, moment, repetition and person of one reminder.

    Enter or Ctrl+Enter saves, Esc closes. What is refused stays as typed, with the sentence below the field. A repeating one
    asks before it is saved what the change is for, see `ReachQuestion`. `row` is the reminder as it stands in the list, at the
    time that `editing` is about.
    """

    saved = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        reminders: ReminderService,
        contacts: ContactService,
        today: Callable[[], date],
        row: ReminderRow,
        editing: Editing,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._reminders = reminders
        self._today = today
        self._row = row
        self._editing = editing
        self._busy = False
        self.text_edit = QLineEdit(row.text)
        self.when = WhenFields(theme, jobs, reminders, today, self._editing.shown, row.reminder_id, self)
        self.repeat = RepeatFields(theme, reminders, today, self._editing.planned, self)
        self.person = AboutField(theme, jobs, contacts, self._person_at_first())
        self.urgent = CheckBox(theme, tr("Urgent: heard in quiet hours, too"), checked=self._editing.planned.urgent)
        self.error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self.save_button = PrimaryButton(theme, tr("Save"), tr("Ctrl Enter"))
        self.cancel_button = Button(theme, tr("Cancel"))
        self._build(theme)
        self._connect()
        self.repeat.begin()
        self.when.begin()

    def _person_at_first(self) -> Person | None:
        about = self._editing.planned.contact_id
        return Person(about, self._row.contact) if about is not None and self._row.contact else None

    def _build(self, theme: Theme) -> None:
        self.setAccessibleName(tr("Edit the reminder"))
        self.text_edit.setAccessibleName(tr("What is to be done"))
        self.text_edit.setMaxLength(LONGEST_TEXT)
        self.text_edit.selectAll()
        self.error.hide()
        self._page = QWidget()
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._head(theme))
        body = FormBody(theme, margins=(_MARGIN, 4, _MARGIN, 14), spacing=0)
        body.body.addLayout(self._fields(theme))
        page.addWidget(body, 1)
        page.addWidget(Divider(theme))
        page.addLayout(self._footer(theme))
        self.question = ReachQuestion(theme, tr("What is the change for?"), texts.one_line(self._row.text))
        self.question.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        column.addWidget(self.question)

    def _head(self, theme: Theme) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        margin = theme.scaled(_MARGIN)
        column.setContentsMargins(margin, margin, margin, theme.space(2))
        column.setSpacing(1)
        column.addWidget(Label(tr("Edit the reminder"), TextRole.TITLE, weight="bold"))
        if self._row.deal:
            column.addWidget(ElidedLabel(self._deal_words(), TextRole.SECONDARY, "secondary"))
        return head

    def _deal_words(self) -> str:
        value = self._row.deal_value
        if value is None:
            return tr("Deal: {deal}", deal=self._row.deal)
        return tr("Deal: {deal}, {value}", deal=self._row.deal, value=texts.money(value.minor, value.currency))

    def _fields(self, theme: Theme) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.space(2))
        grid.setColumnMinimumWidth(0, theme.scaled(_CAPTION_WIDTH))
        grid.setColumnStretch(1, 1)
        when = QVBoxLayout()
        when.setSpacing(theme.space(1.5))
        for widget in (self.when.field, self.when.zones, self.when.note, self.when.overlap):
            when.addWidget(widget)
        self._add_line(grid, tr("What"), self.text_edit)
        self._add_line(grid, tr("When"), when)
        for caption, widget in self.repeat.rows:
            caption.setMaximumWidth(theme.scaled(_CAPTION_WIDTH))
            line = grid.rowCount()
            low = widget in (self.repeat.counted_box, self.repeat.left_out)
            grid.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop if low else Qt.AlignmentFlag(0))
            grid.addWidget(widget, line, 1)
        self._add_line(grid, tr("About"), self.person)
        for widget in (self.urgent, self.error):
            grid.addWidget(widget, grid.rowCount(), 1)
        return grid

    def _add_line(self, grid: QGridLayout, name: str, field: QWidget | QVBoxLayout) -> None:
        line = grid.rowCount()
        label = Label(name, TextRole.SECONDARY, "secondary")
        label.setMinimumHeight(self.text_edit.sizeHint().height())
        grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(field, QWidget):
            grid.addWidget(field, line, 1)
        else:
            grid.addLayout(field, line, 1)

    def _footer(self, theme: Theme) -> QHBoxLayout:
        margin = theme.scaled(_MARGIN)
        footer = QHBoxLayout()
        footer.setContentsMargins(margin, theme.space(3), margin, theme.space(3))
        footer.setSpacing(theme.scaled(10))
        hint = tr("Enter saves, Esc leaves it as it was")
        footer.addWidget(ElidedLabel(hint, TextRole.SECONDARY, "secondary"), 1)
        footer.addWidget(self.cancel_button)
        footer.addWidget(self.save_button)
        return footer

    def _connect(self) -> None:
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.cancel_button.clicked.connect(lambda _checked=False: self.closed.emit())
        self.when.changed.connect(self._follow)
        self.question.chosen.connect(self._write)
        self.question.left.connect(self._back)
        for edit in (
            *(self.text_edit, self.when.field.edit, self.when.zone_field, self.repeat.field.edit),
            *(self.repeat.end.times, self.repeat.end.day.edit, self.person.edit),
        ):
            edit.returnPressed.connect(self.save)
        self.text_edit.textChanged.connect(self.error.hide)

    def focus_first(self) -> None:
        """Begin with the text."""
        self.text_edit.setFocus()

    def _follow(self) -> None:
        self.repeat.follow(self.when.moved_day() or self._editing.planned.day)

    # ----------------------------------------------------------------------------------------------------------- saving

    def save(self) -> None:
        """Store what the fields hold, if all of it was understood; ask first what it is for where that is a question."""
        wrong = self.when.first_problem() or self.repeat.first_problem()
        if wrong is None and not self.person.is_clear():
            wrong = self.person.edit
        if wrong is not None:
            wrong.setFocus()
        elif not self.text_edit.text().strip():
            self._refuse(InvalidInput("text", "Say what there is to do."))
        elif self._unchanged():
            self.saved.emit()
        elif self._editing.asks:
            self._ask()
        else:
            self._write(Reach.ALL)

    def _unchanged(self) -> bool:
        return not self.when.touched() and not self.repeat.touched() and self._draft(Reach.ALL) == self._editing.planned

    def _ask(self) -> None:
        reaches, moved = self._editing.reaches, self.when.touched()
        if self.repeat.touched():
            # Another repetition is nothing that one day could have.
            reaches = tuple(each for each in reaches if each is not Reach.THIS)
        if len(reaches) == 1 and self._editing.due < 2:
            self._write(reaches[0])
            return
        usual = Reach.FOLLOWING if self.repeat.touched() else Reach.THIS if moved else Reach.ALL
        day = self.when.moved_day()
        new_day = texts.short_day(day, self._today(), weekday=True) if day is not None else ""
        choices = change_choices(
            reaches,
            earlier=self._editing.earlier,
            due=self._editing.due,
            new_day=new_day,
            new_rule=self.repeat.touched(),
        )
        self._page.hide()
        self.question.show()
        self.question.ask(choices, usual)

    def _back(self) -> None:
        self.question.hide()
        self._page.show()
        self.text_edit.setFocus()

    def _draft(self, reach: Reach) -> ReminderDraft:
        """What the fields say; a moment that nobody touched is the one the user snoozed it to only for this one time."""
        when, repeat = self.when.value(), self.repeat.value()
        assert when is not None  # looked at before
        assert repeat is not None
        planned = self._editing.planned
        rule, repeat_from, left_out = repeat
        kept = self._editing.shown if reach is Reach.THIS else planned
        touched = self.when.touched()
        person = self.person.value()
        return replace(
            planned,
            text=self.text_edit.text().strip() if self.text_edit.text() != self._row.text else planned.text,
            day=when.day if touched else kept.day,
            at=when.at if touched else kept.at,
            zone=when.zone if touched else kept.zone,
            rule=rule,
            repeat_from=repeat_from,
            except_days=left_out,
            contact_id=person.contact_id if person is not None else None,
            urgent=self.urgent.isChecked(),
        )

    def _write(self, reach: Reach) -> None:
        if self._busy:
            return
        self._busy = True
        self.save_button.setEnabled(False)
        draft, editing, edits = self._draft(reach), self._editing, self._reminders.edits
        self._jobs.write(
            lambda: edits.change(editing.reminder_id, editing.day, draft, reach),
            self._stored,
            self._refuse,
            owner=self,
        )

    def _stored(self, _result: object) -> None:
        self._busy = False
        self.saved.emit()

    def _refuse(self, error: UserError) -> None:
        self._busy = False
        self.save_button.setEnabled(True)
        if not self.question.isHidden():
            self._back()
        self.error.setText(show(error.sentence))
        self.error.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from anywhere, Esc closes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)
