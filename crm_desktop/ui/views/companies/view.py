"""The companies view: puts list and page together, and answers for the actions about companies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.domain import changes
from crm_desktop.domain.changes import Change
from crm_desktop.domain.errors import UserError
from crm_desktop.ui.dialogs.company_forms import MergeCompanyForm, NewCompanyForm
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.tables.one_chosen import width_beside_page
from crm_desktop.ui.texts import tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.companies.company_page import CompanyCalls, CompanyPageView
from crm_desktop.ui.views.companies.list_pane import CompanyList
from crm_desktop.ui.widgets import EmptyState, PageHeader, PrimaryButton

if TYPE_CHECKING:
    from crm_desktop.services.companies import CompanyService

_SHOWN_KINDS = (
    changes.COMPANY, changes.CONTACT, changes.INTERACTION, changes.REMINDER, changes.DEAL, changes.FILE, changes.OWN_FIELD,
)  # fmt: skip
_LIST_KINDS = (changes.COMPANY, changes.CONTACT, changes.INTERACTION, changes.DEAL)
_TIMELINE_KINDS = (changes.INTERACTION, changes.REMINDER, changes.DEAL, changes.FILE, changes.CONTACT, changes.COMPANY)


class CompaniesView(QWidget):
    """Companies and who works there."""

    key = "companies"

    def __init__(self, context: ViewContext, parts: TimelineParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._theme = context.theme
        self._companies: CompanyService = context.services.people.companies
        self._stale = True
        self._day = context.now().date()
        self.pane = CompanyList(context.theme, context.jobs, self._companies, context.now)
        self.company = CompanyPageView(
            context.theme,
            context.jobs,
            self._companies,
            context.services.people.own_fields,
            parts,
            context.now,
            CompanyCalls(context.navigate, context.fail, context.ask.open_link),
        )
        self.empty = EmptyState(
            context.theme,
            tr("Who your people work for"),
            tr(
                "A company gathers its people, what was said with any of them, and the deals. It appears by itself as soon "
                "as somebody's page names it, or you write it down here."
            ),
            (tr("New company"), tr("Shift N"), self.new_company),
            (tr("Try sample data"), "", lambda: context.run("sample")),
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        with_companies = QWidget()
        row = QHBoxLayout(with_companies)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.pane)
        row.addWidget(self.company, 1)
        without = QWidget()
        column = QVBoxLayout(without)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        header = PageHeader(self._theme, tr("Companies"))
        self.new_button = PrimaryButton(self._theme, tr("New"))
        header.add_right(self.new_button)
        column.addWidget(header)
        column.addWidget(self.empty, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(with_companies)
        self._pages.addWidget(without)

    def _connect(self) -> None:
        pane, company = self.pane, self.company
        pane.chosen.connect(company.show_company)
        pane.opened.connect(lambda: company.timeline.list.setFocus(Qt.FocusReason.OtherFocusReason))
        pane.new_wanted.connect(self.new_company)
        pane.delete_wanted.connect(self.delete)
        company.left.connect(self._back_to_list)
        company.gone.connect(pane.read)
        company.delete_wanted.connect(self._delete_company)
        company.merge_wanted.connect(self.merge)
        company.person_wanted.connect(self.add_person)
        self.new_button.clicked.connect(lambda _checked=False: self.new_company())

    def title(self) -> str:
        """The name of the view."""
        return tr("Companies")

    def activate(self) -> None:
        """Read what is stale; the words for days are stale on another day."""
        if self._stale or self._day != self._context.now().date():
            self._read_all()

    def refresh(self, change: Change) -> None:
        """Something was written: read what it touches."""
        if not change.touches(*_SHOWN_KINDS):
            return
        if not self.isVisible():
            self._stale = True
        elif change.everything:
            self._read_all()
        else:
            if change.touches(*_LIST_KINDS):
                self._show_count()
                self.pane.read()
            self.company.refresh(timeline=change.touches(*_TIMELINE_KINDS))

    def open(self, kind: str, item_id: int) -> bool:
        """Show a company."""
        if kind != "company":
            return False
        self.pane.select(item_id)
        # At once, even while the list is still being read: what is typed next is about this company.
        self.company.show_company(item_id)
        return True

    def primary_focus(self) -> QWidget | None:
        """The list, so that J and K go at once."""
        return self.pane.list if self._pages.currentIndex() == 0 else self.empty.primary_button

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What this view answers for."""
        return {
            "companies.next": lambda: self.pane.list.step(1),
            "companies.previous": lambda: self.pane.list.step(-1),
            "companies.open": lambda: self.company.timeline.list.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "companies.filter": self._filter,
            "companies.new": self.new_company,
            "companies.edit": self.edit,
            "companies.delete": self.delete,
            "companies.merge": self.merge,
            "companies.compose": self.company.compose,
            "companies.add_person": self.add_person,
            "interaction.new": self.company.compose,
        }

    def new_company(self, name: str = "") -> None:
        """Ask for a new company; the new one is shown."""
        form = NewCompanyForm(self._theme, self._context.jobs, self._companies, name)
        form.created.connect(self._show_new)
        self._context.show_card(form)

    def add_person(self) -> None:
        """Ask for somebody who works at the company shown."""
        from crm_desktop.ui.dialogs.new_contact import NewContactForm  # when asked for, to keep the view quick to open

        page = self.company.page()
        if page is None:
            return
        services, drafts = self._context.services, self._context.drafts
        form = NewContactForm(self._theme, self._context.jobs, services.contacts, drafts, company=page.name)
        self._context.show_card(form)

    def edit(self) -> None:
        """Edit the entry of the timeline that has the focus, or else the name."""
        timeline = self.company.timeline.list
        if timeline.hasFocus() and timeline.current_entry() is not None:
            timeline.edit_current()
        else:
            self.company.edit_name()

    def delete(self) -> None:
        """Delete the entry of the timeline that has the focus, or else the company."""
        if self.company.timeline.list.hasFocus():
            self.company.timeline.list.delete_current()
        else:
            self._delete_company()

    def merge(self) -> None:
        """Ask which other company is the same as the one shown."""
        page = self.company.page()
        if page is not None:
            form = MergeCompanyForm(self._theme, self._context.jobs, self._companies, page.id, page.name)
            form.merged.connect(lambda: self._context.say(tr("Merged into {name}", name=page.name), True))
            self._context.show_card(form)

    def _delete_company(self) -> None:
        page = self.company.page()
        if page is None:
            return
        self._context.jobs.write(
            lambda: self._companies.delete([page.id]),
            lambda _result: self._context.say(tr("Deleted {name}; its people stay", name=page.name), True),
            self._tell,
            owner=self,
        )

    def _read_all(self) -> None:
        self._stale = False
        self._day = self._context.now().date()
        self._show_count()
        self.pane.refresh_rows()
        self.pane.read()
        self.company.refresh()

    def _show_count(self) -> None:
        count = self._companies.count()
        self.pane.set_count(count)
        showed_empty = self._pages.currentIndex() == 1
        self._pages.setCurrentIndex(0 if count else 1)
        if showed_empty and count:
            self.pane.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_new(self, company_id: int) -> None:
        self._show_count()
        self.pane.select(company_id)

    def _filter(self) -> None:
        self.pane.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.pane.filter.selectAll()

    def _back_to_list(self) -> None:
        self.pane.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, error: UserError) -> None:
        self._context.fail(error.sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list from wherever it was not needed."""
        if event.key() == Qt.Key.Key_Escape:
            self._back_to_list()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width."""
        super().resizeEvent(event)
        width, narrow = width_beside_page(self._theme, self.width(), self.pane.least_width())
        self.pane.setFixedWidth(width)
        self.company.set_folded(narrow)
