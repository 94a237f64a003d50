"""The form for a new person: a name is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter

from crm_desktop.domain.contacts import ContactDraft, Point, PointKind
from crm_desktop.domain.folding import fold
from crm_desktop.domain.typed_names import name_from
from crm_desktop.ui.dialogs.form_card import FormCard, FormLine
from crm_desktop.ui.drafts import DraftStore
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.services.contacts import ContactService


class NewContactForm(FormCard):
    """A card with name, company, e-mail and phone; `created` carries the id of the new contact."""

    created = Signal(int)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        contacts: ContactService,
        drafts: DraftStore,
        name: str = "",
        company: str = "",
    ) -> None:
        super().__init__(
            theme,
            tr("New contact"),
            (
                FormLine("name", tr("Name"), tr("Marta Oliveira"), name),
                FormLine("company", tr("Company"), "", company),
                FormLine("email", tr("E-mail")),
                FormLine("phone", tr("Phone")),
            ),
            explain=tr("A name is enough; everything else can come later."),
            save=tr("Add"),
        )
        self._jobs = jobs
        self._contacts = contacts
        self._busy = False
        self._companies = QStringListModel(self)
        completer = QCompleter(self._companies, self.lines["company"])
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.lines["company"].setCompleter(completer)
        self.lines["company"].textEdited.connect(self._offer_companies)
        self.submitted.connect(self._save)
        # A name or company that was asked for must not take the place of another one half typed before.
        asked = "/".join(fold(each) for each in (name, company) if each.strip())
        self._kept = self.keep_drafts(drafts, f"contact/new/{asked}" if asked else "contact/new")

    def _offer_companies(self, typed: str) -> None:
        """A company that is there already is chosen rather than made a second time."""
        self._companies.setStringList(self._contacts.company_names(typed.strip()) if typed.strip() else [])

    def _save(self) -> None:
        if self._busy:
            return
        draft = draft_from(**self.texts())
        self._busy = True
        self.set_busy(True)
        self._jobs.write(lambda: self._contacts.add(draft), self._saved, self._refused, owner=self)

    def _saved(self, contact_id: int) -> None:
        self._kept.saved()
        self.created.emit(contact_id)
        self.close_card()

    def _refused(self, error: object) -> None:
        self._busy = False
        self.show_error(error)  # type: ignore[arg-type]  # Jobs hands over a UserError


def draft_from(name: str, company: str, email: str, phone: str) -> ContactDraft:
    """What the form holds as a draft of a contact."""
    points = (Point(PointKind.EMAIL, email), Point(PointKind.PHONE, phone))
    return ContactDraft(name=name_from(name), company=company, points=tuple(point for point in points if point.value))
