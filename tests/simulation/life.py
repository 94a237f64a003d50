"""What happens to a freelancer's laptop in two years: sleep, restarts, kills, wrong clocks, journeys, and daemons that fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.simulation.user import User
from tests.simulation.walls import DAY, ZONES
from tests.simulation.world import World

_HOUR: Final = 3600
_ERRORS: Final = (45, 300, 3600, 2 * _HOUR, 8 * _HOUR, 3 * DAY, 40 * DAY, 366 * DAY)


class Life:
    """Lets things happen again and again, each at its own random pace; a happening that does not fit is left out."""

    def __init__(self, world: World, user: type[User] = User) -> None:
        self._world = world
        self._user = user(world)
        self._random = world.random

    def begin(self) -> None:
        """The first day: the program is started and some things are wished for."""
        self._world.start()
        self._user.settle_in()
        for days, what in (
            (1.6, self._user.sits_down),
            (2.5, self._sleep),
            (11.0, self._close),
            (18.0, self._switch_off),
            (4.0, self._plan_kill),
            (33.0, self._set_clock),
            (24.0, self._travel),
            (16.0, self._daemon_fails),
            (2.0, self._user.looks_at_bubbles),
        ):
            self._again_and_again(days, what)

    def _again_and_again(self, days: float, what: Callable[[], None]) -> None:
        def once() -> None:
            what()
            later()

        def later() -> None:
            self._world.happen(self._random.expovariate(1 / (days * DAY)), once)

        later()

    def _duration(self) -> int:
        """From a minute to two months; mostly a night."""
        kind = self._random.random()
        if kind < 0.25:
            return self._random.randint(60, 2 * _HOUR)
        if kind < 0.8:
            return self._random.randint(4 * _HOUR, 14 * _HOUR)
        if kind < 0.95:
            return self._random.randint(1, 9) * DAY
        return self._random.randint(10, 61) * DAY

    # ---------------------------------------------------------------------------------------------------- the laptop

    def _sleep(self) -> None:
        world = self._world
        if not world.asleep and not world.switched_off:
            world.judge.note("asleep")
            world.asleep = True
            world.happen(self._duration(), self._wake)

    def _wake(self) -> None:
        world = self._world
        world.wake()
        if world.running.core is not None and self._random.random() < 0.7:
            world.look()  # the desktop has told of it; without that, the timer comes round

    def _close(self) -> None:
        world = self._world
        if world.runs:
            world.close()
            world.happen(self._duration(), world.come_back)

    def _switch_off(self) -> None:
        world = self._world
        if world.asleep or world.switched_off:
            return
        if world.running.core is not None:
            world.close()
        world.judge.note("switched off")
        world.switched_off = True
        world.daemon.end()
        world.happen(self._duration(), self._boot)

    def _boot(self) -> None:
        world = self._world
        world.switched_off = False
        world.boot()
        world.judge.note("switched on")
        late = self._random.random() < 0.3
        if late:
            world.happen(self._random.randint(5, 300), self._daemon_comes)
        else:
            world.daemon.begin()
        world.come_back()

    def _plan_kill(self) -> None:
        statements = self._random.random() < 0.5
        self._world.running.plan_crash(self._random.randint(1, 40 if statements else 7), statements=statements)

    # ------------------------------------------------------------------------------------------------ clock and zone

    def _set_clock(self) -> None:
        world = self._world
        if world.machine.error or world.switched_off:
            return
        error = self._random.choice(_ERRORS) * self._random.choice((1, 1, -1))
        if self._random.random() < 0.3:
            error = self._random.randint(-4000, 4000)
        world.set_clock(error)
        lasts = self._random.choice((20, 300, 2 * _HOUR, DAY, 6 * DAY))
        world.happen(lasts, lambda: world.set_clock(0))

    def _travel(self) -> None:
        self._world.travel(self._random.choice(ZONES))

    # ----------------------------------------------------------------------------------------------------- the daemon

    def _daemon_fails(self) -> None:
        world = self._world
        if world.switched_off or not world.daemon.works:
            return
        how = self._random.choice(("goes", "restarts", "hangs", "refuses", "loses its replies"))
        world.judge.note(f"the daemon {how}")
        if how in ("goes", "restarts"):
            world.daemon.end()
            if world.running.port is not None:
                port = world.running.port
                world.guarded(port.daemon_went)
        else:
            world.daemon.hangs = how == "hangs"
            world.daemon.refuses = how == "refuses"
            world.daemon.reply_lost = how == "loses its replies"
        lasts = 2 if how == "restarts" else self._random.choice((60, 900, _HOUR, 2 * DAY))
        world.happen(lasts, self._daemon_comes)

    def _daemon_comes(self) -> None:
        world = self._world
        if world.switched_off or world.daemon.works:
            return
        world.judge.note("the daemon works")
        world.unseen()
        if world.daemon.present:
            world.daemon.hangs = world.daemon.refuses = world.daemon.reply_lost = False
        else:
            world.daemon.begin()
        world.judge.well()
        port = world.running.port
        if port is not None and world.runs:
            world.guarded(port.daemon_came)
