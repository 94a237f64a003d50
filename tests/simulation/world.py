"""The world of one seed: time passes in jumps from one interesting moment to the next, and the program looks every 30 seconds."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

from tests.simulation.daemon import Bubble, Daemon
from tests.simulation.designs import Design
from tests.simulation.judge import Judge, Verdict
from tests.simulation.machine import Machine
from tests.simulation.model import Model, birthday_key
from tests.simulation.running import Crash, Running
from tests.simulation.walls import DAY, ZONES

BEGIN: Final = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())
END: Final = int(datetime(2029, 1, 1, tzinfo=UTC).timestamp())
LOOK: Final = 30
"""Seconds between two looks of the running program."""
SELDOM: Final = 1800
"""Seconds between two of its looks that are lived through while no daemon works."""


class World:
    """The laptop, the program on it, the daemon, the user's model and the judge; `happen` lets something happen at a time."""

    def __init__(
        self, seed: int, folder: Path, design: type[Design], *, end: int = END, model: Model | None = None
    ) -> None:
        self.random = Random(seed)
        self.end = end
        self.machine = Machine(BEGIN, self.random.choice(ZONES))
        self.daemon = Daemon()
        self.model = model or Model()
        self.judge = Judge(self.machine, self.daemon, self.model, Verdict(seed))
        self.running = Running(folder, self.machine, self.daemon, self._appeared, self.judge.told)
        self.asleep = False
        self.switched_off = False
        self._make_design = design
        self._design = design()
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._numbers = count()
        self._look_from = BEGIN
        self._looked_at = BEGIN - 1
        self._known_boot = ""
        self._era_noticed = False
        self._set_right = 0
        # What the model has to hear of a crash before the files are closed; an action puts its own in here.
        self.after_crash: Callable[[int], None] | None = None
        self._trusted = ("", 0)
        self._first_error = 0
        self._awaited = False
        self._unseen = False

    @property
    def verdict(self) -> Verdict:
        """What came of it so far."""
        return self.judge.verdict

    @property
    def zone(self) -> str:
        """The user's zone."""
        return self.machine.zone_name

    @property
    def runs(self) -> bool:
        """Whether the program is there and awake."""
        return self.running.core is not None and not self.asleep

    # ------------------------------------------------------------------------------------------------------- time

    def happen(self, seconds: float, what: Callable[[], None]) -> None:
        """Let something happen so many seconds from now."""
        heapq.heappush(self._events, (self.machine.time + max(1, int(seconds)), next(self._numbers), what))

    def live(self) -> None:
        """Until the end; then a last quarter of an hour in which everything works."""
        while self.machine.time < self.end:
            look = self._next_look()
            due = self._events[0][0] if self._events else self.end
            self.machine.time = min(due, look, self.end)
            if self._events and self._events[0][0] == self.machine.time:
                heapq.heappop(self._events)[2]()
            elif self.machine.time == look and self.runs:
                self.look()
        self._events.clear()
        self._put_right()
        for _ in range(30):
            self.machine.time += LOOK
            self.look()
            self.compare_lists()

    def _put_right(self) -> None:
        self.asleep = self.switched_off = False
        self.set_clock(0)
        if not self.daemon.works:
            self.daemon.begin()
        if self.running.core is None:
            self.start()
        self.judge.well()
        self.look()

    def _next_look(self) -> int:
        """The next look of the running program that matters: around what is due, and when something is awaited or unseen."""
        if not self.runs:
            return self.end
        # What happens at the very second of a look comes before it.
        following = self._tick(max(self.machine.time, self._looked_at + 1))
        if self._unseen or self._looked_at < self._look_from:
            return following
        if not self.daemon.works:
            return self._tick(self.machine.time + SELDOM)
        if self._awaited:
            return following
        due = min(self._next_moments(), default=self.end) - self.machine.error
        before = self._tick(due) - LOOK
        return max(following, before if before > self._looked_at else self._tick(due))

    def _next_moments(self) -> Iterator[int]:
        """When each reminder is to be heard next, by the wall clock; and the end of quiet hours, whatever they keep back."""
        if self.judge.quiet.lifted(self.zone, self.machine.wall) > self.machine.wall:
            yield self.judge.quiet.lifted(self.zone, self.machine.wall)
        for known in self.model.reminders.values():
            moment = known.next_moment(self.zone)
            if moment is not None and not known.facts.wish.urgent:
                moment = self.judge.quiet.lifted(self.zone, max(moment, self.machine.wall))
            if moment is not None:
                yield moment

    def _tick(self, at: int) -> int:
        """The first look at or after a time."""
        return at + (self._look_from - at) % LOOK

    # ---------------------------------------------------------------------------------------------------- the program

    def start(self) -> None:
        """The program starts, and looks at once."""
        self.running.start()
        self._design = self._make_design()
        self.judge.note("the program starts")
        self._look_from = self.machine.time
        self.guarded(lambda: self._design.start(self.running))
        self.judge.well()
        self.look()

    def close(self) -> None:
        """The user quits."""
        self.judge.note("the program is closed")
        self.running.close()

    def look(self) -> None:
        """The timer comes round."""
        self._looked_at, self._unseen = self.machine.time, False
        port = self.running.port
        if port is not None:
            self.guarded(port.lose_patience)
        if self.running.core is not None:
            if self._set_right:
                self._clock_is_right()
            self._trust_clock()
            self.guarded(self._design.check)
        if self.running.core is not None:
            self._notice_clock()
        well = self.runs and self.daemon.works
        self._awaited = well and self.judge.look()

    def unseen(self) -> None:
        """Something has happened that the program sees when it looks next: every 30 seconds, whether anything is due or not."""
        self._unseen = True

    def changed(self) -> None:
        """The window has heard of a change: it takes away bubbles of what has ended, and looks again."""
        if self.runs:
            self.guarded(self._design.close_ended)
        if self.runs:
            self.look()

    def guarded(self, do: Callable[[], object]) -> int | None:
        """Do something that may be cut short by the planned crash; None when it was not, else the commits before it."""
        before = self.running.commits
        try:
            do()
        except Crash as crash:
            return self._crashed(str(crash), before)
        return None

    def _crashed(self, where: str, before: int) -> int:
        commits = self.running.commits - before
        self.judge.note(f"the program is killed: {where}, after {commits} commits")
        self.verdict.crashes += 1
        after, self.after_crash = self.after_crash, None
        if after is not None:
            after(commits)
        self.running.crashed()
        self.happen(self.random.choice((1, 3, 20, 600, 4000, 90_000)), self.come_back)
        return commits

    def come_back(self) -> None:
        """The user starts the program, if the machine is on."""
        if self.running.core is None:
            if self.asleep or self.switched_off:
                self.happen(3600, self.come_back)
            else:
                self.start()

    # -------------------------------------------------------------------------------------------------- the machine

    def set_clock(self, error: int) -> None:
        """Somebody sets the wall clock; the program learns of it when it looks next."""
        before, self.machine.error = self.machine.error, error
        if before == error:
            return
        self.judge.note(f"the wall clock is set by {error - before} s")
        self.unseen()
        if before > 0:
            self._set_right = before
        if error > 0:
            self._goes_ahead(error)
        self.judge.well()

    def _goes_ahead(self, error: int) -> None:
        if self._set_right and error > self._set_right // 2:
            # Right only while nobody looked: to the program it is the same wrong clock all along.
            self._set_right = 0
            return
        if self._set_right:
            self._clock_is_right()
        self._era_noticed = False
        self.judge.era = next(self._numbers) + 1

    def _clock_is_right(self) -> None:
        self.judge.clock_set_right(noticed=self._era_noticed)
        self._set_right = 0

    def _trust_clock(self) -> None:
        """The program takes the clock that it first sees after a boot for right; when that was behind, the right one looks ahead."""
        boot = self.machine.boot_id()
        if self._trusted[0] != boot:
            self._trusted = (boot, self.machine.error)
            self._first_error = self.machine.error
        elif self._known_boot != boot:
            self._trusted = (boot, min(self._trusted[1], self.machine.error))
        self.judge.doubtful = self._trusted[1] < 0 and self.machine.error > self._trusted[1]

    def _notice_clock(self) -> None:
        """The program has looked: it knows how the clocks of this boot stand, or that one was set ahead since.

        A clock that goes back to what it showed at the boot has been put right, for all that the program can know.
        """
        if self.machine.error == 0:
            self._known_boot = self.machine.boot_id()
        elif self._known_boot == self.machine.boot_id() and self.machine.error != self._first_error:
            self._era_noticed = True

    def boot(self) -> None:
        """The machine is switched on again.

        A clock that was wrong by less than a day is no longer suspected then, nor one that was set right while the machine was
        off and shows more than it ever did before.
        """
        self.machine.boot()
        ahead = self._set_right or self.machine.error
        if ahead <= DAY or (self._set_right and self.machine.wall >= self.judge.latest_in_era()):
            self._era_noticed = False
        if self._set_right:
            self._clock_is_right()

    def travel(self, zone: str) -> None:
        """The laptop shows the time of another zone; the program learns of it when it looks next."""
        self.machine.zone_name = zone
        self.unseen()
        self.judge.note(f"in {zone} now")
        self.judge.travelled()
        self.judge.well()

    def wake(self) -> None:
        """The lid is opened; the program's timer goes on where it stopped."""
        self.asleep = False
        self.judge.note("awake")
        self._look_from = self.machine.time + self.random.randint(0, LOOK)
        self.judge.well()

    # ------------------------------------------------------------------------------------------------- what is seen

    def _appeared(self, bubble: Bubble) -> None:
        core = self.running.core
        assert core is not None
        members = []
        for occurrence, fires_at in self.running.spoken_of.get(bubble.notice.key, ()):
            found = (
                core.database.reader()
                .execute("SELECT reminder_id, planned_day FROM occurrences WHERE id = ?", (occurrence,))
                .fetchone()
            )
            if found is not None:
                members.append((self.key_of(found[0]), date.fromisoformat(found[1]), fires_at))
        self.judge.appeared(bubble, members)

    def compare_lists(self) -> None:
        """What is due and what Today shows against the model."""
        if self.runs:
            self.guarded(self._compare_lists)

    def _compare_lists(self) -> None:
        core = self.running.core
        assert core is not None  # only where the program runs
        due = {self.key_of(row.reminder_id) for row in core.services.reminders.due()}
        page = core.services.today.today()
        self.judge.compare_lists(due, {self.key_of(row.reminder_id) for row in (*page.overdue, *page.today)})

    def key_of(self, reminder_id: int) -> int:
        """What the model knows a reminder of the program by: the user's own by its id, a birthday's by whose it is and how far ahead."""
        core = self.running.core
        if core is None:
            return reminder_id
        owner = (
            core.database.reader()
            .execute("SELECT date_id, lead_days FROM reminders WHERE id = ? AND date_id IS NOT NULL", (reminder_id,))
            .fetchone()
        )
        return birthday_key(*owner) if owner else reminder_id
