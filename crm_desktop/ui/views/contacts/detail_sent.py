"""New rows of the details on their way into the file: until they are read from there, they stay where one types in them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.ui.views.contacts.detail_rows import DetailRow

Place = tuple[int | None, Hashable]
"""Whose and which row."""


class SentRows:
    """What a row says twice before it is read back would otherwise become two values."""

    def __init__(self) -> None:
        self._sent: set[Place] = set()
        self._written: set[Place] = set()
        self._late: list[DetailRow] = []

    def send(self, place: Place) -> None:
        """A new row is being written."""
        self._sent.add(place)

    def postpone(self, row: DetailRow, place: Place) -> bool:
        """Whether a row that has something to save must wait, because nobody knows yet which one it is in the file."""
        if place not in self._sent:
            return False
        self._late.append(row)
        return True

    def forget(self, place: Place) -> None:
        """It was refused, or nobody needs it to stay."""
        self._sent.discard(place)

    def keep(self, place: Place, row: DetailRow | None, *, in_use: bool) -> bool:
        """It is in the file; whether the row is to stay until it is read from there, since somebody types in it."""
        if row is not None and (in_use or row in self._late):
            self._written.add(place)
            return True
        self._sent.discard(place)
        return False

    def goes_on(self, place: Place | None, contact_id: int) -> bool:
        """Whether the row that stood there goes on as the row of what is stored."""
        return place is not None and place in self._written and place[0] == contact_id

    def is_late(self, row: DetailRow) -> bool:
        """Whether what stands in a row is newer than what is read."""
        return row in self._late

    def read(self, shown_in: Mapping[DetailRow, Place], *, anew: bool) -> list[DetailRow]:
        """All of it was read again; the rows that may save now. For somebody else (`anew`) nothing waits any more."""
        late = [] if anew else [row for row in self._late if shown_in.get(row) not in self._sent]
        self._sent -= self._written
        self._written.clear()
        self._late = [] if anew else [row for row in self._late if row not in late]
        return late
