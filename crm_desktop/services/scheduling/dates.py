"""Reminders that come of the yearly days of contacts: birthdays and the like, with notice in advance.

Each yearly day has one reminder for each notice that is wanted of it ("7 days before", "on the day"). Its occurrences are
whole days; one that nobody has heard or touched lies ahead at any time, and when it comes due the next year's is added. So a
year that passed while the program was closed gets its own, which one Done ends together with those before it.
A day written down today is told of from today on: nothing that lay before is made up.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from crm_desktop.domain.dates import LeapDayRule, PartialDate
from crm_desktop.domain.reminders import ReminderKind, reminder_title
from crm_desktop.domain.yearly_days import leads, next_notice
from crm_desktop.services.scheduling.moments import fires_at
from crm_desktop.services.scheduling.series import Surroundings
from crm_desktop.services.settings import DATE_NOTICE, LEAP_DAY, SettingsService
from crm_desktop.services.writes import Work
from crm_desktop.storage.derived_reminders import DerivedWrites
from crm_desktop.storage.queries import derived
from crm_desktop.storage.queries.derived import StoredOccurrence, StoredReminder

_KIND = ReminderKind.DATE.value
_NEXT_DAY = timedelta(days=1)


def settle(work: Work, date_id: int, around: Surroundings, settings: SettingsService) -> None:
    """Give a yearly day the reminders that the user wants of it, and take away those that are not wanted."""
    settle_many(work, (date_id,), around, settings)


def settle_many(work: Work, date_ids: Sequence[int], around: Surroundings, settings: SettingsService) -> None:
    """The same for many days at once, where nothing is noted; a few statements for all of them."""
    if not date_ids:
        return
    batch = _Batch(work, around, LeapDayRule(settings.get(LEAP_DAY.name)))
    usual = settings.get(DATE_NOTICE.name)
    there = derived.of_dates(work.read, date_ids)
    for date_id, contact_id, label, value, notice, name in derived.yearly_days(work.read, date_ids):
        day = _parsed(value)
        wanted = leads(notice, label, usual) if day is not None else ()
        of_lead = _one_for_each_lead(there.get(date_id, ()), batch)
        for lead in wanted:
            title = str(reminder_title(ReminderKind.DATE, "", name, label, lead))
            batch.keep(of_lead.pop(lead, None), (date_id, contact_id, title, lead), day)
        for unwanted in of_lead.values():
            batch.end(unwanted)
    batch.writes.write(work.read)


def keeps(work: Work, date_id: int, occurrence_id: int, around: Surroundings, settings: SettingsService) -> bool:
    """Whether `settle` leaves an open occurrence of a yearly day where it is; if not, it would take it away or move it on."""
    reminders = derived.of_dates(work.read, (date_id,)).get(date_id, ())
    found = ((reminder, each) for reminder in reminders for each in reminder.occurrences if each.id == occurrence_id)
    for _date_id, _contact_id, label, value, notice, _name in derived.yearly_days(work.read, (date_id,)):
        day = _parsed(value)
        wanted = leads(notice, label, settings.get(DATE_NOTICE.name)) if day is not None else ()
        for reminder, each in found:
            if not each.is_derived:
                return True
            others = [other for other in reminder.occurrences if other is not each]
            if day is None or reminder.lead_days not in wanted or not _may_stand(each, others, around.now):
                return False
            planned = date.fromisoformat(each.planned_day)
            return next_notice(day, reminder.lead_days, planned, LeapDayRule(settings.get(LEAP_DAY.name))) == planned
    return True


def _may_stand(each: StoredOccurrence, others: Sequence[StoredOccurrence], now: int) -> bool:
    """Whether there is room for an occurrence beside the others: alone on its day, and nothing settled after one that lies ahead."""
    if any(other.planned_day == each.planned_day and not other.is_derived for other in others):
        return False
    return each.fires_at <= now or all(other.is_derived or other.planned_day < each.planned_day for other in others)


def _parsed(value: str) -> PartialDate | None:
    try:
        return PartialDate.parse(value)
    except ValueError:
        return None


def _one_for_each_lead(stored: Sequence[StoredReminder], batch: _Batch) -> dict[int, StoredReminder]:
    found: dict[int, StoredReminder] = {}
    for reminder in stored:
        if found.setdefault(reminder.lead_days, reminder) is not reminder:
            batch.end(reminder)
    return found


class _Batch:
    """Collects what many days want written; moments are reckoned once for each day of the calendar, not for each person."""

    def __init__(self, work: Work, around: Surroundings, leap_day: LeapDayRule) -> None:
        self.writes = DerivedWrites()
        self._now, self._today = around.now, around.today
        self._zone, self._morning = around.zone, around.morning
        self._leap_day = leap_day
        self._next_id = work.last_id("reminders") + 1
        self._moments: dict[date, tuple[str, int]] = {}

    def end(self, stored: StoredReminder) -> None:
        """A notice that is no longer wanted: what was not heard goes, what was heard stays until the user ends it."""
        kept = [each for each in stored.occurrences if not each.is_derived]
        if kept:
            self.writes.gone_occurrences += [each.id for each in stored.occurrences if each.is_derived]
        else:
            self.writes.gone_reminders.append(stored.id)

    def keep(self, stored: StoredReminder | None, about: tuple[int, int, str, int], day: PartialDate | None) -> None:
        """Have the reminder of a day (date id, contact id, text, lead) stand where the calendar says."""
        assert day is not None  # nothing is wanted of a day that cannot be read
        _date_id, contact_id, text, lead = about
        if stored is not None and (stored.text, stored.contact_id) != (text, contact_id):
            self.writes.texts.append((text, contact_id, stored.id))
        kept, spare = self._sorted_out(stored.occurrences if stored else (), day, lead)
        days = self._missing(kept, spare, day, lead)
        staying = {each.planned_day: each for each in spare if date.fromisoformat(each.planned_day) in days}
        spare = [each for each in spare if staying.get(each.planned_day) is not each]
        days = [each for each in days if each.isoformat() not in staying]
        self._mend_moments(staying.values())
        for each, planned in zip(spare, days, strict=False):
            self.writes.moved.append((*self._moment(planned), each.id))
        self.writes.gone_occurrences += [each.id for each in spare[len(days) :]]
        added = days[len(spare) :]
        if added:
            reminder_id = stored.id if stored is not None else self._add_reminder(about, added[0])
            self.writes.occurrences += [(reminder_id, *self._moment(planned), _KIND) for planned in added]

    def _add_reminder(self, about: tuple[int, int, str, int], first: date) -> int:
        date_id, contact_id, text, lead = about
        reminder_id = self._next_id
        self._next_id += 1
        self.writes.reminders.append(
            (reminder_id, uuid.uuid4().hex, text, contact_id, first.isoformat(), self._now, _KIND, date_id, lead)
        )
        return reminder_id

    def _sorted_out(
        self, stored: Sequence[StoredOccurrence], day: PartialDate, lead: int
    ) -> tuple[list[StoredOccurrence], list[StoredOccurrence]]:
        """Those that stay where they are (moments mended), and derived ones that lie ahead or are not of the calendar any more."""
        kept = [each for each in stored if not each.is_derived]
        taken = {each.planned_day for each in kept}
        spare: list[StoredOccurrence] = []
        for each in stored:
            if not each.is_derived:
                continue
            planned = date.fromisoformat(each.planned_day)
            passed = self._moment(planned)[1] <= self._now
            if passed and each.planned_day not in taken and self._next(day, lead, planned) == planned:
                taken.add(each.planned_day)
                kept.append(each)
                self._mend_moments((each,))
            else:
                spare.append(each)
        return sorted(kept, key=lambda each: each.planned_day), spare

    def _mend_moments(self, stored: Iterable[StoredOccurrence]) -> None:
        for each in stored:
            moment = self._moment(date.fromisoformat(each.planned_day))
            if moment[1] != each.fires_at:
                self.writes.moved.append((*moment, each.id))

    def _missing(
        self, kept: Sequence[StoredOccurrence], spare: Sequence[StoredOccurrence], day: PartialDate, lead: int
    ) -> list[date]:
        """The days that want an occurrence beside those kept, up to the first that lies ahead."""
        last = kept[-1] if kept else None
        start = self._today
        if last is not None:
            following = date.fromisoformat(last.planned_day) + _NEXT_DAY
            # Where one lay ahead, nothing since has been forgotten. Nor do ended ones say anything about the time since then:
            # notices may have been off for years.
            seen_to = last.ended_at is not None or any(each.fires_at > self._now for each in spare)
            start = max(following, self._today) if seen_to else following
        found: list[date] = []
        coming = self._next(day, lead, start)
        while coming is not None:
            found.append(coming)
            if self._moment(coming)[1] > self._now:
                break
            coming = self._next(day, lead, coming + _NEXT_DAY)
        return found

    def _next(self, day: PartialDate, lead: int, start: date) -> date | None:
        return next_notice(day, lead, start, self._leap_day)

    def _moment(self, day: date) -> tuple[str, int]:
        found = self._moments.get(day)
        if found is None:
            found = day.isoformat(), fires_at(day, None, self._zone, self._morning)
            self._moments[day] = found
        return found
