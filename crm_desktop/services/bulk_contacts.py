"""The same for many people at once: tag, company, reminder, delete; each one unit of work that one undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from crm_desktop.domain.contacts import NAME_LIMIT, clean_line
from crm_desktop.domain.errors import InvalidInput, NotFound, UserError
from crm_desktop.domain.messages import Message, counted
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.services.reminder_writes import insert_reminder
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.writes import Work, company_for, tag_for
from crm_desktop.storage import contact_bulk
from crm_desktop.storage.queries import contacts as queries
from crm_desktop.storage.watching import Watch
from crm_desktop.storage.writing import Writing

Progress = Callable[[int, int], object]
Stopped = Callable[[], bool]
_BATCH: Final = 1_000
_TAG_LIMIT: Final = 100


class StoppedByUser(UserError):
    """The user stopped it; nothing was changed."""


class BulkContacts:
    """Writes for many contacts, named by their ids; belongs to the thread that writes.

    `progress(done, total)` is told after each thousand, and again while the search index follows: the one is the first
    half of `total`, the other the second. `stopped()` is asked each time, until the end of both, and nothing is kept when
    it says so (StoppedByUser). Who is gone meanwhile is passed by. Each method returns how many it changed.
    """

    def __init__(self, writing: Writing, reckoning: Reckoning) -> None:
        self._writing = writing
        self._reckoning = reckoning

    def tag(self, ids: Sequence[int], name: str, progress: Progress, stopped: Stopped) -> int:
        """Mark all of them with a tag, made if it is new. Raises InvalidInput (field "tag") for no name."""
        cleaned = clean_line(name, _TAG_LIMIT)
        if not cleaned:
            raise InvalidInput("tag", "A tag needs a name.")
        label = counted("Tagged {count} person “{tag}”", "Tagged {count} people “{tag}”", len(ids), tag=cleaned)
        with self._writing(label, _following(progress, stopped)) as work:
            tag_id = tag_for(work, cleaned)
            return self._each(work, ids, lambda batch: contact_bulk.tag(work.read, batch, tag_id), progress, stopped)

    def untag(self, ids: Sequence[int], tag_id: int, progress: Progress, stopped: Stopped) -> int:
        """Take a tag off all of them."""
        label = counted("Took a tag off {count} person", "Took a tag off {count} people", len(ids))
        with self._writing(label, _following(progress, stopped)) as work:
            return self._each(work, ids, lambda batch: contact_bulk.untag(work.read, batch, tag_id), progress, stopped)

    def set_company(self, ids: Sequence[int], name: str, progress: Progress, stopped: Stopped) -> int:
        """Put all of them into a company, made if it is new; an empty name takes them out of any."""
        cleaned = clean_line(name, NAME_LIMIT)
        label = counted("Changed the company of {count} person", "Changed the company of {count} people", len(ids))
        with self._writing(label, _following(progress, stopped)) as work:
            company_id = company_for(work, cleaned)
            return self._each(
                work, ids, lambda batch: contact_bulk.set_company(work.read, batch, company_id), progress, stopped
            )

    def remind(self, ids: Sequence[int], draft: ReminderDraft, progress: Progress, stopped: Stopped) -> int:
        """Set one reminder about each of them; `draft.contact_id` is not looked at. Raises InvalidInput as one reminder does."""
        label = counted("Reminder about {count} person", "Reminders about {count} people", len(ids))
        with self._writing(label, _following(progress, stopped)) as work:
            there = next((each for each in ids if queries.shown_name(work.read, each) is not None), None)
            if there is None:
                raise NotFound("These people are no longer there.")
            first = insert_reminder(work, _about(draft, there), self._reckoning.around())
            others = [each for each in ids if each != there]
            write = self._each(
                work, others, lambda batch: contact_bulk.remind_like(work.read, first, batch), progress, stopped
            )
            return write + 1

    def delete(self, ids: Sequence[int], progress: Progress, stopped: Stopped) -> int:
        """Delete all of them with everything about them; one undo brings all of it back."""
        label = counted("Deleted {count} person", "Deleted {count} people", len(ids))
        with self._writing(label, _following(progress, stopped)) as work:
            return self._each(work, ids, lambda batch: contact_bulk.delete(work.read, batch), progress, stopped)

    def _each(
        self,
        work: Work,
        ids: Sequence[int],
        write: Callable[[Sequence[int]], int],
        progress: Progress,
        stopped: Stopped,
    ) -> int:
        if len(ids) > _BATCH:
            work.expect_much()
        changed = 0
        for start in range(0, len(ids), _BATCH):
            _go_on(stopped)
            progress(start, 2 * len(ids))
            changed += write(ids[start : start + _BATCH])
        self._reckoning.settle_changed(work)
        return changed


def _go_on(stopped: Stopped) -> None:
    if stopped():
        raise StoppedByUser("Stopped. Nothing was changed.")


def _following(progress: Progress, stopped: Stopped) -> Watch:
    """What the search index tells while it follows, as the second half of the way."""

    def watch(done: int, total: int) -> None:
        _go_on(stopped)
        progress(total + done, 2 * total)

    return watch


def _about(draft: ReminderDraft, contact_id: int) -> ReminderDraft:
    return replace(draft, contact_id=contact_id, deal_id=None)


NOTHING_CHANGED: Final[Message] = Message("That was so already for all of them.")
"""What is said when nobody was changed."""
