"""Lists in the contacts view: which one is shown, building and keeping one, the table with its columns, many people at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.domain import changes
from crm_desktop.domain.changes import Change
from crm_desktop.domain.errors import UserError
from crm_desktop.services.settings import CURRENCY
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.list_bulk import ListCalls, ManyPeople
from crm_desktop.ui.views.contacts.list_pane import ListPane
from crm_desktop.ui.views.contacts.list_state import Shown, read_again, read_saved, read_unsaved
from crm_desktop.ui.views.contacts.list_table_mode import TableMode
from crm_desktop.ui.views.contacts.page_parts import PageCalls, PageServices

if TYPE_CHECKING:  # loaded with the first list, to keep start-up fast
    from crm_desktop.domain.filters import Filter

_LIST_KINDS = (changes.SAVED_LIST, changes.OWN_FIELD, changes.TAG, changes.STAGE)
_KEY = "contacts.list"
_NEWEST_FIRST = ("last-talk", "added", "talks")


class ListActions(QObject):
    """What the view does with lists; `table` shows them over the whole width, `many` changes several people at once."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        services: PageServices,
        now: Callable[[], datetime],
        calls: PageCalls,
        list_calls: ListCalls,
        pane: ListPane,
    ) -> None:
        super().__init__(pane)
        self._theme = theme
        self._jobs = jobs
        self._services = services
        self._now = now
        self._calls = calls
        self._list_calls = list_calls
        self._pane = pane
        self.many = ManyPeople(theme, jobs, services, now, calls, list_calls, pane.chosen_ids)
        self.many.setParent(self)
        self.table = TableMode(theme, jobs, services, now, calls, pane)
        pane.add_below(self.many.bar)
        pane.many_changed.connect(self.many.bar.show_count)
        self.many.bar.left.connect(self._choose_one)
        pane.build_wanted.connect(self.build)
        pane.save_wanted.connect(self.save)
        pane.list_left.connect(self.leave)
        pane.sorted_by.connect(self._keep_sort)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What is answered for here."""
        return {
            "contacts.build": self.build,
            "contacts.save_list": self.save,
            "contacts.table": self.table.toggle,
            "contacts.columns": self.table.choose_columns,
            "contacts.all": self._choose_all,
            **{f"contacts.many_{what}": partial(self.many.ask, what) for what in self.many.bar.buttons},
        }

    def one_or_many(self, what: str, one: Callable[[], object]) -> Callable[[], object]:
        """What a key does to the person shown, or to everybody chosen when there are several; see ManyPeople.ask."""

        def run() -> None:
            if self._pane.people().many.count() > 1:
                self.many.ask(what)
            else:
                self.table.leave()
                one()

        return run

    def beside_the_list(self, commands: Mapping[str, Callable[[], object]]) -> dict[str, Callable[[], object]]:
        """Commands that are done on the page of a person, which the table covers."""

        def on_page(run: Callable[[], object]) -> None:
            if self._pane.people().many.count() <= 1:
                self.table.leave()
            run()

        return {name: partial(on_page, run) for name, run in commands.items()}

    def _choose_one(self) -> None:
        self._pane.people().many.collapse()

    def _choose_all(self) -> None:
        self._pane.people().many.choose_all()

    # ------------------------------------------------------------------------------------------- which list

    def open(self, list_id: int) -> None:
        """Show a saved list; 0 is everybody."""
        if not list_id:
            self.leave()
            return
        lists = self._services.people.saved_lists
        self._jobs.read(lambda: read_saved(lists, list_id), self._opened, key=_KEY, owner=self)

    def leave(self) -> None:
        """Show everybody."""
        if self._pane.shown_list() is not None:
            self._show(None)
        self._list_calls.mark("contacts")

    def refresh(self, change: Change) -> None:
        """Something was written: the words and the filter of the list may be others now."""
        shown = self._pane.shown_list()
        if shown is None or not change.touches(*_LIST_KINDS):
            return
        lists = self._services.people.saved_lists
        self._jobs.read(lambda: read_again(lists, shown), self._reopened, key=_KEY, owner=self)

    def apply(self, wanted: Filter) -> None:
        """Show whom a filter lets through, without keeping it."""
        before, lists = self._pane.shown_list(), self._services.people.saved_lists
        self._jobs.read(lambda: read_unsaved(lists, wanted, before), self._show, key=_KEY, owner=self)

    def _reopened(self, shown: Shown | None) -> None:
        before = self._pane.shown_list()
        if shown is None:
            self.leave()
        elif before is not None and shown != before:
            self._show(shown, keep=shown.filter == before.filter)

    def _opened(self, shown: Shown | None) -> None:
        if shown is None:
            self.leave()
            return
        self._show(shown)

    def _show(self, shown: Shown | None, *, keep: bool = False) -> None:
        saved = shown is not None and shown.list_id is not None
        self._list_calls.mark(f"list/{shown.list_id}" if shown is not None and saved else "contacts")
        self._pane.show_list(shown, keep=keep)
        self.table.refresh()

    # ------------------------------------------------------------------------------------------- building, keeping

    def build(self) -> None:
        """Open the builder on what is shown: the list, and the words typed above it."""
        from crm_desktop.ui.dialogs.filter_form import FilterForm

        shown = self._pane.shown_list()
        lists, currency = self._services.people.saved_lists, self._services.settings.get(CURRENCY.name)
        form = FilterForm(self._theme, self._jobs, lists, self._now, self._whole_filter(), currency)
        form.set_saved(shown.list_id if shown is not None else None, shown.name if shown is not None else "")
        form.applied.connect(self._apply_built)
        form.saved.connect(self._saved)
        self._calls.show_card(form)

    def save(self) -> None:
        """Keep what is shown as a list: ask for its name."""
        from crm_desktop.ui.dialogs.bulk_forms import LineForm

        shown, wanted, lists = self._pane.shown_list(), self._whole_filter(), self._services.people.saved_lists
        if wanted is None:
            self.build()
            return
        columns, sort = (shown.columns if shown is not None else ()), self._pane.sort()
        words = show(lists.sentence(wanted))
        explain = words[:1].upper() + words[1:]
        form = LineForm(self._theme, tr("Save as list"), tr("Name"), save=tr("Save"), explain=explain)

        def give(name: str) -> None:
            form.set_busy(True)
            self._jobs.write(lambda: lists.add(name, wanted, columns, sort), done, form.refuse, owner=form)

        def done(list_id: int) -> None:
            form.close_card()
            self._saved(list_id)

        form.given.connect(give)
        self._calls.show_card(form)

    def _whole_filter(self) -> Filter | None:
        """The list that is shown and the words typed above it as one filter; None for everybody."""
        shown, typed = self._pane.shown_list(), self._pane.filter.text().strip()
        if not typed:
            return shown.filter if shown is not None else None
        from crm_desktop.domain.filters import AllOf, Condition, Operator
        from crm_desktop.domain.saved_lists import flat

        words = Condition("anything", Operator.CONTAINS, (typed,))
        return AllOf((*flat(shown.filter).parts, words)) if shown is not None else AllOf((words,))

    def _apply_built(self, wanted: Filter) -> None:
        # The words typed are lines of the filter now.
        self._pane.filter.clear()
        self.apply(wanted)

    def _saved(self, list_id: int) -> None:
        self._pane.filter.clear()
        self.open(list_id)

    def _keep_sort(self, sort: str) -> None:
        self.table.show_sort(sort)
        shown = self._pane.shown_list()
        if shown is not None and shown.list_id is not None:
            list_id, lists = shown.list_id, self._services.people.saved_lists
            self._jobs.write(lambda: lists.set_sort(list_id, sort), None, self._tell, owner=self)

    def _tell(self, error: UserError) -> None:
        self._calls.fail(error.sentence)
