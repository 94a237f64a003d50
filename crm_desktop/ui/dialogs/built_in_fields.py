"""The built-in fields of a person, each with a switch that hides it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.ui.dialogs.contact_fields import CONTACT_FIELDS, contact_field_words
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Label, SectionHeading, Switch

if TYPE_CHECKING:
    from crm_desktop.services.own_fields import OwnFieldService

_COLUMNS = 3


class BuiltInFields(QWidget):
    """Only people have built-in fields that can be hidden; what is filled in is shown whatever the switch says."""

    def __init__(self, theme: Theme, jobs: Jobs, own_fields: OwnFieldService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._service = own_fields
        self._subject = ""
        self._switches: dict[str, Switch] = {}
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._error.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.scaled(4))
        for number, name in enumerate(CONTACT_FIELDS):
            grid.addWidget(self._line(theme, name), number // _COLUMNS, number % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.space(3), 0, 0)
        outer.setSpacing(theme.space(1.5))
        outer.addWidget(SectionHeading(theme, tr("Built-in fields")))
        hint = tr("One that you do not need is not offered any more. Where it is filled in, it is still shown.")
        outer.addWidget(Label(hint, TextRole.SECONDARY, "secondary", wrap=True))
        outer.addLayout(grid)
        outer.addWidget(self._error)

    def _line(self, theme: Theme, name: str) -> QWidget:
        words = contact_field_words(name)
        switch = Switch(theme, "")
        switch.setAccessibleName(tr("Show {field}", field=words))
        switch.clicked.connect(lambda _checked=False: self._press(name))
        self._switches[name] = switch
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1.5))
        row.addWidget(switch)
        row.addWidget(Label(words), 1)
        return line

    def switches(self) -> tuple[Switch, ...]:
        """What Tab goes through."""
        return tuple(self._switches.values())

    def switch(self, name: str) -> Switch:
        """The switch of a field."""
        return self._switches[name]

    def show_subject(self, subject: str) -> None:
        """Show what is hidden of people; nothing for companies and deals."""
        self._subject = subject
        self.setVisible(subject == "contact")
        if subject == "contact":
            self._jobs.read(partial(self._service.hidden_builtin, subject), self._take, key="fields.hidden", owner=self)

    def _take(self, hidden: frozenset[str]) -> None:
        for name, switch in self._switches.items():
            switch.setChecked(name not in hidden)

    def _press(self, name: str) -> None:
        switch = self._switches[name]
        self._error.hide()

        def refused(error: UserError) -> None:
            self._error.setText(show(error.sentence))
            self._error.show()
            self.show_subject(self._subject)

        job = partial(self._service.hide_builtin, self._subject, name, not switch.isChecked())
        self._jobs.write(job, None, refused, owner=self)
