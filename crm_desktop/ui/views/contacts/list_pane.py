"""The list of people: title, buttons, filter, order, and a row for each person however many there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.services.contacts import ContactOrder
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.one_chosen import OneChosen
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.list_banner import ListBanner
from crm_desktop.ui.views.contacts.list_head import ListHead, NobodyPage, PaneSurface
from crm_desktop.ui.views.contacts.list_people import PeopleList
from crm_desktop.ui.views.contacts.list_reading import Found, Wanted, read_ids
from crm_desktop.ui.views.contacts.list_state import LAST_TALK, ORDERS, Shown
from crm_desktop.ui.views.contacts.page_parts import PageServices

if TYPE_CHECKING:
    from crm_desktop.ui.views.contacts.list_table import PeopleTable

_READ_KEY = "contacts.ids"


class ListPane(PaneSurface):
    """`chosen` carries the id of the person to show, or None when nobody is left in the list.

    `opened` is Enter or a double click on a person. `ready` follows each reading of the list. `many_changed` says how many
    are chosen, `build_wanted` and `save_wanted` that a filter is to be built or kept, `list_left` that everybody is shown
    again, `sorted_by` that the order was changed here.
    """

    chosen = Signal(object)
    opened = Signal()
    import_wanted = Signal()
    new_wanted = Signal(str)
    delete_wanted = Signal()
    ready = Signal()
    many_changed = Signal(int)
    build_wanted = Signal()
    save_wanted = Signal()
    list_left = Signal()
    sorted_by = Signal(str)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        services: PageServices,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._jobs = jobs
        self._services = services
        self._sort = LAST_TALK
        self._shown_list: Shown | None = None
        self._one = OneChosen(self)
        self._one.chosen.connect(self.chosen)
        self.list = PeopleList(theme, services.contacts, now, self)
        self.model = self.list.model_of_people
        self.table: PeopleTable | None = None
        self.wide = False
        self.head = ListHead(theme)
        self.filter = self.head.filter
        self.order_button = self.head.order_button
        self.import_button, self.new_button = self.head.import_button, self.head.new_button
        self.banner = ListBanner(theme)
        self._none = NobodyPage(theme)
        self.clear_button, self.add_button = self._none.clear_button, self._none.add_button
        self._build()
        self._connect()
        self.head.show_order(self._sort)

    def _build(self) -> None:
        holder = QWidget()
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._none)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 1, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(self.banner)
        self._column.addWidget(holder, 1)

    def add_below(self, widget: QWidget) -> None:
        """Put something under the list."""
        self._column.addWidget(widget)

    def _connect(self) -> None:
        self.head.sort_chosen.connect(self.set_sort)
        self.import_button.clicked.connect(lambda _checked=False: self.import_wanted.emit())
        self.new_button.clicked.connect(lambda _checked=False: self.new_wanted.emit(""))
        self.head.build_button.clicked.connect(lambda _checked=False: self.build_wanted.emit())
        self.add_button.clicked.connect(lambda _checked=False: self.new_wanted.emit(self.filter.text().strip()))
        self.clear_button.clicked.connect(lambda _checked=False: self._show_everybody())
        self.banner.edit_wanted.connect(self.build_wanted)
        self.banner.save_wanted.connect(self.save_wanted)
        self.banner.left.connect(self.list_left)
        self.filter.textChanged.connect(lambda _text: self.read())
        self.filter.left_downwards.connect(self.enter_list)
        self.filter.returnPressed.connect(self.enter_list)
        self.filter.emptied.connect(self.enter_list)
        self._listen_to(self.list)

    def _listen_to(self, people: PagedListView) -> None:
        people.chosen.connect(self._one.choose)
        people.opened.connect(lambda _id: self.opened.emit())
        people.many.changed.connect(self.many_changed)

    # ------------------------------------------------------------------------------------------- what is shown

    def people(self) -> PagedListView:
        """The list, or the table in its place."""
        return self.table if self.wide and self.table is not None else self.list

    def shown_list(self) -> Shown | None:
        """The list or filter that is shown; None for everybody."""
        return self._shown_list

    def chosen_ids(self) -> list[int]:
        """Who is chosen, in the order of the list."""
        return self.people().many.ids()

    def sort(self) -> str:
        """What the list is sorted by, as a saved list says it."""
        return self._sort

    def set_order(self, order: ContactOrder) -> None:
        """Sort by one of the orders that everybody has ready."""
        self.set_sort(next(sort for sort, each in ORDERS.items() if each is order))

    def set_sort(self, sort: str) -> None:
        """Sort by a column, `-` before its key for the other direction."""
        self._sort = sort
        self.head.show_order(self._sort)
        self.sorted_by.emit(sort)
        self.read()

    def show_list(self, shown: Shown | None, *, keep: bool = False) -> None:
        """Show a list or filter, or everybody (None); what is typed stays in the line. `keep` as in `read`."""
        self._shown_list = shown
        self._sort = shown.sort if shown is not None else LAST_TALK
        self.head.header.set_title(shown.name if shown is not None and shown.name else tr("Contacts"))
        self.banner.show_list(shown)
        self.head.show_order(self._sort)
        self.read(keep=keep)

    def take_columns(self, shown: Shown) -> None:
        """The same list with other columns; nobody has to be read anew."""
        self._shown_list = shown

    def set_wide(self, table: PeopleTable | None) -> None:
        """Show the people in a table that takes their place, or (None) in the narrow list again."""
        before, chosen = self.people().current_id(), self.people().many.ranges()
        self.wide = table is not None
        if table is not None and self.table is None:
            self.table = table
            self._pages.addWidget(table)
            self._listen_to(table)
        people = self.people()
        if list(people.ids()) != list(self.model.ids()):
            people.show_ids(self.model.ids())
        self._pages.setCurrentWidget(people)
        if before is not None:
            people.select_id(before)
        if chosen and chosen != [(chosen[0][0], chosen[0][0])]:
            people.many.restore(chosen)

    # ---------------------------------------------------------------------------------------------------- reading

    def read(self, *, keep: bool = False) -> None:
        """Read the list anew, off the GUI thread; of several wishes only the last one counts.

        With `keep`, who is shown stays in a list that they do not belong to any more, until another person is chosen:
        whoever writes down a talk on the page of somebody must not lose that page by it.
        """
        people = self.people()
        several, everything = people.many.count() > 1, people.many.everything()
        wanted = Wanted(
            text=self.filter.text(),
            sort=self._sort,
            filter=None if self._shown_list is None else self._shown_list.filter,
            chosen=frozenset(people.many.ids()) if several and not everything else frozenset(),
            everything=everything,
            keep=self._one.shown if keep and self._shown_list is not None else None,
            place=people.currentIndex().row(),
        )
        self._jobs.read(lambda: read_ids(self._services, wanted), self._show_found, key=_READ_KEY, owner=self)

    def select(self, contact_id: int) -> None:
        """Choose a person, at once or as soon as the list was read; what hides them is taken away."""
        if self._one.want(self.people(), contact_id):
            return
        # Emptying the line reads the list, too.
        self.filter.clear() if self.filter.text() else self.read()

    def least_width(self) -> int:
        """Room for the buttons on top, in whatever font."""
        return self.head.header.minimumSizeHint().width()

    def set_count(self, count: int) -> None:
        """How many people there are, for the words in the filter."""
        self._everybody = count
        self._show_count()

    def _show_count(self) -> None:
        if self._shown_list is None:
            self.head.show_count(self._everybody)
        elif not self.filter.text().strip():
            self.head.show_count(len(self.model.ids()))

    def refresh_rows(self, ids: frozenset[int] | None) -> None:
        """These people look different now (None: everybody)."""
        self.model.refresh(ids)
        if self.table is not None:
            self.table.model_of_people.refresh(ids)

    def _show_found(self, found: Found) -> None:
        ids, people = found.ids, self.people()
        position = people.currentIndex().row()
        if self._one.wanted is not None and self._shown_list is not None and self._one.wanted not in ids:
            # Somebody is asked for who is not in this list.
            self.list_left.emit()
            return
        changed = ids != self.model.ids()
        if changed:
            self.list.show_ids(ids)
        else:
            self.model.refresh()
        if self.table is not None and self.wide and ids != self.table.ids():
            self.table.show_ids(ids)
        elif self.table is not None and self.wide:
            self.table.model_of_people.refresh()
        self._show_count()
        self._show_nobody(not ids)
        self._one.keep_one(people, ids, position, typing=bool(self.filter.text()))
        if changed and found.ranges:
            people.many.restore(found.ranges)
        self.ready.emit()

    def _show_nobody(self, nobody: bool) -> None:
        text = self.filter.text().strip()
        self._none.show_text(text)
        empty = nobody and (bool(text) or self._shown_list is not None)
        if empty:
            self._pages.setCurrentIndex(1)
        else:
            self._pages.setCurrentWidget(self.people())

    def _show_everybody(self) -> None:
        if self._shown_list is not None:
            self.list_left.emit()
        self.filter.clear()
        self.enter_list()

    def enter_list(self) -> None:
        """Give the list the focus."""
        if not self.filter.text():
            # Where nobody matched, the list is hidden until it was read, and could not take the focus.
            self._pages.setCurrentWidget(self.people())
        self.people().setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del deletes who is chosen, also where no window routes the key."""
        if event.key() == Qt.Key.Key_Delete and self.people().hasFocus():
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)
