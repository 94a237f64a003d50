"""The cards for a reminder: a new one typed as a sentence, and the form that changes one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.quick_entry import Person
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.quick_entry import QuickEntry
from crm_desktop.ui.dialogs.reminder_items import rule_text
from crm_desktop.ui.dialogs.snooze_menu import Moment, moment_text
from crm_desktop.ui.dialogs.understood_words import PeopleChoice
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, DayField, Divider, Label, PrimaryButton, Understood
from crm_desktop.ui.widgets.overlay import OverlayCard


class NewReminderCard(OverlayCard):
    """A heading, the sentence with its preview, and examples; gone once the reminder is stored, which emits `saved`."""

    saved = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        reminders: ReminderService,
        today: Callable[[], date],
        *,
        contact_id: int | None = None,
    ) -> None:
        super().__init__(theme, tr("New reminder"), width=600, modal=False)
        self.entry = QuickEntry(theme, jobs, reminders, today, contact_id=contact_id)
        self.entry.added.connect(self._stored)
        examples = Label(
            tr("“call Marta tue 3pm”, “send offer in 2 weeks”, “check invoices every 2nd monday 9:00”"),
            TextRole.SECONDARY,
            "secondary",
            wrap=True,
        )
        column = QVBoxLayout()
        column.setContentsMargins(*(theme.scaled(18),) * 4)
        column.setSpacing(theme.space(2.5))
        column.addWidget(Label(tr("New reminder"), TextRole.TITLE, weight="bold"))
        column.addWidget(self.entry)
        column.addWidget(examples)
        self.body.addLayout(column)

    def first_focus(self) -> QWidget:
        """The line to type into."""
        return self.entry.edit

    def _stored(self, _reminder_id: int) -> None:
        self.close_card()
        self.saved.emit()


class ReminderForm(QWidget):
    """Changes text, moment, repetition and person of one reminder.

    Enter or Ctrl+Enter saves, Esc closes. What is refused stays as typed, with the sentence below it.
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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._reminders = reminders
        self._contacts = contacts
        self._today = today
        self._row = row
        self._busy = False
        self._person: Person | None = (
            Person(row.contact_id, row.contact) if row.contact_id is not None and row.contact else None
        )
        self._rule_words = rule_text(row.rule)
        self.text_edit = QLineEdit(row.text)
        self.when = DayField(theme, self._read_when, tr("day and time, such as “mon 9:00”"))
        self.repeat = DayField(theme, self._read_repeat, tr("once; or “every 2 weeks”, “every 1st monday”"))
        self.person = DayField(theme, self._read_person, tr("nobody; or a name"))
        self.choice = PeopleChoice(theme)
        self.error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self.save_button = PrimaryButton(theme, tr("Save"), tr("Ctrl Enter"))
        self.cancel_button = Button(theme, tr("Cancel"))
        self._build(theme)
        self._fill()

    def _build(self, theme: Theme) -> None:
        self.setAccessibleName(tr("Edit the reminder"))
        self.text_edit.setAccessibleName(tr("What is to be done"))
        self.error.hide()
        margin = theme.scaled(18)
        grid = QGridLayout()
        grid.setContentsMargins(margin, theme.space(3), margin, theme.space(4))
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.space(2.5))
        names = (tr("What"), tr("When"), tr("Repeats"), tr("About"))
        for line, (name, field) in enumerate(zip(names, self._fields(), strict=True)):
            grid.addWidget(Label(name, TextRole.SECONDARY, "secondary"), line, 0)
            grid.addWidget(field, line, 1)
        grid.addWidget(self.choice, len(names), 1)
        grid.addWidget(self.error, len(names) + 1, 1)
        grid.setColumnStretch(1, 1)
        heading = Label(tr("Edit the reminder"), TextRole.TITLE, weight="bold")
        heading.setContentsMargins(margin, margin, margin, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading)
        column.addLayout(grid)
        column.addWidget(Divider(theme))
        column.addLayout(self._footer(theme, margin))
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.closed)
        self.choice.chosen.connect(self._choose)
        for edit in (self.text_edit, self.when.edit, self.repeat.edit, self.person.edit):
            edit.returnPressed.connect(self.save)

    def _footer(self, theme: Theme, margin: int) -> QHBoxLayout:
        footer = QHBoxLayout()
        footer.setContentsMargins(margin, theme.space(3), margin, theme.space(3))
        footer.setSpacing(theme.scaled(10))
        footer.addWidget(Label(tr("Enter saves, Esc leaves it as it was"), TextRole.SECONDARY, "secondary"))
        footer.addStretch()
        footer.addWidget(self.cancel_button)
        footer.addWidget(self.save_button)
        return footer

    def _fields(self) -> tuple[QWidget, ...]:
        return self.text_edit, self.when, self.repeat, self.person

    def _fill(self) -> None:
        row = self._row
        clock = f" {row.at.hour}:{row.at.minute:02}" if row.at is not None else ""
        self._initial_when = f"{row.day.isoformat()}{clock}"
        self.when.set_text(self._initial_when)
        self.repeat.set_text(self._rule_words)
        self.person.set_text(row.contact if self._person is not None else "")
        self.text_edit.selectAll()

    def focus_first(self) -> None:
        """Begin with the text."""
        self.text_edit.setFocus()

    # ------------------------------------------------------------------------------------------------ understanding

    def _read_when(self, text: str) -> Understood | Message | None:
        if text == self._initial_when_text():
            moment: Moment = (self._row.day, self._row.at)
            return Understood(moment, ((self._moment_words(*moment), Tone.PLANNED),))
        found = self._reminders.understand_moment(text)
        if found.problem is not None:
            return found.problem
        if found.day is None:
            return None
        return Understood((found.day, found.time), ((self._moment_words(found.day, found.time), Tone.PLANNED),))

    def _initial_when_text(self) -> str:
        return getattr(self, "_initial_when", "")

    def _moment_words(self, day: date, at: object) -> str:
        today = self._today()
        if at is None:
            return texts.short_day(day, today, weekday=True)
        return moment_text(day, at, today)  # type: ignore[arg-type]

    def _read_repeat(self, text: str) -> Understood | Message | None:
        if text.strip() == self._rule_words:
            return Understood(self._row.rule, ((self._rule_words, Tone.SPECIAL),))
        found = self._reminders.understand(f"“x” {text}")
        if found.recurrence is None:
            return found.problem or message("Say how often: “every week”, “every 2nd monday”, “every 3 months”.")
        return Understood(found.recurrence.rrule(), ((show(found.recurrence.describe()), Tone.SPECIAL),))

    def _read_person(self, text: str) -> Understood | Message | None:
        if self._person is not None and text.strip() == self._person.name:
            self.choice.offer(())
            return Understood(self._person, ((tr("found"), Tone.ACCENT),))
        people = tuple(self._contacts.find_people(text.strip()))
        if len(people) == 1:
            self.choice.offer(())
            return Understood(people[0], ((people[0].name, Tone.ACCENT),))
        self.choice.offer(people)
        return message("Who is meant?") if people else message("Nobody here is called that.")

    def _choose(self, person: Person) -> None:
        self._person = person
        self.person.set_text(person.name)
        self.choice.offer(())
        self.person.edit.setFocus()

    # ------------------------------------------------------------------------------------------------------- saving

    def save(self) -> None:
        """Store what the fields hold, if all of it was understood."""
        for field in (self.when, self.repeat, self.person):
            if field.text().strip() and field.value() is None:
                field.edit.setFocus()
                return
        if self.when.value() is None:
            self._refuse(InvalidInput("day", "A reminder needs a day."))
            return
        if self._busy:
            return
        self._busy = True
        draft = self._draft()
        self._jobs.write(
            lambda: self._reminders.edit(self._row.reminder_id, draft), self._stored, self._refuse, owner=self
        )

    def _draft(self) -> ReminderDraft:
        row = self._row
        day, at = self.when.value()
        person = self.person.value() if self.person.text().strip() else None
        return ReminderDraft(
            text=self.text_edit.text(),
            day=day,
            at=at,
            zone=row.zone if at is not None else "",
            rule=self.repeat.value() if self.repeat.text().strip() else "",
            contact_id=person.contact_id if person is not None else None,
            deal_id=row.deal_id,
            action=row.action,
        )

    def _stored(self, _result: object) -> None:
        self._busy = False
        self.saved.emit()

    def _refuse(self, error: UserError) -> None:
        self._busy = False
        self.error.setText(show(error.sentence))
        self.error.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from anywhere, Esc closes, Alt and a number chooses who is meant."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        elif not (
            event.modifiers() == Qt.KeyboardModifier.AltModifier
            and self.choice.press_number(event.key() - Qt.Key.Key_0)
        ):
            super().keyPressEvent(event)
