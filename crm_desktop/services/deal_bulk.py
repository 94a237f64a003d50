"""The same for many deals at once: move, days, tags, won, lost, reminder, delete; each one unit of work with one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.folding import fold
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.pipelines import DealState
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.services.bulk_contacts import Progress, Stopped, StoppedByUser
from crm_desktop.services.column_order import GAP, after
from crm_desktop.services.deal_writing import DealWriting
from crm_desktop.services.ports import Clock
from crm_desktop.services.reminder_writes import insert_reminder
from crm_desktop.services.scheduling.series import surroundings
from crm_desktop.services.settings import SettingsService
from crm_desktop.services.writes import Work, tag_for
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import contacts, deals, pipelines
from crm_desktop.storage.writing import Writing

_BATCH: Final = 100
_TAG_LIMIT: Final = 100
_One = Callable[[DealWriting, Work, DealCard], bool]
"""Changes one deal; whether anything was changed."""


class DealBulk:
    """Writes for many deals, named by their ids; belongs to the thread that writes.

    `progress(done, total)` is told after each hundred; `stopped()` is asked then, and nothing is kept when it says so
    (StoppedByUser). What is gone meanwhile is passed by, and so is what is so already. Each method returns how many it changed.
    """

    def __init__(self, database: Database, writing: Writing, clock: Clock, settings: SettingsService) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._settings = settings

    def move(self, ids: Sequence[int], stage_id: int, progress: Progress, stopped: Stopped) -> int:
        """Put all of them at the end of a stage, in this order; those that ended are open again. Raises NotFound."""
        names = pipelines.names(self._database.reader(), stage_id)
        if names is None:
            raise NotFound("This stage is no longer there.")

        places = _Places(stage_id)

        def one(writing: DealWriting, work: Work, card: DealCard) -> bool:
            if card.stage_id == stage_id and card.state is DealState.OPEN:
                return False
            writing.move(card, stage_id, position=places.next(work))
            return True

        label = counted("Moved {count} deal to {stage}", "Moved {count} deals to {stage}", len(ids), stage=names[0])
        return self._each(label, ids, one, progress, stopped)

    def set_close(self, ids: Sequence[int], day: date | None, progress: Progress, stopped: Stopped) -> int:
        """Set when all of them are expected to end; None for no day."""

        def one(writing: DealWriting, _work: Work, card: DealCard) -> bool:
            writing.set_close(card.id, day)
            return card.expected_close != day

        return self._each(_close_label(ids), ids, one, progress, stopped)

    def shift_close(self, ids: Sequence[int], days: int, progress: Progress, stopped: Stopped) -> int:
        """Expect all of them so many days later, below zero earlier; those without a day keep none. Raises InvalidInput."""

        def one(writing: DealWriting, _work: Work, card: DealCard) -> bool:
            if card.expected_close is None or not days:
                return False
            writing.set_close(card.id, _shifted(card.expected_close, days))
            return True

        return self._each(_close_label(ids), ids, one, progress, stopped)

    def tag(self, ids: Sequence[int], name: str, progress: Progress, stopped: Stopped) -> int:
        """Mark all of them with a tag, made if it is new. Raises InvalidInput (field "tag") for no name."""
        cleaned = clean_line(name, _TAG_LIMIT)
        if not cleaned:
            raise InvalidInput("tag", "A tag needs a name.")

        def one(_writing: DealWriting, work: Work, card: DealCard) -> bool:
            tag_id = tag_for(work, cleaned)
            if any(tag.id == tag_id for tag in card.tags):
                return False
            work.insert("deal_tags", deal_id=card.id, tag_id=tag_id)
            return True

        label = counted("Tagged {count} deal “{tag}”", "Tagged {count} deals “{tag}”", len(ids), tag=cleaned)
        return self._each(label, ids, one, progress, stopped)

    def untag(self, ids: Sequence[int], name: str, progress: Progress, stopped: Stopped) -> int:
        """Take a tag off all of them; nothing happens for a tag that is not there."""
        tag_id = contacts.tag_id(self._database.reader(), fold(clean_line(name, _TAG_LIMIT)))
        if tag_id is None:
            return 0

        def one(_writing: DealWriting, work: Work, card: DealCard) -> bool:
            row = deals.tag_rows(work.read, card.id).get(tag_id)
            if row is not None:
                work.delete("deal_tags", row)
            return row is not None

        label = counted("Took a tag off {count} deal", "Took a tag off {count} deals", len(ids))
        return self._each(label, ids, one, progress, stopped)

    def win(self, ids: Sequence[int], progress: Progress, stopped: Stopped) -> int:
        """All that are open are won."""

        def one(writing: DealWriting, _work: Work, card: DealCard) -> bool:
            if card.state is DealState.OPEN:
                writing.end(card, DealState.WON)
            return card.state is DealState.OPEN

        return self._each(counted("Won {count} deal", "Won {count} deals", len(ids)), ids, one, progress, stopped)

    def lose(
        self, ids: Sequence[int], reason: str, progress: Progress, stopped: Stopped, again_on: date | None = None
    ) -> int:
        """All that are open are lost, for one reason; `again_on` makes a reminder for each to try again."""
        around = surroundings(self._clock, self._settings)

        def one(writing: DealWriting, work: Work, card: DealCard) -> bool:
            if card.state is not DealState.OPEN:
                return False
            writing.end(card, DealState.LOST, reason)
            if again_on is not None:
                text = str(message("Try again: {title}", title=card.title))
                insert_reminder(work, _about(ReminderDraft(text=text, day=again_on), card), around)
            return True

        return self._each(counted("Lost {count} deal", "Lost {count} deals", len(ids)), ids, one, progress, stopped)

    def remind(self, ids: Sequence[int], draft: ReminderDraft, progress: Progress, stopped: Stopped) -> int:
        """Set one reminder about each of them and its person. Raises InvalidInput as one reminder does."""
        around = surroundings(self._clock, self._settings)

        def one(_writing: DealWriting, work: Work, card: DealCard) -> bool:
            insert_reminder(work, _about(draft, card), around)
            return True

        label = counted("Reminder about {count} deal", "Reminders about {count} deals", len(ids))
        return self._each(label, ids, one, progress, stopped)

    def delete(self, ids: Sequence[int], progress: Progress, stopped: Stopped) -> int:
        """Delete all of them with their history and reminders; one undo brings all of it back."""

        def one(_writing: DealWriting, work: Work, card: DealCard) -> bool:
            work.delete("deals", card.id)
            return True

        label = counted("Deleted {count} deal", "Deleted {count} deals", len(ids))
        return self._each(label, ids, one, progress, stopped)

    def _each(self, label: Message, ids: Sequence[int], one: _One, progress: Progress, stopped: Stopped) -> int:
        changed = 0
        with self._writing(label) as work:
            writing = DealWriting(work, self._clock.zone())
            for done, deal_id in enumerate(ids):
                if done % _BATCH == 0:
                    if stopped():
                        raise StoppedByUser("Stopped. Nothing was changed.")
                    progress(done, len(ids))
                card = deals.card(work.read, deal_id)
                changed += card is not None and one(writing, work, card)
            # The words of the search follow before the write ends; that cannot be stopped and has no number.
            progress(len(ids), 0)
        return changed


class _Places:
    """Places at the end of a stage, one after the other; where it ends is looked at once."""

    def __init__(self, stage_id: int) -> None:
        self._stage_id = stage_id
        self._next: int | None = None

    def next(self, work: Work) -> int:
        """The next one."""
        place = after(deals.positions(work.read, self._stage_id)) if self._next is None else self._next
        self._next = place + GAP
        return place


def _about(draft: ReminderDraft, card: DealCard) -> ReminderDraft:
    return replace(draft, contact_id=card.contact_id, deal_id=card.id)


def _close_label(ids: Sequence[int]) -> Message:
    return counted("Changed when {count} deal closes", "Changed when {count} deals close", len(ids))


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise InvalidInput("days", "The calendar does not go that far.") from None
