"""Works off what waits to be reckoned anew, and follows the user's zone; its writes are derived data and never undone."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from itertools import groupby
from operator import itemgetter

from crm_desktop.domain.changes import CONTACT, REMINDER, Change
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.reminders import ReminderKind, Series
from crm_desktop.services.change_feed import ChangeFeed
from crm_desktop.services.ports import Clock
from crm_desktop.services.scheduling import dates, series, touch, travel
from crm_desktop.services.scheduling.series import Surroundings
from crm_desktop.services.scheduling.travel import Moved
from crm_desktop.services.settings import ZONE_NEWS, SettingsService
from crm_desktop.services.writes import Work
from crm_desktop.storage import reckoning_queue
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import scheduling as queries
from crm_desktop.storage.writing import Writing

_log = logging.getLogger(__name__)
_BATCH = 200
_TOO_MANY_TO_LIST = 2000

SUBJECTS = ("reminder", "date", "contact")
"""What can wait to be reckoned: a reminder, a yearly day of a contact, how often one speaks with a contact."""


class Reckoning:
    """Keeps occurrences in line with what they hang on. Its methods that write belong to the thread that writes."""

    def __init__(
        self, database: Database, writing: Writing, clock: Clock, settings: SettingsService, feed: ChangeFeed
    ) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._settings = settings
        self._feed = feed
        self._unsaid: set[tuple[str, int]] = set()

    def around(self) -> Surroundings:
        """What wall-clock moments depend on at present."""
        return series.surroundings(self._clock, self._settings)

    def behind(self) -> bool:
        """Whether anything waits; cheap enough to ask at every look."""
        return self.zone_moved() or queries.anything_waiting(self._database.reader())

    def catch_up(self) -> None:
        """Reckon everything that waits, batch by batch."""
        while self.reckon():
            pass

    def reckon(self) -> bool:
        """Reckon one batch; True when more waits, else what was reckoned is announced. Follows the zone first."""
        if self.zone_moved():
            self.realign()
        found = queries.waiting(self._database.reader(), _BATCH)
        if not found:
            return False
        with self._writing(None) as work:
            changed = self._settle_found(work, found)
        if changed:
            self._unsaid.update(found)
        more = len(found) == _BATCH
        # An import brings hundreds of batches: whoever shows what they change reads it anew once, not after each.
        if self._unsaid and not more:
            self._feed.publish(_change(self._unsaid))
            self._unsaid.clear()
        return more

    def settle_now(self, work: Work, reminder_id: int) -> None:
        """Reckon one reminder inside a unit of work, without a note in the journal: its next occurrence is derived."""
        with work.unnoted():
            self._settle(work, reminder_id, self.around())
            reckoning_queue.finish(work.read, [("reminder", reminder_id)])

    def keeps_yearly_day(self, work: Work, found: Series, occurrence_id: int) -> bool:
        """Whether the calendar and the notices wanted leave an open occurrence on its day; True for what is no yearly day."""
        if found.kind is not ReminderKind.DATE or found.date_id is None:
            return True
        return dates.keeps(work, found.date_id, occurrence_id, self.around(), self._settings)

    def settle_changed(self, work: Work) -> None:
        """Reckon inside a unit of work what it has changed so far, so that it is told of even if the program ends before it looks.

        Where much waits, as behind an import, all of it is left to the next looks: nobody waits for that with a single edit.
        """
        found = queries.waiting(work.read, _BATCH)
        if len(found) == _BATCH:
            return
        with work.unnoted():
            self._settle_found(work, found)

    def ask_for_all(self, subject: str) -> None:
        """Have everything of one kind reckoned anew, because a setting changed; see SUBJECTS."""
        with self._writing(None) as work:
            reckoning_queue.ask_for_all(work.read, subject)

    def zone_moved(self) -> bool:
        """Whether the user's zone, the table of zones, or when whole days are heard is another than at the last reckoning."""
        return travel.moved(self._settings, self.around(), self._clock.zone_rules())

    def realign(self) -> bool:
        """Reckon the moments of what was not heard yet anew in the user's zone; returns whether that is another one.

        Floating moments keep their wall time and move in time. What was put off to a time keeps its instant and shows the
        wall time of the new zone. What was heard already is not heard again.
        """
        around, moved = self.around(), self.zone_moved()
        unheard = queries.unheard(self._database.reader())
        stale = [change for row in unheard if (change := travel.realigned(row, around))]
        if not stale and not moved:
            return False
        with self._writing(None) as work:
            reckoning_queue.move(work.read, stale)
            if moved:
                travel.remember(work, self._settings, around, self._clock.zone_rules(), unheard)
        if stale:
            self._feed.publish(Change(everything=True))
        return moved

    def moved_zones(self) -> Moved | None:
        """From where to where the user's zone changed, while they have not been told; None otherwise."""
        return travel.news(self._settings)

    def zone_seen(self) -> None:
        """The user has read that the zone changed."""
        self._settings.set(ZONE_NEWS.name, "")

    def _settle_found(self, work: Work, found: Sequence[tuple[str, int]]) -> bool:
        """Work off what waits; returns whether that changed anything."""
        around, before = self.around(), work.read.total_changes
        for subject, items in groupby(found, key=itemgetter(0)):
            self._settle_all(work, subject, [item_id for _subject, item_id in items], around)
        changed: bool = work.read.total_changes > before
        reckoning_queue.finish(work.read, found)
        return changed

    def _settle_all(self, work: Work, subject: str, ids: Sequence[int], around: Surroundings) -> None:
        if subject == "date":
            dates.settle_many(work, ids, around, self._settings)
        elif subject == "contact":
            touch.settle_many(work, ids, around)
        else:
            derived = queries.owners_of_derived(work.read, ids)
            dates.settle_many(
                work, [owner for kind, owner in derived.values() if kind == "date"], around, self._settings
            )
            touch.settle_many(work, [owner for kind, owner in derived.values() if kind == "touch"], around)
            for reminder_id in ids:
                if reminder_id not in derived:
                    self._settle(work, reminder_id, around)

    def _settle(self, work: Work, reminder_id: int, around: Surroundings) -> None:
        try:
            self._settle_reminder(work, reminder_id, around)
        except UserError as error:
            # A rule that cannot be used came from elsewhere; its occurrences stay as they are.
            _log.warning("reminder %s was not reckoned: %s", reminder_id, error.sentence.template)

    def _settle_reminder(self, work: Work, reminder_id: int, around: Surroundings) -> None:
        found = queries.series(work.read, reminder_id)
        if found is None:
            return
        if found.kind is ReminderKind.DATE and found.date_id is not None:
            dates.settle(work, found.date_id, around, self._settings)
        elif found.kind is ReminderKind.TOUCH and found.contact_id is not None:
            touch.settle(work, found.contact_id, around)
        else:
            series.settle(work, found, around)


def _change(found: Collection[tuple[str, int]]) -> Change:
    if len(found) > _TOO_MANY_TO_LIST:
        return Change(everything=True)
    ids: dict[str, set[int]] = {}
    for subject, item_id in found:
        ids.setdefault(CONTACT if subject == "contact" else REMINDER, set()).add(item_id)
    return Change({kind: frozenset(numbers) for kind, numbers in ids.items()})
