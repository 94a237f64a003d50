"""The cards about companies: a new one, and making one of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.ui.dialogs.form_card import FormCard, FormLine
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.services.companies import CompanyService


class NewCompanyForm(FormCard):
    """A name is enough; `created` carries the id of the new company."""

    created = Signal(int)

    def __init__(self, theme: Theme, jobs: Jobs, companies: CompanyService, name: str = "") -> None:
        super().__init__(
            theme,
            tr("New company"),
            (
                FormLine("name", tr("Name"), tr("Casa Azul"), one_line(name)),
                FormLine("domain", tr("Domain"), "casa-azul.pt"),
            ),
            explain=tr("By its domain, people who write from there are recognised as belonging to it."),
            save=tr("Add"),
        )
        self._jobs = jobs
        self._companies = companies
        self.submitted.connect(self._save)

    def _save(self) -> None:
        if not self.save_button.isEnabled():
            return
        texts = self.texts()
        self.set_busy(True)
        self._jobs.write(
            lambda: self._companies.add(texts["name"], texts["domain"]), self._saved, self.show_error, owner=self
        )

    def _saved(self, company_id: int) -> None:
        self.created.emit(company_id)
        self.close_card()


class MergeCompanyForm(FormCard):
    """Asks which other company is the same one; that one goes, and everything of it comes here.

    `merged` comes once it is done.
    """

    merged = Signal()

    def __init__(self, theme: Theme, jobs: Jobs, companies: CompanyService, company_id: int, name: str) -> None:
        super().__init__(
            theme,
            tr("Merge with another company"),
            (FormLine("name", tr("The other company"), tr("Part of its name")),),
            explain=tr(
                "Its people, deals, files and everything on its timeline come to {name}, and it goes. "
                "What it says differently is added to the note. One undo takes all of it back.",
                name=one_line(name, 60),
            ),
            save=tr("Merge"),
        )
        self._jobs = jobs
        self._companies = companies
        self._company_id = company_id
        _complete_companies(self.lines["name"], companies)
        self.submitted.connect(self._merge)

    def _merge(self) -> None:
        typed = self.texts()["name"]
        if not self.save_button.isEnabled():
            return
        self.set_busy(True)
        self._jobs.write(lambda: self._write(typed), lambda _result: self._done(), self._refused, owner=self)

    def _write(self, typed: str) -> None:
        other = self._companies.find(typed) if typed else None
        if other is None or other == self._company_id:
            raise InvalidInput("name", "Write the name of another company as it stands in the list.")
        self._companies.merge(self._company_id, [other])

    def _done(self) -> None:
        self.merged.emit()
        self.close_card()

    def _refused(self, error: UserError) -> None:
        self.show_error(error)


def _complete_companies(edit: QLineEdit, companies: CompanyService) -> None:
    """Offer the names of companies that begin as what is typed."""
    names = QStringListModel(edit)
    completer = QCompleter(names, edit)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    edit.setCompleter(completer)
    edit.textEdited.connect(lambda typed: names.setStringList(companies.names(typed) if typed.strip() else []))
