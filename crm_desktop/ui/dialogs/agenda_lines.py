"""The lines of an agenda as the list asks for them: by position, by key, by day; all at hand, or read as they are seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from crm_desktop.ui.dialogs.reminder_items import AgendaItem, HeadingItem, MoreItem, ReminderItem

Key = tuple[str, int]
Line = HeadingItem | Key
"""What stands at a position: a heading, or the key of a row."""


class AgendaLines(Protocol):
    """Positions count from 0; only `item` may have to read."""

    def __len__(self) -> int: ...

    def item(self, position: int) -> AgendaItem:
        """What is shown at a position."""

    def line(self, position: int) -> Line:
        """The heading at a position, or the key of its row."""

    def position_of(self, key: Key) -> int | None:
        """Where a row stands."""

    def position_of_day(self, day: date) -> int | None:
        """The first reminder of a day (overdue ones stand under one heading), else the heading of the next day."""

    def odd(self) -> Iterator[tuple[int, HeadingItem | MoreItem]]:
        """Everything that is not as high as a row."""

    def stands_like(self, other: AgendaLines) -> bool:
        """Whether the same lines stand at the same positions, whatever words they have."""


class ListedLines:
    """Lines that are all at hand, for agendas of a page or two."""

    def __init__(self, items: Sequence[AgendaItem]) -> None:
        self._items = list(items)

    def __len__(self) -> int:
        return len(self._items)

    def item(self, position: int) -> AgendaItem:
        """What is shown at a position."""
        return self._items[position]

    def line(self, position: int) -> Line:
        """The heading at a position, or the key of its row."""
        item = self._items[position]
        return item if isinstance(item, HeadingItem) else item.key

    def position_of(self, key: Key) -> int | None:
        """Where a row stands."""
        return next((place for place in range(len(self._items)) if self.line(place) == key), None)

    def position_of_day(self, day: date) -> int | None:
        """The first reminder of a day, else the heading of the next day."""
        items = list(enumerate(self._items))
        of_day = (place for place, item in items if isinstance(item, ReminderItem) and item.reminder.day == day)
        later = (
            place for place, item in items if isinstance(item, HeadingItem) and item.day is not None and item.day >= day
        )
        return next(of_day, next(later, None))

    def odd(self) -> Iterator[tuple[int, HeadingItem | MoreItem]]:
        """Everything that is not as high as a row."""
        for position, item in enumerate(self._items):
            if isinstance(item, HeadingItem | MoreItem):
                yield position, item

    def stands_like(self, other: AgendaLines) -> bool:
        """Whether everything is the same: rows are at hand, so their words are compared, too."""
        return isinstance(other, ListedLines) and other.same_items(self._items)

    def same_items(self, items: Sequence[AgendaItem]) -> bool:
        """Whether it holds just these."""
        return self._items == items
