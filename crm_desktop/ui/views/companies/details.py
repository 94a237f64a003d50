"""The column with what is known of a company: texts, own fields, people, deals, what comes next, and files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.company_pages import CompanyPage, CompanyPerson
from crm_desktop.domain.files import FileOwner
from crm_desktop.domain.own_fields import OwnValue
from crm_desktop.ui.dialogs.files_list import FilesList
from crm_desktop.ui.dialogs.own_field_rows import OwnFieldRows
from crm_desktop.ui.dialogs.page_drafts import PageDrafts
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.companies.sections import CompanySections
from crm_desktop.ui.views.companies.text_rows import TextRows
from crm_desktop.ui.widgets import ScrollBody, SectionHeading

if TYPE_CHECKING:
    from crm_desktop.services.own_fields import OwnFieldService

SUBJECT = "company"
_OWN = "own"
"""Before the id of a field that the user made, in the name of a draft."""


class CompanyDetails(ScrollBody):
    """Puts the parts below each other; each is reached by its name."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        own_fields: OwnFieldService,
        parts: TimelineParts,
        now: Callable[[], datetime],
        navigate: Callable[[str, int], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, margins=(0, 4, 12, 20), spacing=4, parent=parent)
        self.texts = TextRows(theme)
        self.own = OwnFieldRows(theme, jobs, own_fields, SUBJECT)
        self.drafts = PageDrafts(parts.drafts, SUBJECT)
        self._shown: int | None = None
        self.sections = CompanySections(theme, now, navigate)
        self.files = FilesList(theme, parts)
        heading = SectionHeading(theme, tr("Files"))
        heading.setContentsMargins(0, theme.space(2), 0, 0)
        for widget in (self.texts, self.own, self.texts.adding, self.sections, heading, self.files):
            self.body.addWidget(widget)
        self.body.addStretch()
        self.texts.typed.connect(self._keep)
        self.texts.taken_back.connect(self._drop)
        self.own.typed.connect(lambda owner, field, typed: self.drafts.keep(owner, f"{_OWN}/{field}", typed))
        self.own.settled.connect(lambda owner, field: self.drafts.drop(owner, f"{_OWN}/{field}"))

    def show_page(
        self, page: CompanyPage, people: Sequence[CompanyPerson], own: tuple[OwnValue, ...], hidden: frozenset[str]
    ) -> None:
        """Show this state of a company; what is being typed stays, and what was typed before a crash stands there again."""
        anew, self._shown = page.id != self._shown, page.id
        self.texts.show_page(page, hidden)
        self.own.show_values(page.id, own)
        self.sections.show_page(page, people)
        self.files.show_files(FileOwner(company_id=page.id))
        if anew:
            self._restore(page.id)

    def _keep(self, field: str, typed: str) -> None:
        if self._shown is not None:
            self.drafts.keep(self._shown, field, typed)

    def _drop(self, field: str) -> None:
        if self._shown is not None:
            self.drafts.drop(self._shown, field)

    def _restore(self, company_id: int) -> None:
        for field, typed in dict(self.drafts.kept(company_id)).items():
            kind, _slash, field_id = field.partition("/")
            if not isinstance(typed, str):
                continue
            if kind == _OWN and field_id.isdecimal():
                self.own.restore(int(field_id), typed)
            else:
                self.texts.restore(field, typed)
