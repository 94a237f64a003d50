"""A person's page: header, composer over the timeline, details beside or below it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.contacts import Address, PointKind
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.pages import ContactPage
from crm_desktop.ui.dialogs.timeline.pane import TimelinePane
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.details_panel import DetailsPanel
from crm_desktop.ui.views.contacts.page_parts import PageCalls, PageServices, link_of, timeline_parts
from crm_desktop.ui.views.contacts.person_cards import PersonCards
from crm_desktop.ui.views.contacts.person_forms import renamed
from crm_desktop.ui.views.contacts.person_header import PersonHeader
from crm_desktop.ui.widgets import Divider

_DETAILS_WIDTH = 244
_BUTTONS_BELOW, _BUTTONS_UNDER_TAGS = 640, 440


class PersonPage(QWidget):
    """Shows one person, or nothing. `left` is Esc, `gone` says that the person is no longer there."""

    left = Signal()
    gone = Signal()
    delete_wanted = Signal()
    tag_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        services: PageServices,
        now: Callable[[], datetime],
        calls: PageCalls,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._services = services
        self._now = now
        self._calls = calls
        self._page: ContactPage | None = None
        self._cards = PersonCards(theme, jobs, services, now)
        self.header = PersonHeader(theme, now, services.contacts.tags)
        self.pane = TimelinePane(theme, timeline_parts(jobs, services, now, calls))
        self.composer, self.model, self.timeline = self.pane.composer, self.pane.model, self.pane.list
        self.details = DetailsPanel(theme, services.contacts, services.reminders, now, self._save_row, calls.navigate)
        self._build(theme)
        self._connect()
        self.set_folded(False)
        self._all.hide()

    def _build(self, theme: Theme) -> None:
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addWidget(self.pane, 1)
        self._fold_line = Divider(theme)
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
        header = self.header
        header.name.committed.connect(self._rename)
        header.call.connect(lambda: self._reach(PointKind.PHONE))
        header.write.connect(lambda: self._reach(PointKind.EMAIL))
        header.remind.connect(self.remind)
        header.log.connect(self.log)
        header.name_in_parts.connect(self.name_in_parts)
        header.delete.connect(self.delete_wanted)
        header.tags.added.connect(self._add_tag)
        header.tags.removed.connect(self._remove_tag)
        header.tags.wanted.connect(self.tag_wanted)
        self.pane.left.connect(self.left)
        self.details.address_wanted.connect(self._open_address)
        self.details.link_wanted.connect(self._calls.open_link)

    def contact_id(self) -> int | None:
        """Who is shown."""
        return self._page.id if self._page is not None else None

    def page(self) -> ContactPage | None:
        """What is shown."""
        return self._page

    def show_contact(self, contact_id: int | None) -> None:
        """Show somebody; the same person again changes nothing. What is being typed is saved first."""
        if contact_id == self.contact_id() and contact_id is not None:
            return
        self._finish_typing()
        page = self._services.contacts.page(contact_id) if contact_id is not None else None
        self._page = page
        self.pane.show_contact(page.id if page is not None else None)
        self._all.setVisible(page is not None)
        if page is not None:
            self._show_page(page)

    def refresh(self, *, timeline: bool = True) -> None:
        """Something about the person may be different: read anew, keeping place, focus and what is being typed.

        `timeline` False leaves out the timeline, of which thousands of entries may be on the screen's list.
        """
        if self._page is None:
            return
        page = self._services.contacts.page(self._page.id)
        if page is None:
            self.gone.emit()
            return
        self._page = page
        self._show_page(page)
        if timeline:
            self.timeline.refresh()

    def set_folded(self, folded: bool) -> None:
        """With little room the details stand below the timeline."""
        direction = QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight
        self._body.setDirection(direction)
        self._body.setSpacing(self._theme.scaled(6 if folded else 22))
        self._body.setStretch(0, 3 if folded else 1)
        self._body.setStretch(2, 2 if folded else 0)
        self._fold_line.setVisible(folded)
        width = self._theme.scaled(_DETAILS_WIDTH)
        self.details.setMinimumWidth(0 if folded else width)
        self.details.setMaximumWidth(16_777_215 if folded else width)

    def is_folded(self) -> bool:
        """Whether the details stand below the timeline."""
        return self._body.direction() is QBoxLayout.Direction.TopToBottom

    def edit_name(self) -> None:
        """Open the name for typing."""
        if self._page is not None:
            self.header.name.start_editing()

    def compose(self, kind: InteractionKind | None = None) -> None:
        """Begin to write on the timeline."""
        if self._page is not None:
            self.composer.start(kind)

    def add_tag(self) -> None:
        """Open the field for a tag."""
        if self._page is not None:
            self.header.tags.start_adding()

    def remind(self) -> None:
        """Ask for a reminder about this person."""
        if self._page is not None:
            self._calls.show_card(self._cards.remind(self._page))

    def log(self) -> None:
        """Log what happened and what comes next in one form."""
        if self._page is not None:
            self._calls.show_card(self._cards.log(self._page))

    def name_in_parts(self) -> None:
        """Ask for the parts of the name."""
        if self._page is not None:
            self._calls.show_card(self._cards.name_in_parts(self._page))

    def _show_page(self, page: ContactPage) -> None:
        self.header.show_page(page)
        self.details.show_page(page)

    def _finish_typing(self) -> None:
        """Leaving a field saves it; whatever still has the focus in here is left now."""
        self.header.tags.put_away()
        focused = QApplication.focusWidget()
        if focused is None or self.composer.isAncestorOf(focused) or focused is self.timeline:
            return
        if self.isAncestorOf(focused):
            focused.clearFocus()

    def _reach(self, kind: PointKind) -> None:
        """Call or write, and have the composer ready for what comes of it."""
        page = self._page
        if page is None:
            return
        value = next((stored.value.value for stored in page.points if stored.value.kind is kind), "")
        if not value:
            self.details.add(kind.value)
            return
        self.compose(InteractionKind.CALL if kind is PointKind.PHONE else InteractionKind.EMAIL)
        self._calls.open_link(link_of(kind, value))

    def _rename(self, typed: str) -> None:
        page = self._page
        if page is None:
            return
        name = self.header.name

        def refused(error: UserError) -> None:
            if self.contact_id() == page.id:
                name.show_error(error.sentence)
            else:
                self._calls.fail(error.sentence)

        new_name = renamed(page.name, one_line(typed, 500))
        self._jobs.write(lambda: self._services.contacts.rename(page.id, new_name), None, refused, owner=self)

    def _save_row(
        self,
        job: Callable[[], object],
        typed: str,
        show_error: Callable[[Message], bool],
        done: Callable[[], None],
    ) -> None:
        def refused(error: UserError) -> None:
            if not show_error(error.sentence):
                # Somebody else is shown by now; the words are told, so that they are not lost.
                self._calls.fail(message("“{text}” was not saved. {why}", text=one_line(typed, 60), why=error.sentence))

        self._jobs.write(job, lambda _result: done(), refused, owner=self)

    def _add_tag(self, name: str) -> None:
        page = self._page
        if page is None:
            return

        def refused(error: UserError) -> None:
            if self.contact_id() == page.id:
                self.header.tags.show_error(name, error.sentence)
            self._calls.fail(error.sentence)

        self._jobs.write(lambda: self._services.contacts.add_tag(page.id, name), None, refused, owner=self)

    def _remove_tag(self, tag_id: int) -> None:
        page = self._page
        if page is not None:
            self._jobs.write(lambda: self._services.contacts.remove_tag(page.id, tag_id), None, self._tell, owner=self)

    def _open_address(self, address_id: int | None, address: Address) -> None:
        if self._page is not None:
            self._calls.show_card(self._cards.address(self._page, address_id, address))

    def _tell(self, error: UserError) -> None:
        self._calls.fail(error.sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons go below the name where both do not fit."""
        super().resizeEvent(event)
        width = self.width()
        very = width < self._theme.scaled(_BUTTONS_UNDER_TAGS)
        self.header.set_narrow(width < self._theme.scaled(_BUTTONS_BELOW), very=very)
