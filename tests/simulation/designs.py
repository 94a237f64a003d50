"""The program's scheduling, and three wrong ones that people write: the simulation must find each of them out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from crm_desktop.bootstrap import Core
from crm_desktop.domain.reminders import Notice
from crm_desktop.storage import delivery_log, reckoning_queue, settings_table
from crm_desktop.storage.queries import scheduling
from tests.simulation.running import Running

_MINUTE: Final = 60


class Design(Protocol):
    """A way of looking for what is due; made anew with each start of the program."""

    def start(self, running: Running) -> None:
        """The program has begun."""

    def check(self) -> None:
        """The timer has come round."""

    def close_ended(self) -> None:
        """The user has changed something."""


class Own:
    """What the program does."""

    def start(self, running: Running) -> None:
        assert running.core is not None
        assert running.port is not None
        self._notifying = running.core.services.notifying
        self._notifying.start(running.port, running.run, lambda _contact, _occurrence: None, lambda _what: None)

    def check(self) -> None:
        self._notifying.check()

    def close_ended(self) -> None:
        self._notifying.close_ended()


class _Wrong:
    """What the wrong designs have in common: the program's occurrences, their own idea of which to show."""

    def start(self, running: Running) -> None:
        assert running.core is not None
        self._running: Running = running
        self._core: Core = running.core

    def close_ended(self) -> None:
        """Nothing."""

    def _due(self) -> list[tuple[int, int, str]]:
        self._core.services.reckoning.catch_up()
        found = scheduling.due(self._core.database.reader(), self._now())
        return [(each.occurrence_id, int(each.fires_at.timestamp()), each.text) for each in found]

    def _now(self) -> int:
        return int(self._core.services.clock.now().timestamp())

    def _claim(self, row: tuple[int, int, str]) -> None:
        with self._core.writing(None) as work:
            delivery_log.claim(work.read, [row], self._now())
            reckoning_queue.ask_for_series(work.read, [row[:2]])

    def _mark(self, row: tuple[int, int, str], number: int) -> None:
        with self._core.writing(None) as work:
            delivery_log.mark_shown(work.read, [row[:2]], number, self._now())

    def _show(self, row: tuple[int, int, str], shown: Any) -> None:
        notice = Notice(f"occurrence-{row[0]}-{row[1]}", row[2], "")
        self._running.spoken_of[notice.key] = (row[:2],)
        self._running.step("before a job")
        assert self._running.port is not None
        self._running.port.show(notice, shown, lambda _why: None)


class ExactMinute(_Wrong):
    """Shows what is due in this minute; whoever sleeps through it is never told."""

    def check(self) -> None:
        minute = self._now() // _MINUTE
        for row in self._due():
            self._claim(row)
            if row[1] // _MINUTE == minute:
                self._show(row, lambda number, row=row: self._mark(row, number))


class MarkThenNotify(_Wrong):
    """Marks before it shows; a crash between the two loses one."""

    def check(self) -> None:
        for row in self._due():
            self._claim(row)
            self._mark(row, 0)
            self._show(row, lambda _number: None)


class LastChecked(_Wrong):
    """Keeps the moment of its last look and shows what came due since; a clock set back shows it again."""

    def check(self) -> None:
        now = self._now()
        kept = settings_table.get(self._core.database.reader(), "last-checked")
        last = int(kept) if kept else now - _MINUTE
        self._core.services.reckoning.catch_up()
        for row in self._between(last, now):
            self._claim(row)
            self._show(row, lambda number, row=row: self._mark(row, number))
        with self._core.writing(None) as work:
            settings_table.put(work.read, "last-checked", str(now))

    def _between(self, last: int, now: int) -> list[tuple[int, int, str]]:
        query = (
            "SELECT o.id, o.fires_at, r.text FROM occurrences o JOIN reminders r ON r.id = o.reminder_id "
            "WHERE o.ended_at IS NULL AND o.fires_at > ? AND o.fires_at <= ?"
        )
        return list(self._core.database.reader().execute(query, (last, now)))


DESIGNS: Final[Mapping[str, type[Design]]] = {
    "own": Own,
    "exact-minute": ExactMinute,
    "mark-then-notify": MarkThenNotify,
    "last-checked": LastChecked,
}
