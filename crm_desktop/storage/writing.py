"""The door for writing, opened late: the only file that knows that SQLModel is loaded behind the first painted window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crm_desktop.domain.changes import Change
from crm_desktop.domain.messages import Message
from crm_desktop.storage import journal
from crm_desktop.storage.database import Database
from crm_desktop.storage.labels import decode_label
from crm_desktop.storage.watching import Watch, watched

if TYPE_CHECKING:
    from crm_desktop.storage.unit_of_work import Work, Writer


class Writing:
    """Opens units of work; one at a time, from any thread.

    Importing SQLModel takes 0.6 to 0.8 s, more than the whole start of the window. So nothing on the way to the first
    painted window imports it: the first write does, or `warm_up` in the background before that.
    """

    def __init__(self, database: Database, announce: Callable[[Change], None], now: Callable[[], int]) -> None:
        self._database = database
        self._announce = announce
        self._now = now
        self._turn = threading.RLock()
        self._writer: Writer | None = None

    @contextmanager
    def __call__(self, label: Message | None, watch: Watch | None = None) -> Iterator[Work]:
        """A unit of work; `label` says what undoing takes back, None leaves no trace in the journal.

        `watch` is told how far the search index is at its end, too, and may stop it by an error: nothing is kept then.
        """
        with (
            self._turn,
            watched(self._database.writer, watch),
            self._loaded().write(label, self._now()) as work,
        ):
            yield work

    def flip(self, choose: Callable[[object], journal.Group | None], state: str) -> Message | None:
        """Flip the group that `choose` finds; returns its label, None when there is nothing."""
        with self._turn:
            writer = self._loaded()
            group = choose(self._database.writer)
            if group is None:
                return None
            writer.flip(group, state)
            return decode_label(group.label)

    def rebuild_index(self) -> None:
        """Make the search index anew from the tables."""
        with self._turn:
            self._loaded().rebuild_index()

    def warm_up(self) -> None:
        """Load what the first write needs; called from a background thread after the first paint."""
        with self._turn:
            self._loaded()

    def close(self) -> None:
        """Let go of the writer's connection, after a write under way has ended."""
        with self._turn:
            if self._writer is not None:
                self._writer.close()

    def _loaded(self) -> Writer:
        if self._writer is None:
            from crm_desktop.storage.unit_of_work import Writer  # 0.6 to 0.8 s, see the class

            self._writer = Writer(self._database, self._announce)
        return self._writer
