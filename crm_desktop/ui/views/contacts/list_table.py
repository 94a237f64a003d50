"""The list of people as a table: the columns of the list over the whole width, each value in the user's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.dates import PartialDate
from crm_desktop.domain.list_columns import RIGHT_ALIGNED, Column, ColumnKind, ColumnsRow, sort_of
from crm_desktop.domain.own_fields import FieldKind
from crm_desktop.ui.dialogs.own_field_rows import value_words
from crm_desktop.ui.tables.column_model import PagedTableModel, TableColumn
from crm_desktop.ui.tables.column_table import ColumnTable
from crm_desktop.ui.texts import ago_days, number, one_line, short_day, show, tr
from crm_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.services.saved_lists import SavedListService

_LEAP_YEAR = 2000


class PeopleTable(ColumnTable):
    """`show_list(columns, sort)` first, then ids as in every list."""

    def __init__(
        self, theme: Theme, lists: SavedListService, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        self._lists = lists
        self._now = now
        self._shown_columns: tuple[Column, ...] = ()
        self.model_of_people: PagedTableModel[Any] = PagedTableModel(
            [], self._fetch, lambda row, place: str(row[place])
        )
        super().__init__(theme, self.model_of_people, tr("Contacts as a table"), parent)
        self.model_of_people.setParent(self)

    def show_list(self, columns: Sequence[Column], sort: str) -> None:
        """Take other columns and say by which the rows are sorted."""
        if tuple(columns) != self._shown_columns:
            self._shown_columns = tuple(columns)
            self.show_columns([_head(column) for column in columns])
        key, descending = sort_of(sort)
        # "3 d" is a later day than "30 d": the arrow goes by what is read.
        self.show_sort(key, descending=descending)

    def columns_shown(self) -> tuple[Column, ...]:
        """The columns, in order."""
        return self._shown_columns

    def _fetch(self, ids: Sequence[int]) -> list[tuple[str, ...] | None]:
        """The words of a page of people, made once: the same cells are painted over and over."""
        now = self._now()
        found = {row.id: self._words(row, now) for row in self._lists.rows(ids, self._shown_columns)}
        return [found.get(contact_id) for contact_id in ids]

    def _words(self, row: ColumnsRow, now: datetime) -> tuple[str, ...]:
        return tuple(_cell(column, value, now) for column, value in zip(self._shown_columns, row.values, strict=True))


def _cell(column: Column, value: str | int | float | None, now: datetime) -> str:
    if column.key == "next-step-text" and value == "":
        return tr("Get in touch")
    return "" if value is None or value == "" else value_text(column, value, now)


def _head(column: Column) -> TableColumn:
    title = show(column.title)
    numbers = column.kind in RIGHT_ALIGNED
    return TableColumn(column.key, one_line(title[:1].upper() + title[1:], 60), column.width, numbers)


def value_text(column: Column, value: str | int | float, now: datetime) -> str:
    """A stored value as one line to read."""
    match column.kind:
        case ColumnKind.SECONDS:
            day = datetime.fromtimestamp(int(value), UTC).astimezone(now.tzinfo).date()
            return ago_days((now.date() - day).days) if column.key == "last-talk" else short_day(day, now.date())
        case ColumnKind.DAY:
            return _day(str(value), now.date())
        case ColumnKind.YEARLY:
            return _yearly(str(value), now.date())
        case ColumnKind.SWITCH:
            return tr("yes") if value else ""
        case ColumnKind.NUMBER:
            return number(int(value))
        case ColumnKind.OWN_MONEY:
            return one_line(value_words(FieldKind.MONEY, str(value)))
        case ColumnKind.OWN_YES_NO:
            return one_line(value_words(FieldKind.YES_NO, str(value)))
        case ColumnKind.CHOICE:
            chosen = dict(column.choices).get(str(value))
            return show(chosen) if chosen is not None else one_line(str(value))
    return one_line(str(value))


def _day(text: str, today: date) -> str:
    try:
        return short_day(date.fromisoformat(text), today)
    except ValueError:
        return one_line(text)


def _yearly(text: str, today: date) -> str:
    try:
        day = PartialDate.parse(text)
    except ValueError:
        return one_line(text)
    # Only a leap year has room for every day; the year of birth is shown where it is known.
    shown = date(day.year or _LEAP_YEAR, day.month, day.day)
    return short_day(shown, shown if day.year is None else today)
