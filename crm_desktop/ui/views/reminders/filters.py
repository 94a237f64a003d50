"""Which reminders are shown: open or done, everyone's or one person's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from crm_desktop.ui import texts
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import Button

_PEOPLE_SHOWN = 25


class ReminderFilters(QObject):
    """Two buttons with menus; `changed` after one of them was set, by the user or by the program."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.ended = False
        self.person: tuple[int, str] | None = None
        self.people: tuple[tuple[int, str], ...] = ()
        self.state_button = Button(theme, tr("Open"))
        self.person_button = Button(theme, tr("Everyone"))
        state_menu, self.person_menu = QMenu(self.state_button), QMenu(self.person_button)
        for ended, words in ((False, tr("Open")), (True, tr("Done"))):
            state_menu.addAction(words).triggered.connect(lambda _checked=False, ended=ended: self.show_ended(ended))
        self.state_button.set_menu(state_menu)
        self.state_button.setAccessibleDescription(tr("Which reminders are shown"))
        self.person_menu.aboutToShow.connect(self.fill_people)
        self.person_button.set_menu(self.person_menu)
        self.person_button.setAccessibleDescription(tr("Whose reminders are shown"))

    def show_ended(self, ended: bool) -> None:
        """Show the open reminders, or what was done and skipped."""
        self.ended = ended
        _name(self.state_button, tr("Done") if ended else tr("Open"))
        self.changed.emit()

    def show_person(self, person: tuple[int, str] | None) -> None:
        """Show one person's reminders (id, name), or everyone's."""
        self.person = person
        _name(self.person_button, texts.one_line(person[1], 24) if person is not None else tr("Everyone"))
        self.changed.emit()

    def show_all_open(self) -> None:
        """Show everything that is still to be done."""
        self.person = None
        _name(self.person_button, tr("Everyone"))
        self.show_ended(False)

    def fill_people(self) -> None:
        """Offer the people who have open reminders."""
        self.person_menu.clear()
        self.person_menu.addAction(tr("Everyone")).triggered.connect(lambda _checked=False: self.show_person(None))
        for person in sorted(self.people, key=lambda each: each[1].casefold())[:_PEOPLE_SHOWN]:
            action = self.person_menu.addAction(texts.one_line(person[1], 60).replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, person=person: self.show_person(person))


def _name(button: Button, words: str) -> None:
    button.setText(words)
    button.setAccessibleName(words)
    button.updateGeometry()
