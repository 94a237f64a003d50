"""Lines of an agenda that are read when they are painted, page by page, over an outline that says what stands where."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from crm_desktop.domain.agenda import Outline, OutlineGroup
from crm_desktop.domain.pages import DayRow, ReminderRow
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.agenda_lines import AgendaLines, Key, Line
from crm_desktop.ui.dialogs.reminder_items import (
    AgendaItem,
    HeadingItem,
    MoreItem,
    RowItem,
    Surroundings,
    day_item,
    planned_item,
    reminder_item,
)
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.tokens import Tone

_PAGE = 64
_PAGES_KEPT = 12


class ReadsLines(Protocol):
    """Where the words of lines come from; each call is one quick statement, because it may be made while painting."""

    def rows(self, occurrences: Sequence[int]) -> list[ReminderRow | None]:
        """Occurrences in the same order."""

    def yearly(self, dates: Sequence[int], day: date) -> list[DayRow | None]:
        """Yearly days in the same order."""

    def planned(self, series_ids: Sequence[int], day: date) -> list[ReminderRow | None]:
        """Repetitions to come in the same order."""


class PagedLines:
    """See AgendaLines. The first page is read at once, so made away from the GUI thread it is painted without reading."""

    def __init__(self, source: ReadsLines, outline: Outline, around: Surroundings) -> None:
        self._source = source
        self._around = around
        self._lines: list[Line] = []
        self._headings: list[tuple[int, HeadingItem]] = []
        self._days: list[date] = []
        self._first_of_day: dict[date, int] = {}
        self._places: dict[Key, int] = {}
        self._pages: OrderedDict[int, dict[int, RowItem]] = OrderedDict()
        for group in outline.groups:
            self._add(group)
        if self._lines:
            self._page(0)

    def _add(self, group: OutlineGroup) -> None:
        heading = self._heading(group)
        self._headings.append((len(self._lines), heading))
        self._lines.append(heading)
        if group.day is not None:
            self._days.append(group.day)
        for key, day in zip(group.keys, group.days, strict=True):
            self._first_of_day.setdefault(day, len(self._lines))
            self._places[key] = len(self._lines)
            self._lines.append(key)

    def _heading(self, group: OutlineGroup) -> HeadingItem:
        if group.day is None:
            count = len(group.keys)
            return HeadingItem(tr("Overdue"), count, Tone.LATE, self._around.today, tr("Postpone all…"))
        return HeadingItem(texts.day_heading(group.day, self._around.today), day=group.day)

    def __len__(self) -> int:
        return len(self._lines)

    def line(self, position: int) -> Line:
        """The heading at a position, or the key of its row."""
        return self._lines[position]

    def item(self, position: int) -> AgendaItem:
        """What is shown at a position; reads its page if it was not seen lately."""
        line = self._lines[position]
        if isinstance(line, HeadingItem):
            return line
        return self._page(position // _PAGE)[position]

    def position_of(self, key: Key) -> int | None:
        """Where a row stands."""
        return self._places.get(key)

    def position_of_day(self, day: date) -> int | None:
        """The first reminder of a day (overdue ones stand under one heading), else the heading of the next day."""
        if day in self._first_of_day:
            return self._first_of_day[day]
        later = (position for position, heading in self._headings if heading.day is not None and heading.day >= day)
        return next(later, None)

    def odd(self) -> Iterator[tuple[int, HeadingItem | MoreItem]]:
        """Everything that is not as high as a row."""
        yield from self._headings

    def stands_like(self, other: AgendaLines) -> bool:
        """Whether the same lines stand at the same positions, whatever words they have."""
        return isinstance(other, PagedLines) and other.has_lines(self._lines)

    def has_lines(self, lines: Sequence[Line]) -> bool:
        """Whether it consists of just these."""
        return self._lines == lines

    def rows_in_memory(self) -> int:
        """How many rows are held, for those who look after memory."""
        return sum(len(page) for page in self._pages.values())

    def keys(self, of_overdue: bool = False) -> list[Key]:
        """The keys of all rows, or of those under Overdue."""
        if not of_overdue:
            return [line for line in self._lines if not isinstance(line, HeadingItem)]
        ends = [position for position, _heading in self._headings]
        overdue = next((place for place, heading in self._headings if heading.offer), None)
        if overdue is None:
            return []
        following = bisect_left(ends, overdue + 1)
        end = ends[following] if following < len(ends) else len(self._lines)
        return [line for line in self._lines[overdue:end] if not isinstance(line, HeadingItem)]

    def _page(self, number: int) -> dict[int, RowItem]:
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._read(number)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page

    def _read(self, number: int) -> dict[int, RowItem]:
        places = range(number * _PAGE, min((number + 1) * _PAGE, len(self._lines)))
        keys = {place: line for place in places if not isinstance(line := self._lines[place], HeadingItem)}
        gone = MoreItem(tr("No longer there"), leads_on=False)
        page: dict[int, RowItem] = dict.fromkeys(keys, gone)
        for kind in {key[0] for key in keys.values()}:
            wanted = {place: key[1] for place, key in keys.items() if key[0] == kind}
            page.update(self._items(kind, wanted))
        return page

    def _items(self, kind: str, wanted: dict[int, int]) -> Iterator[tuple[int, RowItem]]:
        ids = list(wanted.values())
        if kind == "reminder":
            for place, row in zip(wanted, self._source.rows(ids), strict=True):
                if row is not None:
                    yield place, reminder_item(row, self._around, dated=self._is_dated(place))
            return
        day = self._days[0]
        if kind == "day":
            for place, yearly in zip(wanted, self._source.yearly(ids, day), strict=True):
                if yearly is not None:
                    yield place, day_item(yearly, self._around, dated=False)
        else:
            for place, row in zip(wanted, self._source.planned(ids, day), strict=True):
                if row is not None:
                    yield place, planned_item(row, self._around)

    def _is_dated(self, place: int) -> bool:
        """Under Overdue the chip has to say the day; elsewhere the heading says it."""
        return bool(self._headings) and bool(self._headings[0][1].offer) and self._is_overdue(place)

    def _is_overdue(self, place: int) -> bool:
        return len(self._headings) == 1 or place < self._headings[1][0]
