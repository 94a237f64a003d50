"""Making due reminders heard: claim durably, show under a stable key, mark; at least once, and a repeat replaces its bubble."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

from crm_desktop.domain.changes import DELIVERY, Change
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.pages import DeliveryRow
from crm_desktop.domain.reminders import Notice
from crm_desktop.services.change_feed import ChangeFeed
from crm_desktop.services.notice_claims import Claimed, Key, NoticeClaims, session_began
from crm_desktop.services.notice_presses import OUTCOMES, NoticePresses
from crm_desktop.services.notice_words import OPEN, Wording
from crm_desktop.services.ports import Clock, NoticeAnswer, Notifier
from crm_desktop.services.scheduling.clock_guard import ClockGuard
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.standing_notices import StandingNotices
from crm_desktop.storage import delivery_log
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import deliveries
from crm_desktop.storage.writing import Writing

_log = logging.getLogger(__name__)
_TEST = "test"


class RunsWrites(Protocol):
    """Runs a job where writing may wait for the disk, then calls back on the thread that asked."""

    def __call__(self, job: Callable[[], Any], done: Callable[[Any], object], /) -> object: ...


class NotifyingService:
    """Looks for what is due, shows it, and does what is pressed. All methods but `claim` and the log belong to one thread."""

    def __init__(
        self,
        database: Database,
        writing: Writing,
        clock: Clock,
        claims: NoticeClaims,
        presses: NoticePresses,
        reckoning: Reckoning,
        guard: ClockGuard,
        feed: ChangeFeed,
    ) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._claims = claims
        self._presses = presses
        self._reckoning = reckoning
        self._guard = guard
        self._feed = feed
        self._notifier: Notifier | None = None
        self._run: RunsWrites = lambda job, done: done(job())
        self._opened: Callable[[int | None, int | None], object] = lambda _contact, _occurrence: None
        self._pressed: Callable[[Message], object] = lambda _what: None
        self._unheard: Callable[[Message | None], object] = lambda _what: None
        self._in_flight: set[Key] = set()
        self._bubbles: dict[str, tuple[Key, ...]] = {}
        self._standing = StandingNotices()
        self._claiming = False
        self._problem: Message | None = None
        self._unheard_count = 0

    def start(
        self,
        notifier: Notifier,
        run: RunsWrites,
        opened: Callable[[int | None, int | None], object],
        pressed: Callable[[Message], object],
        *,
        unheard: Callable[[Message | None], object] = lambda _what: None,
        locked: Callable[[], bool | None] = lambda: None,
        wording: Wording | None = None,
    ) -> None:
        """Begin to show through `notifier`; `opened` gets (contact id, occurrence id) when Open is pressed, both None
        for a summary; `pressed` gets what Done or Snooze did, so that the window can offer to undo it.

        `unheard` gets a sentence when something is due that cannot be shown, and None when it can be again; `locked` tells
        whether the screen is locked.
        """
        self._notifier, self._run, self._opened, self._pressed = notifier, run, opened, pressed
        self._unheard = unheard
        self._claims.locked = locked
        self._claims.wording = wording or Wording()
        notifier.on_answer(self.answer)
        notifier.on_available(self.check)

    def check(self) -> None:
        """Look whether anything is due and show it. A few indexed statements when there is nothing; safe to call often."""
        if self._notifier is None or self._claiming:
            return
        self._claims.look()
        if self._guard.moved():
            self._step(self._guard.settle, self._clock_settled)
        elif self._reckoning.behind():
            self._step(self._reckoning.reckon, lambda _more: self.check())
        elif self._can_show() and self._claims.anything():
            in_flight = frozenset(self._in_flight)
            self._step(lambda: self.claim(in_flight), self._show_all)

    def claim(self, in_flight: frozenset[Key] = frozenset()) -> list[Claimed]:
        """Claim on the disk what may be shown now and is not `in_flight`: one notice for one, a summary for several."""
        return self._claims.claim(in_flight)

    def answer(self, answer: NoticeAnswer) -> None:
        """Do what was pressed on a bubble, and note what became of it."""
        if answer.key == _TEST:
            if answer.action == OPEN:
                self._opened(None, None)
            return
        if not answer.action:
            self._standing.gone(answer.key)
        occurrences = self._bubbles.get(answer.key) or _occurrences_of(answer.key)
        if answer.action:
            self._press(answer.action, occurrences)
        elif answer.reason:
            self._run(lambda: self._note_outcome(occurrences, answer.reason), lambda _none: None)

    def screen_locked(self, locked: bool) -> None:
        """Say the bubbles that stand in neutral words while the screen is locked, if the settings want that."""
        if self._notifier is None:
            return
        for notice in self._standing.turn(hides=self._claims.policy.neutral(locked)):
            self._notifier.show(notice, partial(self._standing.renumber, notice.key), lambda _why: None)

    def close_ended(self) -> None:
        """Take away the bubbles of what was done in the window meanwhile."""
        if self._notifier is not None:
            for daemon_id in delivery_log.bubbles_of_ended(self._database.reader(), session_began(self._clock)):
                self._notifier.close(daemon_id)

    def problem(self) -> Message | None:
        """Why no notification can appear; None when one can."""
        return self._notifier.problem() if self._notifier else message("Notifications are not started.")

    def send_test(self, shown: Callable[[], None], failed: Callable[[Message], None]) -> None:
        """Show a notification that says that it works."""
        say, silent = self._claims.wording.say, self._claims.policy.silent()
        title, body = message("This is how a follow-up shows"), message("It works.")
        notice = Notice(_TEST, say(title), say(body), ((OPEN, say(message("Open"))),), silent=silent)
        if self._notifier is None:
            failed(message("Notifications are not started."))
        else:
            self._notifier.show(notice, lambda _number: shown(), failed)

    def log_ids(self) -> list[int]:
        """The lines of the log of what was shown, newest first; any thread."""
        return deliveries.log_ids(self._database.reader())

    def log_rows(self, ids: Sequence[int]) -> list[DeliveryRow | None]:
        """Lines of the log, in the order of their ids; None for one that is gone. Any thread."""
        return deliveries.log_rows(self._database.reader(), ids)

    def log(self, limit: int = 200) -> list[DeliveryRow]:
        """What was shown and what became of it, newest first."""
        return [row for row in self.log_rows(self.log_ids()[:limit]) if row is not None]

    def _step(self, job: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """Run a job that writes, one at a time; when the disk refuses, the next look tries again."""
        self._claiming = True

        def guarded() -> tuple[bool, Any]:
            try:
                return True, job()
            except UserError as error:
                _log.warning("not written: %s", error.sentence.template)
                return False, None

        def done(result: tuple[bool, Any]) -> None:
            self._claiming = False
            if result[0]:
                then(result[1])

        self._run(guarded, done)

    def _can_show(self) -> bool:
        assert self._notifier is not None  # only `check` leads here
        problem, before = self._notifier.problem(), self._problem
        self._problem = problem
        if problem is not before:
            # What is due stays due, and is shown as soon as a service answers.
            _log.info("Notifications: %s", "work" if problem is None else problem.template)
        # A service that has not answered at one look may have by the next; nobody needs to know of that.
        count = self._due_count() if problem is not None and problem is before else 0
        if count != self._unheard_count:
            self._unheard_count = count
            said = counted("{count} follow-up is due. {why}", "{count} follow-ups are due. {why}", count, why=problem)
            self._unheard(said if count else None)
        return problem is None

    def _due_count(self) -> int:
        return deliveries.due_count(self._database.reader(), int(self._clock.now().timestamp()))

    def _clock_settled(self, withdrawn: Sequence[int]) -> None:
        if self._notifier is not None:
            for daemon_id in withdrawn:
                self._notifier.close(daemon_id)
        if withdrawn:
            self._feed.publish(Change(everything=True))
        self.check()

    def _show_all(self, claimed: Sequence[Claimed]) -> None:
        for each in claimed:
            self._show(each)

    def _show(self, claimed: Claimed) -> None:
        assert self._notifier is not None  # only `check` leads here
        self._in_flight.update(claimed.occurrences)
        self._bubbles[claimed.notice.key] = claimed.occurrences

        def shown(daemon_id: int) -> None:
            self._standing.put(claimed.worded, daemon_id)
            self._run(lambda: self._note_shown(claimed.occurrences, daemon_id), lambda _none: self._landed(claimed))

        def failed(why: Message) -> None:
            _log.warning("a notification could not be shown: %s", why.template)
            self._in_flight.difference_update(claimed.occurrences)

        self._notifier.show(claimed.notice, shown, failed)

    def _landed(self, claimed: Claimed) -> None:
        self._in_flight.difference_update(claimed.occurrences)
        if self._notifier is not None:
            for daemon_id in claimed.outdated:
                self._notifier.close(daemon_id)
        self._feed.publish(Change({DELIVERY: frozenset(number for number, _ in claimed.occurrences)}))

    def _press(self, action: str, occurrences: tuple[Key, ...]) -> None:
        if action == OPEN:
            self._run(lambda: self._note_outcome(occurrences, OUTCOMES[OPEN]), lambda _none: None)
            self._open(occurrences)
            return

        def work() -> Message | None:
            what = self._presses.press(action, [number for number, _ in occurrences])
            self._note_outcome(occurrences, OUTCOMES.get(action, "snoozed"))
            return what

        self._run(work, lambda what: None if what is None else self._pressed(what))

    def _open(self, occurrences: tuple[Key, ...]) -> None:
        # Two rows tell whether it is one reminder or several: those of one reminder stand side by side.
        ends = {occurrences[0][0], occurrences[-1][0]} if occurrences else set()
        rows = {row.reminder_id: row for number in sorted(ends) if (row := self._presses.row(number)) is not None}
        row = next(iter(rows.values())) if len(rows) == 1 and deliveries.SUMMARY_OF_MORNING not in ends else None
        self._opened(row.contact_id if row else None, row.occurrence_id if row else None)

    def _note_shown(self, occurrences: tuple[Key, ...], daemon_id: int) -> None:
        with self._writing(None) as work:
            delivery_log.mark_shown(work.read, occurrences, daemon_id, work.now)

    def _note_outcome(self, occurrences: tuple[Key, ...], outcome: str) -> None:
        with self._writing(None) as work:
            delivery_log.mark_outcome(work.read, occurrences, outcome, work.now)


def _occurrences_of(key: str) -> tuple[Key, ...]:
    # A bubble of an earlier run of the program still says which occurrence it speaks of.
    kind, _, rest = key.partition("-")
    numbers = rest.split("-")
    if kind != "occurrence" or len(numbers) != 2 or not all(number.isdigit() for number in numbers):
        return ()
    return ((int(numbers[0]), int(numbers[1])),)
