"""What the buttons of a notification do to the reminders it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm_desktop.domain.deal_pages import DealCard
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.services.notice_snoozes import PutOff, put_off
from crm_desktop.services.notice_words import DONE
from crm_desktop.services.reminder_bulk import ReminderBulk
from crm_desktop.services.reminders import ReminderService
from crm_desktop.services.scheduling.reckoning import Reckoning

OUTCOMES = {DONE: "done", "open": "opened"}
"""What the log says of a pressed button; all others put off."""


class NoticePresses:
    """Does what was pressed; belongs to the thread that writes. `without_step` is the deal if it is open and has no next step."""

    def __init__(
        self,
        reminders: ReminderService,
        bulk: ReminderBulk,
        reckoning: Reckoning,
        without_step: Callable[[int | None], DealCard | None] = lambda _deal_id: None,
    ) -> None:
        self._without_step = without_step
        self._reminders = reminders
        self._bulk = bulk
        self._reckoning = reckoning

    def press(self, action: str, occurrence_ids: Sequence[int]) -> Message | None:
        """Do it to each reminder once, and say what was done; None when nothing was left to do or nobody knows the button."""
        where = None if action == DONE else put_off(action, self._reminders.now())
        if action != DONE and where is None:
            return None
        rows = self._open_rows(occurrence_ids)
        try:
            if len(rows) == 1:
                return self._one(rows[0], where)
            return self._several([row.occurrence_id for row in rows], where) if rows else None
        except UserError:
            return None  # done or deleted in the window meanwhile

    def row(self, occurrence_id: int) -> ReminderRow | None:
        """One occurrence; None when it is gone."""
        return self._reminders.row(occurrence_id)

    def _open_rows(self, occurrence_ids: Sequence[int]) -> list[ReminderRow]:
        found = (self._reminders.row(each) for each in occurrence_ids)
        # The latest occurrence of a reminder stands for those before it.
        open_ones = {row.reminder_id: row for row in found if row is not None and row.ended_at is None}
        return list(open_ones.values())

    def _one(self, row: ReminderRow, where: PutOff | None) -> Message:
        if where is None:
            self._reminders.done(row.occurrence_id)
            deal = self._without_step(row.deal_id)
            if deal is not None:
                return message("Done: {text}. “{deal}” has no next step now.", text=row.title, deal=deal.title)
            return message("Done: {text}", text=row.title)
        if where.span is not None:
            self._reminders.snooze_for(row.occurrence_id, where.span)
        else:
            # What is for a whole day stays so.
            at = where.at if where.at is not None or row.at is None else self._reckoning.around().morning
            self._reminders.snooze(row.occurrence_id, where.day, at)
        return message("Snoozed: {text}", text=row.title)

    def _several(self, occurrence_ids: Sequence[int], where: PutOff | None) -> Message | None:
        if where is None:
            return None
        if where.span is not None:
            count = self._bulk.snooze_for(occurrence_ids, where.span, _told_nobody, _never)
        else:
            at = where.at or self._reckoning.around().morning
            count = self._bulk.snooze(occurrence_ids, where.day, at, _told_nobody, _never)
        return counted("Snoozed: {count} reminder", "Snoozed: {count} reminders", count)


def _told_nobody(_done: int, _total: int) -> None:
    """A bubble shows no progress."""


def _never() -> bool:
    return False
