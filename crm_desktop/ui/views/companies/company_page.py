"""A company's page: header, the merged timeline of its people and its own, and what is known of it beside or below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.company_pages import CompanyPage, CompanyPerson
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.own_fields import OwnValue
from crm_desktop.ui.dialogs.timeline.pane import TimelinePane
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.companies.details import SUBJECT, CompanyDetails
from crm_desktop.ui.views.companies.header import CompanyHeader
from crm_desktop.ui.views.companies.words import link_of
from crm_desktop.ui.widgets import Divider

if TYPE_CHECKING:
    from crm_desktop.services.companies import CompanyService
    from crm_desktop.services.own_fields import OwnFieldService

_DETAILS_WIDTH = 264
_BUTTONS_BELOW = 620
_MORE_PEOPLE = 30
_READ_KEY = "companies.page"


@dataclass(frozen=True, slots=True)
class CompanyCalls:
    """What the page asks of the window; see `ViewContext`. `open_link` gets an address to open."""

    navigate: Callable[[str, int], None]
    fail: Callable[[Message], None]
    open_link: Callable[[str], object]


class CompanyPageView(QWidget):
    """Shows one company, or nothing. `left` is Esc, `gone` says that the company is no longer there."""

    left = Signal()
    gone = Signal()
    delete_wanted = Signal()
    merge_wanted = Signal()
    person_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        companies: CompanyService,
        own_fields: OwnFieldService,
        parts: TimelineParts,
        now: Callable[[], datetime],
        calls: CompanyCalls,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._companies = companies
        self._own_fields = own_fields
        self._calls = calls
        self._id: int | None = None
        self._page: CompanyPage | None = None
        self._people: tuple[CompanyPerson, ...] = ()
        self.header = CompanyHeader(theme, now)
        self.timeline = TimelinePane(theme, parts)
        self.details = CompanyDetails(theme, jobs, own_fields, parts, now, calls.navigate)
        self.texts, self.sections = self.details.texts, self.details.sections
        self._build(theme)
        self._connect()
        self.set_folded(False)
        self._all.hide()

    def _build(self, theme: Theme) -> None:
        self._fold_line = Divider(theme)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addWidget(self.timeline, 1)
        self._body.addWidget(self._fold_line)
        self._body.addWidget(self.details)
        self._all = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._all)
        column = QVBoxLayout(self._all)
        column.setContentsMargins(theme.scaled(22), theme.scaled(17), theme.scaled(10), 0)
        column.setSpacing(theme.scaled(13))
        top = QVBoxLayout()
        top.setContentsMargins(0, 0, theme.scaled(12), 0)
        top.addWidget(self.header)
        column.addLayout(top)
        column.addLayout(self._body, 1)

    def _connect(self) -> None:
        header, texts = self.header, self.texts
        header.name.committed.connect(self._rename)
        header.call.connect(lambda: self._reach("phone", InteractionKind.CALL))
        header.write.connect(lambda: self._reach("email", InteractionKind.EMAIL))
        header.add_person.connect(self.person_wanted)
        header.merge.connect(self.merge_wanted)
        header.delete.connect(self.delete_wanted)
        texts.saved.connect(self._save_text)
        texts.link_wanted.connect(self._calls.open_link)
        texts.domain_taken.connect(lambda domain: self._save_text("domain", domain))
        texts.domain_declined.connect(self._decline_domain)
        self.details.own.link_wanted.connect(self._calls.open_link)
        self.sections.more_people.connect(self._read_more_people)
        self.sections.person_wanted.connect(self.person_wanted)
        self.timeline.left.connect(self.left)

    def company_id(self) -> int | None:
        """Which company is shown."""
        return self._id

    def page(self) -> CompanyPage | None:
        """What is shown; None until it was read."""
        return self._page

    def show_company(self, company_id: int | None) -> None:
        """Show a company; the same one again changes nothing. What is being typed is saved first."""
        if company_id == self._id and company_id is not None:
            return
        self._finish_typing()
        self._id = company_id
        self._page = None
        self._people = ()
        self.timeline.show_company(company_id)
        if company_id is None:
            self._all.hide()
        else:
            self._read()

    def refresh(self, *, timeline: bool = True) -> None:
        """Something about the company may be different: read anew, keeping place, focus and what is being typed."""
        if self._id is not None:
            self._read()
            if timeline:
                self.timeline.refresh()

    def set_folded(self, folded: bool) -> None:
        """With little room the details stand below the timeline."""
        direction = QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight
        self._body.setDirection(direction)
        self._body.setSpacing(self._theme.scaled(6 if folded else 22))
        self._body.setStretch(0, 3 if folded else 1)
        self._body.setStretch(2, 3 if folded else 0)
        self._fold_line.setVisible(folded)
        width = self._theme.scaled(_DETAILS_WIDTH)
        self.details.setMinimumWidth(0 if folded else width)
        self.details.setMaximumWidth(16_777_215 if folded else width)

    def edit_name(self) -> None:
        """Open the name for typing."""
        if self._page is not None:
            self.header.name.start_editing()

    def compose(self) -> None:
        """Begin to write something about the company as such."""
        if self._page is not None:
            self.timeline.compose()

    def _read(self) -> None:
        company_id, shown = self._id, max(len(self._people), 1)
        assert company_id is not None

        def read() -> tuple[CompanyPage | None, tuple[CompanyPerson, ...], tuple[OwnValue, ...], frozenset[str]]:
            page = self._companies.page(company_id)
            people = page.people if page is not None else ()
            if page is not None and shown > len(people):
                people = self._companies.people(company_id, shown)
            own = self._own_fields
            return page, people, own.values(SUBJECT, company_id), own.hidden_builtin(SUBJECT)

        self._jobs.read(read, lambda found: self._show(company_id, *found), key=_READ_KEY, owner=self)

    def _show(
        self,
        company_id: int,
        page: CompanyPage | None,
        people: tuple[CompanyPerson, ...],
        own: tuple[OwnValue, ...],
        hidden: frozenset[str],
    ) -> None:
        if company_id != self._id:
            return
        if page is None:
            self.gone.emit()
            return
        self._page, self._people = page, people
        self.header.show_page(page)
        self.details.show_page(page, people, own, hidden)
        self._all.show()

    def _read_more_people(self) -> None:
        company_id, shown = self._id, len(self._people)
        if company_id is None:
            return

        def done(more: tuple[CompanyPerson, ...]) -> None:
            if company_id == self._id and self._page is not None and shown == len(self._people):
                self._people += more
                self.sections.show_page(self._page, self._people)

        self._jobs.read(lambda: self._companies.people(company_id, _MORE_PEOPLE, shown), done, owner=self)

    def _finish_typing(self) -> None:
        """Leaving a field saves it; whatever still has the focus in here is left now."""
        focused = QApplication.focusWidget()
        if focused is None or self.timeline.isAncestorOf(focused):
            return
        if self.isAncestorOf(focused):
            focused.clearFocus()

    def _reach(self, field: str, kind: InteractionKind) -> None:
        """Call or write, and have the composer ready for what comes of it."""
        page = self._page
        if page is None:
            return
        value = str(getattr(page, field))
        if not value:
            self.texts.start(field)
            return
        self.timeline.compose(kind)
        self._calls.open_link(link_of(field, value))

    def _rename(self, typed: str) -> None:
        company_id = self._id
        if company_id is None:
            return

        def refused(error: UserError) -> None:
            if self._id == company_id:
                self.header.name.show_error(error.sentence)
            else:
                self._tell_lost(typed, error)

        self._jobs.write(lambda: self._companies.rename(company_id, typed), None, refused, owner=self)

    def _save_text(self, field: str, typed: str) -> None:
        company_id = self._id
        if company_id is None:
            return

        def refused(error: UserError) -> None:
            if self._id == company_id:
                self.texts.show_error(field, error.sentence)
            else:
                self._tell_lost(typed, error)

        # Closing the field took the words out of the draft; until they are stored they stand there again.
        self.details.drafts.keep(company_id, field, typed)

        def saved(_result: object) -> None:
            self.details.drafts.drop(company_id, field)
            # What is stored may be written otherwise than what was typed, even where nothing changed.
            if self._id == company_id:
                self._read()

        self._jobs.write(lambda: self._companies.set_text(company_id, field, typed), saved, refused, owner=self)

    def _decline_domain(self) -> None:
        company_id = self._id
        if company_id is not None:
            self._jobs.write(
                lambda: self._companies.decline_domain(company_id),
                lambda _result: self._read_if(company_id),
                owner=self,
            )

    def _read_if(self, company_id: int) -> None:
        if company_id == self._id:
            self._read()

    def _tell_lost(self, typed: str, error: UserError) -> None:
        """Another company is shown by now; the words are told, so that they are not lost."""
        self._calls.fail(message("“{text}” was not saved. {why}", text=one_line(typed, 60), why=error.sentence))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons go below the name where both do not fit."""
        super().resizeEvent(event)
        self.header.set_narrow(self.width() < self._theme.scaled(_BUTTONS_BELOW))
