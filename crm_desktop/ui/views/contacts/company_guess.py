"""A quiet line that asks whether somebody works where their mail address says."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.page_parts import Tools
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.widgets import LinkButton, WrappingLabel

if TYPE_CHECKING:
    from crm_desktop.domain.company_pages import CompanyGuess


class CompanyQuestion(QWidget):
    """Shown while a person without a company has an address that speaks for one; No is remembered."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._contact_id = 0
        self._guess: CompanyGuess | None = None
        self.words = WrappingLabel("", TextRole.SECONDARY, "secondary")
        self.yes_button = LinkButton(tools.theme, tr("Yes"))
        self.no_button = LinkButton(tools.theme, tr("No"))
        self.yes_button.clicked.connect(lambda _checked=False: self._answer(yes=True))
        self.no_button.clicked.connect(lambda _checked=False: self._answer(yes=False))
        buttons = QHBoxLayout()
        buttons.setSpacing(tools.theme.space(3))
        buttons.addWidget(self.yes_button)
        buttons.addWidget(self.no_button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(3, tools.theme.space(0.5), 3, tools.theme.space(0.5))
        column.setSpacing(0)
        column.addWidget(self.words)
        column.addLayout(buttons)
        self.hide()

    def show_person(self, person: Person) -> None:
        """Ask about somebody, if there is something to ask."""
        self._contact_id, self._guess = person.page.id, person.guess
        self.setVisible(person.guess is not None)
        if person.guess is not None:
            question = tr("Works at {company}?", company=one_line(person.guess.name, 80))
            self.words.setText(question)
            self.setAccessibleName(question)
            self.yes_button.setAccessibleName(tr("Yes: {question}", question=question))
            self.no_button.setAccessibleName(tr("No: {question}", question=question))

    def _answer(self, *, yes: bool) -> None:
        if self._guess is None:
            return
        companies = self._tools.services.people.companies
        job = partial(companies.decline_suggestion, self._contact_id)
        if yes:
            job = partial(companies.take_suggestion, self._contact_id, self._guess)
        self.focusNextChild()
        # "No" is no change that is announced: the question goes at once.
        self.hide()
        self._tools.save(job, "", lambda _error: False, lambda: None)
