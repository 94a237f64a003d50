"""What of a calendar is to be taken, as boxes to tick; only those are shown that would make a difference."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.services.calendar_files import CalendarOptions, CalendarReport, Fate
from crm_desktop.ui.dialogs import calendar_words as words
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import CheckBox, FlowLayout


class CalendarChoices(QWidget):
    """The boxes; `reread` when the file has to be read anew, `narrowed` when what was read will do."""

    reread = Signal()
    narrowed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.without: frozenset[str] = frozenset()
        """The identifiers of the entries that the user took out."""
        self.past = CheckBox(theme, tr("Past events, too"))
        self.known = CheckBox(theme, tr("Only with people I know"))
        self.changes = CheckBox(theme, tr("Change what is already here"), checked=True)
        flow = FlowLayout(self, spacing=theme.space(4))
        for box in (self.past, self.known, self.changes):
            box.hide()
            flow.addWidget(box)
        self.hide()
        self.past.toggled.connect(lambda _checked: self.reread.emit())
        for box in (self.known, self.changes):
            box.toggled.connect(lambda _checked: self.narrowed.emit())

    def options(self) -> CalendarOptions:
        """What is to be taken."""
        return CalendarOptions(
            past=self.past.isChecked(),
            changes=self.changes.isChecked(),
            known_only=self.known.isChecked(),
            without=self.without,
        )

    def toggle(self, uid: str) -> None:
        """Take an entry out, or in again."""
        self.without = self.without ^ {uid}
        self.narrowed.emit()

    def offer(self, whole: CalendarReport) -> None:
        """Show the boxes that make a difference for a file with all its entries."""
        self.past.setVisible(self.past.isChecked() or words.has_past(whole))
        self.changes.setVisible(whole.fates[Fate.CHANGED] > 0)
        self.known.setVisible(words.has_choice_of_people(whole))
        # An empty row would still take its place between the others.
        self.setVisible(any(box.isVisibleTo(self) for box in (self.past, self.known, self.changes)))
