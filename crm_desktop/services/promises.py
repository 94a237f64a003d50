"""A promise with a day and the reminder that watches over it: what happens to one happens to the other."""

from __future__ import annotations

from datetime import date

from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.interactions import InteractionKind, PromiseState
from crm_desktop.domain.reminders import Ended, ReminderDraft
from crm_desktop.services.reminder_reopening import open_again
from crm_desktop.services.reminder_writes import change_reminder, insert_reminder
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.writes import Work
from crm_desktop.storage.queries import promises as queries

_LONGEST_REMINDER = 500


class PromiseWatch:
    """Writes inside the units of work of others, so that one undo takes both back."""

    def __init__(self, reckoning: Reckoning) -> None:
        self._reckoning = reckoning

    def follow(self, work: Work, interaction_id: int) -> None:
        """Bring the reminder in line with a promise that was written down or changed, or with what is none any more."""
        from crm_desktop.storage.queries import timeline as timeline_queries  # to keep start-up fast

        entry = timeline_queries.entry(work.read, interaction_id)
        watching = queries.watching(work.read, interaction_id)
        if entry is None or entry.kind != InteractionKind.PROMISE or entry.due_day is None:
            for reminder_id in watching:
                work.delete("reminders", reminder_id)
            return
        if entry.state != PromiseState.OPEN and not watching:
            return
        text = clean_line(entry.text or entry.subject, _LONGEST_REMINDER)
        if watching:
            for reminder_id in watching:
                self._change(work, reminder_id, text, entry.due_day)
            return
        contact_id, deal_id = queries.about(work.read, interaction_id)
        draft = ReminderDraft(text, entry.due_day, contact_id=contact_id, deal_id=deal_id)
        reminder_id = insert_reminder(work, draft, self._reckoning.around())
        work.update("reminders", reminder_id, interaction_id=interaction_id)
        self._reckoning.settle_now(work, reminder_id)

    def ended(self, work: Work, interaction_id: int, state: PromiseState) -> None:
        """The promise was kept or dropped: nothing reminds of it any more. Opened again, its reminder stands again."""
        for reminder_id in queries.watching(work.read, interaction_id):
            if state is PromiseState.OPEN:
                self._reopen(work, reminder_id)
            else:
                how = Ended.DONE if state is PromiseState.KEPT else Ended.SKIPPED
                for occurrence_id in queries.open_occurrences(work.read, reminder_id):
                    work.update("occurrences", occurrence_id, ended_at=work.now, ended_as=how.value)
            self._reckoning.settle_now(work, reminder_id)
        if state is PromiseState.OPEN:
            self.follow(work, interaction_id)

    def _reopen(self, work: Work, reminder_id: int) -> None:
        last = queries.last_ended(work.read, reminder_id)
        if last is not None and not queries.open_occurrences(work.read, reminder_id):
            open_again(work, reminder_id, last, self._reckoning)

    def _change(self, work: Work, reminder_id: int, text: str, due_day: date) -> None:
        columns = {"text": text, "start_day": due_day.isoformat()}
        change_reminder(work, reminder_id, self._reckoning.around(), columns)
        self._reckoning.settle_now(work, reminder_id)


def reminder_ended(work: Work, reminder_id: int, how: Ended) -> None:
    """Done on the reminder keeps the promise that it watches over; one that was skipped is still owed."""
    found = queries.promise_of(work.read, reminder_id)
    if how is Ended.DONE and found is not None and found[1] == PromiseState.OPEN:
        work.update("interactions", found[0], state=PromiseState.KEPT.value, state_since=work.now)


def reminder_reopened(work: Work, reminder_id: int) -> None:
    """What was done by mistake is owed again."""
    found = queries.promise_of(work.read, reminder_id)
    if found is not None and found[1] != PromiseState.OPEN:
        work.update("interactions", found[0], state=PromiseState.OPEN.value, state_since=None)
