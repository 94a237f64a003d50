"""A person's page: header, composer over the timeline, details beside or below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.contacts import Address, Name, PointKind
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.pages import ContactPage, TimelineEntry
from crm_desktop.ui.dialogs.log_form import LogDrafts, LogForm, LogSubject
from crm_desktop.ui.dialogs.remind_form import RemindForm
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.composer import Composer
from crm_desktop.ui.views.contacts.details_panel import DetailsPanel
from crm_desktop.ui.views.contacts.entry_editor import EntryEditor
from crm_desktop.ui.views.contacts.person_forms import (
    WritingForm,
    address_from,
    address_lines,
    name_lines,
    renamed,
)
from crm_desktop.ui.views.contacts.person_header import PersonHeader
from crm_desktop.ui.views.contacts.timeline_model import TimelineModel
from crm_desktop.ui.views.contacts.timeline_view import TimelineView
from crm_desktop.ui.widgets import Divider, Label

if TYPE_CHECKING:
    from crm_desktop.services.contacts import ContactService
    from crm_desktop.services.reminders import ReminderService
    from crm_desktop.services.timeline import TimelineService

_DETAILS_WIDTH = 244
_BUTTONS_BELOW = 600


@dataclass(frozen=True, slots=True)
class PageServices:
    """What the page reads from and writes to."""

    contacts: ContactService
    timeline: TimelineService
    reminders: ReminderService


@dataclass(frozen=True, slots=True)
class PageCalls:
    """What the page asks of the window; see `ViewContext` for their meaning. `open_link` gets tel: and mailto: URLs."""

    say: Callable[[str, bool], None]
    fail: Callable[[Message], None]
    navigate: Callable[[str, int], None]
    show_card: Callable[[QWidget], None]
    open_link: Callable[[str], object]


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
        self._drafts = LogDrafts()
        self.header = PersonHeader(theme, now, services.contacts.tags)
        self.composer = Composer(theme, jobs, services.timeline, services.reminders, now, calls.fail)
        self.model = TimelineModel(services.timeline.entries, now, self)
        self.timeline = TimelineView(theme, self.model)
        self.details = DetailsPanel(theme, services.contacts, services.reminders, now, self._save_row, calls.navigate)
        self._quiet = Label(
            tr("Nothing yet. Write down what happened, and it stands here in order."),
            TextRole.BODY,
            "secondary",
            wrap=True,
        )
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.timeout.connect(self._tick)
        self._build(theme)
        self._connect()
        self.set_folded(False)
        self._all.hide()

    def _build(self, theme: Theme) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(theme.space(1.5))
        middle.addWidget(self.composer)
        self._quiet.setContentsMargins(2, theme.space(3), 2, 0)
        middle.addWidget(self._quiet)
        middle.addWidget(self.timeline, 1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addLayout(middle, 1)
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
        self.composer.left.connect(self.left)
        self.timeline.left.connect(self.left)
        self.timeline.edit_wanted.connect(self._edit_entry)
        self.timeline.delete_wanted.connect(self._delete_entry)
        self.details.address_wanted.connect(self._open_address)
        for signal in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(lambda *_where: self._quiet.setVisible(not self.model.rowCount()))

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
        self.composer.show_for(page.id if page is not None else None)
        self.model.show(page.id if page is not None else None)
        self.timeline.scrollToTop()
        self._all.setVisible(page is not None)
        if page is not None:
            self._show_page(page)

    def refresh(self) -> None:
        """Something about the person may be different: read anew, keeping place, focus and what is being typed."""
        if self._page is None:
            return
        page = self._services.contacts.page(self._page.id)
        if page is None:
            self.gone.emit()
            return
        self._page = page
        self._show_page(page)
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
            services = self._services
            self._calls.show_card(
                RemindForm(self._theme, self._jobs, services.reminders, self._now, self._page.id, self._page.shown)
            )

    def log(self) -> None:
        """Log what happened and what comes next in one form."""
        if self._page is None:
            return
        subject = LogSubject(self._page.id, self._page.shown)
        services = self._services
        self._calls.show_card(
            LogForm(self._theme, self._jobs, services.timeline, services.reminders, self._now, self._drafts, subject)
        )

    def name_in_parts(self) -> None:
        """Ask for the parts of the name."""
        page = self._page
        if page is None:
            return
        rename = self._services.contacts.rename
        lines = name_lines(page.name)
        form = WritingForm(
            self._theme, self._jobs, tr("Name in parts"), lines, lambda texts: rename(page.id, Name(**texts))
        )
        self._calls.show_card(form)

    def _show_page(self, page: ContactPage) -> None:
        self.header.show_page(page)
        self.details.show_page(page)
        self._start_clock()

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

    def _edit_entry(self, entry: TimelineEntry) -> None:
        services = self._services
        self._calls.show_card(
            EntryEditor(self._theme, self._jobs, services.timeline, services.reminders, self._now, entry)
        )

    def _delete_entry(self, entry: TimelineEntry) -> None:
        self._jobs.write(
            lambda: self._services.timeline.delete(entry.id),
            lambda _result: self._calls.say(tr("Deleted from the timeline"), True),
            self._tell,
            owner=self,
        )

    def _open_address(self, address_id: int | None, address: Address) -> None:
        page = self._page
        if page is None:
            return
        self._calls.show_card(
            WritingForm(
                self._theme,
                self._jobs,
                tr("Address"),
                address_lines(address),
                lambda texts: self._services.contacts.save_address(page.id, address_id, address_from(address, texts)),
                tr("Empty lines take the address away.") if address_id is not None else "",
            )
        )

    def _tell(self, error: UserError) -> None:
        self._calls.fail(error.sentence)

    def _start_clock(self) -> None:
        """Tick at the next full minute, but only while a foreign clock is on the screen."""
        if self._page is not None and self._page.time_zone and self.isVisible():
            now = self._now()
            self._minute.start((60 - now.second) * 1000 + 50)
        else:
            self._minute.stop()

    def _tick(self) -> None:
        self.header.refresh_line()
        self._start_clock()

    def showEvent(self, event: QShowEvent) -> None:
        """The clock of the person goes on."""
        super().showEvent(event)
        self._tick()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at the clock."""
        super().hideEvent(event)
        self._minute.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons go below the name where both do not fit."""
        super().resizeEvent(event)
        self.header.set_narrow(self.width() < self._theme.scaled(_BUTTONS_BELOW))


def link_of(kind: PointKind, value: str) -> str:
    """The address the desktop opens: `tel:` with the digits alone (RFC 3966), or `mailto:` (RFC 6068)."""
    if kind is PointKind.PHONE:
        return "tel:" + "".join(letter for letter in value if letter.isdigit() or letter in "+*#")
    return f"mailto:{value}"
