"""Making due reminders heard: claim durably, show under a stable key, mark; at least once, and a repeat replaces its bubble."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Protocol

from crm_desktop.domain.changes import DELIVERY, Change
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.pages import DeliveryRow
from crm_desktop.domain.reminders import DueOccurrence, Notice
from crm_desktop.services.change_feed import ChangeFeed
from crm_desktop.services.ports import Clock, NoticeAnswer, Notifier
from crm_desktop.services.reminders import ReminderService
from crm_desktop.storage import delivery_log
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import contacts
from crm_desktop.storage.queries import reminders as queries
from crm_desktop.storage.writing import Writing

_log = logging.getLogger(__name__)

DONE, SNOOZE, OPEN = "done", "snooze", "open"
SNOOZE_SPAN = timedelta(hours=1)
_FACTS = 3
_LINES_IN_SUMMARY = 5
_OUTCOMES = {DONE: "done", SNOOZE: "snoozed", OPEN: "opened"}

Occurrences = tuple[tuple[int, int], ...]
"""(occurrence id, fires_at in seconds UTC) of each occurrence that a bubble speaks of."""


class RunsWrites(Protocol):
    """Runs a job where writing may wait for the disk, then calls back on the thread that asked."""

    def __call__(self, job: Callable[[], Any], done: Callable[[Any], object], /) -> object: ...


@dataclass(frozen=True, slots=True)
class Claimed:
    """A notice whose claim is on the disk."""

    notice: Notice
    occurrences: Occurrences


class NotifyingService:
    """Looks for what is due, shows it, and does what is pressed. All methods but `claim` belong to one thread."""

    def __init__(
        self, database: Database, writing: Writing, clock: Clock, reminders: ReminderService, feed: ChangeFeed
    ) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._reminders = reminders
        self._feed = feed
        self._notifier: Notifier | None = None
        self._run: RunsWrites = lambda job, done: done(job())
        self._opened: Callable[[int | None, int | None], object] = lambda _contact, _occurrence: None
        self._pressed: Callable[[Message], object] = lambda _what: None
        self._in_flight: set[tuple[int, int]] = set()
        self._bubbles: dict[str, Occurrences] = {}
        self._claiming = False

    def start(
        self,
        notifier: Notifier,
        run: RunsWrites,
        opened: Callable[[int | None, int | None], object],
        pressed: Callable[[Message], object],
    ) -> None:
        """Begin to show through `notifier`; `opened` gets (contact id, occurrence id) when Open is pressed, both None
        for a summary; `pressed` gets what Done or Snooze did, so that the window can offer to undo it.
        """
        self._notifier, self._run, self._opened, self._pressed = notifier, run, opened, pressed
        notifier.on_answer(self.answer)
        notifier.on_available(self.check)

    def check(self) -> None:
        """Look whether anything is due and show it. One indexed statement when there is nothing; safe to call often."""
        if self._notifier is None or self._claiming:
            return
        if self._reminders.zone_moved():
            self._claiming = True
            self._run(self._reminders.realign, lambda _moved: self._after_realign())
            return
        if self._notifier.problem() is not None or not self._waiting():
            return
        self._claiming = True
        self._run(self.claim, self._show_all)

    def claim(self) -> list[Claimed]:
        """Claim on the disk what is due now and not being shown: one notice for one, a summary for several."""
        waiting = self._waiting()
        if not waiting:
            return []
        now = int(self._clock.now().timestamp())
        with self._writing(None) as work:
            delivery_log.claim(work.read, ((*_key(due), due.text) for due in waiting), now)
        if len(waiting) == 1:
            return [Claimed(self._notice(waiting[0]), (_key(waiting[0]),))]
        return [Claimed(_summary(waiting), tuple(map(_key, waiting)))]

    def answer(self, answer: NoticeAnswer) -> None:
        """Do what was pressed on a bubble, and note what became of it."""
        occurrences = self._bubbles.get(answer.key) or _occurrences_of(answer.key)
        if answer.action:
            self._press(answer.action, occurrences)
        elif answer.reason:
            self._run(lambda: self._note_outcome(occurrences, answer.reason), lambda _none: None)

    def close_ended(self) -> None:
        """Take away the bubbles of what was done in the window meanwhile."""
        if self._notifier is not None:
            for daemon_id in delivery_log.bubbles_of_ended(self._database.reader()):
                self._notifier.close(daemon_id)

    def problem(self) -> Message | None:
        """Why no notification can appear; None when one can."""
        return self._notifier.problem() if self._notifier else message("Notifications are not started.")

    def send_test(self, shown: Callable[[], None], failed: Callable[[Message], None]) -> None:
        """Show a notification that says that it works."""
        notice = Notice(key="test", title=str(message("This is how a follow-up shows")), body=str(message("It works.")))
        if self._notifier is not None:
            self._notifier.show(notice, lambda _number: shown(), failed)

    def log(self, limit: int = 200) -> list[DeliveryRow]:
        """What was shown and what became of it, newest first."""
        return queries.log(self._database.reader(), limit)

    def _waiting(self) -> list[DueOccurrence]:
        due = queries.due(self._database.reader(), int(self._clock.now().timestamp()))
        return [each for each in due if _key(each) not in self._in_flight]

    def _after_realign(self) -> None:
        self._claiming = False
        self._feed.publish(Change(everything=True))
        self.check()

    def _notice(self, due: DueOccurrence) -> Notice:
        facts: tuple[str, ...] = ()
        if due.contact_id is not None:
            stored = contacts.facts(self._database.reader(), due.contact_id)[:_FACTS]
            facts = tuple(
                f"{fact.value.kind}: {fact.value.text}" if fact.value.kind else fact.value.text for fact in stored
            )
        who = " · ".join(part for part in (due.contact, due.company, due.deal) if part)
        return Notice(
            key=_notice_key(due),
            title=due.text,
            body="\n".join(part for part in (who, *facts) if part),
            actions=(
                (DONE, str(message("Done"))),
                (SNOOZE, str(message("Snooze 1 hour"))),
                (OPEN, str(message("Open"))),
            ),
            replaces=due.daemon_id,
        )

    def _show_all(self, claimed: Sequence[Claimed]) -> None:
        self._claiming = False
        for each in claimed:
            self._show(each)

    def _show(self, claimed: Claimed) -> None:
        assert self._notifier is not None  # only `check` leads here
        self._in_flight.update(claimed.occurrences)
        self._bubbles[claimed.notice.key] = claimed.occurrences

        def shown(daemon_id: int) -> None:
            self._run(lambda: self._note_shown(claimed.occurrences, daemon_id), lambda _none: self._landed(claimed))

        def failed(why: Message) -> None:
            _log.warning("a notification could not be shown: %s", why.template)
            self._in_flight.difference_update(claimed.occurrences)

        self._notifier.show(claimed.notice, shown, failed)

    def _landed(self, claimed: Claimed) -> None:
        self._in_flight.difference_update(claimed.occurrences)
        self._feed.publish(Change({DELIVERY: frozenset(number for number, _ in claimed.occurrences)}))

    def _press(self, action: str, occurrences: Occurrences) -> None:
        if action not in (DONE, SNOOZE):
            self._run(lambda: self._note_outcome(occurrences, _OUTCOMES[OPEN]), lambda _none: None)
            self._open(occurrences)
            return

        def work() -> list[Message]:
            said = [what for occurrence, _ in occurrences if (what := self._do(action, occurrence)) is not None]
            self._note_outcome(occurrences, _OUTCOMES[action])
            return said

        self._run(work, lambda said: [self._pressed(what) for what in said[-1:]])

    def _do(self, action: str, occurrence_id: int) -> Message | None:
        row = self._reminders.row(occurrence_id)
        try:
            if action == DONE:
                self._reminders.done(occurrence_id)
            else:
                self._reminders.snooze_for(occurrence_id, SNOOZE_SPAN)
        except UserError:
            return None  # done or deleted in the window meanwhile: nothing is left to do
        what = "Done: {text}" if action == DONE else "Snoozed: {text}"
        return message(what, text=row.text if row else "")

    def _open(self, occurrences: Occurrences) -> None:
        row = self._reminders.row(occurrences[0][0]) if len(occurrences) == 1 else None
        self._opened(row.contact_id if row else None, row.occurrence_id if row else None)

    def _note_shown(self, occurrences: Occurrences, daemon_id: int) -> None:
        with self._writing(None) as work:
            delivery_log.mark_shown(work.read, occurrences, daemon_id, work.now)

    def _note_outcome(self, occurrences: Occurrences, outcome: str) -> None:
        with self._writing(None) as work:
            delivery_log.mark_outcome(work.read, occurrences, outcome, work.now)


def _key(due: DueOccurrence) -> tuple[int, int]:
    return due.occurrence_id, int(due.fires_at.timestamp())


def _notice_key(due: DueOccurrence) -> str:
    occurrence_id, fires_at = _key(due)
    return f"occurrence-{occurrence_id}-{fires_at}"


def _occurrences_of(key: str) -> Occurrences:
    # A bubble of an earlier run of the program still says which occurrence it speaks of.
    kind, _, rest = key.partition("-")
    numbers = rest.split("-")
    if kind != "occurrence" or len(numbers) != 2 or not all(number.isdigit() for number in numbers):
        return ()
    return ((int(numbers[0]), int(numbers[1])),)


def _summary(due: Sequence[DueOccurrence]) -> Notice:
    lines = [" – ".join(part for part in (each.contact, each.text) if part) for each in due[:_LINES_IN_SUMMARY]]
    if len(due) > _LINES_IN_SUMMARY:
        lines.append(str(message("and {more} more", more=f"{len(due) - _LINES_IN_SUMMARY:,}")))
    known = next((each.daemon_id for each in due if each.daemon_id), 0)
    notice = Notice(
        key=f"summary-{due[0].occurrence_id}-{int(due[0].fires_at.timestamp())}",
        title=str(counted("{count} follow-up is due", "{count} follow-ups are due", len(due))),
        body="\n".join(lines),
        actions=((OPEN, str(message("Open Today"))), (SNOOZE, str(message("Snooze 1 hour")))),
    )
    return replace(notice, replaces=known)
