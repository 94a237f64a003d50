"""What can be done with an entry of a timeline: mend, delete, pin, keep a promise, solve a ticket, open its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import InteractionKind, PromiseState, TicketState
from crm_desktop.domain.timeline_entries import FILE, TimelineEntry
from crm_desktop.ui.dialogs.file_opening import open_file, save_copy
from crm_desktop.ui.dialogs.timeline.entry_editor import EntryEditor
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.dialogs.timeline.view import TimelineView
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme

Choice = tuple[str, Callable[[], object]]


class EntryActions(QObject):
    """Does what the list of entries asks for; each change can be undone."""

    def __init__(self, theme: Theme, parts: TimelineParts, view: TimelineView) -> None:
        super().__init__(view)
        self._theme = theme
        self._parts = parts
        view.edit_wanted.connect(self.edit)
        view.delete_wanted.connect(self.delete)
        view.done_wanted.connect(self.finish)
        view.pin_wanted.connect(self.pin)
        view.menu_wanted.connect(self._fill)

    def edit(self, entry: TimelineEntry) -> None:
        """Mend an interaction in a card; a file is opened."""
        if entry.kind == FILE:
            self.open_file(entry.id)
        elif entry.interaction_kind is not None:
            parts = self._parts
            card = EntryEditor(self._theme, parts.jobs, parts.timeline, parts.reminders, parts.now, entry)
            parts.show_card(card)

    def delete(self, entry: TimelineEntry) -> None:
        """Take an interaction or a file away; the bar offers undo."""
        parts = self._parts
        if entry.kind == FILE:
            self._write(lambda: parts.files().delete(entry.id), tr("Deleted the file"))
        elif entry.interaction_kind is not None:
            self._write(lambda: parts.timeline.delete(entry.id), tr("Deleted from the timeline"))

    def pin(self, entry: TimelineEntry) -> None:
        """Keep it on top, or let it back to its place."""
        if entry.interaction_kind is not None:
            self._write(lambda: self._parts.timeline.pin(entry.id, not entry.pinned), "")

    def finish(self, entry: TimelineEntry) -> None:
        """Keep a promise, solve a ticket; what is kept or solved is open again."""
        if entry.kind == InteractionKind.PROMISE:
            opened = entry.state == PromiseState.OPEN
            self._set_state(entry, PromiseState.KEPT if opened else PromiseState.OPEN)
        elif entry.kind == InteractionKind.TICKET:
            solved = entry.state == TicketState.SOLVED
            self._set_state(entry, TicketState.OPEN if solved else TicketState.SOLVED)

    def open_file(self, file_id: int) -> None:
        """Have the system open a file, after a look at it."""
        open_file(self._parts, file_id, self)

    def choices(self, entry: TimelineEntry) -> Iterator[Choice | None]:
        """What the menu of an entry offers; None is a line."""
        if entry.kind == FILE:
            yield tr("Open"), lambda: self.open_file(entry.id)
            yield tr("Save a copy…"), lambda: save_copy(self._parts, entry.id, self)
            yield None
            yield tr("Delete"), lambda: self.delete(entry)
        elif entry.interaction_kind is not None:
            yield from self._states(entry)
            yield tr("Edit"), lambda: self.edit(entry)
            yield tr("Unpin") if entry.pinned else tr("Pin on top"), lambda: self.pin(entry)
            for file in entry.files:
                yield tr("Open {name}", name=one_line(file.name, 60)), partial(self.open_file, file.id)
            yield None
            yield tr("Delete"), lambda: self.delete(entry)

    def _states(self, entry: TimelineEntry) -> Iterator[Choice | None]:
        offered: tuple[tuple[str, str], ...] = ()
        if entry.kind == InteractionKind.PROMISE:
            offered = (
                (PromiseState.KEPT, tr("Kept")), (PromiseState.DROPPED, tr("Dropped")), (PromiseState.OPEN, tr("Still open")),
            )  # fmt: skip
        elif entry.kind == InteractionKind.TICKET:
            offered = (
                (TicketState.SOLVED, tr("Solved")), (TicketState.WAITING, tr("Waiting")), (TicketState.OPEN, tr("Open again")),
            )  # fmt: skip
        for state, words in offered:
            if state != entry.state:
                yield words, partial(self._set_state, entry, state)
        if offered:
            yield None

    def _fill(self, menu: QMenu, entry: TimelineEntry) -> None:
        for choice in self.choices(entry):
            if choice is None:
                menu.addSeparator()
            else:
                words, run = choice
                menu.addAction(words).triggered.connect(lambda _checked=False, run=run: run())

    def _set_state(self, entry: TimelineEntry, state: str) -> None:
        said: dict[str, str] = {
            PromiseState.KEPT: tr("Promise kept"),
            PromiseState.DROPPED: tr("Promise dropped"),
            TicketState.SOLVED: tr("Ticket solved"),
        }
        self._write(lambda: self._parts.timeline.set_state(entry.id, state), said.get(state, ""))

    def _write(self, job: Callable[[], object], said: str) -> None:
        def done(_result: object) -> None:
            if said:
                self._parts.say(said, True)

        self._parts.jobs.write(job, done, self._tell, owner=self)

    def _tell(self, error: UserError) -> None:
        self._parts.fail(error.sentence)
