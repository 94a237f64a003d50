"""How often one speaks with a contact, from when on they are lost from sight, and the reminder to get in touch.

Where an interval was chosen, the contact's own or the shortest of their tags', one reminder stands on the day of the last
talk plus the interval; with whom one never spoke, it counts from the day they were added. Whatever is logged, changed or
taken out moves it, and so does ending it by hand, from that day. It keeps still while it is put off, and once it was heard
it stands until one has talked or ended it.

An interval whose day had passed before anything was reckoned (set just now, or by an import) makes itself heard on the next
morning if it is the contact's own. If it is a tag's, it stands in Today only: one default must not bring ten thousand
notifications. By the usual rhythm alone nothing is ever heard.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta, tzinfo

from crm_desktop.domain.dates import day_start_instant, instant_to_wall
from crm_desktop.domain.reminders import ReminderKind, reminder_title
from crm_desktop.domain.rhythm import LATEST_TALKS, lost_after, usual_days
from crm_desktop.domain.touch import NOT_AT_ALL, Interval, TouchSource, chosen_interval
from crm_desktop.services.scheduling.moments import fires_at, zone_named
from crm_desktop.services.scheduling.series import Surroundings
from crm_desktop.services.writes import Work
from crm_desktop.storage import derived_reminders
from crm_desktop.storage.derived_reminders import DerivedWrites
from crm_desktop.storage.queries import derived
from crm_desktop.storage.queries import touch as queries
from crm_desktop.storage.queries.derived import StoredOccurrence, StoredReminder
from crm_desktop.storage.queries.instants import instant
from crm_desktop.storage.queries.touch import TouchSubject

_KIND = ReminderKind.TOUCH.value
_TALKS_READ = 3 * LATEST_TALKS
"""Enough to find twelve different days among them, for nearly everybody."""
Talk = tuple[int, str]
"""When one spoke (seconds UTC), and the IANA zone it was written down in."""


def settle(work: Work, contact_id: int, around: Surroundings) -> None:
    """Reckon anew how often one speaks with a contact, and when to get in touch."""
    settle_many(work, (contact_id,), around)


def settle_many(work: Work, contact_ids: Sequence[int], around: Surroundings) -> None:
    """The same for many contacts at once, where nothing is noted: one query for each, and a few for all of them."""
    if not contact_ids:
        return
    batch = _Batch(work, around)
    there = derived.of_contacts(work.read, contact_ids)
    subjects = queries.subjects(work.read, contact_ids)
    for subject in subjects.values():
        batch.reckon(subject, there.get(subject.contact_id, ()))
    batch.writes.write(work.read)
    derived_reminders.put_rhythm(work.read, batch.rhythms)
    derived_reminders.remove_rhythm(work.read, batch.without)


class _Batch:
    """Collects what many contacts want written; moments are reckoned once for each day."""

    def __init__(self, work: Work, around: Surroundings) -> None:
        self.writes = DerivedWrites()
        self.rhythms: list[tuple[int, int, str, int | None, int]] = []
        self.without: list[int] = []
        self._read = work.read
        self._around = around
        self._next_id = work.last_id("reminders") + 1
        self._zones: dict[str, tzinfo] = {}
        self._heard: dict[date, int] = {}
        self._starts: dict[date, int] = {}

    def reckon(self, subject: TouchSubject, stored: Sequence[StoredReminder]) -> None:
        """Everything about one contact."""
        interval = chosen_interval(subject.own_days, subject.tags)
        talks: list[Talk] = []
        if subject.own_days != NOT_AT_ALL:
            talks = queries.talks(self._read, subject.contact_id, _TALKS_READ if interval is None else 1)
        if interval is None and talks:
            usual = usual_days(self._day_of(talk).toordinal() for talk in talks)
            interval = Interval(usual, TouchSource.USUAL) if usual is not None else None
        if interval is None and not stored:
            self.without.append(subject.contact_id)
            return
        occurrences = [each for reminder in stored for each in reminder.occurrences]
        since = self._since(subject, talks, occurrences)
        if interval is None or interval.source is TouchSource.USUAL:
            self._only_put_off(stored, self._day_of(talks[0]) if talks else None)
        else:
            self._stand(subject, interval, since, stored)
        self._note_rhythm(subject, interval, since, occurrences)

    def _since(self, subject: TouchSubject, talks: Sequence[Talk], occurrences: Sequence[StoredOccurrence]) -> date:
        """The day that the interval counts from: of the last talk, or when the reminder was last ended without one."""
        here = self._around.zone
        spoke = self._day_of(talks[0]) if talks else instant_to_wall(instant(subject.created_at), here).date()
        last_talk = talks[0][0] if talks else 0
        ended = max((each.ended_at for each in occurrences if each.ended_at is not None), default=0)
        return max(spoke, instant_to_wall(instant(ended), here).date()) if ended > last_talk else spoke

    def _stand(self, subject: TouchSubject, interval: Interval, since: date, stored: Sequence[StoredReminder]) -> None:
        due = since + timedelta(days=interval.days)
        title = str(reminder_title(ReminderKind.TOUCH, "", subject.name))
        if stored and stored[0].text != title:
            self.writes.texts.append((title, subject.contact_id, stored[0].id))
        open_ones = [each for reminder in stored for each in reminder.occurrences if each.ended_at is None]
        heard = [each for each in open_ones if not each.is_derived]
        derived_ones = [each for each in open_ones if each.is_derived]
        # One at most; several come of an entry that ended one and was taken out after the next was heard.
        standing = next((each for each in sorted(heard, key=self._is_ahead) if self._stands(each, due)), None)
        self.writes.gone_occurrences += [each.id for each in heard if each is not standing]
        target = None if standing is not None else self._target(due, interval, derived_ones)
        if target is None or derived_ones:
            self._move_first(derived_ones, target)
        else:
            reminder_id = stored[0].id if stored else self._add_reminder(subject.contact_id, title, target)
            self.writes.occurrences.append((reminder_id, target.isoformat(), self._morning(target), _KIND))

    def _is_ahead(self, each: StoredOccurrence) -> tuple[bool, int]:
        """What is put off comes before what was heard, the earliest first."""
        return each.shown or each.fires_at <= self._around.now, each.fires_at

    def _stands(self, each: StoredOccurrence, due: date) -> bool:
        """Whether one that was heard or put off still stands: put off until it is heard, heard until one has talked."""
        return not self._is_ahead(each)[0] or each.planned_day >= due.isoformat()

    def _target(self, due: date, interval: Interval, there: Sequence[StoredOccurrence]) -> date | None:
        """The day on which it should stand; None where there should be none."""
        if self._morning(due) > self._around.now:
            return due
        already = there[0] if there else None
        if already is not None and date.fromisoformat(already.planned_day) == due:
            return due  # come due just now, and about to be heard
        if interval.source is TouchSource.TAG:
            return None
        next_morning = self._around.today
        if self._morning(next_morning) <= self._around.now:
            next_morning += timedelta(days=1)
        if already is not None and due < date.fromisoformat(already.planned_day) <= next_morning:
            return date.fromisoformat(already.planned_day)
        return next_morning

    def _move_first(self, there: Sequence[StoredOccurrence], target: date | None) -> None:
        keep = there[0] if there and target is not None else None
        if keep is not None and target is not None:
            moment = target.isoformat(), self._morning(target)
            if moment != (keep.planned_day, keep.fires_at):
                self.writes.moved.append((*moment, keep.id))
        self.writes.gone_occurrences += [each.id for each in there if each is not keep]

    def _only_put_off(self, stored: Sequence[StoredReminder], spoke: date | None) -> None:
        """Nobody chose an interval: nothing stands but what the user put off himself and did not talk about since."""
        for reminder in stored:
            gone = [
                each.id
                for each in reminder.occurrences
                if each.ended_at is None
                and (not each.touched or (spoke is not None and spoke.isoformat() > each.planned_day and each.shown))
            ]
            # The reminder itself stays: redoing what was put off wants to find it again.
            self.writes.gone_occurrences += gone

    def _note_rhythm(
        self, subject: TouchSubject, interval: Interval | None, since: date, occurrences: Sequence[StoredOccurrence]
    ) -> None:
        if interval is None:
            self.without.append(subject.contact_id)
            return
        patience = lost_after(interval.days) if interval.source is TouchSource.USUAL else interval.days
        # Not now means not before then.
        put_off = [each.fires_at for each in occurrences if each.ended_at is None and each.touched and not each.shown]
        lose_at = max([self._start_of(since + timedelta(days=patience)), *put_off])
        self.rhythms.append((subject.contact_id, interval.days, interval.source.value, interval.tag_id, lose_at))

    def _add_reminder(self, contact_id: int, title: str, first: date) -> int:
        reminder_id = self._next_id
        self._next_id += 1
        self.writes.reminders.append(
            (reminder_id, uuid.uuid4().hex, title, contact_id, first.isoformat(), self._around.now, _KIND, None, 0)
        )
        return reminder_id

    def _day_of(self, talk: Talk) -> date:
        """The day of a talk where it was written down, so that it does not change when the user travels."""
        at, name = talk
        zone = self._zones.get(name)
        if zone is None:
            zone = self._zones[name] = zone_named(name) or self._around.zone
        return instant_to_wall(instant(at), zone).date()

    def _morning(self, day: date) -> int:
        found = self._heard.get(day)
        if found is None:
            found = self._heard[day] = fires_at(day, None, self._around.zone, self._around.morning)
        return found

    def _start_of(self, day: date) -> int:
        found = self._starts.get(day)
        if found is None:
            found = self._starts[day] = int(day_start_instant(day, self._around.zone).timestamp())
        return found
