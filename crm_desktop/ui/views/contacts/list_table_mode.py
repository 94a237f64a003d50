"""The table in place of the narrow list: over the whole width, with the columns and the order of the list that is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm_desktop.domain.errors import UserError
from crm_desktop.services.settings import PEOPLE_COLUMNS
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.list_pane import ListPane
from crm_desktop.ui.views.contacts.list_state import Shown
from crm_desktop.ui.views.contacts.page_parts import PageCalls, PageServices

if TYPE_CHECKING:  # loaded with the first table, to keep start-up fast
    from crm_desktop.domain.list_columns import Column

_NEWEST_FIRST = ("last-talk", "added", "talks")


class TableMode(QObject):
    """`wide_changed` says whether the table takes the whole width."""

    wide_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        services: PageServices,
        now: Callable[[], datetime],
        calls: PageCalls,
        pane: ListPane,
    ) -> None:
        super().__init__(pane)
        self._theme = theme
        self._jobs = jobs
        self._services = services
        self._now = now
        self._calls = calls
        self._pane = pane

    def toggle(self) -> None:
        """The table over the whole width, or the list beside the page again."""
        if self._pane.wide:
            self.leave()
        else:
            self._read_columns()

    def leave(self) -> None:
        """The list beside the page again."""
        if self._pane.wide:
            self._pane.set_wide(None)
            self.wide_changed.emit(False)

    def refresh(self) -> None:
        """Another list is shown: take its columns."""
        if self._pane.wide:
            self._read_columns()

    def show_sort(self, sort: str) -> None:
        """Mark the column that the rows are sorted by."""
        if self._pane.table is not None:
            self._pane.table.show_list(self._pane.table.columns_shown(), sort)

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
