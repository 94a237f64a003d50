"""The verdict: compares what appeared on the screen and in the lists with what the model says, and keeps the stories."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Final

from tests.simulation.daemon import Bubble, Daemon
from tests.simulation.machine import Machine
from tests.simulation.model import Model, Remembered, Token
from tests.simulation.quiet import Quiet
from tests.simulation.walls import spelled

PATIENCE: Final = 60
"""Seconds that the program may be awake, with a daemon, after something was due; then it counts as missed."""
LOOK: Final = 30
_SUSPECT: Final = 60


@dataclass
class Verdict:
    """The numbers of one seed, and a story for each failure."""

    seed: int = 0
    occurrences: int = 0
    missed: int = 0
    doubled: int = 0
    early: int = 0
    unasked: int = 0
    lost: int = 0
    disturbed: int = 0
    latest: int = 0
    repeated: int = 0
    crashes: int = 0
    stories: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether a promise was broken."""
        return bool(self.missed or self.doubled or self.early or self.unasked or self.lost or self.disturbed)


@dataclass
class Heard:
    """A time that appeared: in which bubble, by which clock, and whether the program can know that it did."""

    bubble: Bubble
    moment: int
    era: int
    time: int
    ahead: int
    zone: str
    known: bool = False
    free: bool = False


