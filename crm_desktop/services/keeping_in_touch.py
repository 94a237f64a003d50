"""What a user can do about keeping in touch: an interval for everybody with a tag, and "not now" for somebody one is losing."""

from __future__ import annotations

import uuid
from datetime import date, time

from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.messages import message
from crm_desktop.domain.reminders import ReminderKind, reminder_title
from crm_desktop.domain.touch import clean_days
from crm_desktop.services.scheduling.moments import moment_columns
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.writes import Work
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import contacts
from crm_desktop.storage.queries import touch as queries
from crm_desktop.storage.writing import Writing


class KeepInTouchService:
    """Intervals and the reminders that come of them; each write is one undoable unit of work."""

    def __init__(self, database: Database, writing: Writing, reckoning: Reckoning) -> None:
        self._database = database
        self._writing = writing
        self._reckoning = reckoning

    def set_for_tag(self, tag_id: int, days: int | None) -> None:
        """Say how often, in days, one wants to speak with those who bear a tag; None or 0 for no default.

        The shortest of a contact's tags counts, and their own interval before all tags.
        """
        tag = next((tag for tag in contacts.tags(self._database.reader()) if tag.id == tag_id), None)
        if tag is None:
            raise NotFound("This tag is no longer there.")
        cleaned = clean_days(days)
        with self._writing(message("Changed keeping in touch for “{tag}”", tag=tag.name)) as work:
            work.update("tags", tag_id, keep_in_touch_days=cleaned or None)
            self._reckoning.settle_changed(work)

    def not_now(self, contact_id: int, day: date, at: time | None) -> None:
        """Put getting in touch off to a day and time of the user's wall clock (None: the whole day), also where nothing stood yet.

        Raises InvalidInput (field "moment") for a moment that has passed.
        """
        around = self._reckoning.around()
        moment = moment_columns(day, at, around.zone, around.morning)
        if int(str(moment["fires_at"])) <= around.now:
            raise InvalidInput("moment", "That moment has passed.")
        name = contacts.shown_name(self._database.reader(), contact_id)
        if name is None:
            raise NotFound("This contact is no longer there.")
        title = reminder_title(ReminderKind.TOUCH, "", name)
        with self._writing(message("Snoozed: {text}", text=title)) as work:
            there = queries.open_touches(work.read, contact_id)
            if there:
                occurrence_id, reminder_id, _fires_at, snoozed = there[0]
                work.update("occurrences", occurrence_id, snoozed=snoozed + 1, snoozed_at=work.now, **moment)
            else:
                today = around.today.isoformat()
                reminder_id = _reminder_for(work, contact_id, str(title), today)
                put_off = {"planned_day": today, "snoozed": 1, "snoozed_at": work.now, "kind": ReminderKind.TOUCH.value}
                work.insert("occurrences", reminder_id=reminder_id, **put_off, **moment)
            self._reckoning.settle_now(work, reminder_id)


def _reminder_for(work: Work, contact_id: int, title: str, day: str) -> int:
    """The reminder to get in touch with a contact; a new one is derived, so that undoing what hangs on it leaves it there."""
    with work.unnoted():
        return queries.touch_reminder(work.read, contact_id) or work.insert(
            "reminders",
            uid=uuid.uuid4().hex,
            text=title,
            contact_id=contact_id,
            start_day=day,
            created_at=work.now,
            kind=ReminderKind.TOUCH.value,
        )
