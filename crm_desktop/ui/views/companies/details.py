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
        self.sections = CompanySections(theme, now, navigate)
        self.files = FilesList(theme, parts)
        heading = SectionHeading(theme, tr("Files"))
        heading.setContentsMargins(0, theme.space(2), 0, 0)
        for widget in (self.texts, self.own, self.texts.adding, self.sections, heading, self.files):
            self.body.addWidget(widget)
        self.body.addStretch()

    def show_page(self, page: CompanyPage, people: Sequence[CompanyPerson], own: tuple[OwnValue, ...]) -> None:
        """Show this state of a company; what is being typed stays."""
        self.texts.show_page(page)
        self.own.show_values(page.id, own)
        self.sections.show_page(page, people)
        self.files.show_files(FileOwner(company_id=page.id))