class Judge:
    """`daemon` is asked whether what is shown can be punctual. Hears everything that appears. `doubtful`: the program has reason to take the right clock for
    a wrong one, and may show again what it showed. `era` numbers the times at which the wall clock was set ahead; 0 is a right clock."""

    def __init__(self, machine: Machine, daemon: Daemon, model: Model, verdict: Verdict) -> None:
        self._machine = machine
        self._daemon = daemon
        self._model = model
        self.verdict = verdict
        self._heard: dict[tuple[int, date, Token], Heard] = {}
        self._of_bubble: dict[int, list[Heard]] = defaultdict(list)
        self._missed: set[tuple[int, date, Token]] = set()
        self._log: dict[int, list[tuple[int, str]]] = defaultdict(list)
        self._lines = count()
        self._listed: set[tuple[int, date | None]] = set()
        self.well_since = machine.time
        self.era = 0
        self.doubtful = False
        self.quiet = Quiet()

    # ----------------------------------------------------------------------------------------------------- the story

    def note(self, what: str, reminder_id: int = 0) -> None:
        """One line of the story: of one reminder, or (0) of the machine."""
        line = f"{spelled(self._machine.time)}  {self._machine.spelled()}  {what}"
        self._log[reminder_id].append((next(self._lines), line))

    def _blame(self, what: str, reminder_id: int, day: date | None) -> None:
        self.note(f"*** {what}: the time of {day}", reminder_id)
        known = self._model.reminders.get(reminder_id)
        lines = [line for _, line in sorted(self._log[reminder_id][-16:] + self._log[0][-14:])]
        wish = f"{known.facts.wish}, ended {len(known.facts.ended)}" if known else "never asked for"
        head = f"seed {self.verdict.seed}: {what}: reminder {reminder_id} ({wish}), the time of {day}"
        self.verdict.stories.append("\n    ".join([head, *lines]))

    # ------------------------------------------------------------------------------------------------ what happened

    def well(self) -> None:
        """From now on nothing keeps the program from being heard."""
        self.well_since = self._machine.time

    def appeared(self, bubble: Bubble, members: list[tuple[int, date, int]]) -> None:
        """A bubble appeared that speaks of (reminder, day of its rule, moment that the program reckons)."""
        for reminder_id, day, fires_at in members:
            self._appeared(bubble, reminder_id, day, fires_at)

    def _appeared(self, bubble: Bubble, reminder_id: int, day: date, fires_at: int) -> None:
        known = self._model.reminders.get(reminder_id)
        if known is not None and known.flipped and not known.is_open(day):
            # An undone or redone rule may have left another day of the same reminder; it counts for the moment it rings at.
            day = next(
                (each for each in self._due(known) if known.moment(each, self._machine.zone_name) == fires_at), day
            )
        self.note(f"on the screen in bubble {bubble.number} ({bubble.notice.key}): the time of {day}", reminder_id)
        if known is None or not known.is_open(day):
            self.verdict.unasked += 1
            self._blame("unasked", reminder_id, day)
            return
        moment, zone = known.moment(day, self._machine.zone_name), self._machine.zone_name
        if self._held(known):
            self.verdict.disturbed += 1
            self._blame("heard in quiet hours", reminder_id, day)
        key = (reminder_id, day, known.token(day))
        before = self._heard.get(key)
        if before is not None:
            self._again(bubble, before, key, fires_at)
        elif moment > self._machine.wall:
            self.verdict.early += 1
            self._blame(f"early by {moment - self._machine.wall} s in {zone}", reminder_id, day)
        elif key not in self._missed:
            self.verdict.occurrences += 1
            self._lateness(known, day, moment)
        self._heard[key] = Heard(
            bubble, moment, self.era, self._machine.time, self._machine.error, zone, free=self.doubtful
        )
        self._of_bubble[id(bubble)].append(self._heard[key])
        known.hear(day, moment)

    def _due(self, known: Remembered) -> list[date]:
        return list(known.open_until(self._machine.wall, self._machine.zone_name))

    def _again(self, bubble: Bubble, before: Heard, key: tuple[int, date, Token], fires_at: int) -> None:
        if before.bubble is bubble:
            return
        replaced = not before.bubble.standing
        # Nobody can know the number of a bubble whose daemon did not tell it, and what moved with the user comes at another time.
        cannot_know = not before.bubble.answered or before.zone != self._machine.zone_name
        if before.free or (not before.known and (replaced or cannot_know or fires_at != before.moment)):
            self.verdict.repeated += 1
            return
        self.verdict.doubled += 1
        how = "though it was marked" if before.known else "beside the first"
        self._blame(f"doubled ({how})", key[0], key[1])

    def _lateness(self, known: Remembered, day: date, moment: int) -> None:
        late = self._machine.time - self._could_be_heard(known, moment)
        if late > self.verdict.latest and self._daemon.works:
            self.verdict.latest = late
            if late > LOOK:
                self._blame(f"late by {late} s", known.id, day)

    def _held(self, known: Remembered) -> bool:
        """Whether quiet hours keep it from being heard now."""
        wall = self._machine.wall
        return not known.facts.wish.urgent and self.quiet.lifted(self._machine.zone_name, wall) > wall

    def _could_be_heard(self, known: Remembered, moment: int) -> int:
        """The true time since which nothing kept something from being heard that is due at a moment of the wall clock."""
        begin = moment
        if not known.facts.wish.urgent:
            begin = max(begin, self.quiet.ended(self._machine.zone_name, self._machine.wall))
        return max(begin - self._machine.error, self.well_since, known.set_at)

    def told(self, bubble: Bubble) -> None:
        """The program has noted on the disk that this bubble was shown."""
        for heard in self._of_bubble.get(id(bubble), ()):
            heard.known = True

    def look(self) -> bool:
        """Count what should have been heard by now; whether anything is still awaited."""
        waiting = False
        for known in self._model.reminders.values():
            upcoming = known.next_moment(self._machine.zone_name)
            if upcoming is None or upcoming > self._machine.wall or self._held(known):
                continue
            for day in known.unheard(self._machine.wall, self._machine.zone_name):
                waiting = True
                moment = known.moment(day, self._machine.zone_name)
                if self._machine.time - self._could_be_heard(known, moment) > PATIENCE:
                    self._miss(known, day)
        return waiting

    def _miss(self, known: Remembered, day: date) -> None:
        key = (known.id, day, known.token(day))
        self._missed.add(key)
        known.optional.add(key[1:])
        self.verdict.missed += 1
        self.verdict.occurrences += 1
        self._blame("missed", known.id, day)

    # -------------------------------------------------------------------------------------------------- wrong clocks

    def latest_in_era(self) -> int:
        """What the wall clock showed when something appeared last while it was ahead."""
        return max((heard.time + heard.ahead for heard in self._heard.values() if heard.era == self.era), default=0)

    def clock_set_right(self, *, noticed: bool) -> None:
        """A clock that was ahead is right again: what was heard too soon has to be heard at its time.

        Not `noticed` when the program cannot know: then it may be heard again or not.
        """
        for key, heard in list(self._heard.items()):
            if not self.era or heard.era != self.era or heard.moment <= heard.time:
                continue
            reminder_id, day, token = key
            known = self._model.reminders[reminder_id]
            if noticed and heard.ahead > _SUSPECT:
                del self._heard[key]
                known.heard.pop((day, token), None)
                known.forget_pointer()
                self.note(f"to be heard again, the clock was wrong: the time of {day}", reminder_id)
            else:
                heard.free = True
        self.era = 0

    def travelled(self) -> None:
        """The user is in another zone: what appeared without the program knowing moves with them, and is heard there."""
        for (reminder_id, day, token), heard in self._heard.items():
            if not heard.known and not heard.free:
                heard.free = True
                known = self._model.reminders[reminder_id]
                known.heard.pop((day, token), None)
                known.forget_pointer()

    # -------------------------------------------------------------------------------------------------------- lists

    def compare_lists(self, due: set[int], on_page: set[int]) -> None:
        """What the lists show as due (reminder ids) against what is open and due."""
        wall, zone = self._machine.wall, self._machine.zone_name
        for known in self._model.reminders.values():
            if known.id not in due or known.id not in on_page:
                days = [day for day in known.open_until(wall, zone) if (day, known.token(day)) not in known.optional]
                if days and (known.id, days[0]) not in self._listed:
                    self._listed.add((known.id, days[0]))
                    self.verdict.lost += 1
                    self._blame(f"lost from {'Today' if known.id in due else 'what is due'}", known.id, days[0])
            elif not known.flipped and not known.any_due(wall, zone) and (known.id, None) not in self._listed:
                self._listed.add((known.id, None))
                self.verdict.unasked += 1
                self._blame("listed though nothing of it is due", known.id, None)
