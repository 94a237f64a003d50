"""The built-in fields of a person or a company, each with a switch that hides it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.company_pages import COMPANY_TEXTS
from crm_desktop.domain.errors import UserError
from crm_desktop.ui.dialogs.company_fields import company_field_words
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
    """Shows the fields of one subject at a time; what is filled in is shown whatever the switch says. Deals have none."""

    def __init__(self, theme: Theme, jobs: Jobs, own_fields: OwnFieldService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._service = own_fields
        self._subject = ""
        self._switches: dict[tuple[str, str], Switch] = {}
        self._error = Label("", TextRole.SECONDARY, "late", wrap=True)
        self._error.hide()
        self._grids = {
            "contact": self._grid(theme, "contact", [(name, contact_field_words(name)) for name in CONTACT_FIELDS]),
            "company": self._grid(theme, "company", [(name, company_field_words(name)[0]) for name in COMPANY_TEXTS]),
        }
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.space(3), 0, 0)
        outer.setSpacing(theme.space(1.5))
        outer.addWidget(SectionHeading(theme, tr("Built-in fields")))
        hint = tr("One that you do not need is not offered any more. Where it is filled in, it is still shown.")
        outer.addWidget(Label(hint, TextRole.SECONDARY, "secondary", wrap=True))
        for grid in self._grids.values():
            outer.addWidget(grid)
        outer.addWidget(self._error)

    def _grid(self, theme: Theme, subject: str, fields: Sequence[tuple[str, str]]) -> QWidget:
        grid = QWidget()
        cells = QGridLayout(grid)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setHorizontalSpacing(theme.space(3))
        cells.setVerticalSpacing(theme.scaled(4))
        for number, (name, words) in enumerate(fields):
            cells.addWidget(self._line(theme, subject, name, words), number // _COLUMNS, number % _COLUMNS)
        for column in range(_COLUMNS):
            cells.setColumnStretch(column, 1)
        return grid

    def _line(self, theme: Theme, subject: str, name: str, words: str) -> QWidget:
        switch = Switch(theme, "")
        switch.setAccessibleName(tr("Show {field}", field=words))
        switch.clicked.connect(lambda _checked=False: self._press(name))
        self._switches[subject, name] = switch
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1.5))
        row.addWidget(switch)
        row.addWidget(Label(words), 1)
        return line

    def switches(self) -> tuple[Switch, ...]:
        """What Tab goes through."""
        return tuple(switch for (subject, _name), switch in self._switches.items() if subject == self._subject)

    def switch(self, name: str) -> Switch:
        """The switch of a field of the subject shown."""
        return self._switches[self._subject, name]

    def show_subject(self, subject: str) -> None:
        """Show what is hidden of people or companies; nothing for deals."""
        self._subject = subject
        self.setVisible(subject in self._grids)
        for each, grid in self._grids.items():
            grid.setVisible(each == subject)
        if subject in self._grids:
            job = partial(self._service.hidden_builtin, subject)
            self._jobs.read(job, partial(self._take, subject), key="fields.hidden", owner=self)

    def _take(self, subject: str, hidden: frozenset[str]) -> None:
        for (of, name), switch in self._switches.items():
            if of == subject:
                switch.setChecked(name not in hidden)

    def _press(self, name: str) -> None:
        switch = self.switch(name)
        self._error.hide()

        def refused(error: UserError) -> None:
            self._error.setText(show(error.sentence))
            self._error.show()
            self.show_subject(self._subject)

        job = partial(self._service.hide_builtin, self._subject, name, not switch.isChecked())
        self._jobs.write(job, None, refused, owner=self)
