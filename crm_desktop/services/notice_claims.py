"""Claiming what is due, durably and in bounded time: one notice for one reminder, a summary for several, the morning's own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.messages import Message, counted
from crm_desktop.domain.quiet_hours import HeldBy
from crm_desktop.domain.reminders import DueOccurrence, Notice, ReminderKind
from crm_desktop.services import morning_words, notice_snoozes, notice_words
from crm_desktop.services.notice_policy import NoticePolicy
from crm_desktop.services.notice_words import About, DueReminder, Looks, Wording
from crm_desktop.services.ports import Clock
from crm_desktop.services.scheduling.clock_guard import ClockGuard
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.settings import SNOOZES, SettingsService
from crm_desktop.services.standing_notices import Worded
from crm_desktop.services.today import TodayService
from crm_desktop.storage import delivery_log, reckoning_queue
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import contacts, deliveries, scheduling, touch
from crm_desktop.storage.queries.instants import instant
from crm_desktop.storage.writing import Writing

_FACTS = 3
_LATE = timedelta(minutes=5)
"""What came due longer ago than this was missed; and who did not look for so long was away: not running, or asleep."""

_PUT_OFF_AT_ONCE = 100
"""More than so many are not put off by one button: nobody has seen what they are."""

Key = tuple[int, int]
"""An occurrence and the moment it fires at in seconds UTC; the summary of a morning has 0 for the occurrence."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A notice whose claim is on the disk: what it speaks of, and older bubbles about nothing but that."""

    worded: Worded
    occurrences: tuple[Key, ...]
    outdated: tuple[int, ...] = ()

    @property
    def notice(self) -> Notice:
        """What is to be shown."""
        return self.worded.notice


@dataclass(slots=True)
class _Due:
    """What is to be claimed now, sorted out."""

    morning: int | None
    in_morning: list[DueOccurrence] = field(default_factory=list)
    others: list[DueOccurrence] = field(default_factory=list)


