"""The card for a new reminder, typed as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.services.reminders import ReminderService
from crm_desktop.ui.dialogs.quick_entry import QuickEntry
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Label
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
