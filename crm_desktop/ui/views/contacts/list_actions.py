"""Lists in the contacts view: which one is shown, building and keeping one, the table with its columns, many people at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm_desktop.domain import changes
from crm_desktop.domain.changes import Change
from crm_desktop.domain.errors import UserError
from crm_desktop.services.settings import CURRENCY, PEOPLE_COLUMNS
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.list_bulk import ListCalls, ManyPeople
from crm_desktop.ui.views.contacts.list_pane import ListPane
from crm_desktop.ui.views.contacts.list_state import Shown, read_again, read_saved, read_unsaved
from crm_desktop.ui.views.contacts.page_parts import PageCalls, PageServices

if TYPE_CHECKING:  # loaded with the first list, to keep start-up fast
    from crm_desktop.domain.filters import Filter
    from crm_desktop.domain.list_columns import Column

_LIST_KINDS = (changes.SAVED_LIST, changes.OWN_FIELD, changes.TAG, changes.STAGE)
_KEY = "contacts.list"
_NEWEST_FIRST = ("last-talk", "added", "talks")


class ListActions(QObject):
    """What the view does with lists. `wide_changed` says whether the table takes the whole width."""

    wide_changed = Signal(bool)

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
            "contacts.table": self.toggle_table,
            "contacts.columns": self.choose_columns,
            "contacts.all": self._choose_all,
            **{f"contacts.many_{what}": partial(self.many.ask, what) for what in self.many.bar.buttons},
        }

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
        if shown is None:
            self.leave()
        elif shown != self._pane.shown_list():
            self._show(shown, keep=True)

    def _opened(self, shown: Shown | None) -> None:
        if shown is None:
            self.leave()
            return
        self._show(shown)

    def _show(self, shown: Shown | None, *, keep: bool = False) -> None:
        saved = shown is not None and shown.list_id is not None
        self._list_calls.mark(f"list/{shown.list_id}" if shown is not None and saved else "contacts")
        self._pane.show_list(shown, keep=keep)
        if self._pane.wide:
            self._read_columns()

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
        shown = self._pane.shown_list()
        if self._pane.table is not None:
            self._pane.table.show_list(self._pane.table.columns_shown(), sort)
        if shown is not None and shown.list_id is not None:
            list_id, lists = shown.list_id, self._services.people.saved_lists
            self._jobs.write(lambda: lists.set_sort(list_id, sort), None, self._tell, owner=self)

    # ------------------------------------------------------------------------------------------- the table

    def toggle_table(self) -> None:
        """The table over the whole width, or the list beside the page again."""
        if self._pane.wide:
            self.leave_table()
        else:
            self._read_columns()

    def leave_table(self) -> None:
        """The list beside the page again."""
        if self._pane.wide:
            self._pane.set_wide(None)
            self.wide_changed.emit(False)

    def _read_columns(self) -> None:
        self._jobs.read(self._columns, self._show_table, key="contacts.columns", owner=self)

    def _columns(self) -> tuple[Column, ...]:
        return self._services.people.saved_lists.shown_columns(self._column_keys())

    def _column_keys(self) -> tuple[str, ...]:
        shown = self._pane.shown_list()
        if shown is not None:
            return shown.columns
        try:
            found = json.loads(self._services.settings.get(PEOPLE_COLUMNS.name) or "[]")
        except ValueError:
            return ()
        return tuple(str(key) for key in found) if isinstance(found, list) else ()

    def _show_table(self, columns: tuple[Column, ...]) -> None:
        from crm_desktop.ui.views.contacts.list_table import PeopleTable

        table = self._pane.table
        if table is None:
            table = PeopleTable(self._theme, self._services.people.saved_lists, self._now)
            table.sort_wanted.connect(self._sort_by)
            table.moved.connect(self.set_columns)
        table.show_list(columns, self._pane.sort())
        was_wide = self._pane.wide
        self._pane.set_wide(table)
        if not was_wide:
            self.wide_changed.emit(True)
            self._pane.enter_list()

    def _sort_by(self, key: str) -> None:
        first = f"-{key}" if key in _NEWEST_FIRST else key
        turned = key if first.startswith("-") else f"-{key}"
        self._pane.set_sort(turned if self._pane.sort() == first else first)

    def choose_columns(self) -> None:
        """Ask which columns the list has, and in which order."""
        from crm_desktop.ui.dialogs.columns_form import ColumnsForm

        lists = self._services.people.saved_lists

        def show(found: tuple[dict[str, Column], tuple[Column, ...]]) -> None:
            form = ColumnsForm(self._theme, found[0], [column.key for column in found[1]])
            form.chosen.connect(self.set_columns)
            self._calls.show_card(form)

        self._jobs.read(lambda: (lists.columns(), self._columns()), show, owner=self)

    def set_columns(self, keys: list[str]) -> None:
        """Take these columns for the list that is shown, and show them as a table."""
        shown = self._pane.shown_list()
        if shown is not None:
            changed = replace(shown, columns=tuple(keys))
            self._pane.take_columns(changed)
        self._jobs.write(
            lambda: self._write_columns(shown, keys), lambda _done: self._read_columns(), self._tell, owner=self
        )

    def _write_columns(self, shown: Shown | None, keys: list[str]) -> None:
        if shown is None:
            self._services.settings.set(PEOPLE_COLUMNS.name, json.dumps(keys))
        elif shown.list_id is not None:
            self._services.people.saved_lists.set_columns(shown.list_id, keys)

    def _tell(self, error: UserError) -> None:
        self._calls.fail(error.sentence)
