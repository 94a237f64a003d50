"""Taking back and doing again whatever was done last, across restarts."""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.domain.messages import Message
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.storage import journal
from crm_desktop.storage.database import Database
from crm_desktop.storage.labels import decode_label
from crm_desktop.storage.writing import Writing


class UndoService:
    """The journal as the user sees it: one step back, one step forward."""

    def __init__(self, database: Database, writing: Writing, reckoning: Reckoning) -> None:
        self._database = database
        self._writing = writing
        self._reckoning = reckoning

    def undo(self) -> Message | None:
        """Take back what was done last; returns what that was, None when there is nothing."""
        return self._flip(journal.next_to_undo, journal.UNDONE)

    def redo(self) -> Message | None:
        """Do again what was taken back last; returns what that was, None when there is nothing."""
        return self._flip(journal.next_to_redo, journal.DONE)

    def next_undo(self) -> Message | None:
        """What `undo` would take back."""
        group = journal.next_to_undo(self._database.reader())
        return decode_label(group.label) if group else None

    def next_redo(self) -> Message | None:
        """What `redo` would do again."""
        group = journal.next_to_redo(self._database.reader())
        return decode_label(group.label) if group else None

    def _flip(self, choose: Callable[[object], journal.Group | None], state: str) -> Message | None:
        label = self._writing.flip(choose, state)
        if label is not None:
            # What is derived is not in the journal, and moments come back as they were reckoned then: the zone may have changed.
            self._reckoning.realign()
            self._reckoning.reckon()
        return label
