"""The card for a new lead: one line, from anywhere in the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.ui.dialogs.form_draft import FormDraft
from crm_desktop.ui.dialogs.lead_entry import LeadEntry
from crm_desktop.ui.drafts import DraftStore, Fields
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Label, PrimaryButton
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.leads import LeadService


class LeadForm(OverlayCard):
    """Enter adds and closes, Ctrl+Enter adds and goes on with the next one. `added(id, name)` and `opened(id)` as the line has them."""

    added = Signal(int, str)
    opened = Signal(int)

    def __init__(self, theme: Theme, jobs: Jobs, leads: LeadService, drafts: DraftStore, text: str = "") -> None:
        super().__init__(theme, tr("New lead"), width=560)
        self._goes_on = False
        self.entry = LeadEntry(theme, jobs, leads, takes_enter=False)
        self.said = Label("", TextRole.SECONDARY, "good", wrap=True)
        self.said.hide()
        self.draft = FormDraft(theme, self, drafts, "lead/new", self._typed, self._put_in)
        self._lay_out(theme)
        self.draft.restore()
        if text:
            self.entry.set_text(text)
        self.entry.changed.connect(self.draft.changed)
        self.entry.added.connect(self._added)
        self.entry.opened.connect(self._open)

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(22)
        self.body.setContentsMargins(side, theme.scaled(18), side, theme.scaled(16))
        self.body.setSpacing(theme.space(2.5))
        self.body.addWidget(Label(tr("New lead"), TextRole.TITLE, weight="bold"))
        explain = tr(
            "Name and source are enough, with commas between. A company, an e-mail address and a number are recognised."
        )
        self.body.addWidget(Label(explain, TextRole.SECONDARY, "secondary", wrap=True))
        self.body.addWidget(self.draft.line)
        self.body.addWidget(self.entry)
        self.body.addWidget(self.said)
        self.cancel_button = Button(theme, tr("Cancel"))
        self.cancel_button.clicked.connect(lambda _checked=False: self.draft.cancel())
        self.next_button = Button(theme, tr("Add, and the next one"), tr("Ctrl Enter"))
        self.next_button.clicked.connect(lambda _checked=False: self.add(goes_on=True))
        self.add_button = PrimaryButton(theme, tr("Add"), tr("Enter"))
        self.add_button.clicked.connect(lambda _checked=False: self.add())
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addStretch()
        for button in (self.cancel_button, self.next_button, self.add_button):
            row.addWidget(button)
        self.body.addLayout(row)

    def first_focus(self) -> QWidget:
        """The line."""
        return self.entry.line

    def add(self, *, goes_on: bool = False) -> None:
        """Store what is typed; with `goes_on` the card stays for the next one."""
        self._goes_on = goes_on
        self.entry.add()

    def _added(self, contact_id: int, name: str) -> None:
        self.added.emit(contact_id, name)
        if self._goes_on:
            self.said.setText(tr("Added {name}.", name=name))
            self.said.show()
            return
        self.draft.saved()
        self.close_card()

    def _open(self, contact_id: int) -> None:
        self.close_card()
        self.opened.emit(contact_id)

    def _typed(self) -> Fields:
        return {"line": self.entry.text()}

    def _put_in(self, kept: Fields) -> None:
        self.entry.set_text(str(kept.get("line", "")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds, with Ctrl goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.add(goes_on=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            event.accept()
        else:
            super().keyPressEvent(event)
