"""The person that something is about, found by name while one types; of several, one is chosen. Whoever asked for quiet is said."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry import LONGEST_TEXT, Person
from crm_desktop.services.contacts import ContactService
from crm_desktop.ui.dialogs.quiet_line import QuietLine
from crm_desktop.ui.dialogs.understood_words import PeopleChoice
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import DayField, Understood


class AboutField(QWidget):
    """`value()` is the Person, None for nobody and while it is not clear who is meant; `is_clear()` tells these apart."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        contacts: ContactService,
        person: Person | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._contacts = contacts
        self._person = person
        self.field = DayField(theme, self._read, tr("nobody; or a name"))
        self.edit = self.field.edit
        self.edit.setMaxLength(LONGEST_TEXT)
        self.edit.setAccessibleName(tr("The person it is about; empty for nobody"))
        self.choice = PeopleChoice(theme)
        self.choice.chosen.connect(self._choose)
        self.quiet = QuietLine(jobs, contacts.is_quiet)
        self.field.changed.connect(self._look)
        self.setFocusProxy(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.field)
        column.addWidget(self.choice)
        column.addWidget(self.quiet)
        self.field.set_text(person.name if person is not None else "")

    def text(self) -> str:
        """What was typed."""
        return self.field.text()

    def set_text(self, text: str) -> None:
        """Put a name in, as if it were typed."""
        self.field.set_text(text)

    def value(self) -> Person | None:
        """Who is meant."""
        found: Person | None = self.field.value() if self.text().strip() else None
        return found

    def is_clear(self) -> bool:
        """Whether the line is empty or means one person."""
        return not self.text().strip() or self.field.value() is not None

    def _read(self, text: str) -> Understood | Message | None:
        if self._person is not None and text.strip() == self._person.name:
            self.choice.offer(())
            return Understood(self._person, ((tr("found"), Tone.ACCENT),))
        people = tuple(self._contacts.find_people(text.strip()))
        if len(people) == 1:
            self.choice.offer(())
            return Understood(people[0], ((people[0].name, Tone.ACCENT),))
        self.choice.offer(people)
        return message("Who is meant?") if people else message("Nobody here is called that.")

    def _look(self) -> None:
        person = self.value()
        self.quiet.look(person.contact_id if person is not None else None, person.name if person is not None else "")

    def _choose(self, person: Person) -> None:
        self._person = person
        self.field.set_text(person.name)
        self.choice.offer(())
        self.edit.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and a number choose who is meant."""
        number = event.key() - Qt.Key.Key_0
        if not (event.modifiers() == Qt.KeyboardModifier.AltModifier and self.choice.press_number(number)):
            super().keyPressEvent(event)