class NoticeClaims:
    """Finds what may be shown and claims it. `anything` is cheap and for any thread; `claim` writes.

    `policy` says what may be shown, `locked` whether the screen is locked (None when nobody knows), `wording` how sentences are
    written.
    """

    def __init__(
        self,
        database: Database,
        writing: Writing,
        clock: Clock,
        settings: SettingsService,
        reckoning: Reckoning,
        guard: ClockGuard,
        today: TodayService,
    ) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._settings = settings
        self._reckoning = reckoning
        self._guard = guard
        self._today = today
        self.policy = NoticePolicy(database, clock, settings)
        self._looked_at: datetime | None = None
        self._came_back_at: datetime | None = None
        self.locked: Callable[[], bool | None] = lambda: None
        self.wording = Wording()

    def look(self) -> None:
        """Take note that somebody looks now; long after the last time means to have been away."""
        now = self._clock.now()
        if self._looked_at is None or now - self._looked_at >= _LATE:
            self._came_back_at = now
        self._looked_at = now

    def anything(self) -> bool:
        """Whether there is something to show: something due that nothing holds back, or the morning's summary."""
        since, urgent_too = self.policy.heard_since(), self.policy.urgent_through()
        due = deliveries.anything_due(self._database.reader(), self._now(), since, urgent_too=urgent_too)
        return due or self.policy.morning_due() is not None

    def claim(self, in_flight: Collection[Key] = ()) -> list[Claimed]:
        """Claim on the disk what may be shown now and is not being shown."""
        settled = self._settle_series(in_flight)
        due = self._sorted_out(in_flight)
        made: list[Claimed] = []
        if due.morning is not None:
            made += self._morning(due)
        if due.others:
            made.append(self._notice(_by_reminder(due.others)))
        if made or due.morning is not None:
            self._write(due, made, settled)
        return made

    def _settle_series(self, in_flight: Collection[Key]) -> frozenset[Key]:
        """Have all days of repeating reminders at hand that have passed unseen, so that they are told together."""
        keys = frozenset(map(key_of, self._waiting(in_flight)))
        with self._writing(None) as work:
            reckoning_queue.ask_for_series(work.read, keys)
        self._reckoning.catch_up()
        return keys

    def _waiting(self, in_flight: Collection[Key]) -> list[DueOccurrence]:
        since, urgent_too = self.policy.heard_since(), self.policy.urgent_through()
        found = scheduling.due(self._database.reader(), self._now(), since, urgent_too=urgent_too)
        return [each for each in found if key_of(each) not in in_flight]

    def _sorted_out(self, in_flight: Collection[Key]) -> _Due:
        waiting = self._waiting(in_flight)
        morning = self.policy.morning_due()
        if morning is None or (deliveries.SUMMARY_OF_MORNING, morning) in in_flight:
            return _Due(None, others=waiting)
        due = _Due(morning)
        for each in waiting:
            # What was missed stands in the summary as overdue; what comes due at the very moment has its own buttons.
            (due.in_morning if each.at is None or self._is_late(each) else due.others).append(each)
        return due

    def _write(self, due: _Due, made: Sequence[Claimed], settled: Collection[Key]) -> None:
        claimed = [*due.in_morning, *due.others]
        with self._writing(None) as work:
            rows = [(*key_of(each), str(notice_words.title_of(each))) for each in claimed]
            if due.morning is not None:
                title = next((each.worded.named.title for each in made if _is_morning(each)), "")
                rows.append((deliveries.SUMMARY_OF_MORNING, due.morning, title))
            delivery_log.claim(work.read, rows, work.now, ahead=self._guard.ahead)
            if due.morning is not None and not any(map(_is_morning, made)):
                # Nothing to say is said, too: what comes up later today is no reason for a summary.
                delivery_log.mark_shown(work.read, [(deliveries.SUMMARY_OF_MORNING, due.morning)], 0, work.now)
            reckoning_queue.ask_for_series(work.read, (key for key in map(key_of, claimed) if key not in settled))

    def _morning(self, due: _Due) -> list[Claimed]:
        assert due.morning is not None  # only `claim` leads here
        page, urgent = self._today.today(), any(each.urgent for each in due.in_morning)
        named, neutral = (
            morning_words.morning(page, due.morning, looks, urgent=urgent) for looks in self._both_looks()
        )
        if named is None or neutral is None:
            # Only what no list shows is due, such as getting in touch: it is told as always.
            due.others, due.in_morning = due.in_morning + due.others, []
            return []
        keys = ((deliveries.SUMMARY_OF_MORNING, due.morning), *map(key_of, due.in_morning))
        return [Claimed(Worded(named, neutral, self._hides()), keys)]

    def _notice(self, reminders: Sequence[DueReminder]) -> Claimed:
        earlier = self._outdated({each.latest.reminder_id for each in reminders})
        named, neutral = (
            replace(self._said(reminders, looks), replaces=earlier[0] if earlier else 0) for looks in self._both_looks()
        )
        keys = tuple(key_of(each) for reminder in reminders for each in reminder.occurrences)
        return Claimed(Worded(named, neutral, self._hides()), keys, earlier[1:])

    def _said(self, reminders: Sequence[DueReminder], looks: Looks) -> Notice:
        if len(reminders) == 1:
            return notice_words.single(reminders[0], self._about(reminders[0].latest), looks)
        few = len(reminders) <= _PUT_OFF_AT_ONCE
        return notice_words.summary(reminders, self._title(reminders), looks, snooze=few)

    def _outdated(self, reminder_ids: set[int]) -> tuple[int, ...]:
        """The bubbles of this session that speak of nothing but these reminders, the newest first."""
        standing = deliveries.standing(self._database.reader(), session_began(self._clock))
        return tuple(sorted((number for number, ids in standing.items() if ids <= reminder_ids), reverse=True))

    def _title(self, reminders: Sequence[DueReminder]) -> Message:
        count = len(reminders)
        first, last = reminders[0].occurrences[0], max((each.latest for each in reminders), key=_moment)
        is_due = counted("{count} follow-up is due", "{count} follow-ups are due", count)
        if not self._is_late(last):
            return is_due
        held = {self._held_by(first), self._held_by(last)}
        if held == {HeldBy.QUIET_HOURS}:
            return counted("{count} follow-up came in quiet hours", "{count} follow-ups came in quiet hours", count)
        if None not in held:
            return counted("{count} follow-up waited for today", "{count} follow-ups waited for today", count)
        if not self._was_away():
            return is_due
        away = "{count} follow-up came due while you were away"
        return counted(away, "{count} follow-ups came due while you were away", count)

    def _was_away(self) -> bool:
        return self._came_back_at is not None and self._clock.now() - self._came_back_at < _LATE

    def _held_by(self, due: DueOccurrence) -> HeldBy | None:
        found = self.policy.hold(at=due.fires_at)
        return found.by if found is not None else None

    def _about(self, due: DueOccurrence) -> About:
        if due.contact_id is None:
            return About()
        connection = self._database.reader()
        stored = [each.value for each in contacts.facts(connection, due.contact_id)[:_FACTS]]
        facts = tuple(f"{fact.kind}: {fact.text}" if fact.kind else fact.text for fact in stored)
        if due.kind is ReminderKind.TOUCH:
            plan, talk = touch.plan(connection, due.contact_id), deliveries.last_talk(connection, due.contact_id)
            spoke = (instant_to_wall(instant(talk[0]), self._clock.zone()).date(), talk[1]) if talk else None
            return About(facts, every_days=plan.every_days if plan else 0, last_talk=spoke)
        quiet = deliveries.not_to_be_contacted(connection, due.contact_id)
        return About(facts, deliveries.preferred_channel(connection, due.contact_id), quiet=quiet)

    def _both_looks(self) -> tuple[Looks, Looks]:
        """In full, and in neutral words."""
        wall = instant_to_wall(self._clock.now(), self._clock.zone())
        buttons = tuple(notice_snoozes.button(choice, wall) for choice in self._settings.taken(SNOOZES) if choice)
        full = Looks(wall.date(), buttons, self.policy.silent(), wording=self.wording)
        return full, replace(full, neutral=True)

    def _hides(self) -> bool:
        return self.policy.neutral(self.locked())

    def _is_late(self, due: DueOccurrence) -> bool:
        return self._clock.now() - due.fires_at >= _LATE

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def session_began(clock: Clock) -> int:
    """Seconds UTC before which no bubble can stand: the machine was not booted yet."""
    return int(clock.now().timestamp() - clock.boot_seconds())


def key_of(due: DueOccurrence) -> Key:
    """What the log knows an occurrence at its present moment by."""
    return due.occurrence_id, int(due.fires_at.timestamp())


def _moment(due: DueOccurrence) -> float:
    return due.fires_at.timestamp()


def _is_morning(claimed: Claimed) -> bool:
    return claimed.occurrences[0][0] == deliveries.SUMMARY_OF_MORNING


def _by_reminder(found: Sequence[DueOccurrence]) -> list[DueReminder]:
    grouped: dict[int, list[DueOccurrence]] = {}
    for each in found:
        grouped.setdefault(each.reminder_id, []).append(each)
    return [DueReminder(tuple(occurrences)) for occurrences in grouped.values()]
