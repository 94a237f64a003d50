"""The contacts view: puts list and page together, and answers for the actions about people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from crm_desktop.domain import changes
from crm_desktop.domain.changes import Change
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.quick_entry import Person
from crm_desktop.ui.dialogs.new_contact import NewContactForm
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.tables.one_chosen import width_beside_page
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.contacts.list_actions import ListActions
from crm_desktop.ui.views.contacts.list_bulk import ListCalls
from crm_desktop.ui.views.contacts.list_empty import NoPeople
from crm_desktop.ui.views.contacts.list_pane import ListPane
from crm_desktop.ui.views.contacts.page_parts import PageCalls, PageServices
from crm_desktop.ui.views.contacts.person_page import PersonPage
from crm_desktop.ui.views.contacts.tag_intervals import TagIntervals

_ANY_WIDTH = (1 << 24) - 1
_SHOWN_KINDS = (
    *(changes.CONTACT, changes.COMPANY, changes.INTERACTION, changes.TAG, changes.REMINDER, changes.DEAL),
    *(changes.SAVED_LIST, changes.OWN_FIELD, changes.STAGE, changes.FILE),
)
_TIMELINE_KINDS = (changes.INTERACTION, changes.REMINDER, changes.DEAL, changes.CONTACT, changes.FILE)
_ORDER_KINDS = (changes.CONTACT, changes.COMPANY, changes.INTERACTION, changes.TAG)


class ContactsView(QWidget):
    """People and what is known of them. `import_people` and `try_sample` begin what they say."""

    key = "contacts"

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        services: PageServices,
        now: Callable[[], datetime],
        calls: PageCalls,
        import_people: Callable[[], object],
        try_sample: Callable[[], object],
        list_calls: ListCalls | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._services = services
        self._calls = calls
        self._import = import_people
        self._stale = True
        self._day = now().date()
        self._now = now
        self.pane = ListPane(theme, jobs, services, now)
        self.lists = ListActions(theme, jobs, services, now, calls, list_calls or ListCalls(), self.pane)
        self.person = PersonPage(theme, jobs, services, now, calls)
        self.clock_moved = self.person.look_at_clock
        TagIntervals(theme, jobs, services.keeping, calls, self.person.header.tags)
        self._without = NoPeople(theme, self.new_contact, import_people, try_sample)
        self.empty = self._without.state
        self.import_button, self.new_button = self._without.import_button, self._without.new_button
        self._build()
        self._connect()

    def _build(self) -> None:
        with_people = QWidget()
        row = QHBoxLayout(with_people)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.pane)
        row.addWidget(self.person, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(with_people)
        self._pages.addWidget(self._without)

    def _connect(self) -> None:
        pane, person = self.pane, self.person
        pane.chosen.connect(person.show_contact)
        pane.opened.connect(self._open_chosen)
        self.lists.table.wide_changed.connect(self._share_width)
        pane.import_wanted.connect(self._import)
        pane.new_wanted.connect(self.new_contact)
        pane.delete_wanted.connect(self.delete)
        person.left.connect(self._back_to_list)
        person.delete_wanted.connect(self.delete_contact)
        person.gone.connect(pane.read)
        person.tag_wanted.connect(pane.filter.setText)

    def title(self) -> str:
        """The name of the view."""
        return tr("Contacts")

    def activate(self) -> None:
        """Read what is stale; the words for days are stale on another day."""
        if self._stale or self._day != self._now().date():
            self._read_all()

    def refresh(self, change: Change) -> None:
        """Something was written: read what it touches."""
        if not change.touches(*_SHOWN_KINDS):
            return
        if not self.isVisible():
            self._stale = True
            return
        if change.everything:
            self._read_all()
            return
        self.lists.refresh(change)
        # A list may hang on anything that is known of people.
        if change.touches(*_ORDER_KINDS) or self.pane.shown_list() is not None:
            self._show_count()
            self.pane.read(keep=True)
        self.person.refresh(timeline=change.touches(*_TIMELINE_KINDS))

    def open(self, kind: str, item_id: int) -> bool:
        """Show a person, or a list of people (0: everybody)."""
        if kind == "list":
            self.lists.open(item_id)
            return True
        if kind != "contact":
            return False
        self.lists.table.leave()
        self.pane.select(item_id)
        # At once, even while the list is still being read: what is typed next is about this person.
        self.person.show_contact(item_id)
        return True

    def about(self) -> Person | None:
        """Whom the palette offers something about."""
        page = self.person.page()
        return None if page is None else Person(page.id, page.shown)

    def primary_focus(self) -> QWidget | None:
        """The list, so that J and K go at once."""
        return self.pane.people() if self._pages.currentIndex() == 0 else self.empty.primary_button

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What this view answers for."""
        person = self.person
        on_page = {
            "contacts.edit": self.edit,
            "contacts.compose": person.compose,
            "contacts.tag": self.lists.one_or_many("tag", person.add_tag),
            "interaction.new": person.compose,
            "reminder.new": self.lists.one_or_many("remind", person.remind),
            **person.commands(),
        }
        return {
            **self.lists.commands(),
            **self.lists.beside_the_list(on_page),
            "contacts.next": lambda: self.pane.people().step(1),
            "contacts.previous": lambda: self.pane.people().step(-1),
            "contacts.open": self._open_chosen,
            "contacts.filter": self._filter,
            "contacts.delete": self.delete,
            "contact.new": self.new_contact,
        }

    def new_contact(self, name: str = "") -> None:
        """Ask for a new person; the new one is shown."""
        form = NewContactForm(self._theme, self._jobs, self._services.contacts, self._services.drafts, name)
        form.created.connect(self._show_new)
        self._calls.show_card(form)

    def edit(self) -> None:
        """Edit the entry of the timeline that has the focus, or else the name."""
        if self.person.timeline.hasFocus() and self.person.timeline.current_entry() is not None:
            self.person.timeline.edit_current()
        else:
            self.person.edit_name()

    def delete(self) -> None:
        """Delete the entry of the timeline that has the focus, or else who is chosen in the list."""
        if self.person.timeline.hasFocus():
            self.person.timeline.delete_current()
        elif self.pane.people().many.count() > 1:
            self.lists.many.ask("delete")
        else:
            self.delete_contact()

    def delete_contact(self) -> None:
        """Delete the person shown, at once; Undo brings all of it back."""
        page = self.person.page()
        if page is None:
            return
        self._jobs.write(
            lambda: self._services.contacts.delete([page.id]),
            lambda _result: self._calls.say(tr("Deleted {name}", name=page.shown), True),
            self._tell,
            owner=self,
        )

    def _read_all(self) -> None:
        self._stale = False
        self._day = self._now().date()
        self._show_count()
        self.pane.refresh_rows(None)
        self.pane.read()
        self.person.refresh()

    def _show_count(self) -> None:
        count = self._services.contacts.count()
        self.pane.set_count(count)
        showed_empty = self._pages.currentIndex() == 1
        self._pages.setCurrentIndex(0 if count else 1)
        if showed_empty and count:
            self.pane.enter_list()

    def _show_new(self, contact_id: int) -> None:
        self._show_count()
        self.pane.select(contact_id)

    def _filter(self) -> None:
        self.pane.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.pane.filter.selectAll()

    def _back_to_list(self) -> None:
        self.pane.people().setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_chosen(self) -> None:
        if self.pane.wide:
            self.lists.table.leave()
        self.person.timeline.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, error: UserError) -> None:
        self._calls.fail(error.sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list from wherever it was not needed."""
        if event.key() == Qt.Key.Key_Escape:
            self._back_to_list()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self, _wide: bool = False) -> None:
        self.person.setVisible(not self.pane.wide)
        if self.pane.wide:
            self.pane.setMinimumWidth(0)
            self.pane.setMaximumWidth(_ANY_WIDTH)
            return
        width, narrow = width_beside_page(self._theme, self.width(), self.pane.least_width())
        self.pane.setFixedWidth(width)
        self.person.set_folded(narrow)


def build(context: ViewContext) -> ContactsView:
    """The view for the registry."""
    services = context.services
    return ContactsView(
        context.theme,
        context.jobs,
        PageServices(
            services.contacts,
            services.timeline,
            services.reminders,
            context.drafts,
            services.keeping,
            services.people,
            services.settings,
            lambda: services.mail_files,
        ),
        context.now,
        PageCalls(context.say, context.fail, context.navigate, context.show_card, context.ask.open_link, context.ask),
        lambda: context.run("import"),
        lambda: context.run("sample"),
        ListCalls(
            context.mark, context.ask.save_file, lambda path, ids: int(services.exporting.export(path, contact_ids=ids))
        ),
    )
